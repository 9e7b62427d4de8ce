/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "csn-commands.h"
#include "csn-confidence-reply.h"
#include "csn-lines.h"
#include "csn-output.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autoptr (CsnConfidenceReply) reply = NULL;
  g_autoptr (GByteArray) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *message = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  text = csn_lines_read_all (STDIN_FILENO, CSN_JSON_MAX_REQUEST_BYTES, &error);
  if (text != NULL)
    reply = csn_confidence_reply_parse ((const char *) text->data, text->len, &error);
  if (reply == NULL)
    {
      message = csn_output_visible (error->message);
      csn_output_error ("%s", message);
      return CSN_EXIT_USAGE;
    }
  json = csn_confidence_reply_to_json (reply);
  csn_output_json (json);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_confidence_parse = {
  .name = "confidence parse",
  .summary = N_ ("Read a model's reply to the confidence prompt"),
  .details =
      N_ ("Reads one reply from standard input: CONFIDENCE_SCORE, RATIONALE, UNCERTAINTIES and "
          "RECOMMENDATION, in any order\n"
          "and case, with or without Markdown. Writes\n"
          "\n"
          "  {\"score\":0.72,\"rationale\":\"...\",\"uncertainties\":[\"...\"],"
          "\"recommendation\":\"PROCEED\"}\n"
          "\n"
          "Exit status: 0 it was read, 2 it can't be read; the message says which member is "
          "wrong."),
  .run = run,
};
