/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-credentials.h"
#include "csn-desk.h"
#include "csn-test-wait.h"

#include <string.h>

static void
store (const char *source, const char *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  csn_credentials_store_async (source, token, NULL, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_credentials_store_finish (result, &error);
  g_assert_no_error (error);
}

static char *
look_up (const char *source)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;
  char *token = NULL;

  csn_credentials_lookup_async (source, NULL, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  token = csn_credentials_lookup_finish (result, &error);
  g_assert_no_error (error);

  return token;
}

static void
assert_token (const char *source, const char *expected)
{
  g_autofree char *token = look_up (source);

  g_assert_cmpstr (token, ==, expected);
}

static void
test_store_replace_forget (void)
{
  assert_token ("billing", NULL);
  store ("billing", "first");
  store ("ops", "other");
  assert_token ("billing", "first");
  store ("billing", "second");
  assert_token ("billing", "second");
  store ("billing", NULL);
  assert_token ("billing", NULL);
  store ("billing", NULL);
  assert_token ("ops", "other");
}

static void
test_breaking_off_is_an_error (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  csn_credentials_lookup_async ("billing", cancellable, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  g_assert_null (csn_credentials_lookup_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A token that is stored while its source is refused is used after a refresh. */
static void
test_pool_sends_the_stored_token (void)
{
  g_autoptr (CsnHostileServer) server = csn_hostile_server_new ();
  g_autoptr (CsnDesk) desk = csn_desk_new ();
  g_autofree char *denied = csn_hostile_answer (401, "", "{}");
  g_auto (GStrv) log = NULL;

  csn_hostile_server_add (server, "agent", "GET /", denied);
  csn_hostile_server_add (server, "agent", "GET /", "{\"tasks\":[]}");
  csn_desk_add_script (desk, server, "agent");
  csn_desk_wait_for_status (desk, "agent", CSN_SOURCE_UNAUTHORIZED);
  g_assert_cmpstr (csn_source_pool_get_status (desk->pool, "agent")->message,
                   ==,
                   "The agent did not accept the token. Check it in the agent's settings.");
  store ("agent", "from-the-keyring");
  csn_source_pool_refresh (desk->pool, "agent");
  csn_desk_wait_for_status (desk, "agent", CSN_SOURCE_CONNECTED);
  while (!csn_source_pool_get_status (desk->pool, "agent")->authenticated)
    csn_desk_run_for (20);
  while (log == NULL || strstr (log[g_strv_length (log) - 1], "Bearer from-the-keyring") == NULL)
    {
      csn_desk_run_for (20);
      g_clear_pointer (&log, g_strfreev);
      log = csn_hostile_server_get_log (server, "agent");
    }
  g_assert_null (strstr (log[0], "Bearer"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/credentials/store-replace-forget", test_store_replace_forget);
  g_test_add_func ("/source/credentials/breaking-off-is-an-error", test_breaking_off_is_an_error);
  g_test_add_func ("/source/credentials/pool-sends-the-stored-token",
                   test_pool_sends_the_stored_token);

  return g_test_run ();
}
