/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnMoney:
 *
 * An immutable amount in a currency: decimal text, compared exactly and never as a float.
 */
typedef struct _CsnMoney CsnMoney;

/**
 * csn_money_new:
 * @amount: a decimal such as "120.00"; no sign, no exponent, at most 30 digits
 * @currency: three capital letters
 *
 * Returns: (transfer full) (nullable): the money, %NULL if either is not of that shape
 */
CsnMoney *csn_money_new (const char *amount, const char *currency);

/**
 * csn_money_from_json:
 * @json: (nullable): an object with "amount" and "currency", both strings
 *
 * Returns: (transfer full) (nullable): the money, %NULL if @json is none
 */
CsnMoney *csn_money_from_json (const CsnJson *json);

CsnMoney *csn_money_copy (const CsnMoney *self);

void csn_money_free (CsnMoney *self);

const char *csn_money_get_amount (const CsnMoney *self);

const char *csn_money_get_currency (const CsnMoney *self);

/**
 * csn_money_compare_amounts:
 * @a: decimal text
 * @b: decimal text
 *
 * Returns: negative, 0 or positive, as @a is less than, equal to or more than @b; exact
 */
int csn_money_compare_amounts (const char *a, const char *b);

/**
 * csn_money_add:
 * @self: an amount
 * @other: another one in the same currency
 *
 * Returns: (transfer full) (nullable): their exact sum; %NULL if the currencies differ or the sum
 * has more digits than an amount may have
 */
CsnMoney *csn_money_add (const CsnMoney *self, const CsnMoney *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnMoney, csn_money_free)

G_END_DECLS
