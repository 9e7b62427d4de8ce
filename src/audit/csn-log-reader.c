/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-log-reader.h"

#include <string.h>

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

gboolean
csn_log_reader_skip_to (CsnLogReader *self, guint64 seq)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), FALSE);

  if (CSN_LOG_READER_GET_IFACE (self)->skip_to == NULL)
    return FALSE;
  return CSN_LOG_READER_GET_IFACE (self)->skip_to (self, seq);
}

void
csn_log_reader_get_base (CsnLogReader *self, guint64 *ret_seq, guint8 ret_chain[CSN_SHA256_BYTES])
{
  g_return_if_fail (CSN_IS_LOG_READER (self));
  g_return_if_fail (ret_seq != NULL);

  *ret_seq = 0;
  memset (ret_chain, 0, CSN_SHA256_BYTES);
  if (CSN_LOG_READER_GET_IFACE (self)->get_base != NULL)
    CSN_LOG_READER_GET_IFACE (self)->get_base (self, ret_seq, ret_chain);
}

gboolean
csn_log_reader_next_checkpoint (CsnLogReader *self,
                                CsnLogCheckpoint *ret_checkpoint,
                                GError **error)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), FALSE);
  g_return_val_if_fail (ret_checkpoint != NULL, FALSE);

  if (CSN_LOG_READER_GET_IFACE (self)->next_checkpoint == NULL)
    return FALSE;
  return CSN_LOG_READER_GET_IFACE (self)->next_checkpoint (self, ret_checkpoint, error);
}

gboolean
csn_log_reader_next_key (CsnLogReader *self, CsnLogKey *ret_key, GError **error)
{
  g_return_val_if_fail (CSN_IS_LOG_READER (self), FALSE);
  g_return_val_if_fail (ret_key != NULL, FALSE);

  if (CSN_LOG_READER_GET_IFACE (self)->next_key == NULL)
    return FALSE;
  return CSN_LOG_READER_GET_IFACE (self)->next_key (self, ret_key, error);
}
