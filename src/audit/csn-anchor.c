/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-anchor.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-time.h"

#define MARK "countersign-anchor"

char *
csn_anchor_to_text (const CsnAnchor *self)
{
  g_autofree char *log_id = csn_digest_to_hex (self->log_id, CSN_LOG_ID_BYTES);
  g_autofree char *head = g_base64_encode (self->head, CSN_SHA256_BYTES);
  g_autofree char *time = csn_time_to_string (self->timestamp);

  return g_strdup_printf (MARK " %s %" G_GUINT64_FORMAT " %s %s", log_id, self->count, head, time);
}

gboolean
csn_anchor_from_text (const char *text, CsnAnchor *ret_anchor)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *again = NULL;
  CsnAnchor anchor;

  g_return_val_if_fail (text != NULL, FALSE);

  words = g_strsplit (text, " ", 6);
  if (g_strv_length (words) != 5 || !g_str_equal (words[0], MARK) ||
      !csn_hex_read (words[1], strlen (words[1]), anchor.log_id, CSN_LOG_ID_BYTES) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXINT64, &anchor.count, NULL) ||
      !csn_base64_read (words[3], strlen (words[3]), anchor.head, CSN_SHA256_BYTES) ||
      !csn_time_from_string (words[4], &anchor.timestamp))
    return FALSE;
  again = csn_anchor_to_text (&anchor);
  if (!g_str_equal (again, text))
    return FALSE;
  *ret_anchor = anchor;
  return TRUE;
}

void
csn_anchor_list_from_lines (const char *text,
                            const guint8 log_id[CSN_LOG_ID_BYTES],
                            GArray *anchors)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      CsnAnchor anchor;

      if (csn_anchor_from_text (lines[i], &anchor) &&
          memcmp (anchor.log_id, log_id, CSN_LOG_ID_BYTES) == 0)
        g_array_append_val (anchors, anchor);
    }
}
