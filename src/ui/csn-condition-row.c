/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-condition-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-json-writer.h"
#include "csn-widgets.h"
#include "csn-wrap-box.h"

struct _CsnConditionRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *pointer;
  GtkWidget *kind;
  GtkWidget *value;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnConditionRow, csn_condition_row, GTK_TYPE_WIDGET)

static void
on_changed (CsnConditionRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_remove (CsnConditionRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
csn_condition_row_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_condition_row_parent_class)->dispose (object);
}

static guint
new_signal (CsnConditionRowClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
csn_condition_row_class_init (CsnConditionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_condition_row_dispose;
  signals[CHANGED] = new_signal (klass, "changed");
  signals[REMOVE] = new_signal (klass, "remove");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "conditionrow");
}

static GtkWidget *
new_entry (const char *hint, const char *name, int chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), chars);
  csn_widgets_name (entry, name);
  return entry;
}

static void
csn_condition_row_init (CsnConditionRow *self)
{
  const char *const kinds[] = { _ ("is"),
                                _ ("is one of"),
                                _ ("begins with"),
                                _ ("is at most"),
                                NULL };
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  self->box = csn_wrap_box_new ();
  g_object_set (self->box, "spacing", 6, NULL);
  self->pointer = new_entry ("/amount", _ ("Member of the action, as a JSON pointer"), 12);
  self->kind = gtk_drop_down_new_from_strings (kinds);
  csn_widgets_name (self->kind, _ ("Comparison"));
  self->value = new_entry ("100", _ ("What to compare with"), 12);
  csn_widgets_name (remove, _ ("Remove this condition"));
  gtk_widget_set_tooltip_text (remove, _ ("Remove this condition"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_parent (self->pointer, self->box);
  gtk_widget_set_parent (self->kind, self->box);
  gtk_widget_set_parent (self->value, self->box);
  gtk_widget_set_parent (remove, self->box);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->pointer, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->value, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_remove), self);
}

static gboolean
is_plain_list (const CsnJson *value)
{
  for (guint i = 0; i < csn_json_get_size (value); i++)
    {
      const CsnJson *element = csn_json_get_element (value, i);

      if (csn_json_get_value_type (element) != CSN_JSON_STRING ||
          strchr (csn_json_get_text (element), ',') != NULL)
        return FALSE;
    }
  return TRUE;
}

static CsnJson *
parse (const char *text)
{
  return csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
}

/* What csn_condition_row_make_value() reads as the same value. */
static char *
show_value (const CsnCondition *condition)
{
  const CsnJson *value = condition->value;
  g_autoptr (GString) list = NULL;
  g_autoptr (CsnJson) read = NULL;

  if (csn_json_get_value_type (value) == CSN_JSON_ARRAY && is_plain_list (value))
    {
      list = g_string_new (NULL);
      for (guint i = 0; i < csn_json_get_size (value); i++)
        g_string_append_printf (list,
                                "%s%s",
                                i > 0 ? ", " : "",
                                csn_json_get_text (csn_json_get_element (value, i)));
      return g_string_free (g_steal_pointer (&list), FALSE);
    }
  if (csn_json_get_value_type (value) != CSN_JSON_STRING)
    return csn_json_to_text (value, 0);
  read = condition->kind == CSN_CONDITION_PREFIX ? NULL : parse (csn_json_get_text (value));
  return read != NULL ? csn_json_to_text (value, 0) : g_strdup (csn_json_get_text (value));
}

GtkWidget *
csn_condition_row_new (const CsnCondition *condition)
{
  CsnConditionRow *self = g_object_new (CSN_TYPE_CONDITION_ROW, NULL);
  g_autofree char *value = NULL;

  if (condition == NULL)
    return GTK_WIDGET (self);
  value = show_value (condition);
  gtk_editable_set_text (GTK_EDITABLE (self->pointer), condition->pointer);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), condition->kind);
  gtk_editable_set_text (GTK_EDITABLE (self->value), value);
  return GTK_WIDGET (self);
}

const char *
csn_condition_row_get_pointer (CsnConditionRow *self)
{
  g_return_val_if_fail (CSN_IS_CONDITION_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->pointer));
}

CsnConditionKind
csn_condition_row_get_kind (CsnConditionRow *self)
{
  g_return_val_if_fail (CSN_IS_CONDITION_ROW (self), CSN_CONDITION_EQUALS);

  return (CsnConditionKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
}

static CsnJson *
finish (CsnJsonWriter *writer)
{
  g_autofree char *json = csn_json_writer_finish (writer);

  return parse (json);
}

static CsnJson *
new_string (const char *text)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_string (writer, text);
  return finish (writer);
}

static CsnJson *
new_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_array (writer);
  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      csn_json_writer_string (writer, words[i]);
  csn_json_writer_end_array (writer);
  return finish (writer);
}

CsnJson *
csn_condition_row_make_value (CsnConditionRow *self)
{
  const char *text = NULL;
  CsnConditionKind kind = CSN_CONDITION_EQUALS;
  g_autoptr (CsnJson) json = NULL;

  g_return_val_if_fail (CSN_IS_CONDITION_ROW (self), NULL);

  text = gtk_editable_get_text (GTK_EDITABLE (self->value));
  kind = csn_condition_row_get_kind (self);
  if (kind == CSN_CONDITION_PREFIX)
    return new_string (text);
  json = parse (text);
  if (kind == CSN_CONDITION_ONE_OF &&
      (json == NULL || csn_json_get_value_type (json) != CSN_JSON_ARRAY))
    return new_list (text);
  return json != NULL ? g_steal_pointer (&json) : new_string (text);
}
