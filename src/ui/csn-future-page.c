/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-future-page.h"

#include "csn-back-button.h"
#include "csn-widgets.h"

enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  PROP_DESCRIPTION,
  N_PROPS,
};

struct _CsnFuturePage
{
  GtkWidget parent_instance;

  char *texts[N_PROPS]; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnFuturePage, csn_future_page, GTK_TYPE_WIDGET)

static void
csn_future_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, CSN_FUTURE_PAGE (object)->texts[id]);
}

static void
csn_future_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsnFuturePage *self = CSN_FUTURE_PAGE (object);

  g_free (self->texts[id]);
  self->texts[id] = g_value_dup_string (value);
}

static void
csn_future_page_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_future_page_parent_class)->dispose (object);
}

static void
csn_future_page_finalize (GObject *object)
{
  for (guint i = 0; i < N_PROPS; i++)
    g_free (CSN_FUTURE_PAGE (object)->texts[i]);

  G_OBJECT_CLASS (csn_future_page_parent_class)->finalize (object);
}

static void
install_text (GObjectClass *object_class, guint id, const char *name)
{
  g_object_class_install_property (
      object_class,
      id,
      g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
csn_future_page_class_init (CsnFuturePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  object_class->get_property = csn_future_page_get_property;
  object_class->set_property = csn_future_page_set_property;
  object_class->dispose = csn_future_page_dispose;
  object_class->finalize = csn_future_page_finalize;
  install_text (object_class, PROP_TITLE, "title");
  install_text (object_class, PROP_ICON_NAME, "icon-name");
  install_text (object_class, PROP_DESCRIPTION, "description");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-future-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_future_page_init (CsnFuturePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
