/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-fuzz.h"
#include "csn-tasks-reader-private.h"

#define SOURCE "source-1"

/* Whatever a list brings, each entry is a request with an id and an agent, or the page has a fault.
 */
static void
check_listing (const CsnListing *listing, size_t size)
{
  g_assert_cmpuint (listing->fault_offset, <=, size);
  if (listing->fault != NULL)
    g_assert_true (g_utf8_validate (listing->fault, -1, NULL));
  for (guint i = 0; i < listing->requests->len; i++)
    {
      CsnRequest *request = g_ptr_array_index (listing->requests, i);

      g_assert_cmpstr (csn_request_get_task_id (request), !=, "");
      g_assert_cmpstr (csn_request_get_agent_id (request), !=, "");
      if (csn_request_get_flags (request) & CSN_REQUEST_FLAG_MALFORMED)
        g_assert_false (csn_request_allows (request, CSN_DECISION_APPROVE));
      else
        g_assert_cmpint (csn_request_get_task_status (request), ==, CSN_TASK_PENDING_APPROVAL);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (CsnListing) listing = csn_tasks_read_list (SOURCE, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnTaskReport) report = csn_tasks_read_task (SOURCE, "t-1", body, &error);
  g_autofree char *status = csn_tasks_read_reply (body, "status");

  check_listing (listing, size);
  g_assert_cmpint (report == NULL, ==, error != NULL);
  if (status != NULL)
    g_assert_true (g_utf8_validate (status, -1, NULL));
  return 0;
}
