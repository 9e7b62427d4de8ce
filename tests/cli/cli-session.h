/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-run.h"
#include "csn-json.h"

G_BEGIN_DECLS

/* A desktop session for the command line: a home of its own, the program without its
 * window, and a sample agent. */

typedef struct
{
  char *home;         /* (owned) */
  char *data;         /* (owned): the program's data folder */
  char *database;     /* (owned) */
  GSubprocess *host;  /* (owned) (nullable) */
  GSubprocess *agent; /* (owned) (nullable) */
  char *url;          /* (owned) (nullable): of the agent */
} CliSession;

CliSession *cli_session_new (void);

void cli_session_free (CliSession *self);

/* Starts the program and waits until it answers. */
void cli_session_start_host (CliSession *self);

void cli_session_stop_host (CliSession *self);

/* Does what a person in the window would: confirms the proposed policy, or doesn't want it. */
void cli_session_answer_proposal (CliSession *self, gboolean confirm);

/* Ends the program without giving it a chance. */
void cli_session_kill_host (CliSession *self);

/* Starts a sample agent with one refund, t-1. */
void cli_session_start_agent (CliSession *self);

/* Starts a sample agent with all requests of a scenario. */
void cli_session_start_scenario (CliSession *self, const char *scenario);

/* Connects the agent and waits for its refund; gives the request's id. */
char *cli_session_connect_agent (CliSession *self);

/* The same for a request of another action type. */
char *cli_session_connect_and_find (CliSession *self, const char *action_type);

/* What a command with --json prints. */
CsnJson *cli_session_read_json (const char *first, ...) G_GNUC_NULL_TERMINATED;

const char *cli_session_text (const CsnJson *object, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSession, cli_session_free)

G_END_DECLS
