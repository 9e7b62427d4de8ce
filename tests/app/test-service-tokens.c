/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "csn-credentials.h"
#include "csn-service.h"
#include "csn-store-fixture.h"
#include "csn-test-wait.h"

/* Runs with a real Secret Service (tests/source/with-keyring). */

typedef struct
{
  char *folder;
  CsnService *service;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *kept = NULL;

  self->folder = g_dir_make_tmp ("csn-tokens-XXXXXX", NULL);
  self->service = csn_service_new (self->folder);
  csn_service_start_async (self->service, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_service_start_finish (self->service, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;

  csn_service_stop_async (self->service, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  g_assert_true (csn_service_stop_finish (self->service, result, NULL));
  g_clear_object (&result);
  g_assert_finalize_object (G_OBJECT (self->service));
  csn_store_fixture_remove_folder (self->folder);
  g_free (self->folder);
}

static void
add_source (Fixture *self, const char *url, const char *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *kept = NULL;

  csn_service_add_source_async (self->service,
                                "agent",
                                url,
                                "tasks",
                                token,
                                FALSE,
                                csn_test_keep_result,
                                &kept);
  result = csn_test_wait_result (&kept);
  csn_service_add_source_finish (self->service, result, &error);
  g_assert_no_error (error);
}

static void
assert_token (const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *kept = NULL;

  csn_credentials_lookup_async ("agent", NULL, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  token = csn_credentials_lookup_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
}

static void
assert_url (Fixture *self, const char *expected)
{
  GListModel *sources = csn_service_get_sources (self->service);
  g_autoptr (CsnSourceItem) item = g_list_model_get_item (sources, 0);

  g_assert_cmpuint (g_list_model_get_n_items (sources), ==, 1);
  g_assert_cmpstr (csn_source_item_get_url (item), ==, expected);
}

static void
test_a_token_stays_with_its_origin (Fixture *self, gconstpointer user_data)
{
  add_source (self, "http://127.0.0.1:1/one", "sesame");
  assert_token ("sesame");
  add_source (self, "http://127.0.0.1:1/two", NULL);
  assert_token ("sesame");
  assert_url (self, "http://127.0.0.1:1/two");
  add_source (self, "http://127.0.0.1:2/two", NULL);
  assert_token (NULL);
  assert_url (self, "http://127.0.0.1:2/two");
}

static void
test_a_new_origin_takes_a_new_token (Fixture *self, gconstpointer user_data)
{
  add_source (self, "http://127.0.0.1:1", "first");
  add_source (self, "http://127.0.0.1:2", "second");
  assert_token ("second");
  assert_url (self, "http://127.0.0.1:2");
  add_source (self, "http://127.0.0.1:2", "third");
  assert_token ("third");
}

static void
test_a_removed_source_leaves_no_token (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *kept = NULL;

  add_source (self, "http://127.0.0.1:1", "sesame");
  csn_service_remove_source_async (self->service, "agent", csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_service_remove_source_finish (self->service, result, &error);
  g_assert_no_error (error);
  assert_token (NULL);
  g_assert_cmpuint (g_list_model_get_n_items (csn_service_get_sources (self->service)), ==, 0);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/app/service-tokens/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  add ("a-token-stays-with-its-origin", test_a_token_stays_with_its_origin);
  add ("a-new-origin-takes-a-new-token", test_a_new_origin_takes_a_new_token);
  add ("a-removed-source-leaves-no-token", test_a_removed_source_leaves_no_token);
  return g_test_run ();
}
