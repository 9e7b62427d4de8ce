/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verify.h"

const char *
csn_integrity_to_string (CsnIntegrity integrity)
{
  switch (integrity)
    {
    case CSN_INTEGRITY_INTACT:
      return "INTACT";
    case CSN_INTEGRITY_TAMPERED:
      return "TAMPERED";
    case CSN_INTEGRITY_CORRUPT:
      return "CORRUPT";
    case CSN_INTEGRITY_UNVERIFIABLE:
      return "UNVERIFIABLE";
    }
  g_return_val_if_reached (NULL);
}

const char *
csn_completeness_to_string (CsnCompleteness completeness)
{
  switch (completeness)
    {
    case CSN_COMPLETENESS_ANCHORED:
      return "ANCHORED";
    case CSN_COMPLETENESS_EXPOSED:
      return "EXPOSED";
    case CSN_COMPLETENESS_INCOMPLETE:
      return "INCOMPLETE";
    }
  g_return_val_if_reached (NULL);
}

const char *
csn_fault_kind_to_string (CsnFaultKind kind)
{
  switch (kind)
    {
    case CSN_FAULT_NONE:
      return "none";
    case CSN_FAULT_ALTERED:
      return "altered";
    case CSN_FAULT_MISSING:
      return "missing";
    case CSN_FAULT_INSERTED:
      return "inserted";
    case CSN_FAULT_REORDERED:
      return "reordered";
    case CSN_FAULT_INDEX_MISMATCH:
      return "index-mismatch";
    case CSN_FAULT_UNSEALED:
      return "unsealed";
    case CSN_FAULT_BAD_SIGNATURE:
      return "bad-signature";
    case CSN_FAULT_FORKED:
      return "forked";
    case CSN_FAULT_ROLLED_BACK:
      return "rolled-back";
    case CSN_FAULT_UNREADABLE:
      return "unreadable";
    }
  g_return_val_if_reached (NULL);
}

void
csn_verify_report_free (CsnVerifyReport *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self->public_key);
  g_free (self);
}
