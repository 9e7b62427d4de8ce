/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-policy-input.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "csn-lines.h"
#include "csn-output.h"

static CsnPolicy *
read_file (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    {
      int saved = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved), g_strerror (saved));
      return NULL;
    }
  bytes = csn_lines_read_all (fd, CSN_POLICY_MAX_BYTES, error);
  g_close (fd, NULL);
  if (bytes == NULL)
    return NULL;
  return csn_policy_parse ((const char *) bytes->data, bytes->len, error);
}

CsnPolicy *
csn_policy_input_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;
  CsnPolicy *policy = read_file (path, &error);

  if (policy != NULL)
    return policy;
  name = g_filename_display_name (path);
  shown = csn_output_visible (name);
  message = csn_output_visible (error->message);
  /* TRANSLATORS: a file's name, and what is wrong with it. */
  csn_output_error (_ ("The policy can't be read from \"%s\": %s"), shown, message);
  return NULL;
}

CsnPolicy *
csn_policy_input_find_preset (const char *name)
{
  CsnPolicy *policy = csn_policy_new_preset (name);

  if (policy == NULL)
    csn_output_error (_ ("There is no such preset. There are reference and cautious."));
  return policy;
}

CsnPolicy *
csn_policy_input_choose (const char *path, const char *preset, const char *otherwise)
{
  if (path != NULL && preset != NULL)
    {
      csn_output_error (_ ("Name a preset or a file, not both."));
      return NULL;
    }
  if (path != NULL)
    return csn_policy_input_read (path);
  if (preset == NULL && otherwise == NULL)
    {
      csn_output_error (_ ("Name a policy with --policy FILE or --preset NAME."));
      return NULL;
    }
  return csn_policy_input_find_preset (preset != NULL ? preset : otherwise);
}
