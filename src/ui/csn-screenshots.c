/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-screenshots.h"

#include "csn-inbox-entry.h"
#include "csn-judgement.h"
#include "csn-policy-dialog.h"
#include "csn-preferences-window.h"

#define WIDE_WIDTH 1180
#define WIDE_HEIGHT 760
#define NARROW_WIDTH 360
#define NARROW_HEIGHT 720

/* What the sample agents need to bring requests of every level. */
#define ENOUGH_REQUESTS 4
#define POLL_MS 500
#define MAX_POLLS 60
#define SETTLE_POLLS 8
/* How long a page needs to be laid out, with its animations. */
#define PAGE_MS 900

typedef enum
{
  SHOT_PAGE,
  SHOT_LIST,
  SHOT_HARD,
  SHOT_SOFT,
  SHOT_DETAILS,
  SHOT_REJECT,
  SHOT_EDIT,
  SHOT_SIDEBAR,
  SHOT_PREFERENCES,
  SHOT_PREFERENCES_POLICY,
  SHOT_POLICY,
  SHOT_POLICY_JSON,
} ShotKind;

typedef struct
{
  const char *name;
  const char *page;
  ShotKind kind;
} Shot;

static const Shot shots[] = {
  { "inbox", "inbox", SHOT_HARD },
  { "inbox-soft", "inbox", SHOT_SOFT },
  { "inbox-details", "inbox", SHOT_DETAILS },
  { "reject", "inbox", SHOT_REJECT },
  { "edit", "inbox", SHOT_EDIT },
  { "takeovers", "takeovers", SHOT_PAGE },
  { "agents", "agents", SHOT_PAGE },
  { "confidence", "confidence", SHOT_PAGE },
  { "history", "history", SHOT_PAGE },
  { "reconcile", "reconcile", SHOT_PAGE },
  { "readiness", "readiness", SHOT_PAGE },
  { "preferences", "inbox", SHOT_PREFERENCES },
  { "preferences-policy", "inbox", SHOT_PREFERENCES_POLICY },
  { "policy", "confidence", SHOT_POLICY },
  { "policy-json", "confidence", SHOT_POLICY_JSON },
  { "sidebar", "inbox", SHOT_SIDEBAR },
  { "list", "inbox", SHOT_LIST },
};

struct _CsnScreenshots
{
  GObject parent_instance;

  CsnWindow *window;   /* (owned) */
  CsnService *service; /* (owned) */
  char *folder;        /* (owned) */
  guint timeout;
  guint polls;
  guint enough_since;
  guint next;
  gboolean dark;
  gboolean narrow;
};

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnScreenshots, csn_screenshots, G_TYPE_OBJECT)

static gboolean prepare (gpointer user_data);

static void
csn_screenshots_dispose (GObject *object)
{
  CsnScreenshots *self = CSN_SCREENSHOTS (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->window);
  g_clear_object (&self->service);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (csn_screenshots_parent_class)->dispose (object);
}

static void
csn_screenshots_class_init (CsnScreenshotsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_screenshots_dispose;
  signals[DONE] = g_signal_new ("done",
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
csn_screenshots_init (CsnScreenshots *self)
{
}

CsnScreenshots *
csn_screenshots_new (CsnWindow *window, CsnService *service, const char *folder)
{
  CsnScreenshots *self = g_object_new (CSN_TYPE_SCREENSHOTS, NULL);

  self->window = g_object_ref (window);
  self->service = g_object_ref (service);
  self->folder = g_strdup (folder);
  return self;
}

gboolean
csn_screenshots_save (GtkWindow *window, const char *path, GError **error)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "There is nothing to draw for %s", path);
      return FALSE;
    }
  texture = gsk_renderer_render_texture (renderer,
                                         node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (gdk_texture_save_to_png (texture, path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s can't be written", path);
  return FALSE;
}

/* A dialog or the preferences, where one is open over the window. */
static GtkWindow *
find_top (CsnScreenshots *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self->window) &&
          gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return GTK_WINDOW (self->window);
}

/* Light and wide, light and narrow, dark and wide, dark and narrow. */
static void
step (CsnScreenshots *self)
{
  self->next++;
  if (self->next < G_N_ELEMENTS (shots))
    return;
  self->next = 0;
  if (!self->narrow)
    {
      self->narrow = TRUE;
      return;
    }
  self->narrow = FALSE;
  if (self->dark)
    self->next = G_N_ELEMENTS (shots);
  self->dark = TRUE;
}

/* Runs right after a frame was painted, when everything has its place. */
static void
shoot (CsnScreenshots *self, GdkFrameClock *clock)
{
  g_autofree char *name = g_strdup_printf ("%s%s-%s.png",
                                           shots[self->next].name,
                                           self->narrow ? "-narrow" : "",
                                           self->dark ? "dark" : "light");
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  GtkWindow *top = find_top (self);
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_func (clock, shoot, self);
  if (!csn_screenshots_save (top, path, &error))
    g_printerr ("%s\n", error->message);
  if (top != GTK_WINDOW (self->window))
    gtk_window_destroy (top);
  step (self);
  self->timeout = g_timeout_add (50, prepare, self);
}

static gboolean
wait_for_frame (gpointer user_data)
{
  CsnScreenshots *self = user_data;
  GtkWidget *top = GTK_WIDGET (find_top (self));

  self->timeout = 0;
  g_signal_connect_object (gtk_widget_get_frame_clock (top),
                           "after-paint",
                           G_CALLBACK (shoot),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (top);
  return G_SOURCE_REMOVE;
}

static void
open_request (CsnScreenshots *self, CsnInboxSection section)
{
  CsnInboxPage *inbox = csn_window_get_inbox (self->window);

  if (!csn_inbox_page_open_first (inbox, section) &&
      !csn_inbox_page_open_first (inbox, CSN_INBOX_HARD) &&
      !csn_inbox_page_open_first (inbox, CSN_INBOX_SOFT))
    csn_inbox_page_open_first (inbox, CSN_INBOX_TAKEOVERS);
  csn_request_card_expand (csn_inbox_page_get_card (inbox), FALSE);
}

static void
open_preferences (CsnScreenshots *self, const char *page)
{
  GtkWidget *preferences = csn_preferences_window_new (self->service, GTK_WINDOW (self->window));

  if (page != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences), page);
  gtk_window_present (GTK_WINDOW (preferences));
}

/* What the cautious preset would change; nobody applies it. */
static void
open_policy (CsnScreenshots *self, gboolean editor)
{
  g_autoptr (CsnPolicy) cautious = csn_policy_new_preset ("cautious");
  CsnPolicyDialog *dialog =
      csn_policy_dialog_new (GTK_WINDOW (self->window), self->service, cautious);

  if (editor)
    csn_policy_dialog_show_editor (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
set_scene (CsnScreenshots *self, ShotKind kind)
{
  CsnRequestCard *card = csn_inbox_page_get_card (csn_window_get_inbox (self->window));

  switch (kind)
    {
    case SHOT_PAGE:
      return;
    case SHOT_LIST:
      csn_window_show_request (self->window, NULL);
      return;
    case SHOT_SOFT:
      open_request (self, CSN_INBOX_SOFT);
      return;
    case SHOT_HARD:
      open_request (self, CSN_INBOX_HARD);
      return;
    case SHOT_DETAILS:
      open_request (self, CSN_INBOX_HARD);
      csn_request_card_expand (card, TRUE);
      return;
    case SHOT_REJECT:
      open_request (self, CSN_INBOX_HARD);
      csn_request_card_run (card, "decision.reject");
      return;
    case SHOT_EDIT:
      open_request (self, CSN_INBOX_SOFT);
      csn_request_card_run (card, "decision.edit");
      return;
    case SHOT_SIDEBAR:
      csn_window_show_sidebar (self->window);
      return;
    case SHOT_PREFERENCES:
      open_preferences (self, NULL);
      return;
    case SHOT_PREFERENCES_POLICY:
      open_preferences (self, "policy");
      return;
    case SHOT_POLICY:
      open_policy (self, FALSE);
      return;
    case SHOT_POLICY_JSON:
      open_policy (self, TRUE);
      return;
    }
}

static gboolean
prepare (gpointer user_data)
{
  CsnScreenshots *self = user_data;
  AdwStyleManager *style = adw_style_manager_get_default ();

  if (self->next >= G_N_ELEMENTS (shots))
    {
      self->timeout = 0;
      g_signal_emit (self, signals[DONE], 0);
      return G_SOURCE_REMOVE;
    }
  adw_style_manager_set_color_scheme (style,
                                      self->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_set_default_size (GTK_WINDOW (self->window),
                               self->narrow ? NARROW_WIDTH : WIDE_WIDTH,
                               self->narrow ? NARROW_HEIGHT : WIDE_HEIGHT);
  csn_window_show_page (self->window, shots[self->next].page);
  set_scene (self, shots[self->next].kind);
  self->timeout = g_timeout_add (PAGE_MS, wait_for_frame, self);
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for_requests (gpointer user_data)
{
  CsnScreenshots *self = user_data;
  GListModel *inbox = csn_gate_get_inbox (csn_service_get_gate (self->service));

  self->polls++;
  if (g_list_model_get_n_items (inbox) >= ENOUGH_REQUESTS)
    self->enough_since++;
  if (self->enough_since < SETTLE_POLLS && self->polls < MAX_POLLS)
    return G_SOURCE_CONTINUE;
  self->timeout = g_timeout_add (50, prepare, self);
  return G_SOURCE_REMOVE;
}

void
csn_screenshots_start (CsnScreenshots *self)
{
  g_return_if_fail (CSN_IS_SCREENSHOTS (self));

  /* GNOME's own; a bare display has no desktop that would say so. */
  g_object_set (gtk_settings_get_default (),
                "gtk-font-name",
                "Cantarell 11",
                "gtk-decoration-layout",
                "appmenu:close",
                NULL);
  self->timeout = g_timeout_add (POLL_MS, wait_for_requests, self);
}
