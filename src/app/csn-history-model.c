/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-model-private.h"

#include "csn-history-pages-private.h"

/* Matching events that lie next to each other in the list, known by the place of every page's first
 * row. The list is one segment, and one in front of it for each time that new events were shown. */
typedef struct
{
  GArray *keys; /* (owned) (element-type guint64) */
  guint count;
} Segment;

struct _CsnHistoryModel
{
  GObject parent_instance;

  CsnStore *store;        /* (owned) */
  CsnHistoryQuery *query; /* (owned): what was asked for last */
  CsnHistoryPages *pages; /* (owned) (nullable): of what is listed */
  GPtrArray *segments;    /* (owned) (element-type Segment): newest first */
  GCancellable *building; /* (owned) (nullable): of making the list */
  GCancellable *counting; /* (owned) (nullable): of counting new events */
  char *fault;            /* (owned) (nullable) */
  guint n_items;
  guint n_new;
  gint64 top_seq;     /* the newest listed event, or -1 */
  gint64 counted_seq; /* up to where new events are counted */
  gint64 head_seq;    /* the newest event of the log that we were told of */
  gboolean built;     /* the whole list is known */
  gboolean oldest_first;
};

static void csn_history_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnHistoryModel,
                               csn_history_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      csn_history_model_iface_init))

enum
{
  PROP_N_NEW = 1,
  PROP_FAULT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void count_new (CsnHistoryModel *self);

static Segment *
segment_new (GArray *keys, guint count)
{
  Segment *self = g_new0 (Segment, 1);

  self->keys = g_array_ref (keys);
  self->count = count;
  return self;
}

static void
segment_free (Segment *self)
{
  g_array_unref (self->keys);
  g_free (self);
}

static void
cancel (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static GCancellable *
restart (GCancellable **cancellable)
{
  cancel (cancellable);
  *cancellable = g_cancellable_new ();
  return *cancellable;
}

static void
set_n_new (CsnHistoryModel *self, guint n_new)
{
  if (self->n_new == n_new)
    return;
  self->n_new = n_new;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

static void
set_fault (CsnHistoryModel *self, const char *fault)
{
  if (g_strcmp0 (self->fault, fault) == 0)
    return;
  g_free (self->fault);
  self->fault = g_strdup (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static GType
csn_history_model_get_item_type (GListModel *list)
{
  return CSN_TYPE_HISTORY_EVENT;
}

static guint
csn_history_model_get_n_items (GListModel *list)
{
  return CSN_HISTORY_MODEL (list)->n_items;
}

static gpointer
csn_history_model_get_item (GListModel *list, guint position)
{
  CsnHistoryModel *self = CSN_HISTORY_MODEL (list);

  if (position >= self->n_items)
    return NULL;
  if (self->oldest_first)
    position = self->n_items - 1 - position;
  for (guint i = 0; i < self->segments->len; i++)
    {
      Segment *segment = self->segments->pdata[i];
      guint page = position / CSN_HISTORY_PAGE_ROWS;
      guint n_rows;
      guint64 key;

      if (position >= segment->count)
        {
          position -= segment->count;
          continue;
        }
      key = g_array_index (segment->keys, guint64, page);
      n_rows = MIN (CSN_HISTORY_PAGE_ROWS, segment->count - page * CSN_HISTORY_PAGE_ROWS);
      return g_object_ref (
          csn_history_pages_get_row (self->pages, key, n_rows, position % CSN_HISTORY_PAGE_ROWS));
    }
  return NULL;
}

static void
csn_history_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = csn_history_model_get_item_type;
  iface->get_n_items = csn_history_model_get_n_items;
  iface->get_item = csn_history_model_get_item;
}

static void
on_outlined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnHistoryModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = NULL;
  guint64 count = 0;
  guint before;

  keys = csn_store_outline_history_finish (CSN_STORE (source), result, &count, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (keys == NULL)
    {
      set_fault (self, error->message);
      return;
    }
  before = self->n_items;
  g_ptr_array_set_size (self->segments, 0);
  g_ptr_array_add (self->segments, segment_new (keys, (guint) MIN (count, G_MAXUINT)));
  self->n_items = (guint) MIN (count, G_MAXUINT);
  self->built = TRUE;
  if (self->n_items > before)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                self->oldest_first ? 0 : before,
                                0,
                                self->n_items - before);
  count_new (self);
}

/* The first page is shown at once; how many more there are is found out behind it. */
static void
take_first_page (CsnHistoryModel *self, GPtrArray *stored)
{
  guint before = self->n_items;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_clear_pointer (&self->pages, csn_history_pages_free);
  self->pages = csn_history_pages_new (self->store, self->query);
  g_ptr_array_set_size (self->segments, 0);
  self->n_items = stored->len;
  self->top_seq = -1;
  if (stored->len > 0)
    {
      const CsnStoredEvent *first = stored->pdata[0];

      self->top_seq = (gint64) first->seq;
      g_array_append_val (keys, first->seq);
      g_ptr_array_add (self->segments, segment_new (keys, stored->len));
      csn_history_pages_put (self->pages, stored);
    }
  self->counted_seq = self->top_seq;
  self->built = stored->len < CSN_HISTORY_PAGE_ROWS;
  set_n_new (self, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

static void
on_first_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnHistoryModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stored = NULL;

  stored = csn_store_read_history_finish (CSN_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_fault (self, error != NULL ? error->message : NULL);
  if (stored == NULL)
    return;
  take_first_page (self, stored);
  if (self->built)
    {
      count_new (self);
      return;
    }
  csn_store_outline_history_async (self->store,
                                   self->query,
                                   -1,
                                   (guint64) self->top_seq + 1,
                                   CSN_HISTORY_PAGE_ROWS,
                                   self->building,
                                   on_outlined,
                                   self);
}

static void
build (CsnHistoryModel *self)
{
  cancel (&self->counting);
  self->built = FALSE;
  csn_store_read_history_async (self->store,
                                self->query,
                                G_MAXUINT64,
                                CSN_HISTORY_PAGE_ROWS,
                                restart (&self->building),
                                on_first_page,
                                self);
}

static void
on_new_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnHistoryModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = NULL;
  guint64 count = 0;

  keys = csn_store_outline_history_finish (CSN_STORE (source), result, &count, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counting);
  if (keys == NULL)
    return;
  if (keys->len > 0)
    self->counted_seq = MAX (self->counted_seq, (gint64) g_array_index (keys, guint64, 0));
  set_n_new (self, self->n_new + (guint) MIN (count, G_MAXUINT - self->n_new));
  if (self->n_items == 0 && self->n_new > 0)
    csn_history_model_show_new (self);
  else
    count_new (self);
}

/* One count at a time; what is committed meanwhile is counted after it. */
static void
count_new (CsnHistoryModel *self)
{
  gint64 after = self->counted_seq;

  if (!self->built || self->counting != NULL || self->head_seq <= after)
    return;
  self->counted_seq = self->head_seq;
  csn_store_outline_history_async (self->store,
                                   self->query,
                                   after,
                                   G_MAXUINT64,
                                   G_MAXUINT,
                                   restart (&self->counting),
                                   on_new_counted,
                                   self);
}

static void
on_committed (CsnStore *store, guint64 head_seq, CsnHistoryModel *self)
{
  self->head_seq = MAX (self->head_seq, (gint64) head_seq);
  count_new (self);
}

static void
on_new_outlined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsnHistoryModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = NULL;
  guint64 count = 0;

  keys = csn_store_outline_history_finish (CSN_STORE (source), result, &count, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counting);
  if (keys == NULL)
    {
      set_fault (self, error->message);
      return;
    }
  count = MIN (count, G_MAXUINT - self->n_items);
  if (count > 0)
    {
      self->top_seq = (gint64) g_array_index (keys, guint64, 0);
      self->n_items += (guint) count;
      g_ptr_array_insert (self->segments, 0, segment_new (keys, (guint) count));
    }
  self->counted_seq = MAX (self->top_seq, self->counted_seq);
  set_n_new (self, 0);
  if (count > 0)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                self->oldest_first ? self->n_items - (guint) count : 0,
                                0,
                                (guint) count);
  count_new (self);
}

void
csn_history_model_show_new (CsnHistoryModel *self)
{
  g_return_if_fail (CSN_IS_HISTORY_MODEL (self));

  if (!self->built || self->n_new == 0)
    return;
  /* Whatever the log has when this is read will be listed, so counting starts behind it. */
  self->counted_seq = self->head_seq;
  csn_store_outline_history_async (self->store,
                                   self->query,
                                   self->top_seq,
                                   G_MAXUINT64,
                                   CSN_HISTORY_PAGE_ROWS,
                                   restart (&self->counting),
                                   on_new_outlined,
                                   self);
}

static void
csn_history_model_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CsnHistoryModel *self = CSN_HISTORY_MODEL (object);

  switch (prop_id)
    {
    case PROP_N_NEW:
      g_value_set_uint (value, self->n_new);
      break;
    case PROP_FAULT:
      g_value_set_string (value, self->fault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
csn_history_model_dispose (GObject *object)
{
  CsnHistoryModel *self = CSN_HISTORY_MODEL (object);

  cancel (&self->building);
  cancel (&self->counting);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_pointer (&self->pages, csn_history_pages_free);
  g_clear_pointer (&self->segments, g_ptr_array_unref);
  g_clear_pointer (&self->query, csn_history_query_free);
  g_clear_pointer (&self->fault, g_free);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (csn_history_model_parent_class)->dispose (object);
}

static void
csn_history_model_class_init (CsnHistoryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = csn_history_model_get_property;
  object_class->dispose = csn_history_model_dispose;

  properties[PROP_N_NEW] = g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAULT] = g_param_spec_string ("fault", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
csn_history_model_init (CsnHistoryModel *self)
{
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) segment_free);
  self->top_seq = -1;
  self->counted_seq = -1;
  self->head_seq = -1;
}

CsnHistoryModel *
csn_history_model_new (CsnStore *store)
{
  const CsnHistoryQuery everything = { 0 };
  CsnHistoryModel *self = g_object_new (CSN_TYPE_HISTORY_MODEL, NULL);

  self->store = g_object_ref (store);
  self->query = csn_history_query_copy (&everything);
  g_signal_connect (store, "committed", G_CALLBACK (on_committed), self);
  build (self);
  return self;
}

void
csn_history_model_set_query (CsnHistoryModel *self, const CsnHistoryQuery *query)
{
  g_return_if_fail (CSN_IS_HISTORY_MODEL (self));

  csn_history_query_free (self->query);
  self->query = csn_history_query_copy (query);
  build (self);
}

void
csn_history_model_set_oldest_first (CsnHistoryModel *self, gboolean oldest_first)
{
  g_return_if_fail (CSN_IS_HISTORY_MODEL (self));

  if (self->oldest_first == oldest_first)
    return;
  self->oldest_first = oldest_first;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, self->n_items, self->n_items);
}

guint
csn_history_model_get_n_new (CsnHistoryModel *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_MODEL (self), 0);

  return self->n_new;
}

const char *
csn_history_model_get_fault (CsnHistoryModel *self)
{
  g_return_val_if_fail (CSN_IS_HISTORY_MODEL (self), NULL);

  return self->fault;
}
