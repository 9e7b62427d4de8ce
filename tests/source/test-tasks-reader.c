/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-reader-private.h"

#include <string.h>

#define GOOD                                                                                       \
  "{\"task_id\":\"t-1\",\"status\":\"pending_approval\",\"agent_id\":\"a\","                       \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1182}}"
#define GOOD_2                                                                                     \
  "{\"task_id\":\"t-2\",\"status\":\"pending_approval\",\"agent_id\":\"a\","                       \
  "\"action_type\":\"refund\",\"proposed_action\":{\"order\":1183}}"

static CsnListing *
read_bytes (const char *text, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new (text, length);

  return csn_tasks_read_list ("demo", body);
}

static CsnListing *
read_text (const char *text)
{
  return read_bytes (text, strlen (text));
}

static CsnRequest *
get_request (CsnListing *listing, guint index)
{
  g_assert_cmpuint (index, <, listing->requests->len);

  return g_ptr_array_index (listing->requests, index);
}

static gboolean
is_malformed (CsnRequest *request)
{
  return (csn_request_get_flags (request) & CSN_REQUEST_FLAG_MALFORMED) != 0;
}

static void
test_reads_a_page (void)
{
  g_autoptr (CsnListing) listing = NULL;

  listing = read_text (" { \"x\": [1, {\"tasks\": []}], \"tasks\" : [ " GOOD " , " GOOD_2
                       " ] , \"next_cursor\" : \"c-2\" } ");
  g_assert_null (listing->fault);
  g_assert_cmpuint (listing->requests->len, ==, 2);
  g_assert_cmpstr (csn_request_get_task_id (get_request (listing, 0)), ==, "t-1");
  g_assert_cmpstr (csn_request_get_task_id (get_request (listing, 1)), ==, "t-2");
  g_assert_false (is_malformed (get_request (listing, 0)));
  g_assert_cmpstr (listing->next_cursor, ==, "c-2");
}

static void
test_reads_an_empty_page (void)
{
  static const char *const pages[] = {
    "{\"tasks\":[]}",
    "{\"tasks\":[ ],\"next_cursor\":null}",
    "{\"next_cursor\":null,\"tasks\":[]}",
    "{\"t\\u0061sks\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (CsnListing) listing = read_text (pages[i]);

      g_assert_null (listing->fault);
      g_assert_null (listing->next_cursor);
      g_assert_cmpuint (listing->requests->len, ==, 0);
    }
}

static void
test_reads_oddly_written_keys (void)
{
  g_autoptr (CsnListing) listing = read_text ("{\"\\u0074asks\":[" GOOD ",7," GOOD_2 "]}");

  g_assert_null (listing->fault);
  g_assert_cmpuint (listing->requests->len, ==, 3);
  g_assert_false (is_malformed (get_request (listing, 0)));
  g_assert_true (is_malformed (get_request (listing, 1)));
  g_assert_false (is_malformed (get_request (listing, 2)));
}

static void
test_leaves_out_what_is_not_pending (void)
{
  g_autoptr (CsnListing) listing = NULL;

  listing = read_text ("{\"tasks\":[{\"task_id\":\"t-0\",\"status\":\"completed\"}," GOOD "]}");
  g_assert_cmpuint (listing->requests->len, ==, 1);
  g_assert_cmpstr (csn_request_get_task_id (get_request (listing, 0)), ==, "t-1");
}

/* Stands between two good tasks: they are read, and it is a card with exactly its bytes. */
static void
assert_flagged_between_good_ones (const char *task, gsize length)
{
  static const char before[] = "{\"tasks\":[" GOOD ",";
  static const char after[] = "," GOOD_2 "],\"next_cursor\":\"n\"}";
  g_autoptr (GByteArray) page = g_byte_array_new ();
  g_autoptr (CsnListing) listing = NULL;
  GBytes *raw = NULL;

  g_byte_array_append (page, (const guint8 *) before, sizeof before - 1);
  g_byte_array_append (page, (const guint8 *) task, (guint) length);
  g_byte_array_append (page, (const guint8 *) after, sizeof after - 1);
  listing = read_bytes ((const char *) page->data, page->len);
  g_assert_null (listing->fault);
  g_assert_cmpuint (listing->requests->len, ==, 3);
  g_assert_false (is_malformed (get_request (listing, 0)));
  g_assert_true (is_malformed (get_request (listing, 1)));
  g_assert_false (is_malformed (get_request (listing, 2)));
  g_assert_cmpstr (listing->next_cursor, ==, "n");

  raw = csn_request_get_raw (get_request (listing, 1));
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), task, length);
  g_assert_false (csn_request_allows (get_request (listing, 1), CSN_DECISION_APPROVE));
  g_assert_false (csn_request_allows (get_request (listing, 1), CSN_DECISION_EDIT));
  g_assert_true (csn_request_allows (get_request (listing, 1), CSN_DECISION_REJECT));
  g_assert_nonnull (csn_request_get_problems (get_request (listing, 1))[0]);
}

static void
test_a_broken_task_hides_no_other (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *closed = g_strnfill (100000, ']');
  g_autofree char *deep_member = g_strdup_printf ("{\"task_id\":\"t\",\"a\":%s%s}", deep, closed);
  const struct
  {
    const char *task;
    gsize length;
  } cases[] = {
    { "{\"task_id\":\"t\",\"task_id\":\"u\"}", 0 },
    { "{\"a\":1,\"\\u0061\":2}", 0 },
    { "{\"a\":{\"b\":{\"c\":{\"d\":{\"amount\":1,\"amount\":2}}}}}", 0 },
    { "{\"a\":\"\\u0000\"}", 0 },
    { "{\"a\":\"x\0y\"}", 11 },
    { "{\"a\":\"\\ud800\"}", 0 },
    { "{\"a\":\"\xff\xfe\"}", 0 },
    { "{\"a\":\"\xc0\xaf\"}", 0 },
    { "{\"a\":010}", 0 },
    { "{\"a\":0x10}", 0 },
    { "{\"a\":+1}", 0 },
    { "{\"a\":.5}", 0 },
    { "{\"a\":NaN}", 0 },
    { "{\"a\":'b'}", 0 },
    { "{\"a\":1,}", 0 },
    { "{a:1}", 0 },
    { "{\"a\"}", 0 },
    { "{\"a\":tru}", 0 },
    { "{\"a\":\"tab\there\"}", 0 },
    { "\xef\xbb\xbf{}", 0 },
    { deep_member, 0 },
    { "{} {}", 0 },
    { "{}{}", 0 },
    { "1 2", 0 },
    { "{\"a\":1} // note", 0 },
    { "null", 0 },
    { "7", 0 },
    { "\"text\"", 0 },
    { "[]", 0 },
    { "{}", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      assert_flagged_between_good_ones (cases[i].task,
                                        cases[i].length != 0 ? cases[i].length
                                                             : strlen (cases[i].task));
    }
}

static void
test_unreadable_pages_name_the_place (void)
{
  static const struct
  {
    const char *page;
    gsize length;
    gsize offset;
  } cases[] = {
    { "", 0, 0 },
    { "<html>", 0, 0 },
    { "{\"tasks\":[" GOOD, 0, 0 },
    { "{\"tasks\":[" GOOD "]", 0, 0 },
    { "{\"tasks\":[]} {}", 0, 13 },
    { "{\"tasks\":[]}x", 0, 12 },
    { "{\"tasks\":[],\"tasks\":[" GOOD "]}", 0, 0 },
    { "{\"tasks\":[,]}", 0, 10 },
    { "{\"tasks\":[1,]}", 0, 12 },
    { "{'tasks':[]}", 0, 1 },
    { "\xef\xbb\xbf{\"tasks\":[]}", 0, 0 },
    { "{\"tasks\":[],\"a\":01}", 0, 0 },
    { "{\"tasks\":[{\"a\":\"unclosed}]}", 0, 0 },
    { "{\"tasks\":{}}", 0, 0 },
    { "{\"tasks\":null}", 0, 0 },
    { "{\"tasks\":\"[]\"}", 0, 0 },
    { "{\"task\":[]}", 0, 0 },
    { "[]", 0, 0 },
    { "null", 0, 0 },
    { "{\"tasks\":[]\0}", 13, 11 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length != 0 ? cases[i].length : strlen (cases[i].page);
      g_autoptr (CsnListing) listing = read_bytes (cases[i].page, length);

      g_test_message ("case %u: %s", i, listing->fault);
      g_assert_nonnull (listing->fault);
      g_assert_nonnull (listing->fault_digest);
      g_assert_cmpuint (listing->requests->len, ==, 0);
      if (cases[i].offset != 0)
        g_assert_cmpuint (listing->fault_offset, ==, cases[i].offset);
    }
}

static void
test_wrong_cursors_keep_the_requests (void)
{
  g_autofree char *filler = g_strnfill (1025, 'c');
  g_autofree char *too_long = g_strdup_printf ("\"%s\"", filler);
  const char *const cursors[] = { "7", "true", "{}", "[]", "\"\"", too_long };

  for (guint i = 0; i < G_N_ELEMENTS (cursors); i++)
    {
      g_autofree char *page =
          g_strdup_printf ("{\"tasks\":[" GOOD "],\"next_cursor\":%s}", cursors[i]);
      g_autoptr (CsnListing) listing = read_text (page);

      g_assert_nonnull (listing->fault);
      g_assert_null (listing->next_cursor);
      g_assert_cmpuint (listing->requests->len, ==, 1);
    }
}

static void
test_numbers_keep_their_text (void)
{
  static const char *const numbers[] = {
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1e400",
    "-0",
    "100.10",
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *page = NULL;
      g_autoptr (CsnListing) listing = NULL;
      const CsnJson *amount = NULL;

      page = g_strdup_printf ("{\"tasks\":[{\"task_id\":\"t\",\"status\":\"pending_approval\","
                              "\"agent_id\":\"a\",\"action_type\":\"b\","
                              "\"proposed_action\":{\"amount\":%s}}]}",
                              numbers[i]);
      listing = read_text (page);
      g_assert_null (listing->fault);
      amount = csn_json_get_member (csn_request_get_action (get_request (listing, 0)), "amount");
      g_assert_cmpstr (csn_json_get_text (amount), ==, numbers[i]);
      if (strlen (numbers[i]) > 6 || g_str_equal (numbers[i], "1e400"))
        {
          g_assert_null (csn_request_get_action_digest (get_request (listing, 0)));
          g_assert_true (csn_request_get_flags (get_request (listing, 0)) &
                         CSN_REQUEST_FLAG_UNBINDABLE);
        }
    }
}

static void
test_too_large_a_task_is_flagged (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *page =
      g_strdup_printf ("{\"tasks\":[{\"task_id\":\"t\",\"a\":\"%s\"}," GOOD "]}", filler);
  g_autoptr (CsnListing) listing = read_text (page);

  g_assert_null (listing->fault);
  g_assert_cmpuint (listing->requests->len, ==, 2);
  g_assert_true (is_malformed (get_request (listing, 0)));
  g_assert_cmpuint (g_bytes_get_size (csn_request_get_raw (get_request (listing, 0))),
                    ==,
                    1024 * 1024);
  g_assert_nonnull (strstr (csn_request_get_problems (get_request (listing, 0))[0], "1 MiB"));
  g_assert_false (is_malformed (get_request (listing, 1)));
}

static void
test_too_many_tasks_are_a_fault (void)
{
  g_autoptr (GString) page = g_string_new ("{\"tasks\":[0");
  g_autoptr (CsnListing) listing = NULL;

  for (guint i = 1; i < 100000; i++)
    g_string_append (page, ",0");
  g_string_append (page, "]}");
  listing = read_text (page->str);
  g_assert_nonnull (listing->fault);
  g_assert_cmpuint (listing->requests->len, ==, 10000);
}

/* Every wrong type of every member: a card that is flagged, or one that reads the member as
 * unknown; never a task that is lost. */
static void
test_wrong_types_of_every_member (void)
{
  static const struct
  {
    const char *name;
    gboolean required;
  } members[] = {
    { "task_id", TRUE },      { "status", TRUE },          { "agent_id", TRUE },
    { "action_type", TRUE },  { "proposed_action", TRUE }, { "revision", FALSE },
    { "description", FALSE }, { "hitl_level", FALSE },     { "facts", FALSE },
    { "confidence", FALSE },  { "delegation", FALSE },     { "allowed_decisions", FALSE },
    { "created_at", FALSE },  { "expires_at", FALSE },     { "history", FALSE },
    { "state", FALSE },       { "outcome", FALSE },
  };
  static const char *const values[] = {
    "7",    "-1",     "1e400", "18446744073709551616",
    "true", "\"\"",   "\"x\"", "[]",
    "[7]",  "[[[]]]", "{}",    "{\"reversible\":7,\"score\":\"x\",\"cost\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (members) * G_N_ELEMENTS (values); i++)
    {
      const char *name = members[i / G_N_ELEMENTS (values)].name;
      const char *value = values[i % G_N_ELEMENTS (values)];
      g_autoptr (GString) task = g_string_new ("{\"tasks\":[{");
      g_autoptr (CsnListing) listing = NULL;

      for (guint j = 0; j < 5; j++)
        {
          static const char *const good[] = { "\"t\"",
                                              "\"pending_approval\"",
                                              "\"a\"",
                                              "\"b\"",
                                              "{\"c\":1}" };

          if (!g_str_equal (members[j].name, name))
            g_string_append_printf (task, "\"%s\":%s,", members[j].name, good[j]);
        }
      g_string_append_printf (task, "\"%s\":%s}]}", name, value);
      g_test_message ("%s: %s", name, value);
      listing = read_text (task->str);
      g_assert_null (listing->fault);
      g_assert_cmpuint (listing->requests->len, ==, 1);
      if (members[i / G_N_ELEMENTS (values)].required)
        {
          gboolean fits = g_str_equal (name, "proposed_action") ? value[0] == '{'
                                                                : g_str_equal (value, "\"x\"");

          if (g_str_equal (name, "status"))
            fits = FALSE;
          g_assert_true (is_malformed (get_request (listing, 0)) == !fits);
        }
      else
        {
          g_assert_false (is_malformed (get_request (listing, 0)));
        }
    }
}

static void
test_reads_one_task (void)
{
  static const struct
  {
    const char *body;
    gboolean good;
  } cases[] = {
    { GOOD, TRUE },
    { "{\"task_id\":\"t-1\",\"status\":\"pending_approval\"}", TRUE },
    { "{\"task_id\":\"t-1\",\"status\":\"completed\",\"outcome\":{\"success\":true}}", TRUE },
    { "{\"task_id\":\"t-1\",\"status\":\"cancelled\"}", TRUE },
    { GOOD_2, FALSE },
    { "{\"task_id\":\"t-1\"}", FALSE },
    { "{\"task_id\":\"t-1\",\"status\":\"odd\"}", FALSE },
    { "{\"task_id\":1,\"status\":\"completed\"}", FALSE },
    { "{\"task_id\":\"t-1\",\"status\":7}", FALSE },
    { "{\"task_id\":\"t-1\",\"status\":\"completed\",\"status\":\"failed\"}", FALSE },
    { "[]", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnTaskReport) report = csn_tasks_read_task ("demo", "t-1", body, &error);

      g_assert_true ((report != NULL) == cases[i].good);
      if (report == NULL)
        {
          g_assert_error (error, CSN_PROTOCOL_ERROR, CSN_PROTOCOL_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_false (report->gone);
      g_assert_true ((report->request != NULL) == (report->status == CSN_TASK_PENDING_APPROVAL));
      g_assert_true ((report->outcome != NULL) == (report->status != CSN_TASK_PENDING_APPROVAL));
    }
}

/* Any bytes at all: no crash, and every answer is either a fault or a list. */
static void
test_random_damage_never_crashes (void)
{
  static const char page[] = "{\"tasks\":[" GOOD "," GOOD_2 "],\"next_cursor\":\"c\"}";

  for (guint i = 0; i < 20000; i++)
    {
      char damaged[sizeof page];
      g_autoptr (CsnListing) listing = NULL;

      memcpy (damaged, page, sizeof page);
      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        damaged[g_test_rand_int_range (0, sizeof page - 1)] = (char) g_test_rand_int_range (0, 256);
      listing = read_bytes (damaged, (gsize) g_test_rand_int_range (0, sizeof page));
      for (guint j = 0; j < listing->requests->len; j++)
        g_assert_nonnull (csn_request_get_task_id (get_request (listing, j)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/tasks-reader/page", test_reads_a_page);
  g_test_add_func ("/source/tasks-reader/empty-page", test_reads_an_empty_page);
  g_test_add_func ("/source/tasks-reader/oddly-written-keys", test_reads_oddly_written_keys);
  g_test_add_func ("/source/tasks-reader/leaves-out-what-is-not-pending",
                   test_leaves_out_what_is_not_pending);
  g_test_add_func ("/source/tasks-reader/a-broken-task-hides-no-other",
                   test_a_broken_task_hides_no_other);
  g_test_add_func ("/source/tasks-reader/unreadable-pages-name-the-place",
                   test_unreadable_pages_name_the_place);
  g_test_add_func ("/source/tasks-reader/wrong-cursors-keep-the-requests",
                   test_wrong_cursors_keep_the_requests);
  g_test_add_func ("/source/tasks-reader/numbers-keep-their-text", test_numbers_keep_their_text);
  g_test_add_func ("/source/tasks-reader/too-large-a-task-is-flagged",
                   test_too_large_a_task_is_flagged);
  g_test_add_func ("/source/tasks-reader/too-many-tasks-are-a-fault",
                   test_too_many_tasks_are_a_fault);
  g_test_add_func ("/source/tasks-reader/wrong-types-of-every-member",
                   test_wrong_types_of_every_member);
  g_test_add_func ("/source/tasks-reader/one-task", test_reads_one_task);
  g_test_add_func ("/source/tasks-reader/random-damage-never-crashes",
                   test_random_damage_never_crashes);

  return g_test_run ();
}
