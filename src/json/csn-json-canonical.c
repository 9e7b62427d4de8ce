/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "csn-json-private.h"

#define MOST_DIGITS 17
#define LARGEST_EXPONENT 1000000000

/* A decimal number as 0.DIGITS x 10^point, without zeros at either end of the digits. */
typedef struct
{
  char digits[MOST_DIGITS + 2];
  int n_digits;
  int point;
} Decimal;

static gint64
read_exponent (const char *text)
{
  gboolean negative = *text == '-';
  gint64 exponent = 0;

  if (*text == '-' || *text == '+')
    text++;
  for (; g_ascii_isdigit (*text); text++)
    exponent = MIN (exponent * 10 + (*text - '0'), LARGEST_EXPONENT);
  return negative ? -exponent : exponent;
}

/* Formats @value, which is positive and finite, with @n_digits significant digits. */
static void
round_to_digits (double value, int n_digits, Decimal *ret_decimal)
{
  char buffer[64];
  char format[16];
  const char *exponent;
  int n = 0;

  g_snprintf (format, sizeof (format), "%%.%de", n_digits - 1);
  g_ascii_formatd (buffer, sizeof (buffer), format, value);
  exponent = strchr (buffer, 'e');
  for (const char *p = buffer; p < exponent; p++)
    {
      if (g_ascii_isdigit (*p))
        ret_decimal->digits[n++] = *p;
    }
  while (n > 1 && ret_decimal->digits[n - 1] == '0')
    n--;
  ret_decimal->digits[n] = '\0';
  ret_decimal->n_digits = n;
  ret_decimal->point = (int) read_exponent (exponent + 1) + 1;
}

static gboolean
is_decimal_of (const Decimal *decimal, double value)
{
  char buffer[64];

  g_snprintf (buffer, sizeof (buffer), "0.%se%d", decimal->digits, decimal->point);
  return g_ascii_strtod (buffer, NULL) == value;
}

/* Adds one to the last of @n_digits digits. */
static void
step_up (Decimal *decimal, int n_digits)
{
  int i;

  while (decimal->n_digits < n_digits)
    decimal->digits[decimal->n_digits++] = '0';
  for (i = n_digits - 1; i >= 0 && decimal->digits[i] == '9'; i--)
    decimal->digits[i] = '0';
  if (i >= 0)
    {
      decimal->digits[i]++;
    }
  else
    {
      decimal->digits[0] = '1';
      decimal->point++;
    }
  while (decimal->n_digits > 1 && decimal->digits[decimal->n_digits - 1] == '0')
    decimal->n_digits--;
  decimal->digits[decimal->n_digits] = '\0';
}

/* The fewest digits that read back as @value, and of those the nearest, as ECMAScript has it. Up
 * to 15 digits always survive a normal double, so those need no search. At a power of two the
 * gap above is twice the gap below: there the next decimal up may fit where the nearest doesn't. */
static void
find_shortest (double value, Decimal *ret_decimal)
{
  int exponent;
  gboolean is_power = frexp (value, &exponent) == 0.5;
  int first = fpclassify (value) == FP_SUBNORMAL ? 1 : 15;

  for (int n_digits = first; n_digits <= MOST_DIGITS; n_digits++)
    {
      round_to_digits (value, n_digits, ret_decimal);
      if (is_decimal_of (ret_decimal, value))
        return;
      if (!is_power)
        continue;
      step_up (ret_decimal, n_digits);
      if (is_decimal_of (ret_decimal, value))
        return;
    }
}

/* Number::toString of ECMAScript, steps 6 to 14. */
static void
write_decimal (const Decimal *decimal, GString *out)
{
  int n = decimal->point;
  int k = decimal->n_digits;

  if (k <= n && n <= 21)
    {
      g_string_append (out, decimal->digits);
      for (int i = k; i < n; i++)
        g_string_append_c (out, '0');
      return;
    }
  if (0 < n && n <= 21)
    {
      g_string_append_len (out, decimal->digits, n);
      g_string_append_c (out, '.');
      g_string_append (out, decimal->digits + n);
      return;
    }
  if (-6 < n && n <= 0)
    {
      g_string_append (out, "0.");
      for (int i = n; i < 0; i++)
        g_string_append_c (out, '0');
      g_string_append (out, decimal->digits);
      return;
    }
  g_string_append_c (out, decimal->digits[0]);
  if (k > 1)
    g_string_append_printf (out, ".%s", decimal->digits + 1);
  g_string_append_printf (out, "e%c%d", n > 0 ? '+' : '-', n > 0 ? n - 1 : 1 - n);
}

/**
 * csn_json_format_double:
 * @value: a finite number
 * @ret_text: (out): @value as ECMAScript and so RFC 8785 write it
 */
void
csn_json_format_double (double value, char ret_text[CSN_JSON_NUMBER_BYTES])
{
  g_autoptr (GString) out = g_string_sized_new (CSN_JSON_NUMBER_BYTES);
  Decimal decimal;

  if (value == 0)
    {
      g_strlcpy (ret_text, "0", CSN_JSON_NUMBER_BYTES);
      return;
    }
  if (value < 0)
    g_string_append_c (out, '-');
  find_shortest (fabs (value), &decimal);
  write_decimal (&decimal, out);
  g_strlcpy (ret_text, out->str, CSN_JSON_NUMBER_BYTES);
}

/* Looks at a JSON number as text: its significant digits, and where they begin. */
typedef struct
{
  const char *first; /* the first digit that isn't 0, or the end */
  const char *last;  /* the last digit that isn't 0, or NULL: the number is 0 */
  gint64 point;
} Significant;

static Significant
find_significant (const char *text)
{
  Significant found = { NULL, NULL, 0 };
  gboolean in_fraction = FALSE;
  const char *p;

  for (p = *text == '-' ? text + 1 : text; *p == '.' || g_ascii_isdigit (*p); p++)
    {
      if (*p == '.')
        {
          in_fraction = TRUE;
          continue;
        }
      if (*p != '0')
        {
          if (found.first == NULL)
            found.first = p;
          found.last = p;
        }
      if (found.first != NULL && !in_fraction)
        found.point++;
      if (found.first == NULL && in_fraction)
        found.point--;
    }
  if (*p == 'e' || *p == 'E')
    found.point += read_exponent (p + 1);
  return found;
}

/* Compares two JSON numbers as decimals, without rounding either. */
static gboolean
numbers_equal (const char *a, const char *b)
{
  Significant one = find_significant (a);
  Significant other = find_significant (b);
  const char *p = one.first;
  const char *q = other.first;

  if (one.last == NULL || other.last == NULL)
    return one.last == other.last;
  if (one.point != other.point || (*a == '-') != (*b == '-'))
    return FALSE;
  while (p <= one.last && q <= other.last)
    {
      if (*p == '.')
        p++;
      if (*q == '.')
        q++;
      if (*p != *q)
        return FALSE;
      p++;
      q++;
    }
  return p > one.last && q > other.last;
}

static gboolean
make_canonical_number (const CsnJson *number, char ret_text[CSN_JSON_NUMBER_BYTES])
{
  gint64 integer;
  double value;

  if (csn_json_get_integer (number, &integer))
    {
      g_snprintf (ret_text, CSN_JSON_NUMBER_BYTES, "%" G_GINT64_FORMAT, integer);
      return TRUE;
    }
  if (!csn_json_get_double (number, &value) || fabs (value) > (double) CSN_JSON_MAX_INTEGER)
    return FALSE;
  csn_json_format_double (value, ret_text);
  return numbers_equal (csn_json_peek_text (number), ret_text);
}

gboolean
csn_json_is_bindable (const CsnJson *self)
{
  char number[CSN_JSON_NUMBER_BYTES];
  guint size;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->type == CSN_JSON_NUMBER)
    return make_canonical_number (self, number);
  size = csn_json_get_size (self);
  for (guint i = 0; i < size; i++)
    {
      if (!csn_json_is_bindable (csn_json_get_element (self, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean append_canonical (GString *out, const CsnJson *value);

static gboolean
append_canonical_array (GString *out, const CsnJson *array)
{
  g_string_append_c (out, '[');
  for (guint32 i = 0; i < array->size; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!append_canonical (out, &csn_json_peek_elements (array)[i]))
        return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
append_canonical_object (GString *out, const CsnJson *object)
{
  const guint32 *order = csn_json_peek_order (object);

  g_string_append_c (out, '{');
  for (guint32 i = 0; i < object->size; i++)
    {
      const CsnJsonMember *member = &csn_json_peek_members (object)[order[i]];

      if (i > 0)
        g_string_append_c (out, ',');
      csn_json_append_string (out, csn_json_peek_key (object, order[i]), member->key_length);
      g_string_append_c (out, ':');
      if (!append_canonical (out, &member->value))
        return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

static gboolean
append_canonical (GString *out, const CsnJson *value)
{
  char number[CSN_JSON_NUMBER_BYTES];

  switch ((CsnJsonType) value->type)
    {
    case CSN_JSON_NULL:
    case CSN_JSON_BOOLEAN:
    case CSN_JSON_STRING:
      csn_json_append_value (out, value, 0, 0);
      return TRUE;
    case CSN_JSON_NUMBER:
      if (!make_canonical_number (value, number))
        return FALSE;
      g_string_append (out, number);
      return TRUE;
    case CSN_JSON_ARRAY:
      return append_canonical_array (out, value);
    case CSN_JSON_OBJECT:
      return append_canonical_object (out, value);
    }
  g_return_val_if_reached (FALSE);
}

char *
csn_json_to_canonical (const CsnJson *self, GError **error)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  out = g_string_new (NULL);
  if (!append_canonical (out, self))
    {
      g_set_error_literal (error,
                           CSN_JSON_ERROR,
                           CSN_JSON_ERROR_NOT_CANONICAL,
                           "a number is beyond 2^53 or changes when it is read as a double");
      return NULL;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
