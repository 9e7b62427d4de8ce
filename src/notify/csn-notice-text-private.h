/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-channel.h"

G_BEGIN_DECLS

/**
 * CsnNoticeText:
 * @title: written by us, never by an agent
 * @body: plain text, already visible text; the medium still escapes it
 * @offers_approve: whether Approve may be offered
 * @offers_reject: whether Reject may be offered
 * @offers_review: whether Review may be offered
 * @urgent: whether it must not go away by itself
 *
 * What one notice says, before a medium shows it.
 */
typedef struct
{
  char *title;
  char *body;
  gboolean offers_approve;
  gboolean offers_reject;
  gboolean offers_review;
  gboolean urgent;
} CsnNoticeText;

/**
 * csn_notice_text_new:
 * @kind: what people are told
 * @item: (nullable): about which request; %NULL for the gate's own notices
 *
 * Approve is offered only at SOFT_APPROVAL, without flags, and when the whole action fits without
 * a secret in it (safety.md, "Approving").
 *
 * Returns: (transfer full): what to say
 */
CsnNoticeText *csn_notice_text_new (CsnNoticeKind kind, CsnInboxItem *item);

/**
 * csn_notice_text_new_hidden:
 * @kind: what people are told about a request
 *
 * Returns: (transfer full): a notice for a locked screen: nothing about the request, no buttons
 */
CsnNoticeText *csn_notice_text_new_hidden (CsnNoticeKind kind);

/**
 * csn_notice_text_new_many:
 * @n_waiting: how many requests wait
 *
 * Returns: (transfer full): one notice instead of many
 */
CsnNoticeText *csn_notice_text_new_many (guint n_waiting);

/**
 * csn_notice_text_describe_action:
 * @action: an object
 * @ret_whole: (out): %TRUE if all of @action is in the text and nothing in it is masked
 *
 * Returns: (transfer full): one line, "order: 1182 · amount: 120.00"
 */
char *csn_notice_text_describe_action (const CsnJson *action, gboolean *ret_whole);

void csn_notice_text_free (CsnNoticeText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnNoticeText, csn_notice_text_free)

G_END_DECLS
