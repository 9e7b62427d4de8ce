/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forwarder-config.h"

#include <string.h>

#include "csn-address.h"
#include "csn-request.h"

/* What a socket's address can hold, with its end. */
#define MAX_PATH_BYTES 107

struct _CsnForwarderConfig
{
  char *id; /* (owned) */
  CsnForwarderKind kind;
  char *address; /* (owned) */
  gboolean allow_insecure;
};

static const char *const kinds[] = {
  [CSN_FORWARDER_SYSLOG] = "syslog",   [CSN_FORWARDER_LOCAL_SYSLOG] = "local-syslog",
  [CSN_FORWARDER_JOURNAL] = "journal", [CSN_FORWARDER_JSON_LINES] = "json-lines",
  [CSN_FORWARDER_OTLP] = "otlp",
};

const char *
csn_forwarder_kind_to_string (CsnForwarderKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

gboolean
csn_forwarder_kind_from_string (const char *text, CsnForwarderKind *ret_kind)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i], text) != 0)
        continue;
      *ret_kind = (CsnForwarderKind) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_path (const char *path, GError **error)
{
  if (!g_path_is_absolute (path) || strlen (path) > MAX_PATH_BYTES)
    return set_invalid (error, "The path must begin with “/” and have 107 bytes at most");
  return TRUE;
}

static gboolean
check_schemes (GUri *uri, const char *safe, const char *plain, gboolean allow_insecure, GError **e)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  gboolean is_plain = strcmp (scheme, plain) == 0;

  if (!is_plain && strcmp (scheme, safe) != 0)
    {
      g_set_error (e,
                   CSN_MODEL_ERROR,
                   CSN_MODEL_ERROR_INVALID,
                   "The address must begin with %s:// (or %s:// on this computer)",
                   safe,
                   plain);
      return FALSE;
    }
  if (host == NULL || *host == '\0')
    return set_invalid (e, "The address has no host");
  if (is_plain && !allow_insecure && !csn_address_is_loopback (host))
    {
      g_set_error (e,
                   CSN_MODEL_ERROR,
                   CSN_MODEL_ERROR_INVALID,
                   "Beyond this computer the address must begin with %s://",
                   safe);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_uri (CsnForwarderKind kind, const char *address, gboolean allow_insecure, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  gboolean is_syslog = kind == CSN_FORWARDER_SYSLOG;

  if (!csn_address_is_plain (address))
    return set_invalid (error, "The address must be plain ASCII without spaces");
  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return set_invalid (error,
                        is_syslog
                            ? "This is no address; write it like tls://logs.example.org:6514"
                            : "This is no address; write it like https://logs.example.org/ingest");
  if (g_uri_get_userinfo (uri) != NULL)
    return set_invalid (error, "Leave name and password out of the address; enter the token apart");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return set_invalid (error, "The address must end before any “?” or “#”");
  if (is_syslog && (g_uri_get_port (uri) <= 0 || strlen (g_uri_get_path (uri)) > 0))
    return set_invalid (error, "Write the address like tls://logs.example.org:6514");
  return is_syslog ? check_schemes (uri, "tls", "tcp", allow_insecure, error)
                   : check_schemes (uri, "https", "http", allow_insecure, error);
}

static gboolean
check_address (CsnForwarderKind kind, const char *address, gboolean allow_insecure, GError **error)
{
  switch (kind)
    {
    case CSN_FORWARDER_LOCAL_SYSLOG:
    case CSN_FORWARDER_JOURNAL:
      return check_path (address, error);
    case CSN_FORWARDER_SYSLOG:
    case CSN_FORWARDER_JSON_LINES:
    case CSN_FORWARDER_OTLP:
      return check_uri (kind, address, allow_insecure, error);
    }
  g_return_val_if_reached (FALSE);
}

static const char *
get_default_address (CsnForwarderKind kind)
{
  switch (kind)
    {
    case CSN_FORWARDER_LOCAL_SYSLOG:
      return "/dev/log";
    case CSN_FORWARDER_JOURNAL:
      return "/run/systemd/journal/socket";
    case CSN_FORWARDER_SYSLOG:
    case CSN_FORWARDER_JSON_LINES:
    case CSN_FORWARDER_OTLP:
      break;
    }
  return "";
}

CsnForwarderConfig *
csn_forwarder_config_new (const char *id,
                          const char *kind,
                          const char *address,
                          gboolean allow_insecure,
                          GError **error)
{
  CsnForwarderConfig *self;
  CsnForwarderKind parsed;

  if (!csn_address_check_id (id, error))
    return NULL;
  if (!csn_forwarder_kind_from_string (kind, &parsed))
    {
      set_invalid (error, "The kind must be syslog, local-syslog, journal, json-lines or otlp");
      return NULL;
    }
  if (address == NULL || *address == '\0')
    address = get_default_address (parsed);
  if (!check_address (parsed, address, allow_insecure, error))
    return NULL;
  self = g_atomic_rc_box_new0 (CsnForwarderConfig);
  self->id = g_strdup (id);
  self->kind = parsed;
  self->address = g_strdup (address);
  self->allow_insecure = allow_insecure;
  return self;
}

CsnForwarderConfig *
csn_forwarder_config_ref (CsnForwarderConfig *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
forwarder_config_clear (gpointer data)
{
  CsnForwarderConfig *self = data;

  g_free (self->id);
  g_free (self->address);
}

void
csn_forwarder_config_unref (CsnForwarderConfig *self)
{
  g_atomic_rc_box_release_full (self, forwarder_config_clear);
}

const char *
csn_forwarder_config_get_id (const CsnForwarderConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

CsnForwarderKind
csn_forwarder_config_get_kind (const CsnForwarderConfig *self)
{
  g_return_val_if_fail (self != NULL, CSN_FORWARDER_SYSLOG);

  return self->kind;
}

const char *
csn_forwarder_config_get_address (const CsnForwarderConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}

gboolean
csn_forwarder_config_get_allow_insecure (const CsnForwarderConfig *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->allow_insecure;
}
