/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_CONFIDENCE_PAGE (csn_confidence_page_get_type ())

/**
 * CsnConfidencePage:
 *
 * How sure agents say they are against how often they were right, and what other thresholds would
 * have done. Brings its own header bar.
 */
G_DECLARE_FINAL_TYPE (CsnConfidencePage, csn_confidence_page, CSN, CONFIDENCE_PAGE, GtkWidget)

GtkWidget *csn_confidence_page_new (void);

/**
 * csn_confidence_page_set_service:
 * @self: a page
 * @service: a started service
 */
void csn_confidence_page_set_service (CsnConfidencePage *self, CsnService *service);

/**
 * csn_confidence_page_reload:
 * @self: a page
 *
 * Reads the numbers again.
 */
void csn_confidence_page_reload (CsnConfidencePage *self);

/**
 * CsnConfidencePage::connect-agent:
 * @self: a page
 *
 * The reviewer wants to add a source.
 */

G_END_DECLS
