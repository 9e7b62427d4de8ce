/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-pages-private.h"

#include "csn-history-event-private.h"
#include "csn-store.h"

/* A list shows some 200 rows around what is in view; this leaves room for a few jumps. */
#define MAX_PAGES 24

typedef struct
{
  CsnHistoryPages *pages;    /* unowned; %NULL once the page is dropped */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *rows;           /* (owned) (element-type CsnHistoryEvent) */
  guint64 key;
  gboolean loading;
} Page;

struct _CsnHistoryPages
{
  CsnStore *store;        /* (owned) */
  CsnHistoryQuery *query; /* (owned) */
  GHashTable *by_key;     /* (owned): key to Page */
  GQueue recent;          /* (element-type Page): last used first */
};

static void
page_free (Page *self)
{
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* A read that is under way keeps the page until it has come back. */
static void
page_drop (Page *self)
{
  self->pages = NULL;
  g_cancellable_cancel (self->cancellable);
  if (!self->loading)
    page_free (self);
}

static Page *
page_new (CsnHistoryPages *pages, guint64 key, guint n_rows)
{
  Page *self = g_new0 (Page, 1);

  self->pages = pages;
  self->key = key;
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_full (n_rows, g_object_unref);
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (self->rows, csn_history_event_new ());
  return self;
}

static void
page_fill (Page *self, GPtrArray *stored)
{
  for (guint i = 0; i < MIN (stored->len, self->rows->len); i++)
    {
      CsnHistoryEvent *row = self->rows->pdata[i];

      if (!csn_history_event_is_loaded (row))
        csn_history_event_load (row, stored->pdata[i]);
    }
}

CsnHistoryPages *
csn_history_pages_new (CsnStore *store, const CsnHistoryQuery *query)
{
  CsnHistoryPages *self = g_new0 (CsnHistoryPages, 1);

  self->store = g_object_ref (store);
  self->query = csn_history_query_copy (query);
  self->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&self->recent);
  return self;
}

void
csn_history_pages_free (CsnHistoryPages *self)
{
  g_hash_table_unref (self->by_key);
  g_queue_clear_full (&self->recent, (GDestroyNotify) page_drop);
  csn_history_query_free (self->query);
  g_object_unref (self->store);
  g_free (self);
}

static void
drop_oldest (CsnHistoryPages *self)
{
  while (g_queue_get_length (&self->recent) > MAX_PAGES)
    {
      Page *page = g_queue_pop_tail (&self->recent);

      g_hash_table_remove (self->by_key, &page->key);
      page_drop (page);
    }
}

static void
add_page (CsnHistoryPages *self, Page *page)
{
  g_hash_table_insert (self->by_key, &page->key, page);
  g_queue_push_head (&self->recent, page);
  drop_oldest (self);
}

static void
forget_page (CsnHistoryPages *self, Page *page)
{
  g_queue_remove (&self->recent, page);
  g_hash_table_remove (self->by_key, &page->key);
  page_drop (page);
}

static void
on_page_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Page *page = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stored = NULL;

  stored = csn_store_read_history_finish (CSN_STORE (source), result, &error);
  page->loading = FALSE;
  if (page->pages == NULL)
    {
      page_free (page);
      return;
    }
  if (stored == NULL)
    {
      /* The next one who asks for a row of it has it read again. */
      g_debug ("A page of the history can't be read: %s", error->message);
      forget_page (page->pages, page);
      return;
    }
  page_fill (page, stored);
}

CsnHistoryEvent *
csn_history_pages_get_row (CsnHistoryPages *self, guint64 key, guint n_rows, guint row)
{
  Page *page = g_hash_table_lookup (self->by_key, &key);

  if (page != NULL && page->rows->len >= n_rows)
    {
      g_queue_remove (&self->recent, page);
      g_queue_push_head (&self->recent, page);
      return page->rows->pdata[row];
    }
  if (page != NULL)
    forget_page (self, page);
  page = page_new (self, key, n_rows);
  page->loading = TRUE;
  add_page (self, page);
  csn_store_read_history_async (self->store,
                                self->query,
                                key + 1,
                                n_rows,
                                page->cancellable,
                                on_page_read,
                                page);
  return page->rows->pdata[row];
}

void
csn_history_pages_put (CsnHistoryPages *self, GPtrArray *stored)
{
  const CsnStoredEvent *first = stored->pdata[0];
  Page *page = page_new (self, first->seq, stored->len);

  page_fill (page, stored);
  add_page (self, page);
}
