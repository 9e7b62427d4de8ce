/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-fake-presence.h"

struct _CsnFakePresence
{
  GObject parent_instance;

  CsnPresenceState state;
  const char *reason; /* (unowned) (nullable): static */
};

static void csn_fake_presence_iface_init (CsnPresenceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnFakePresence,
                               csn_fake_presence,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_PRESENCE,
                                                      csn_fake_presence_iface_init))

static CsnPresenceState
csn_fake_presence_get_state (CsnPresence *presence)
{
  return CSN_FAKE_PRESENCE (presence)->state;
}

static const char *
csn_fake_presence_get_reason (CsnPresence *presence)
{
  return CSN_FAKE_PRESENCE (presence)->reason;
}

static void
csn_fake_presence_iface_init (CsnPresenceInterface *iface)
{
  iface->get_state = csn_fake_presence_get_state;
  iface->get_reason = csn_fake_presence_get_reason;
}

static void
csn_fake_presence_class_init (CsnFakePresenceClass *klass)
{
}

static void
csn_fake_presence_init (CsnFakePresence *self)
{
  self->state = CSN_PRESENCE_ATTENTIVE;
}

CsnFakePresence *
csn_fake_presence_new (void)
{
  return g_object_new (CSN_TYPE_FAKE_PRESENCE, NULL);
}

void
csn_fake_presence_set (CsnFakePresence *self, CsnPresenceState state, const char *reason)
{
  self->state = state;
  self->reason = reason;
  csn_presence_changed (CSN_PRESENCE (self));
}
