/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_POLICY_PAGE (csn_policy_page_get_type ())

/**
 * CsnPolicyPage:
 *
 * The page of the preferences with the policy's numbers. What is changed there is a draft until the
 * policy dialog, or its strictness, puts it in force.
 */
G_DECLARE_FINAL_TYPE (CsnPolicyPage, csn_policy_page, CSN, POLICY_PAGE, AdwPreferencesPage)

/**
 * csn_policy_page_set_service:
 * @self: a page
 * @service: a started service
 */
void csn_policy_page_set_service (CsnPolicyPage *self, CsnService *service);

/**
 * CsnPolicyPage::say:
 * @self: a page
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
