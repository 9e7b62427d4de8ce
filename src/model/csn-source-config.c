/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-source-config.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-address.h"
#include "csn-request.h"

struct _CsnSourceConfig
{
  char *id;       /* (owned) */
  char *url;      /* (owned) */
  char *protocol; /* (owned) */
  gboolean allow_insecure;
};

static gboolean
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_address (GUri *uri, gboolean allow_insecure, GError **error)
{
  gboolean is_http = strcmp (g_uri_get_scheme (uri), "http") == 0;
  const char *host = g_uri_get_host (uri);

  if (!is_http && strcmp (g_uri_get_scheme (uri), "https") != 0)
    return set_invalid (error, "The address must begin with https:// or http://");
  if (host == NULL || *host == '\0')
    return set_invalid (error, "The address has no host; write it like https://agents.example.org");
  if (g_uri_get_userinfo (uri) != NULL)
    return set_invalid (error, "Leave name and password out of the address; enter the token apart");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return set_invalid (error, "The address must end before any “?” or “#”");
  if (is_http && !allow_insecure && !csn_address_is_loopback (host))
    return set_invalid (error, "Beyond this computer the address must begin with https://");

  return TRUE;
}

/* Gives the address without slashes at its end, so that paths can be put behind it. */
static char *
read_url (const char *url, gboolean allow_insecure, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!csn_address_is_plain (url))
    {
      set_invalid (error,
                   "The address must be plain ASCII without spaces, 2048 characters at most");
      return NULL;
    }

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL)
    {
      set_invalid (error, "This is no address; write it like https://agents.example.org");
      return NULL;
    }
  if (!check_address (uri, allow_insecure, error))
    return NULL;

  text = g_uri_to_string (uri);
  length = strlen (text);
  while (length > 0 && text[length - 1] == '/')
    text[--length] = '\0';
  return g_steal_pointer (&text);
}

CsnSourceConfig *
csn_source_config_new (const char *id,
                       const char *url,
                       const char *protocol,
                       gboolean allow_insecure,
                       GError **error)
{
  g_autofree char *address = NULL;
  CsnSourceConfig *self;

  if (!csn_address_check_id (id, error))
    return NULL;
  if (g_strcmp0 (protocol, "tasks") != 0)
    {
      set_invalid (error, "The protocol must be “tasks”");
      return NULL;
    }

  address = read_url (url, allow_insecure, error);
  if (address == NULL)
    return NULL;

  self = g_atomic_rc_box_new0 (CsnSourceConfig);
  self->id = g_strdup (id);
  self->url = g_steal_pointer (&address);
  self->protocol = g_strdup (protocol);
  self->allow_insecure = allow_insecure;
  return self;
}

CsnSourceConfig *
csn_source_config_ref (CsnSourceConfig *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_config_clear (gpointer data)
{
  CsnSourceConfig *self = data;

  g_free (self->id);
  g_free (self->url);
  g_free (self->protocol);
}

void
csn_source_config_unref (CsnSourceConfig *self)
{
  g_atomic_rc_box_release_full (self, source_config_clear);
}

const char *
csn_source_config_get_id (const CsnSourceConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

const char *
csn_source_config_get_url (const CsnSourceConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

const char *
csn_source_config_get_protocol (const CsnSourceConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->protocol;
}

gboolean
csn_source_config_get_allow_insecure (const CsnSourceConfig *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->allow_insecure;
}
