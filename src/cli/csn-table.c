/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-table.h"

#include "csn-output.h"

struct _CsnTable
{
  GPtrArray *cells; /* (owned) (element-type utf8): row by row, the headings first */
  guint n_columns;
};

CsnTable *
csn_table_new (const char *first, ...)
{
  CsnTable *self = g_new0 (CsnTable, 1);
  const char *heading = first;
  va_list headings;

  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (headings, first);
  for (; heading != NULL; heading = va_arg (headings, const char *))
    {
      g_ptr_array_add (self->cells, g_strdup (heading));
      self->n_columns++;
    }
  va_end (headings);
  return self;
}

void
csn_table_free (CsnTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
csn_table_add_cell (CsnTable *self, const char *text)
{
  char *cell = csn_output_visible (text);

  if (*cell == '\0')
    {
      g_free (cell);
      cell = g_strdup ("-");
    }
  g_ptr_array_add (self->cells, cell);
}

static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

void
csn_table_print (CsnTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] =
        MAX (widths[i % self->n_columns], get_width (self->cells->pdata[i]));
  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = self->cells->pdata[i];
      guint column = i % self->n_columns;

      if (column == self->n_columns - 1)
        csn_output_text ("%s\n", cell);
      else
        csn_output_text ("%s%*s", cell, (int) (widths[column] - get_width (cell) + 2), "");
    }
}
