/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnExit:
 * @CSN_EXIT_OK: done
 * @CSN_EXIT_REFUSED: understood and not done, or something is wrong with what was looked at
 * @CSN_EXIT_USAGE: the call or its input can't be read
 * @CSN_EXIT_UNREACHABLE: Countersign, a file or the network could not be reached
 *
 * The exit statuses. A command that gives them a narrower meaning says so in its help.
 */
typedef enum
{
  CSN_EXIT_OK = 0,
  CSN_EXIT_REFUSED = 1,
  CSN_EXIT_USAGE = 2,
  CSN_EXIT_UNREACHABLE = 3,
} CsnExit;

typedef struct _CsnCommand CsnCommand;

/**
 * CsnCommand:
 * @name: the words that call it, such as "source add"
 * @arguments: (nullable): what follows the options, for the help
 * @summary: one line
 * @details: (nullable): what the help says below the options
 * @run: does it; @args is what followed the name, with a program name in front
 *
 * One row of the table of commands.
 */
struct _CsnCommand
{
  const char *name;
  const char *arguments;
  const char *summary;
  const char *details;
  CsnExit (*run) (const CsnCommand *self, char **args);
};

/**
 * csn_command_parse:
 * @self: the command
 * @options: its options
 * @args: what came in
 * @n_min: the fewest arguments besides options
 * @n_max: the most
 * @ret_status: (out): the exit status, if this is all there was to do
 *
 * Reads the options of a call, prints its help where asked for, and says what is wrong otherwise.
 *
 * Returns: (transfer full) (nullable): the arguments that are no options, valid UTF-8; %NULL if
 *   the command is to end with @ret_status
 */
char **csn_command_parse (const CsnCommand *self,
                          const GOptionEntry *options,
                          char **args,
                          guint n_min,
                          guint n_max,
                          CsnExit *ret_status);

/**
 * csn_command_main:
 * @commands: (array zero-terminated=1): the table of commands
 * @args: the program's arguments, with its name in front
 *
 * Finds and runs a command, or prints the general help.
 *
 * Returns: the exit status
 */
CsnExit csn_command_main (const CsnCommand *const *commands, char **args);

G_END_DECLS
