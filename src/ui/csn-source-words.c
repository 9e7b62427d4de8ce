/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-source-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

char *
csn_source_words_trust (CsnSourceItem *source)
{
  const char *transport = _ ("not encrypted");
  const char *token =
      csn_source_item_get_authenticated (source) ? _ ("with token") : _ ("no token");

  if (csn_source_item_get_encrypted (source))
    transport = _ ("encrypted");
  else if (is_loopback (csn_source_item_get_url (source)))
    transport = _ ("on this computer");
  return g_strdup_printf ("%s, %s", transport, token);
}

const char *
csn_source_words_state (CsnSourceItem *source)
{
  const char *state = csn_source_item_get_state (source);

  if (g_str_equal (state, "connected"))
    return _ ("connected");
  if (g_str_equal (state, "connecting"))
    return _ ("connecting");
  if (g_str_equal (state, "unauthorized"))
    return _ ("token refused");
  if (g_str_equal (state, "throttled"))
    return _ ("slowed down");
  if (g_str_equal (state, "unlisted"))
    return _ ("no list");
  return _ ("not reachable");
}
