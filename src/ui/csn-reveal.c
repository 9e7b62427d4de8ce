/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-reveal.h"

#include "csn-json-writer.h"

void
csn_reveal_record_async (CsnGate *gate,
                         const char *request_id,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  CsnJsonWriter *details = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (details);
  csn_json_writer_member_string (details, "request_id", request_id);
  csn_json_writer_member_boolean (details, "secrets_revealed", TRUE);
  csn_json_writer_end_object (details);
  text = csn_json_writer_finish (details);
  csn_gate_record_event_async (gate, "shown", text, "window", callback, user_data);
}
