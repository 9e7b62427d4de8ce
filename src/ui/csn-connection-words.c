/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-connection-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-source-words.h"
#include "csn-time-words.h"
#include "csn-time.h"
#include "csn-visible-text.h"

/* Seconds are worth saying here: a source that is fine answers every few of them. */
static char *
contact_words (gint64 age)
{
  g_autofree char *words = NULL;

  if (age < 2 * CSN_SECOND)
    return g_strdup (_ ("last contact just now"));
  if (age < 60 * CSN_SECOND)
    return g_strdup_printf (_ ("last contact %d s ago"), (int) (age / CSN_SECOND));
  words = csn_time_words_age (age);
  /* TRANSLATORS: %s is a length of time such as "2 min" */
  return g_strdup_printf (_ ("last contact %s ago"), words);
}

char *
csn_connection_words (CsnSourceItem *source, gint64 now)
{
  gint64 contact = csn_source_item_get_last_contact (source);
  gint64 latency = csn_source_item_get_latency_us (source);
  g_autofree char *trust = csn_source_words_trust (source);
  g_autofree char *when =
      contact > 0 ? contact_words (now - contact) : g_strdup (_ ("no contact yet"));
  g_autoptr (GString) text = g_string_new (when);

  if (latency >= 0)
    {
      g_autofree char *duration = csn_time_words_duration (latency);

      /* TRANSLATORS: %s is a length of time such as "4 ms" */
      g_string_append_printf (text, _ (" · answers in %s"), duration);
    }
  if (contact > 0)
    g_string_append_printf (text,
                            " · %s",
                            csn_source_item_get_long_poll (source) ? _ ("long poll")
                                                                   : _ ("polling"));
  g_string_append_printf (text, " · %s", trust);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
csn_connection_words_title (CsnSourceItem *source)
{
  g_autofree char *id =
      csn_visible_text (csn_source_item_get_id (source), -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  /* TRANSLATORS: the name of a source and its state, "demo · connected" */
  return g_strdup_printf (_ ("%s · %s"), id, csn_source_words_state (source));
}

const char *
csn_connection_words_css_class (CsnSourceItem *source)
{
  const char *state = csn_source_item_get_state (source);

  if (g_str_equal (state, "connected"))
    return "success";
  if (g_str_equal (state, "connecting") || g_str_equal (state, "unlisted"))
    return "dim-label";
  if (g_str_equal (state, "throttled"))
    return "warning";
  return "error";
}

gboolean
csn_connection_words_is_insecure (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL || *host == '\0' || g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return FALSE;
  address = g_inet_address_new_from_string (host);
  return address == NULL || !g_inet_address_get_is_loopback (address);
}
