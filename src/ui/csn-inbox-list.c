/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-inbox-list.h"

/* How long a settled row says so in its place before it goes, in seconds. */
#define SETTLED_SECONDS 4

struct _CsnInboxList
{
  GObject parent_instance;

  GListModel *source; /* (owned) (nullable) */
  GPtrArray *known;   /* (owned) (element-type CsnInboxItem): what the source holds */
  GPtrArray *sections[CSN_INBOX_N_SECTIONS];     /* (owned) (element-type CsnInboxEntry): sorted */
  CsnInboxEntry *headings[CSN_INBOX_N_SECTIONS]; /* (owned) */
  GHashTable *entries; /* (owned): CsnInboxItem to its CsnInboxEntry, shown or filtered out */
  GHashTable *waiting; /* (owned): set of known CsnInboxItem that have no entry yet */
  GHashTable *gone;    /* (owned): set of CsnInboxItem that have an entry and left the source */
  char **words;        /* (owned) (nullable) */
  char *agent_id;      /* (owned) (nullable) */
  guint shown_sections;
  guint n_new;
  guint sweep;
  gboolean held;
};

enum
{
  PROP_N_NEW = 1,
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnInboxList,
                               csn_inbox_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return CSN_TYPE_INBOX_ENTRY;
}

/* A section that has rows has a heading. */
static guint
section_length (CsnInboxList *self, guint section)
{
  guint length = self->sections[section]->len;

  return length > 0 ? length + 1 : 0;
}

static guint
section_start (CsnInboxList *self, guint section)
{
  guint start = 0;

  for (guint i = 0; i < section; i++)
    start += section_length (self, i);
  return start;
}

static guint
get_n_items (GListModel *model)
{
  return section_start (CSN_INBOX_LIST (model), CSN_INBOX_N_SECTIONS);
}

static CsnInboxEntry *
peek_entry (CsnInboxList *self, guint position)
{
  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    {
      guint length = section_length (self, i);

      if (position < length)
        return position == 0 ? self->headings[i]
                             : g_ptr_array_index (self->sections[i], position - 1);
      position -= length;
    }
  return NULL;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CsnInboxEntry *entry = peek_entry (CSN_INBOX_LIST (model), position);

  return entry != NULL ? g_object_ref (entry) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_wanted (CsnInboxList *self, CsnInboxEntry *entry)
{
  CsnRequest *request = csn_inbox_item_get_request (csn_inbox_entry_get_item (entry));

  if ((self->shown_sections & (1u << csn_inbox_entry_get_section (entry))) == 0)
    return FALSE;
  if (self->agent_id != NULL && !g_str_equal (self->agent_id, csn_request_get_agent_id (request)))
    return FALSE;
  return csn_inbox_entry_matches (entry, (const char *const *) self->words);
}

static guint
find_place (GPtrArray *section, CsnInboxEntry *entry)
{
  guint low = 0;
  guint high = section->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (csn_inbox_entry_compare (g_ptr_array_index (section, middle), entry) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
update_counts (CsnInboxList *self)
{
  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    csn_inbox_entry_set_count (self->headings[i], self->sections[i]->len);
}

static void
insert_row (CsnInboxList *self, CsnInboxEntry *entry)
{
  CsnInboxSection index = csn_inbox_entry_get_section (entry);
  GPtrArray *section = self->sections[index];
  guint place = find_place (section, entry);
  gboolean first = section->len == 0;

  g_ptr_array_insert (section, (gint) place, g_object_ref (entry));
  update_counts (self);
  g_list_model_items_changed (G_LIST_MODEL (self),
                              section_start (self, index) + (first ? 0 : place + 1),
                              0,
                              first ? 2 : 1);
}

static void
remove_row (CsnInboxList *self, CsnInboxEntry *entry)
{
  CsnInboxSection index = csn_inbox_entry_get_section (entry);
  guint place = 0;
  gboolean last = self->sections[index]->len == 1;

  if (!g_ptr_array_find (self->sections[index], entry, &place))
    return;
  g_ptr_array_remove_index (self->sections[index], place);
  update_counts (self);
  g_list_model_items_changed (G_LIST_MODEL (self),
                              section_start (self, index) + (last ? 0 : place + 1),
                              last ? 2 : 1,
                              0);
}

static void
put_in (CsnInboxList *self, CsnInboxItem *item)
{
  g_autoptr (CsnInboxEntry) entry = csn_inbox_entry_new (item);

  g_hash_table_insert (self->entries, g_object_ref (item), g_object_ref (entry));
  if (is_wanted (self, entry))
    insert_row (self, entry);
}

static void
take_out (CsnInboxList *self, CsnInboxItem *item)
{
  CsnInboxEntry *entry = g_hash_table_lookup (self->entries, item);

  if (entry != NULL)
    remove_row (self, entry);
  g_hash_table_remove (self->gone, item);
  g_hash_table_remove (self->entries, item);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return csn_inbox_entry_compare (*(CsnInboxEntry *const *) a, *(CsnInboxEntry *const *) b);
}

static GHashTable *
new_item_set (void)
{
  return g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

static GHashTable *
new_entry_table (void)
{
  return g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

static void
set_n_new (CsnInboxList *self, guint n_new)
{
  if (self->n_new == n_new)
    return;
  self->n_new = n_new;
  g_object_notify (G_OBJECT (self), "n-new");
}

/* Everything anew, but with the entries that there are, so that a selected one stays selected. */
static void
rebuild (CsnInboxList *self)
{
  guint before = get_n_items (G_LIST_MODEL (self));
  g_autoptr (GHashTable) old = g_steal_pointer (&self->entries);

  self->entries = new_entry_table ();
  g_hash_table_remove_all (self->waiting);
  g_hash_table_remove_all (self->gone);
  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    g_ptr_array_set_size (self->sections[i], 0);
  for (guint i = 0; i < self->known->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (self->known, i);
      CsnInboxEntry *known = g_hash_table_lookup (old, item);
      g_autoptr (CsnInboxEntry) entry =
          known != NULL ? g_object_ref (known) : csn_inbox_entry_new (item);

      csn_inbox_entry_place (entry);
      g_hash_table_insert (self->entries, g_object_ref (item), g_object_ref (entry));
      if (is_wanted (self, entry))
        g_ptr_array_add (self->sections[csn_inbox_entry_get_section (entry)], g_object_ref (entry));
    }
  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    g_ptr_array_sort (self->sections[i], compare_rows);
  update_counts (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n_items (G_LIST_MODEL (self)));
  set_n_new (self, 0);
}

static guint
count_new (CsnInboxList *self)
{
  GHashTableIter iter;
  gpointer item = NULL;
  guint n_new = 0;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (csn_inbox_entry_section_of (item) != CSN_INBOX_SETTLED)
      n_new++;
  return n_new;
}

static GPtrArray *
take_all (GHashTable *set)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item = NULL;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_ptr_array_add (items, g_object_ref (item));
  return items;
}

static void
move_settled (CsnInboxList *self)
{
  g_autoptr (GPtrArray) items = take_all (self->entries);

  for (guint i = 0; i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);
      CsnInboxEntry *entry = g_hash_table_lookup (self->entries, item);

      if (csn_inbox_entry_section_of (item) == csn_inbox_entry_get_section (entry))
        continue;
      remove_row (self, entry);
      csn_inbox_entry_place (entry);
      if (is_wanted (self, entry))
        insert_row (self, entry);
    }
}

void
csn_inbox_list_show_new (CsnInboxList *self)
{
  g_autoptr (GPtrArray) gone = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  g_return_if_fail (CSN_IS_INBOX_LIST (self));

  g_clear_handle_id (&self->sweep, g_source_remove);
  gone = take_all (self->gone);
  for (guint i = 0; i < gone->len; i++)
    take_out (self, g_ptr_array_index (gone, i));
  move_settled (self);
  waiting = take_all (self->waiting);
  g_hash_table_remove_all (self->waiting);
  for (guint i = 0; i < waiting->len; i++)
    put_in (self, g_ptr_array_index (waiting, i));
  set_n_new (self, 0);
}

static gboolean
on_sweep (gpointer user_data)
{
  CsnInboxList *self = user_data;

  self->sweep = 0;
  if (!self->held)
    csn_inbox_list_show_new (self);
  return G_SOURCE_REMOVE;
}

static void
sweep_soon (CsnInboxList *self)
{
  if (self->sweep == 0 && !self->held)
    self->sweep = g_timeout_add_seconds (SETTLED_SECONDS, on_sweep, self);
}

static void
on_item_changed (CsnInboxList *self, CsnInboxItem *item)
{
  CsnInboxEntry *entry = g_hash_table_lookup (self->entries, item);

  if (entry != NULL && csn_inbox_entry_section_of (item) != csn_inbox_entry_get_section (entry))
    sweep_soon (self);
  else if (entry == NULL)
    set_n_new (self, count_new (self));
}

static void
forget (CsnInboxList *self, CsnInboxItem *item)
{
  g_signal_handlers_disconnect_by_data (item, self);
  if (g_hash_table_contains (self->entries, item))
    {
      g_hash_table_add (self->gone, g_object_ref (item));
      sweep_soon (self);
    }
  if (g_hash_table_remove (self->waiting, item))
    set_n_new (self, count_new (self));
}

static void
learn (CsnInboxList *self, CsnInboxItem *item)
{
  g_signal_connect_swapped (item, "changed", G_CALLBACK (on_item_changed), self);
  if (self->held)
    {
      g_hash_table_add (self->waiting, g_object_ref (item));
      if (csn_inbox_entry_section_of (item) != CSN_INBOX_SETTLED)
        set_n_new (self, self->n_new + 1);
    }
  else
    put_in (self, item);
}

/* Many at once are sorted once. */
#define MANY 64

static void
on_source_changed (CsnInboxList *self, guint position, guint removed, guint added)
{
  gboolean many = added > MANY && !self->held;

  for (guint i = 0; i < removed; i++)
    {
      g_autoptr (CsnInboxItem) item = g_object_ref (g_ptr_array_index (self->known, position));

      g_ptr_array_remove_index (self->known, position);
      forget (self, item);
    }
  for (guint i = 0; i < added; i++)
    {
      CsnInboxItem *item = g_list_model_get_item (self->source, position + i);

      g_ptr_array_insert (self->known, (gint) (position + i), item);
      if (many)
        g_signal_connect_swapped (item, "changed", G_CALLBACK (on_item_changed), self);
      else
        learn (self, item);
    }
  if (many)
    rebuild (self);
}

static void
csn_inbox_list_dispose (GObject *object)
{
  CsnInboxList *self = CSN_INBOX_LIST (object);

  g_clear_handle_id (&self->sweep, g_source_remove);
  for (guint i = 0; self->known != NULL && i < self->known->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->known, i), self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_clear_pointer (&self->known, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_inbox_list_parent_class)->dispose (object);
}

static void
csn_inbox_list_finalize (GObject *object)
{
  CsnInboxList *self = CSN_INBOX_LIST (object);

  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    {
      g_ptr_array_unref (self->sections[i]);
      g_object_unref (self->headings[i]);
    }
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->gone);
  g_strfreev (self->words);
  g_free (self->agent_id);

  G_OBJECT_CLASS (csn_inbox_list_parent_class)->finalize (object);
}

static void
csn_inbox_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_NEW)
    g_value_set_uint (value, CSN_INBOX_LIST (object)->n_new);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_inbox_list_class_init (CsnInboxListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_inbox_list_dispose;
  object_class->finalize = csn_inbox_list_finalize;
  object_class->get_property = csn_inbox_list_get_property;
  g_object_class_install_property (object_class,
                                   PROP_N_NEW,
                                   g_param_spec_uint ("n-new",
                                                      NULL,
                                                      NULL,
                                                      0,
                                                      G_MAXUINT,
                                                      0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
csn_inbox_list_init (CsnInboxList *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = new_entry_table ();
  self->waiting = new_item_set ();
  self->gone = new_item_set ();
  self->shown_sections = (1u << CSN_INBOX_N_SECTIONS) - 1;
  for (guint i = 0; i < CSN_INBOX_N_SECTIONS; i++)
    {
      self->sections[i] = g_ptr_array_new_with_free_func (g_object_unref);
      self->headings[i] = csn_inbox_entry_new_heading (i);
    }
}

CsnInboxList *
csn_inbox_list_new (GListModel *source)
{
  CsnInboxList *self = g_object_new (CSN_TYPE_INBOX_LIST, NULL);

  if (source == NULL)
    return self;
  self->source = g_object_ref (source);
  g_signal_connect_swapped (source, "items-changed", G_CALLBACK (on_source_changed), self);
  on_source_changed (self, 0, 0, g_list_model_get_n_items (source));
  return self;
}

void
csn_inbox_list_set_held (CsnInboxList *self, gboolean held)
{
  g_return_if_fail (CSN_IS_INBOX_LIST (self));

  if (self->held == held)
    return;
  self->held = held;
  if (held)
    g_clear_handle_id (&self->sweep, g_source_remove);
  else
    sweep_soon (self);
}

guint
csn_inbox_list_get_n_new (CsnInboxList *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_LIST (self), 0);

  return self->n_new;
}

static char **
split_words (const char *text)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  g_auto (GStrv) parts = folded != NULL ? g_strsplit_set (folded, " \t", -1) : NULL;
  GStrvBuilder *words = NULL;
  char **result = NULL;

  if (parts == NULL)
    return NULL;
  words = g_strv_builder_new ();
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  result = g_strv_builder_end (words);
  g_strv_builder_unref (words);
  return result;
}

void
csn_inbox_list_set_filter (CsnInboxList *self,
                           const char *text,
                           const char *agent_id,
                           guint sections)
{
  g_return_if_fail (CSN_IS_INBOX_LIST (self));

  g_strfreev (self->words);
  self->words = split_words (text);
  g_free (self->agent_id);
  self->agent_id = g_strdup (agent_id);
  self->shown_sections = sections;
  rebuild (self);
}

guint
csn_inbox_list_find (CsnInboxList *self, const char *request_id)
{
  guint n_items = 0;

  g_return_val_if_fail (CSN_IS_INBOX_LIST (self), G_MAXUINT);

  n_items = get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < n_items; i++)
    {
      CsnInboxItem *item = csn_inbox_entry_get_item (peek_entry (self, i));

      if (item != NULL && g_str_equal (csn_inbox_item_get_id (item), request_id))
        return i;
    }
  return G_MAXUINT;
}

guint
csn_inbox_list_next_item (CsnInboxList *self, guint position, int step)
{
  gint64 n_items = 0;
  gint64 i = position == G_MAXUINT ? -1 : (gint64) position;

  g_return_val_if_fail (CSN_IS_INBOX_LIST (self), G_MAXUINT);

  n_items = get_n_items (G_LIST_MODEL (self));
  for (i += step; i >= 0 && i < n_items; i += step)
    if (csn_inbox_entry_get_item (peek_entry (self, (guint) i)) != NULL)
      return (guint) i;
  return G_MAXUINT;
}
