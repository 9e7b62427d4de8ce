/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-error-private.h"

G_DEFINE_QUARK (csn - store - error - quark, csn_store_error)

CsnStoreError
csn_store_error_from_sqlite (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return CSN_STORE_ERROR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CSN_STORE_ERROR_BUSY;
    case SQLITE_FULL:
      return CSN_STORE_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return CSN_STORE_ERROR_DAMAGED;
    default: /* SQLite may add codes; whatever it is, it could not read or write. */
      return CSN_STORE_ERROR_IO;
    }
}

static const char *
describe (CsnStoreError code)
{
  switch (code)
    {
    case CSN_STORE_ERROR_CONFLICT:
      return "The store has something else there already";
    case CSN_STORE_ERROR_BUSY:
      return "Another program keeps the database locked";
    case CSN_STORE_ERROR_FULL:
      return "The disk is full, so nothing can be recorded";
    case CSN_STORE_ERROR_DAMAGED:
      return "The database is damaged; it was left as it is";
    case CSN_STORE_ERROR_IO:
      return "Reading or writing the database failed";
    case CSN_STORE_ERROR_TOO_NEW:
      return "A newer Countersign wrote the database";
    case CSN_STORE_ERROR_CLOSED:
      return "The store is closed";
    }
  g_return_val_if_reached (NULL);
}

void
csn_store_error_set_from_sqlite (GError **error, int result, sqlite3 *database)
{
  CsnStoreError code = csn_store_error_from_sqlite (result);
  const char *message = database != NULL ? sqlite3_errmsg (database) : sqlite3_errstr (result);

  g_set_error (error, CSN_STORE_ERROR, code, "%s (%s)", describe (code), message);
}

gboolean
csn_store_error_is_fault (const GError *error)
{
  return g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_FULL) ||
         g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_IO) ||
         g_error_matches (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
}
