/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-private.h"

#define SMALL_OBJECT 16
#define HEAD_BYTES 8

/* What of a member the sort of a big object needs at hand: a look at the key itself would be a
 * cache miss each time. */
typedef struct
{
  guint64 head; /* the bytes after what all keys begin with; they sort like the key */
  guint32 position;
} Entry;

typedef struct
{
  const char *text;
  const CsnJsonMember *members;
  guint32 n_members;
} Sort;

/* UTF-8 sorts like code points; UTF-16 puts what needs surrogates before U+E000. */
static inline guint
rank_of_byte (guint8 byte)
{
  if (byte >= 0xf0)
    return byte - 2u;
  if (byte >= 0xee)
    return byte + 5u;
  return byte;
}

/* Returns how many bytes @a and @b have in common at their start. */
static inline gsize
measure_common (const char *a, const char *b, gsize at_most)
{
  gsize common = 0;

  while (common + 8 <= at_most && memcmp (a + common, b + common, 8) == 0)
    common += 8;
  while (common < at_most && a[common] == b[common])
    common++;
  return common;
}

/**
 * csn_json_compare_keys:
 * @a: a key
 * @a_length: its bytes
 * @b: a key
 * @b_length: its bytes
 *
 * Returns: less than, equal to or greater than 0, by UTF-16 code units (RFC 8785, 3.2.3)
 */
int
csn_json_compare_keys (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gsize at_most = MIN (a_length, b_length);
  gsize common = measure_common (a, b, at_most);

  if (common < at_most)
    return rank_of_byte ((guint8) a[common]) < rank_of_byte ((guint8) b[common]) ? -1 : 1;
  if (a_length == b_length)
    return 0;
  return a_length < b_length ? -1 : 1;
}

/* Equal keys keep their order, so that the later one is the duplicate. */
static inline int
compare_members (const Sort *sort, guint32 one, guint32 other)
{
  int compared = csn_json_compare_keys (sort->text + sort->members[one].key,
                                        sort->members[one].key_length,
                                        sort->text + sort->members[other].key,
                                        sort->members[other].key_length);

  if (compared != 0)
    return compared;
  return one < other ? -1 : one > other;
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Entry *one = a;
  const Entry *other = b;

  if (one->head != other->head)
    return one->head < other->head ? -1 : 1;
  return compare_members (user_data, one->position, other->position);
}

static guint64
make_head (const Sort *sort, guint32 position, gsize skip)
{
  const CsnJsonMember *member = &sort->members[position];
  const char *key = sort->text + member->key;
  guint64 head = 0;

  for (gsize i = skip; i < skip + HEAD_BYTES; i++)
    head = head << 8 | (i < member->key_length ? rank_of_byte ((guint8) key[i]) : 0);
  return head;
}

/* Returns how many bytes all keys have in common at their start. */
static gsize
measure_common_start (const Sort *sort)
{
  const CsnJsonMember *first = &sort->members[0];
  gsize common = first->key_length;

  for (guint32 i = 1; i < sort->n_members; i++)
    {
      const CsnJsonMember *member = &sort->members[i];

      common = measure_common (sort->text + first->key,
                               sort->text + member->key,
                               MIN (common, member->key_length));
    }
  return common;
}

static void
sort_many (Sort *sort, guint32 *order)
{
  g_autofree Entry *entries = g_new (Entry, sort->n_members);
  gsize skip = measure_common_start (sort);

  for (guint32 i = 0; i < sort->n_members; i++)
    {
      entries[i].head = make_head (sort, i, skip);
      entries[i].position = i;
    }
  g_qsort_with_data (entries, (int) sort->n_members, sizeof (Entry), compare_entries, sort);
  for (guint32 i = 0; i < sort->n_members; i++)
    order[i] = entries[i].position;
}

static void
sort_few (const Sort *sort, guint32 *order)
{
  for (guint32 i = 1; i < sort->n_members; i++)
    {
      guint32 moving = order[i];
      guint32 j = i;

      for (; j > 0 && compare_members (sort, order[j - 1], moving) > 0; j--)
        order[j] = order[j - 1];
      order[j] = moving;
    }
}

/**
 * csn_json_sort_members:
 * @text: where the keys lie
 * @members: (array length=n_members): members in document order
 * @n_members: how many
 * @ret_order: (out) (array length=n_members): their positions in the order of their keys
 *
 * A sort, not a hash: nobody can choose keys that make it slow.
 */
void
csn_json_sort_members (const char *text,
                       const CsnJsonMember *members,
                       guint32 n_members,
                       guint32 *ret_order)
{
  Sort sort = { text, members, n_members };
  gboolean sorted = TRUE;

  for (guint32 i = 0; i < n_members; i++)
    {
      ret_order[i] = i;
      sorted = sorted && (i == 0 || compare_members (&sort, i - 1, i) < 0);
    }
  if (sorted)
    return;
  if (n_members > SMALL_OBJECT)
    sort_many (&sort, ret_order);
  else
    sort_few (&sort, ret_order);
}

/**
 * csn_json_find_duplicate:
 * @text: where the keys lie
 * @members: (array length=n_members): members in document order
 * @n_members: how many
 * @order: (array length=n_members): from csn_json_sort_members()
 *
 * Returns: (transfer none) (nullable): the first member, in document order, whose key was there
 *   before
 */
const CsnJsonMember *
csn_json_find_duplicate (const char *text,
                         const CsnJsonMember *members,
                         guint32 n_members,
                         const guint32 *order)
{
  guint32 first = n_members;

  for (guint32 i = 1; i < n_members; i++)
    {
      const CsnJsonMember *one = &members[order[i - 1]];
      const CsnJsonMember *other = &members[order[i]];

      if (one->key_length == other->key_length &&
          memcmp (text + one->key, text + other->key, one->key_length) == 0)
        first = MIN (first, order[i]);
    }
  return first < n_members ? &members[first] : NULL;
}
