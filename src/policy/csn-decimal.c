/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-decimal-private.h"

#define DIGITS "0123456789"

/* No text is so long that it could make up for an exponent beyond this one. */
#define MAX_EXPONENT G_GINT64_CONSTANT (1000000000000)

/* The digits of a number without its leading zeros; none at all is zero. */
typedef struct
{
  gboolean negative;
  const char *cursor; /* at the first digit that counts */
  gint64 top;         /* the power of ten of that digit, plus one */
} Decimal;

static gint64
read_exponent (const char *text)
{
  gboolean negative = *text == '-';
  gint64 exponent = 0;

  if (*text == '-' || *text == '+')
    text++;
  for (; g_ascii_isdigit (*text) && exponent < MAX_EXPONENT; text++)
    exponent = exponent * 10 + g_ascii_digit_value (*text);

  return negative ? -exponent : exponent;
}

static Decimal
read_decimal (const char *text)
{
  Decimal decimal = { .negative = *text == '-' };
  gsize whole, length;

  if (decimal.negative)
    text++;

  whole = strspn (text, DIGITS);
  length = strspn (text, DIGITS ".");
  decimal.cursor = text + strspn (text, "0.");
  decimal.top = (gint64) whole - (decimal.cursor - text);
  if (decimal.cursor > text + whole)
    decimal.top++; /* the point is not a digit */
  if (text[length] == 'e' || text[length] == 'E')
    decimal.top += read_exponent (text + length + 1);
  if (!g_ascii_isdigit (*decimal.cursor))
    decimal.cursor = NULL;

  return decimal;
}

/* The next digit, 0 for ever after the last one. */
static char
next_digit (const char **cursor)
{
  if (**cursor == '.')
    (*cursor)++;
  if (!g_ascii_isdigit (**cursor))
    return '0';

  return *(*cursor)++;
}

static gboolean
has_digits (const char *cursor)
{
  return *cursor == '.' || g_ascii_isdigit (*cursor);
}

static int
compare_sizes (Decimal a, Decimal b)
{
  if (a.cursor == NULL || b.cursor == NULL)
    return (a.cursor != NULL) - (b.cursor != NULL);
  if (a.top != b.top)
    return a.top < b.top ? -1 : 1;

  while (has_digits (a.cursor) || has_digits (b.cursor))
    {
      char a_digit = next_digit (&a.cursor);
      char b_digit = next_digit (&b.cursor);

      if (a_digit != b_digit)
        return a_digit < b_digit ? -1 : 1;
    }

  return 0;
}

int
csn_decimal_compare (const char *a, const char *b)
{
  Decimal first = read_decimal (a);
  Decimal second = read_decimal (b);

  /* Zero has no sign. */
  first.negative = first.negative && first.cursor != NULL;
  second.negative = second.negative && second.cursor != NULL;
  if (first.negative != second.negative)
    return first.negative ? -1 : 1;

  return first.negative ? compare_sizes (second, first) : compare_sizes (first, second);
}

gboolean
csn_decimal_is_plain (const char *text)
{
  gsize whole, fraction;

  if (*text == '-')
    text++;
  whole = strspn (text, DIGITS);
  if (whole == 0 || text[whole] == '\0')
    return whole > 0;
  if (text[whole] != '.')
    return FALSE;

  fraction = strspn (text + whole + 1, DIGITS);
  return fraction > 0 && text[whole + 1 + fraction] == '\0';
}
