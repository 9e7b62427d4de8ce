/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
gint64 f (void)
{
  return g_get_real_time ();
}
