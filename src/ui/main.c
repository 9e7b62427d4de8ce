/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "csn-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (CsnApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (CSN_GETTEXT_PACKAGE, CSN_LOCALE_DIR);
  bind_textdomain_codeset (CSN_GETTEXT_PACKAGE, "UTF-8");
  textdomain (CSN_GETTEXT_PACKAGE);
  g_set_application_name (_ ("Countersign"));
  application = csn_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
