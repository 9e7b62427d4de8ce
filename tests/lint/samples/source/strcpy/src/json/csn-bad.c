/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
void f (char *a)
{
  strcpy (a, "x");
}
