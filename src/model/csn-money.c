/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-money.h"

#include <string.h>

#define MAX_DIGITS 30

struct _CsnMoney
{
  char *amount;
  char *currency;
};

static gboolean
is_amount (const char *text)
{
  gsize whole, fraction;

  if (text == NULL)
    return FALSE;

  whole = strspn (text, "0123456789");
  if (whole == 0 || whole > MAX_DIGITS)
    return FALSE;
  if (text[whole] == '\0')
    return TRUE;
  if (text[whole] != '.')
    return FALSE;

  fraction = strspn (text + whole + 1, "0123456789");
  return fraction > 0 && whole + fraction <= MAX_DIGITS && text[whole + 1 + fraction] == '\0';
}

static gboolean
is_currency (const char *text)
{
  return text != NULL && strlen (text) == 3 && g_ascii_isupper (text[0]) &&
         g_ascii_isupper (text[1]) && g_ascii_isupper (text[2]);
}

CsnMoney *
csn_money_new (const char *amount, const char *currency)
{
  CsnMoney *self;

  if (!is_amount (amount) || !is_currency (currency))
    return NULL;

  self = g_new0 (CsnMoney, 1);
  self->amount = g_strdup (amount);
  self->currency = g_strdup (currency);
  return self;
}

CsnMoney *
csn_money_from_json (const CsnJson *json)
{
  const CsnJson *amount, *currency;

  if (json == NULL || csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return NULL;

  amount = csn_json_get_member (json, "amount");
  currency = csn_json_get_member (json, "currency");
  if (amount == NULL || csn_json_get_value_type (amount) != CSN_JSON_STRING || currency == NULL ||
      csn_json_get_value_type (currency) != CSN_JSON_STRING)
    return NULL;

  return csn_money_new (csn_json_get_text (amount), csn_json_get_text (currency));
}

CsnMoney *
csn_money_copy (const CsnMoney *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return csn_money_new (self->amount, self->currency);
}

void
csn_money_free (CsnMoney *self)
{
  if (self == NULL)
    return;

  g_free (self->amount);
  g_free (self->currency);
  g_free (self);
}

const char *
csn_money_get_amount (const CsnMoney *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->amount;
}

const char *
csn_money_get_currency (const CsnMoney *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->currency;
}

/* The next digit behind the point, 0 for ever after the last one. */
static char
next_decimal (const char **cursor)
{
  if (**cursor == '\0')
    return '0';

  return *(*cursor)++;
}

int
csn_money_compare_amounts (const char *a, const char *b)
{
  gsize a_whole, b_whole;
  int order;

  g_return_val_if_fail (is_amount (a), 0);
  g_return_val_if_fail (is_amount (b), 0);

  a += strspn (a, "0");
  b += strspn (b, "0");
  a_whole = strspn (a, "0123456789");
  b_whole = strspn (b, "0123456789");
  if (a_whole != b_whole)
    return a_whole < b_whole ? -1 : 1;

  order = strncmp (a, b, a_whole);
  if (order != 0)
    return order;

  a += a_whole + (a[a_whole] == '.' ? 1 : 0);
  b += b_whole + (b[b_whole] == '.' ? 1 : 0);
  while (*a != '\0' || *b != '\0')
    {
      char a_digit = next_decimal (&a);
      char b_digit = next_decimal (&b);

      if (a_digit != b_digit)
        return a_digit < b_digit ? -1 : 1;
    }

  return 0;
}

/* Writes @text with the point behind digit @whole of @digits, filled up with zeros. */
static void
align_digits (const char *text, gsize whole, gsize digits, char *ret_digits)
{
  gsize length = strspn (text, "0123456789");
  const char *fraction = text[length] == '.' ? text + length + 1 : "";

  memset (ret_digits, '0', digits);
  memcpy (ret_digits + whole - length, text, length);
  memcpy (ret_digits + whole, fraction, strlen (fraction));
}

static gsize
count_decimals (const char *amount)
{
  const char *point = strchr (amount, '.');

  return point == NULL ? 0 : strlen (point + 1);
}

CsnMoney *
csn_money_add (const CsnMoney *self, const CsnMoney *other)
{
  char a[2 * MAX_DIGITS + 1], b[2 * MAX_DIGITS + 1];
  g_autoptr (GString) sum = NULL;
  gsize whole, decimals;
  guint carry = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (other != NULL, NULL);

  if (strcmp (self->currency, other->currency) != 0)
    return NULL;

  /* One digit more than the longer one has, for the carry. */
  whole = 1 + MAX (strcspn (self->amount, "."), strcspn (other->amount, "."));
  decimals = MAX (count_decimals (self->amount), count_decimals (other->amount));
  align_digits (self->amount, whole, whole + decimals, a);
  align_digits (other->amount, whole, whole + decimals, b);
  for (gsize i = whole + decimals; i > 0; i--)
    {
      guint digit = (guint) (a[i - 1] - '0') + (guint) (b[i - 1] - '0') + carry;

      a[i - 1] = (char) ('0' + digit % 10);
      carry = digit / 10;
    }

  sum = g_string_new_len (a, whole + decimals);
  if (decimals > 0)
    g_string_insert_c (sum, whole, '.');
  g_string_erase (sum, 0, MIN (strspn (sum->str, "0"), whole - 1));
  return csn_money_new (sum->str, self->currency);
}
