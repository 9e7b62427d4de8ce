/* SPDX-License-Identifier: GPL-3.0-or-later */
static void
f (void)
{
  goto out;
out:
  return;
}
