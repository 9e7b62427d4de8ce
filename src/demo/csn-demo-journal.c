/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-journal.h"

#include "csn-demo-json.h"

#include <string.h>

struct _CsnDemoJournal
{
  GObject parent_instance;

  GFileOutputStream *stream; /* (owned) */
  gboolean cut;              /* the last line has no end */
};

G_DEFINE_FINAL_TYPE (CsnDemoJournal, csn_demo_journal, G_TYPE_OBJECT)

static void
csn_demo_journal_finalize (GObject *object)
{
  CsnDemoJournal *self = CSN_DEMO_JOURNAL (object);

  g_clear_object (&self->stream);
  G_OBJECT_CLASS (csn_demo_journal_parent_class)->finalize (object);
}

static void
csn_demo_journal_class_init (CsnDemoJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_demo_journal_finalize;
}

static void
csn_demo_journal_init (CsnDemoJournal *self)
{
}

static GPtrArray *
read_lines (GFile *file, gboolean *ret_cut, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_json_unref);
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;

  if (!g_file_load_contents (file, NULL, &text, &length, NULL, &local_error))
    {
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return g_steal_pointer (&lines);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  *ret_cut = length > 0 && text[length - 1] != '\n';
  for (char *line = text; line < text + length;)
    {
      char *end = memchr (line, '\n', text + length - line);
      gsize line_length = end != NULL ? (gsize) (end - line) : (gsize) (text + length - line);
      CsnJson *json = csn_json_parse (line, line_length, G_MAXSIZE, NULL, NULL);

      if (json != NULL)
        g_ptr_array_add (lines, json);
      line += line_length + 1;
    }
  return g_steal_pointer (&lines);
}

CsnDemoJournal *
csn_demo_journal_open (const char *path, GPtrArray **ret_lines, GError **error)
{
  g_autoptr (CsnDemoJournal) self = g_object_new (CSN_TYPE_DEMO_JOURNAL, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) lines = NULL;

  lines = read_lines (file, &self->cut, error);
  if (lines == NULL)
    return NULL;
  self->stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  if (self->stream == NULL)
    return NULL;
  *ret_lines = g_steal_pointer (&lines);
  return g_steal_pointer (&self);
}

gboolean
csn_demo_journal_append (CsnDemoJournal *self, const char *line, GError **error)
{
  g_autofree char *text = g_strconcat (self->cut ? "\n" : "", line, "\n", NULL);

  self->cut = !g_output_stream_write_all (G_OUTPUT_STREAM (self->stream),
                                          text,
                                          strlen (text),
                                          NULL,
                                          NULL,
                                          error);
  return !self->cut;
}
