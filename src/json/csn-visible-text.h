/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnVisibleWarnings:
 * @CSN_VISIBLE_NONE: nothing was changed
 * @CSN_VISIBLE_CONTROL: control characters were made visible
 * @CSN_VISIBLE_BIDI: characters that reorder text were made visible
 * @CSN_VISIBLE_INVISIBLE: zero-width, tag, variation or other ignorable characters
 * @CSN_VISIBLE_PRIVATE: private use characters
 * @CSN_VISIBLE_PADDING: long runs of spaces or blank lines were counted
 * @CSN_VISIBLE_MIXED_SCRIPT: a word mixes scripts
 *
 * What csn_visible_text() met.
 */
typedef enum /*< flags >*/
{
  CSN_VISIBLE_NONE = 0,
  CSN_VISIBLE_CONTROL = 1 << 0,
  CSN_VISIBLE_BIDI = 1 << 1,
  CSN_VISIBLE_INVISIBLE = 1 << 2,
  CSN_VISIBLE_PRIVATE = 1 << 3,
  CSN_VISIBLE_PADDING = 1 << 4,
  CSN_VISIBLE_MIXED_SCRIPT = 1 << 5,
} CsnVisibleWarnings;

/**
 * CsnVisibleFlags:
 * @CSN_VISIBLE_SINGLE_LINE: new lines and tabs become visible marks too
 * @CSN_VISIBLE_MULTI_LINE: new lines and tabs stay
 *
 * Where the text is going to be shown.
 */
typedef enum
{
  CSN_VISIBLE_SINGLE_LINE,
  CSN_VISIBLE_MULTI_LINE,
} CsnVisibleFlags;

/**
 * csn_visible_text:
 * @text: (array length=length): what an agent sent; need not be UTF-8
 * @length: bytes in @text, or -1 if it is NUL-terminated
 * @flags: where it is going to be shown
 * @ret_warnings: (out) (optional): what was met
 *
 * Makes untrusted text safe to show (safety.md, "Showing"): controls, bidi, zero-width, tag
 * characters, variation selectors, private use and default-ignorable characters become
 * `‹U+202E›`, invalid bytes `‹0xFF›`, runs of over 40 spaces `‹57 spaces›` and of over 5 blank
 * lines `‹12 blank lines›`; of combining marks only the first 8 on a letter stay. A word that mixes
 * scripts is kept, followed by a mark that names the first odd code point; so is a name written
 * only in letters that pass for Latin ones, where it is joined to a Latin one as in a host name.
 * Latin beside scripts that are mixed in everyday writing (Chinese, Japanese, Korean, Arabic, Thai,
 * ...) is no mixture. Every medium still escapes the result for itself, and calls this once: a mark
 * in @text would be taken for text.
 *
 * Returns: (transfer full): UTF-8 without control characters but those that @flags keeps
 */
char *csn_visible_text (const char *text,
                        gssize length,
                        CsnVisibleFlags flags,
                        CsnVisibleWarnings *ret_warnings);

/**
 * csn_visible_is_secret:
 * @key: (nullable): the name of the member that holds @value
 * @value: (nullable): a string
 *
 * Returns: %TRUE if the name (password, token, api_key, ...) or the value's shape (a private key
 *   block, a bearer token, a well-known key prefix) looks like a secret, so that it must be masked
 */
gboolean csn_visible_is_secret (const char *key, const char *value);

G_END_DECLS
