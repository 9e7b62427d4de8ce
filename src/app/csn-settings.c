/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-settings.h"

typedef enum
{
  PROP_REVIEWER_ID = 1,
  PROP_NOTIFICATION_APPROVAL,
  PROP_ACCEPT_UNKNOWN_PRESENCE,
  PROP_ARMING_MS,
  PROP_UNDO_SECONDS,
  PROP_SINGLE_KEY_SHORTCUTS,
  PROP_START_IN_BACKGROUND,
  PROP_WINDOW_WIDTH,
  PROP_WINDOW_HEIGHT,
  PROP_WINDOW_MAXIMIZED,
  PROP_PAGE,
  PROP_ANCHOR_JOURNAL,
  PROP_ANCHOR_KEYRING,
  PROP_ANCHOR_FOLDER,
  N_PROPS,
} CsnSettingsProperty;

/* The schema has the same names, ranges and defaults; tests/app compares them. */
static const struct
{
  const char *name;
  GType type;
  int min;
  int max;
  int preset;
  const char *preset_text;
} keys[N_PROPS] = {
  [PROP_REVIEWER_ID] = { "reviewer-id", G_TYPE_STRING, .preset_text = "" },
  [PROP_NOTIFICATION_APPROVAL] = { "notification-approval", G_TYPE_BOOLEAN, .preset = TRUE },
  [PROP_ACCEPT_UNKNOWN_PRESENCE] = { "accept-unknown-presence", G_TYPE_BOOLEAN, .preset = FALSE },
  [PROP_ARMING_MS] = { "arming-ms", G_TYPE_INT, 1000, 10000, 1000 },
  [PROP_UNDO_SECONDS] = { "undo-seconds", G_TYPE_INT, 0, 10, 3 },
  [PROP_SINGLE_KEY_SHORTCUTS] = { "single-key-shortcuts", G_TYPE_BOOLEAN, .preset = TRUE },
  [PROP_START_IN_BACKGROUND] = { "start-in-background", G_TYPE_BOOLEAN, .preset = FALSE },
  [PROP_WINDOW_WIDTH] = { "window-width", G_TYPE_INT, -1, 100000, 1180 },
  [PROP_WINDOW_HEIGHT] = { "window-height", G_TYPE_INT, -1, 100000, 760 },
  [PROP_WINDOW_MAXIMIZED] = { "window-maximized", G_TYPE_BOOLEAN, .preset = FALSE },
  [PROP_PAGE] = { "page", G_TYPE_STRING, .preset_text = "inbox" },
  [PROP_ANCHOR_JOURNAL] = { "anchor-journal", G_TYPE_BOOLEAN, .preset = TRUE },
  [PROP_ANCHOR_KEYRING] = { "anchor-keyring", G_TYPE_BOOLEAN, .preset = TRUE },
  [PROP_ANCHOR_FOLDER] = { "anchor-folder", G_TYPE_STRING, .preset_text = "" },
};

struct _CsnSettings
{
  GObject parent_instance;

  GSettings *gsettings;      /* (owned) (nullable): none where the schema is not installed */
  GVariant *values[N_PROPS]; /* (owned): in place of @gsettings */
};

G_DEFINE_FINAL_TYPE (CsnSettings, csn_settings, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static GVariant *
dup_value (CsnSettings *self, guint prop_id)
{
  if (self->gsettings != NULL)
    return g_settings_get_value (self->gsettings, keys[prop_id].name);
  return g_variant_ref (self->values[prop_id]);
}

static gboolean
get_boolean (CsnSettings *self, guint prop_id)
{
  g_autoptr (GVariant) value = dup_value (self, prop_id);

  return g_variant_get_boolean (value);
}

static int
get_int (CsnSettings *self, guint prop_id)
{
  g_autoptr (GVariant) value = dup_value (self, prop_id);

  /* A settings file can be edited by hand; the limits hold all the same. */
  return CLAMP (g_variant_get_int32 (value), keys[prop_id].min, keys[prop_id].max);
}

static char *
dup_string (CsnSettings *self, guint prop_id)
{
  g_autoptr (GVariant) value = dup_value (self, prop_id);

  return g_variant_dup_string (value, NULL);
}

static void
set_value (CsnSettings *self, guint prop_id, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  g_autoptr (GVariant) old = dup_value (self, prop_id);

  if (g_variant_equal (old, owned))
    return;
  if (self->gsettings != NULL)
    {
      if (!g_settings_set_value (self->gsettings, keys[prop_id].name, owned))
        g_debug ("The setting %s can't be written", keys[prop_id].name);
      return;
    }
  g_variant_unref (self->values[prop_id]);
  self->values[prop_id] = g_steal_pointer (&owned);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
csn_settings_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CsnSettings *self = CSN_SETTINGS (object);

  if (pspec->value_type == G_TYPE_BOOLEAN)
    g_value_set_boolean (value, get_boolean (self, prop_id));
  else if (pspec->value_type == G_TYPE_INT)
    g_value_set_int (value, get_int (self, prop_id));
  else
    g_value_take_string (value, dup_string (self, prop_id));
}

static void
csn_settings_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  CsnSettings *self = CSN_SETTINGS (object);
  const char *text;

  if (pspec->value_type == G_TYPE_BOOLEAN)
    {
      set_value (self, prop_id, g_variant_new_boolean (g_value_get_boolean (value)));
    }
  else if (pspec->value_type == G_TYPE_INT)
    {
      set_value (self, prop_id, g_variant_new_int32 (g_value_get_int (value)));
    }
  else
    {
      text = g_value_get_string (value);
      set_value (self, prop_id, g_variant_new_string (text != NULL ? text : ""));
    }
}

static void
csn_settings_dispose (GObject *object)
{
  CsnSettings *self = CSN_SETTINGS (object);

  if (self->gsettings != NULL)
    g_signal_handlers_disconnect_by_data (self->gsettings, self);
  g_clear_object (&self->gsettings);
  for (guint i = 1; i < N_PROPS; i++)
    g_clear_pointer (&self->values[i], g_variant_unref);

  G_OBJECT_CLASS (csn_settings_parent_class)->dispose (object);
}

static GParamSpec *
new_pspec (guint prop_id)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const char *name = keys[prop_id].name;
  int preset = keys[prop_id].preset;

  if (keys[prop_id].type == G_TYPE_BOOLEAN)
    return g_param_spec_boolean (name, NULL, NULL, preset, flags);
  if (keys[prop_id].type == G_TYPE_INT)
    return g_param_spec_int (name, NULL, NULL, keys[prop_id].min, keys[prop_id].max, preset, flags);
  return g_param_spec_string (name, NULL, NULL, keys[prop_id].preset_text, flags);
}

static void
csn_settings_class_init (CsnSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = csn_settings_get_property;
  object_class->set_property = csn_settings_set_property;
  object_class->dispose = csn_settings_dispose;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = new_pspec (i);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
on_changed (GSettings *gsettings, const char *key, CsnSettings *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    {
      if (g_str_equal (keys[i].name, key))
        g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
    }
}

static GVariant *
new_preset (guint prop_id)
{
  if (keys[prop_id].type == G_TYPE_BOOLEAN)
    return g_variant_ref_sink (g_variant_new_boolean (keys[prop_id].preset));
  if (keys[prop_id].type == G_TYPE_INT)
    return g_variant_ref_sink (g_variant_new_int32 (keys[prop_id].preset));
  return g_variant_ref_sink (g_variant_new_string (keys[prop_id].preset_text));
}

/* A schema of an older version, without one of the keys, would end the program on first use. */
static gboolean
has_all_keys (GSettingsSchema *schema)
{
  for (guint i = 1; i < N_PROPS; i++)
    {
      if (!g_settings_schema_has_key (schema, keys[i].name))
        return FALSE;
    }
  return TRUE;
}

static void
csn_settings_init (CsnSettings *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, CSN_APP_ID, TRUE);
  if (schema != NULL && has_all_keys (schema))
    {
      self->gsettings = g_settings_new_full (schema, NULL, NULL);
      g_signal_connect (self->gsettings, "changed", G_CALLBACK (on_changed), self);
      return;
    }
  g_debug ("The settings schema is not installed; settings are not remembered");
  for (guint i = 1; i < N_PROPS; i++)
    self->values[i] = new_preset (i);
}

/**
 * csn_settings_new:
 *
 * Returns: (transfer full): the user's settings; where the schema is not installed, the presets,
 *   which are forgotten at the end
 */
CsnSettings *
csn_settings_new (void)
{
  return g_object_new (CSN_TYPE_SETTINGS, NULL);
}

char *
csn_settings_dup_reviewer_id (CsnSettings *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (CSN_IS_SETTINGS (self), NULL);

  text = dup_string (self, PROP_REVIEWER_ID);
  g_strstrip (text);
  if (*text != '\0')
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
}

gboolean
csn_settings_get_notification_approval (CsnSettings *self)
{
  g_return_val_if_fail (CSN_IS_SETTINGS (self), FALSE);

  return get_boolean (self, PROP_NOTIFICATION_APPROVAL);
}

gboolean
csn_settings_get_accept_unknown_presence (CsnSettings *self)
{
  g_return_val_if_fail (CSN_IS_SETTINGS (self), FALSE);

  return get_boolean (self, PROP_ACCEPT_UNKNOWN_PRESENCE);
}

int
csn_settings_get_arming_ms (CsnSettings *self)
{
  g_return_val_if_fail (CSN_IS_SETTINGS (self), keys[PROP_ARMING_MS].preset);

  return get_int (self, PROP_ARMING_MS);
}

int
csn_settings_get_undo_seconds (CsnSettings *self)
{
  g_return_val_if_fail (CSN_IS_SETTINGS (self), keys[PROP_UNDO_SECONDS].preset);

  return get_int (self, PROP_UNDO_SECONDS);
}

gboolean
csn_settings_get_single_key_shortcuts (CsnSettings *self)
{
  g_return_val_if_fail (CSN_IS_SETTINGS (self), FALSE);

  return get_boolean (self, PROP_SINGLE_KEY_SHORTCUTS);
}
