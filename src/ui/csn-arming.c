/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-arming.h"

struct _CsnArming
{
  GObject parent_instance;

  gboolean armed;
  guint timeout;
  GHashTable *held; /* (owned): hardware key to whether its press began while armed */
};

enum
{
  PROP_ARMED = 1,
};

G_DEFINE_FINAL_TYPE (CsnArming, csn_arming, G_TYPE_OBJECT)

static void
set_armed (CsnArming *self, gboolean armed)
{
  if (self->armed == armed)
    return;
  self->armed = armed;
  g_object_notify (G_OBJECT (self), "armed");
}

static gboolean
on_timeout (gpointer user_data)
{
  CsnArming *self = user_data;

  self->timeout = 0;
  set_armed (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
csn_arming_dispose (GObject *object)
{
  CsnArming *self = CSN_ARMING (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->held, g_hash_table_unref);

  G_OBJECT_CLASS (csn_arming_parent_class)->dispose (object);
}

static void
csn_arming_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ARMED)
    g_value_set_boolean (value, CSN_ARMING (object)->armed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_arming_class_init (CsnArmingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_arming_dispose;
  object_class->get_property = csn_arming_get_property;
  g_object_class_install_property (
      object_class,
      PROP_ARMED,
      g_param_spec_boolean ("armed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
csn_arming_init (CsnArming *self)
{
  self->held = g_hash_table_new (NULL, NULL);
}

CsnArming *
csn_arming_new (void)
{
  return g_object_new (CSN_TYPE_ARMING, NULL);
}

void
csn_arming_restart (CsnArming *self, guint delay_ms)
{
  g_return_if_fail (CSN_IS_ARMING (self));

  csn_arming_stop (self);
  self->timeout = g_timeout_add (delay_ms, on_timeout, self);
}

/* A key that is held now began before whatever is armed next. */
static void
forget_press (gpointer key, gpointer value, gpointer user_data)
{
  g_hash_table_insert (user_data, key, GINT_TO_POINTER (FALSE));
}

void
csn_arming_stop (CsnArming *self)
{
  g_autoptr (GHashTable) held = NULL;

  g_return_if_fail (CSN_IS_ARMING (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  held = g_hash_table_new (NULL, NULL);
  g_hash_table_foreach (self->held, forget_press, held);
  g_hash_table_unref (self->held);
  self->held = g_steal_pointer (&held);
  set_armed (self, FALSE);
}

gboolean
csn_arming_get_armed (CsnArming *self)
{
  g_return_val_if_fail (CSN_IS_ARMING (self), FALSE);

  return self->armed;
}

void
csn_arming_key_pressed (CsnArming *self, guint keycode)
{
  g_return_if_fail (CSN_IS_ARMING (self));

  if (!g_hash_table_contains (self->held, GUINT_TO_POINTER (keycode)))
    g_hash_table_insert (self->held, GUINT_TO_POINTER (keycode), GINT_TO_POINTER (self->armed));
}

void
csn_arming_key_released (CsnArming *self, guint keycode)
{
  g_return_if_fail (CSN_IS_ARMING (self));

  g_hash_table_remove (self->held, GUINT_TO_POINTER (keycode));
}

gboolean
csn_arming_key_counts (CsnArming *self, guint keycode)
{
  g_return_val_if_fail (CSN_IS_ARMING (self), FALSE);

  return self->armed &&
         GPOINTER_TO_INT (g_hash_table_lookup (self->held, GUINT_TO_POINTER (keycode)));
}
