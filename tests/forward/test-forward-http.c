/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-forward-fixture.h"

static char *
start_collector (CsnForwardFixture *f,
                 guint port,
                 const char *environment,
                 const char *scheme,
                 const char *behaviours)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "forward", "collector.py", NULL);
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_auto (GStrv) words = g_strsplit (behaviours, " ", -1);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();

  g_ptr_array_add (args, script);
  g_ptr_array_add (args, number);
  g_ptr_array_add (args, f->received);
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    g_ptr_array_add (args, words[i]);
  g_ptr_array_add (args, NULL);
  port = csn_forward_fixture_start_receiver (f, environment, (const char *const *) args->pdata);
  g_assert_cmpuint (port, >, 0);
  return g_strdup_printf ("%s://127.0.0.1:%u/ingest", scheme, port);
}

static guint
get_port (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return (guint) g_uri_get_port (uri);
}

static char *
tls (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "source", "tls", name, NULL);

  return g_strconcat ("CSN_TEST_CERTIFICATE=", path, NULL);
}

static void
log_arrives_over_tls_and_goes_on (void)
{
  CsnForwardFixture f;
  g_autofree char *certificate = tls ("good.pem");
  g_autofree char *address = NULL;

  csn_forward_fixture_init (&f);
  address = start_collector (&f, 0, certificate, "https", "");
  csn_forward_fixture_append (&f, 700, "x");
  csn_forward_fixture_put (&f, "json-lines", address);
  csn_forward_fixture_start (&f);
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 701), ==, 701);
  csn_forward_fixture_append (&f, 5, "later");
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 706), ==, 706);
  g_assert_null (csn_forwarder_get_error (f.forwarder));
  g_assert_cmpint (csn_forwarder_get_sent_at (f.forwarder), >, 0);
  csn_forward_fixture_clear (&f);
}

static void
unproven_collector_gets_nothing (void)
{
  static const struct
  {
    const char *certificate;
    const char *words;
  } cases[] = {
    { "expired.pem", "expired" },
    { "other-name.pem", "another name" },
    { "self-signed.pem", "no authority" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnForwardFixture f;
      g_autofree char *certificate = tls (cases[i].certificate);
      g_autofree char *address = NULL;
      g_autofree char *text = NULL;

      csn_forward_fixture_init (&f);
      address = start_collector (&f, 0, certificate, "https", "");
      csn_forward_fixture_put (&f, "json-lines", address);
      csn_forward_fixture_start (&f);
      g_assert_nonnull (strstr (csn_forward_fixture_wait_error (&f), cases[i].words));
      g_assert_cmpuint (csn_forwarder_get_backlog (f.forwarder), ==, 1);
      g_assert_cmpint (csn_forwarder_get_next_try (f.forwarder), >, 0);
      g_assert_true (g_file_get_contents (f.received, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "");
      csn_forward_fixture_clear (&f);
    }
}

/* Whatever it does, in the end it has all of it, in order. */
static void
bad_collector_loses_nothing (void)
{
  static const struct
  {
    const char *behaviours;
    gboolean repeats;
  } cases[] = {
    { "503 500 429 404", FALSE },
    { "take redirect take", FALSE },
    { "take-and-hang-up take take-and-hang-up", TRUE },
    { "slow", FALSE },
    { "at-most-7", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnForwardFixture f;
      g_autofree char *address = NULL;
      guint n_lines;

      csn_forward_fixture_init (&f);
      address = start_collector (&f, 0, NULL, "http", cases[i].behaviours);
      csn_forward_fixture_append (&f, 600, "x");
      csn_forward_fixture_put (&f, "json-lines", address);
      csn_forward_fixture_start (&f);
      csn_forward_fixture_wait_sent (&f);
      n_lines = csn_forward_fixture_assert_received (&f, 601);
      g_test_message ("%s: %u lines", cases[i].behaviours, n_lines);
      if (cases[i].repeats)
        g_assert_cmpuint (n_lines, >, 601);
      else
        g_assert_cmpuint (n_lines, ==, 601);
      csn_forward_fixture_clear (&f);
    }
}

/* It dies in the middle of a batch, again and again, and we too. */
static void
deaths_on_both_sides_lose_nothing (void)
{
  static const char *const behaviours[] = { "take-and-hang-up", "take die", "503 die", "" };
  CsnForwardFixture f;
  g_autofree char *address = NULL;

  csn_forward_fixture_init (&f);
  address = start_collector (&f, 0, NULL, "http", "take die");
  csn_forward_fixture_append (&f, 1500, "x");
  csn_forward_fixture_put (&f, "json-lines", address);
  for (guint i = 0; i < G_N_ELEMENTS (behaviours); i++)
    {
      guint port = get_port (address);

      csn_forward_fixture_start (&f);
      g_assert_nonnull (csn_forward_fixture_wait_error (&f));
      csn_forward_fixture_stop (&f);
      csn_store_fixture_reopen (&f.store, CSN_STORE_DEFAULT);
      csn_forward_fixture_kill_receiver (&f);
      g_free (address);
      address = start_collector (&f, port, NULL, "http", behaviours[i]);
    }
  csn_forward_fixture_start (&f);
  csn_forward_fixture_wait_sent (&f);
  csn_forward_fixture_assert_received (&f, 1501);
  csn_forward_fixture_clear (&f);
}

static void
token_is_needed_and_given (void)
{
  CsnForwardFixture f;
  g_autofree char *address = NULL;

  csn_forward_fixture_init (&f);
  address = start_collector (&f, 0, "CSN_TEST_TOKEN=abc", "http", "");
  csn_forward_fixture_put (&f, "json-lines", address);
  csn_forward_fixture_start (&f);
  g_assert_nonnull (strstr (csn_forward_fixture_wait_error (&f), "token"));
  csn_forwarder_set_token (f.forwarder, "abc");
  csn_forward_fixture_wait_sent (&f);
  csn_forward_fixture_assert_received (&f, 1);
  csn_forward_fixture_clear (&f);
}

static gsize
get_resident (void)
{
  g_autofree char *text = NULL;
  gsize pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %" G_GSIZE_FORMAT, &pages), ==, 1);
  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

/* A dead collector costs the log nothing, and us no memory. */
static void
backlog_is_not_held (void)
{
  CsnForwardFixture f;
  g_autofree char *address = NULL;
  g_autofree char *text = g_strnfill (1000, 'x');
  gsize before;
  gsize after;

  csn_forward_fixture_init (&f);
  address = start_collector (&f, 0, NULL, "http", "");
  csn_forward_fixture_put (&f, "json-lines", address);
  csn_forward_fixture_kill_receiver (&f);
  csn_forward_fixture_start (&f);
  csn_forward_fixture_append (&f, 1000, text);
  csn_forward_fixture_wait_error (&f);
  before = get_resident ();
  for (guint i = 0; i < 10; i++)
    {
      csn_forward_fixture_append (&f, 1000, text);
      csn_forwarder_hurry (f.forwarder);
    }
  after = get_resident ();
  g_test_message ("40 MB of events waited: %.1f MB more", ((double) after - before) / 1e6);
  g_assert_cmpuint (csn_forwarder_get_backlog (f.forwarder), ==, 11001);
  g_assert_cmpuint (after, <, before + 12 * 1000 * 1000);
  csn_forward_fixture_clear (&f);
}

static void
otlp_arrives_whole (void)
{
  CsnForwardFixture f;
  g_autofree char *address = NULL;
  char *path;

  csn_forward_fixture_init (&f);
  address = start_collector (&f, 0, NULL, "http", "503 partial");
  csn_forward_fixture_append (&f, 600, "a \"quoted\" ] text\nwith \xe2\x80\xa8 lines");
  path = strstr (address, "/ingest");
  *path = '\0';
  csn_forward_fixture_put (&f, "otlp", address);
  csn_forward_fixture_start (&f);
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 601), ==, 601);
  csn_forward_fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forward/http/tls", log_arrives_over_tls_and_goes_on);
  g_test_add_func ("/forward/http/unproven", unproven_collector_gets_nothing);
  g_test_add_func ("/forward/http/bad", bad_collector_loses_nothing);
  g_test_add_func ("/forward/http/deaths", deaths_on_both_sides_lose_nothing);
  g_test_add_func ("/forward/http/token", token_is_needed_and_given);
  g_test_add_func ("/forward/http/memory", backlog_is_not_held);
  g_test_add_func ("/forward/http/otlp", otlp_arrives_whole);
  return g_test_run ();
}
