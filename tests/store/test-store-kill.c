/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child commits without end, several changes at a time, and says on a pipe which of them were
 * acknowledged. It is killed at a random moment. Whatever it said must be there. */

#define N_KILLS 30
#define MAX_LIFE_MS 120
#define N_UNDER_WAY 12

typedef struct
{
  CsnStore *store;
  guint32 next;
} Child;

typedef struct
{
  Child *child;
  guint32 number;
} Commit;

static void commit_next (Child *self);

/* Says it in one write, which a pipe takes whole or not at all. */
static void
acknowledge (guint32 number)
{
  if (write (STDOUT_FILENO, &number, sizeof number) != sizeof number)
    _exit (3);
}

static void
on_committed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Commit *commit = user_data;

  if (!csn_store_commit_finish (CSN_STORE (source), result, NULL))
    _exit (4);
  acknowledge (commit->number);
  commit_next (commit->child);
}

/* The request and its event stand or fall together. */
static void
commit_next (Child *self)
{
  Commit *commit = g_new0 (Commit, 1);
  g_autofree char *id = g_strdup_printf ("r-%u", self->next);
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request (id, 1);

  commit->child = self;
  commit->number = self->next++;
  csn_store_commit_async (self->store,
                          csn_store_fixture_new_arrival (id, request),
                          on_committed,
                          commit);
}

static int
run_child (const char *path, guint32 first)
{
  Child self = { .next = first };

  self.store = csn_store_open (path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, NULL);
  if (self.store == NULL)
    return 5;
  for (guint i = 0; i < N_UNDER_WAY; i++)
    commit_next (&self);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static GPid
spawn_child (const char *path, guint32 first, int *ret_pipe)
{
  g_autofree char *number = g_strdup_printf ("%u", first);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *const argv[] = { self, "--child", path, number, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid = 0;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            ret_pipe,
                            NULL,
                            &error);
  g_assert_no_error (error);
  return pid;
}

/* Reads what was acknowledged; the numbers come in order. Returns the one after the last. */
static guint32
read_acknowledged (int pipe, guint32 first)
{
  guint32 number;
  guint32 next = first;
  gssize length;

  while ((length = read (pipe, &number, sizeof number)) == sizeof number)
    {
      g_assert_cmpuint (number, ==, next);
      next++;
    }
  g_assert_cmpint (length, ==, 0);
  close (pipe);
  return next;
}

/* Every other child is left alone until it has said something, so that slow machines test as much.
 */
static void
kill_at_random (GPid pid, int pipe, gboolean after_first)
{
  GPollFD heard = { .fd = pipe, .events = G_IO_IN };
  int status;

  if (after_first)
    g_assert_cmpint (g_poll (&heard, 1, 20000), ==, 1);
  g_poll (NULL, 0, g_test_rand_int_range (0, MAX_LIFE_MS));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
}

/* All that was acknowledged, perhaps more, in order, and each request with its event, and the log
 * whole even before the store is opened again. Returns the number of the first request that isn't
 * there. */
static guint32
assert_nothing_lost (CsnStoreFixture *fixture, guint32 acknowledged)
{
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (CsnVerifyReport) report = csn_store_fixture_verify (fixture->path);
  guint32 n_requests;

  g_assert_cmpstr (csn_fault_kind_to_string (report->fault), ==, "none");
  g_assert_cmpuint (report->n_events, >=, 1 + acknowledged);
  csn_store_fixture_reopen (fixture, CSN_STORE_DEFAULT);
  snapshot = csn_store_fixture_load (fixture->store, CSN_FIXTURE_NOW);
  n_requests = snapshot->requests->len;
  g_assert_cmpuint (n_requests, >=, acknowledged);
  for (guint32 i = 0; i < n_requests; i++)
    {
      const CsnStoredRequest *stored = g_ptr_array_index (snapshot->requests, i);
      g_autofree char *id = g_strdup_printf ("r-%u", i);

      g_assert_cmpstr (stored->id, ==, id);
    }
  csn_store_fixture_assert_intact (fixture->path, 1 + n_requests);
  csn_store_fixture_close (fixture);
  return n_requests;
}

static guint
get_n_kills (void)
{
  const char *text = g_getenv ("CSN_TEST_KILLS");
  guint64 n_kills;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 100000, &n_kills, NULL))
    return (guint) n_kills;
  return N_KILLS;
}

static void
test_nothing_acknowledged_is_lost (void)
{
  CsnStoreFixture fixture;
  guint n_kills = get_n_kills ();
  guint32 n_requests = 0;
  guint32 n_acknowledged = 0;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  for (guint i = 0; i < n_kills; i++)
    {
      int pipe;
      GPid pid = spawn_child (fixture.path, n_requests, &pipe);
      guint32 acknowledged;

      kill_at_random (pid, pipe, i % 2 == 0);
      acknowledged = read_acknowledged (pipe, n_requests);
      n_acknowledged += acknowledged - n_requests;
      n_requests = assert_nothing_lost (&fixture, acknowledged);
    }
  g_test_message ("%u kills, %u commits acknowledged, 0 lost", n_kills, n_acknowledged);
  g_assert_cmpuint (n_acknowledged, >=, n_kills / 2);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/kill/nothing-acknowledged-is-lost", test_nothing_acknowledged_is_lost);
  return g_test_run ();
}
