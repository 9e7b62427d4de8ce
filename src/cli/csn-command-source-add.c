/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-lines.h"
#include "csn-output.h"

#define MAX_TOKEN_BYTES (16 * 1024)

typedef struct
{
  char *protocol;   /* (owned) (nullable) */
  char *token_file; /* (owned) (nullable) */
  gboolean token_stdin;
  gboolean allow_insecure;
} Call;

/* A token goes into a header line, so it has no white space inside and no controls. */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }
  return *text != '\0';
}

static char *
read_token_from (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = csn_lines_read_all (fd, MAX_TOKEN_BYTES, &error);
  char *token;

  if (bytes == NULL)
    {
      csn_output_error (_ ("The token can't be read: %s"), error->message);
      return NULL;
    }
  token = g_strstrip (g_strndup ((const char *) bytes->data, bytes->len));
  memset (bytes->data, 0, bytes->len);
  if (is_token (token))
    return token;
  g_free (token);
  csn_output_error (_ ("That is no token: it is empty, or has white space or other characters that "
                       "a token can't have."));
  return NULL;
}

static char *
read_token (const Call *call)
{
  g_autofree char *token = NULL;
  int fd;

  if (call->token_stdin)
    return read_token_from (STDIN_FILENO);
  if (call->token_file == NULL)
    return g_strdup ("");
  fd = g_open (call->token_file, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    {
      csn_output_error (_ ("The token's file can't be opened: %s"), g_strerror (errno));
      return NULL;
    }
  token = read_token_from (fd);
  g_close (fd, NULL);
  return g_steal_pointer (&token);
}

static CsnExit
add (const Call *call, const char *name, const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *token = read_token (call);

  if (token == NULL)
    return CSN_EXIT_USAGE;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus,
                          "AddSource",
                          g_variant_new ("(ssssb)",
                                         name,
                                         url,
                                         call->protocol != NULL ? call->protocol : "tasks",
                                         token,
                                         call->allow_insecure),
                          &error);
  if (reply == NULL)
    return csn_bus_report (error);
  csn_output_text (_ ("Added. Try it with \"countersignctl source test %s\".\n"), name);
  return CSN_EXIT_OK;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  Call call = { NULL, NULL, FALSE, FALSE };
  const GOptionEntry options[] = {
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &call.protocol, N_ ("tasks (default)"), N_ ("P") },
    { "token-stdin",
      0,
      0,
      G_OPTION_ARG_NONE,
      &call.token_stdin,
      N_ ("Read its token from standard input"),
      NULL },
    { "token-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &call.token_file,
      N_ ("Read its token from a file"),
      N_ ("F") },
    { "allow-insecure",
      0,
      0,
      G_OPTION_ARG_NONE,
      &call.allow_insecure,
      N_ ("Allow http beyond this machine; recorded"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 2, 2, &status);

  if (rest != NULL && call.token_stdin && call.token_file != NULL)
    {
      csn_output_error (_ ("Take the token from standard input or from a file, not from both."));
      status = CSN_EXIT_USAGE;
    }
  else if (rest != NULL)
    {
      status = add (&call, rest[0], rest[1]);
    }
  g_free (call.protocol);
  g_free (call.token_file);
  return status;
}

const CsnCommand csn_command_source_add = {
  .name = "source add",
  .arguments = N_ ("NAME URL"),
  .summary = N_ ("Connect an agent's endpoint, or change one"),
  .details = N_ ("The token goes into the keyring. It is never taken from the command line, where "
                 "every program of this machine could read it.\n"
                 "Without a token a known source keeps its own, as long as the address stays at "
                 "the same origin.\n"
                 "\n"
                 "Exit status: 0 added, 1 refused, 2 a wrong call, address or token, 3 Countersign "
                 "can't be reached."),
  .run = run,
};
