/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sodium.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_sodium_ensure_ready:
 *
 * libsodium wants to be told once per process that it may start.
 */
static inline void
csn_sodium_ensure_ready (void)
{
  /* It has no other way to say that there is no randomness; there is no going on. */
  if (sodium_init () < 0)
    g_abort ();
}

G_END_DECLS
