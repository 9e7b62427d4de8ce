/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-lines.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "csn-json-writer.h"
#include "csn-output.h"

#define BUFFER_BYTES (256 * 1024)

/* A line may be as long as a request, and some members around it. */
#define LINE_MAX_BYTES (CSN_JSON_MAX_REQUEST_BYTES + 64 * 1024)

typedef struct
{
  CsnLineFunc func;
  gpointer user_data;
  GString *line;     /* (owned): what there is of a line that the buffer cut */
  gboolean too_long; /* the rest of the line is dropped */
  GString *out;      /* (owned): lines that wait to be written */
  gboolean faulty;   /* a line could not be read */
} Lines;

static gssize
read_some (int fd, char *buffer, gsize length)
{
  gssize n;

  do
    n = read (fd, buffer, length);
  while (n < 0 && errno == EINTR);
  return n;
}

static gboolean
flush (Lines *self)
{
  gsize done = 0;

  while (done < self->out->len)
    {
      gssize n = write (STDOUT_FILENO, self->out->str + done, self->out->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          csn_output_error (_ ("Can't write the output: %s"), g_strerror (errno));
          return FALSE;
        }
      done += n;
    }
  g_string_truncate (self->out, 0);
  return TRUE;
}

static char *
error_line (const char *message)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *visible = csn_output_visible (message);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "error", visible);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static char *
answer (Lines *self, const char *text, gsize length, GError **error)
{
  g_autoptr (CsnJson) json = NULL;

  if (self->too_long)
    {
      g_set_error (error,
                   CSN_JSON_ERROR,
                   CSN_JSON_ERROR_SIZE,
                   "The line is longer than %d bytes",
                   LINE_MAX_BYTES);
      return NULL;
    }
  json = csn_json_parse (text, length, LINE_MAX_BYTES, NULL, error);
  if (json == NULL)
    return NULL;
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    {
      g_set_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_SYNTAX, "The line is not a JSON object");
      return NULL;
    }
  return self->func (json, self->user_data, error);
}

static void
take_line (Lines *self, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *result = answer (self, text, length, &error);

  if (result == NULL)
    {
      result = error_line (error->message);
      self->faulty = TRUE;
    }
  csn_output_append_json (self->out, result);
  g_string_append_c (self->out, '\n');
  self->too_long = FALSE;
}

static void
keep_part (Lines *self, const char *part, gsize length)
{
  if (self->too_long || self->line->len + length > LINE_MAX_BYTES)
    {
      self->too_long = TRUE;
      g_string_truncate (self->line, 0);
      return;
    }
  g_string_append_len (self->line, part, length);
}

static gboolean
take_block (Lines *self, const char *block, gsize length)
{
  const char *end = block + length;

  while (block < end)
    {
      const char *newline = memchr (block, '\n', end - block);

      if (newline == NULL)
        {
          keep_part (self, block, end - block);
          return TRUE;
        }
      if (self->line->len == 0 && !self->too_long)
        {
          take_line (self, block, newline - block);
        }
      else
        {
          keep_part (self, block, newline - block);
          take_line (self, self->line->str, self->line->len);
          g_string_truncate (self->line, 0);
        }
      block = newline + 1;
      if (self->out->len >= BUFFER_BYTES && !flush (self))
        return FALSE;
    }
  return TRUE;
}

static CsnExit
run_lines (Lines *self, char *buffer)
{
  for (;;)
    {
      gssize n = read_some (STDIN_FILENO, buffer, BUFFER_BYTES);

      if (n < 0)
        {
          csn_output_error (_ ("Can't read the input: %s"), g_strerror (errno));
          return CSN_EXIT_UNREACHABLE;
        }
      if (n == 0)
        break;
      /* Whoever writes line by line and waits for each answer must get it before the next read. */
      if (!take_block (self, buffer, n) || !flush (self))
        return CSN_EXIT_UNREACHABLE;
    }
  if (self->line->len > 0 || self->too_long)
    take_line (self, self->line->str, self->line->len);
  if (!flush (self))
    return CSN_EXIT_UNREACHABLE;
  return self->faulty ? CSN_EXIT_USAGE : CSN_EXIT_OK;
}

CsnExit
csn_lines_run (CsnLineFunc func, gpointer user_data)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  Lines self = { .func = func, .user_data = user_data };
  CsnExit status;

  self.line = g_string_new (NULL);
  self.out = g_string_sized_new (BUFFER_BYTES);
  status = run_lines (&self, buffer);
  g_string_free (self.line, TRUE);
  g_string_free (self.out, TRUE);
  return status;
}

GByteArray *
csn_lines_read_all (int fd, gsize max_bytes, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (;;)
    {
      gssize n = read_some (fd, buffer, BUFFER_BYTES);

      if (n < 0)
        {
          int saved = errno;

          g_set_error_literal (error,
                               G_IO_ERROR,
                               g_io_error_from_errno (saved),
                               g_strerror (saved));
          return NULL;
        }
      if (n == 0)
        break;
      if (bytes->len + (gsize) n > max_bytes)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       G_IO_ERROR_MESSAGE_TOO_LARGE,
                       _ ("There are more than %" G_GSIZE_FORMAT " bytes"),
                       max_bytes);
          return NULL;
        }
      g_byte_array_append (bytes, (const guint8 *) buffer, n);
    }
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_set_size (bytes, bytes->len - 1);
  return g_steal_pointer (&bytes);
}
