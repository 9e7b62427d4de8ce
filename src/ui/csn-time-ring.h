/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_TIME_RING (csn_time_ring_get_type ())

/**
 * CsnTimeRing:
 *
 * A small ring that shrinks with the time left. It is told the time; it has no clock.
 */
G_DECLARE_FINAL_TYPE (CsnTimeRing, csn_time_ring, CSN, TIME_RING, GtkWidget)

GtkWidget *csn_time_ring_new (void);

/**
 * csn_time_ring_set_fraction:
 * @self: a ring
 * @fraction: how much of the time is left, from 0 to 1
 */
void csn_time_ring_set_fraction (CsnTimeRing *self, double fraction);

double csn_time_ring_get_fraction (CsnTimeRing *self);

G_END_DECLS
