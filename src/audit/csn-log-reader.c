/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-log-reader.h"

G_DEFINE_INTERFACE (CsnLogReader, csn_log_reader, G_TYPE_OBJECT)

static void
csn_log_reader_default_init (CsnLogReaderInterface *iface)
{
}

const guint8 *
csn_log_reader_get_log_id (CsnLogReader *self)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), NULL);

  return CSN_LOG_READER_GET_IFACE (self)->get_log_id (self);
}

guint64
csn_log_reader_get_count (CsnLogReader *self)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), 0);

  return CSN_LOG_READER_GET_IFACE (self)->get_count (self);
}

gboolean
csn_log_reader_next (CsnLogReader *self, CsnLogRow *ret_row, GError **error)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), FALSE);
  g_return_val_if_fail (ret_row != NULL, FALSE);

  return CSN_LOG_READER_GET_IFACE (self)->next (self, ret_row, error);
}

void
csn_log_reader_skip_columns (CsnLogReader *self)
{
  g_return_if_fail (CSN_IS_LOG_READER (self));

  if (CSN_LOG_READER_GET_IFACE (self)->skip_columns != NULL)
    CSN_LOG_READER_GET_IFACE (self)->skip_columns (self);
}
