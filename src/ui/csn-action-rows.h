/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CSN_ACTION_ROWS_MAX:
 *
 * How many rows an action may have to be readable at all; beyond it only the exact view serves.
 */
#define CSN_ACTION_ROWS_MAX 300

/**
 * CsnActionRowKind:
 * @CSN_ACTION_ROW_TEXT: a string or number
 * @CSN_ACTION_ROW_LITERAL: true, false, null, or what is empty
 * @CSN_ACTION_ROW_EXACT: a string to be read to the letter: a command, a path
 * @CSN_ACTION_ROW_MONEY: an amount with its currency
 * @CSN_ACTION_ROW_LONG: a text that scrolls
 * @CSN_ACTION_ROW_SECRET: a masked value
 * @CSN_ACTION_ROW_GROUP: the name over members that follow, one deeper
 *
 * How a row is shown.
 */
typedef enum
{
  CSN_ACTION_ROW_TEXT,
  CSN_ACTION_ROW_LITERAL,
  CSN_ACTION_ROW_EXACT,
  CSN_ACTION_ROW_MONEY,
  CSN_ACTION_ROW_LONG,
  CSN_ACTION_ROW_SECRET,
  CSN_ACTION_ROW_GROUP,
} CsnActionRowKind;

/**
 * CsnActionRow:
 * @kind: how it is shown
 * @depth: how deep it is nested
 * @name: visible text
 * @value: (nullable): visible text
 * @size: for %CSN_ACTION_ROW_LONG: bytes of the value itself
 *
 * One row of the readable view.
 */
typedef struct
{
  CsnActionRowKind kind;
  guint depth;
  char *name;
  char *value;
  gsize size;
} CsnActionRow;

/**
 * csn_action_rows_new:
 * @action: an action
 * @reveal: whether secrets are shown
 *
 * Every member and element of @action has its row, but an amount and its currency share one.
 *
 * Returns: (transfer full) (nullable) (element-type CsnActionRow): the rows in document order;
 *   %NULL if there would be more than %CSN_ACTION_ROWS_MAX
 */
GPtrArray *csn_action_rows_new (const CsnJson *action, gboolean reveal);

G_END_DECLS
