/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-http-fault.h"

#include "csn-http.h"
#include "csn-visible-text.h"

static const char *
certificate_reason (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return "it has expired";
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return "it is not valid yet; check this computer's clock";
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return "it was revoked";
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return "it belongs to another name";
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return "no authority that this computer knows has signed it";
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return "it uses a broken method";

  return "it could not be checked";
}

static GError *
translate_io (const GError *error, const char *place)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_UNREACHABLE,
                        "Nothing answers at %s. Check that it is running.",
                        place);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_TIMED_OUT,
                        "%s took too long. Check the network and the other side.",
                        place);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND))
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_UNREACHABLE,
                        "There is no way to %s. Check the network.",
                        place);

  return g_error_new (CSN_HTTP_ERROR,
                      CSN_HTTP_ERROR_BROKEN,
                      "The connection to %s broke before its answer was complete.",
                      place);
}

GError *
csn_http_fault_translate (const GError *error, const char *place, GTlsCertificateFlags certificate)
{
  if (error->domain == CSN_HTTP_ERROR)
    return g_error_copy (error);
  if (error->domain == G_TLS_ERROR)
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_CERTIFICATE,
                        "The certificate of %s is not accepted: %s.",
                        place,
                        certificate_reason (certificate));
  if (error->domain == G_RESOLVER_ERROR)
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_UNREACHABLE,
                        "The name in %s was not found. Check the address and the network.",
                        place);
  if (error->domain == G_IO_ERROR)
    return translate_io (error, place);

  return g_error_new (CSN_HTTP_ERROR,
                      CSN_HTTP_ERROR_BROKEN,
                      "%s answered with something that is not HTTP.",
                      place);
}
