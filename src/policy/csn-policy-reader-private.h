/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy-place-private.h"
#include "csn-policy-private.h"

G_BEGIN_DECLS

/**
 * CsnPolicyReader:
 *
 * Reads values of a policy document and remembers where it is. After a fault it stays there, and
 * every function that may find one returns %FALSE.
 */
typedef struct
{
  CsnPolicyPlace place;
  gboolean at_key; /* the fault is the member's name */
  char *fault;     /* (owned) (nullable): what is wrong, as the end of a sentence */
} CsnPolicyReader;

gboolean csn_policy_reader_fail (CsnPolicyReader *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

void csn_policy_reader_enter (CsnPolicyReader *self, const char *key, guint index);

void csn_policy_reader_leave (CsnPolicyReader *self);

/* @json is an object that has no members but @names. */
gboolean csn_policy_reader_check_members (CsnPolicyReader *self,
                                          const CsnJson *json,
                                          const char *const *names);

/* Of a member of @object: a text of 1 to @max_bytes bytes. Where it is absent: @fallback, or a
 * fault if that is %NULL. */
gboolean csn_policy_reader_read_text (CsnPolicyReader *self,
                                      const CsnJson *object,
                                      const char *key,
                                      gsize max_bytes,
                                      const char *fallback,
                                      const char **ret_text);

/* A whole number; absent, it leaves @ret_value alone. */
gboolean csn_policy_reader_read_integer (CsnPolicyReader *self,
                                         const CsnJson *json,
                                         gint64 min,
                                         gint64 max,
                                         gint64 *ret_value);

gboolean
csn_policy_reader_read_switch (CsnPolicyReader *self, const CsnJson *json, gboolean *ret_value);

/* An RFC 3339 time; absent, it is a fault, or 0 if @optional. */
gboolean csn_policy_reader_read_time (CsnPolicyReader *self,
                                      const CsnJson *object,
                                      const char *key,
                                      gboolean optional,
                                      gint64 *ret_time);

/* A level's name; absent, it is a fault, or FULL_AUTO if @optional. */
gboolean csn_policy_reader_read_level (CsnPolicyReader *self,
                                       const CsnJson *object,
                                       const char *key,
                                       gboolean optional,
                                       CsnLevel *ret_level);

/* "rules" and "grants". */

gboolean
csn_policy_reader_read_rules (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts);

gboolean
csn_policy_reader_read_grants (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts);

G_END_DECLS
