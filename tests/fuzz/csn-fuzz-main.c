/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for libFuzzer where there is no clang: no coverage to guide it, but seeded mutations
 * of the seed inputs find what is shallow. Understands libFuzzer's own options:
 *
 *   -seed_inputs=FILE,FILE...   what to start from
 *   -runs=N                     how many mutations to try
 *   -seed=N                     of the random numbers
 *   -max_total_time=SECONDS     when to stop at the latest
 *   FILE...                     run these and nothing else
 *
 * A broken promise aborts. The same seed does it again; with CSN_FUZZ_KEEP=FILE in the environment
 * each input is written to FILE before it runs, so that the one that broke it stays there. */
#include <glib.h>
#include <string.h>

#include "csn-fuzz.h"

#define LONGEST_INPUT 4096
#define MOST_CHANGES 8

typedef struct
{
  GPtrArray *inputs; /* (owned) (element-type GByteArray) */
  GRand *rand;       /* (owned) */
  guint64 n_runs;
  guint64 seconds;
} Fuzzer;

static const char *const tokens[] = {
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\"",
  "\\",
  "\\u",
  "\\ud800",
  "\\udc00",
  "\\u0000",
  "null",
  "true",
  "false",
  "0",
  "-",
  "1e400",
  ".5",
  "e",
  "9007199254740993",
  " ",
  "\n",
  "\t",
  "\r",
  "\xff",
  "\xc2\xa0",
  "\xed\xa0\x80",
  "\xe2\x80\xae",
  "\xe2\x80\x8b",
  "\xd0\xb0",
  "\xf0\x9f\x98\x80",
  "\xee\x80\x80",
  "                                          ",
  "\n\n\n\n\n\n\n\n",
};

static void
run_input (const GByteArray *input)
{
  /* a copy of the exact size, so that reading beyond it is seen */
  g_autofree guint8 *bytes = g_memdup2 (input->data, input->len);

  LLVMFuzzerTestOneInput (bytes != NULL ? bytes : (const guint8 *) "", input->len);
}

static void
insert (GByteArray *input, guint at, const guint8 *bytes, guint length)
{
  guint old = input->len;

  if (length == 0)
    return;
  g_byte_array_set_size (input, old + length);
  memmove (input->data + at + length, input->data + at, old - at);
  memcpy (input->data + at, bytes, length);
}

/* Copies a piece of another input, or of the same one, into @input. */
static void
splice (Fuzzer *self, GByteArray *input, guint at)
{
  guint32 which = g_rand_int (self->rand) % self->inputs->len;
  const GByteArray *from = g_ptr_array_index (self->inputs, which);
  guint begin;
  guint length;

  if (from->len == 0)
    return;
  begin = g_rand_int (self->rand) % from->len;
  length = 1 + g_rand_int (self->rand) % (from->len - begin);
  insert (input, at, from->data + begin, length);
}

static void
change (Fuzzer *self, GByteArray *input)
{
  guint at = g_rand_int (self->rand) % (input->len + 1);
  const char *token = tokens[g_rand_int (self->rand) % G_N_ELEMENTS (tokens)];
  guint kind = g_rand_int (self->rand) % 5;

  if (kind == 0 && at < input->len)
    input->data[at] ^= (guint8) (1 << g_rand_int (self->rand) % 8);
  else if (kind == 1 && at < input->len)
    input->data[at] = (guint8) g_rand_int (self->rand);
  else if (kind == 2 && at < input->len)
    g_byte_array_remove_range (input, at, 1 + g_rand_int (self->rand) % (input->len - at));
  else if (kind == 3)
    splice (self, input, at);
  else
    insert (input, at, (const guint8 *) token, (guint) strlen (token));
  if (input->len > LONGEST_INPUT)
    g_byte_array_set_size (input, LONGEST_INPUT);
}

static void
keep_input (const GByteArray *input)
{
  const char *file = g_getenv ("CSN_FUZZ_KEEP");

  if (file != NULL)
    g_file_set_contents (file, (const char *) input->data, (gssize) input->len, NULL);
}

static void
run_mutations (Fuzzer *self)
{
  gint64 end = g_get_monotonic_time () + (gint64) self->seconds * G_USEC_PER_SEC;
  guint64 n_done = 0;

  for (; n_done < self->n_runs && g_get_monotonic_time () < end; n_done++)
    {
      guint32 which = g_rand_int (self->rand) % self->inputs->len;
      const GByteArray *from = g_ptr_array_index (self->inputs, which);
      g_autoptr (GByteArray) input = g_byte_array_sized_new (from->len + 1);
      guint n_changes =
          g_rand_int (self->rand) % 2 == 0 ? 1 : 1 + g_rand_int (self->rand) % MOST_CHANGES;

      g_byte_array_append (input, from->data, from->len);
      for (guint i = 0; i < n_changes; i++)
        change (self, input);
      keep_input (input);
      run_input (input);
    }
  g_print ("%" G_GUINT64_FORMAT " runs\n", n_done);
}

static gboolean
add_file (Fuzzer *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  GByteArray *input;
  char *bytes;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  input = g_byte_array_new_take ((guint8 *) bytes, length);
  g_ptr_array_add (self->inputs, input);
  run_input (input);
  return TRUE;
}

static gboolean
add_files (Fuzzer *self, const char *paths)
{
  g_auto (GStrv) list = g_strsplit (paths, ",", -1);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (list[i][0] != '\0' && !add_file (self, list[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_option (const char *argument, const char *name, guint64 *ret_value)
{
  gsize length = strlen (name);

  if (strncmp (argument, name, length) != 0)
    return FALSE;
  return g_ascii_string_to_unsigned (argument + length, 10, 0, G_MAXUINT32, ret_value, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) inputs = NULL;
  g_autoptr (GRand) rand = NULL;
  Fuzzer fuzzer = { NULL, NULL, 10000, 10 };
  gboolean only_files = FALSE;
  guint64 seed = 1;

  inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  fuzzer.inputs = inputs;
  g_ptr_array_add (inputs, g_byte_array_new ());
  for (int i = 1; i < argc; i++)
    {
      const char *argument = argv[i];

      if (read_option (argument, "-runs=", &fuzzer.n_runs) ||
          read_option (argument, "-seed=", &seed) ||
          read_option (argument, "-max_total_time=", &fuzzer.seconds))
        continue;
      if (g_str_has_prefix (argument, "-seed_inputs="))
        {
          if (!add_files (&fuzzer, argument + strlen ("-seed_inputs=")))
            return 1;
        }
      else if (argument[0] != '-')
        {
          only_files = TRUE;
          if (!add_file (&fuzzer, argument))
            return 1;
        }
    }
  if (only_files)
    return 0;
  rand = g_rand_new_with_seed ((guint32) seed);
  fuzzer.rand = rand;
  run_mutations (&fuzzer);
  return 0;
}
