/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_APPLICATION (csn_application_get_type ())

/**
 * CsnApplication:
 *
 * The one process: the service, which lives as long as it, and the window, which comes and goes.
 */
G_DECLARE_FINAL_TYPE (CsnApplication, csn_application, CSN, APPLICATION, AdwApplication)

CsnApplication *csn_application_new (void);

/**
 * csn_application_get_service:
 * @self: an application
 *
 * Returns: (transfer none) (nullable): its service once it has started
 */
CsnService *csn_application_get_service (CsnApplication *self);

G_END_DECLS
