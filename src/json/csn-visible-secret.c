/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-visible-text.h"

typedef struct
{
  const char *prefix;
  guint least; /* characters after the prefix */
} KeyShape;

/* How well-known services begin their keys. */
static const KeyShape key_shapes[] = {
  { "sk-", 20 },       { "sk_live_", 16 }, { "sk_test_", 16 }, { "rk_live_", 16 },
  { "rk_test_", 16 },  { "whsec_", 16 },   { "ghp_", 30 },     { "gho_", 30 },
  { "ghu_", 30 },      { "ghs_", 30 },     { "ghr_", 30 },     { "github_pat_", 20 },
  { "glpat-", 20 },    { "xoxb-", 10 },    { "xoxp-", 10 },    { "xoxa-", 10 },
  { "xoxr-", 10 },     { "xoxs-", 10 },    { "xapp-", 10 },    { "AKIA", 16 },
  { "ASIA", 16 },      { "AIza", 35 },     { "ya29.", 20 },    { "npm_", 30 },
  { "pypi-", 40 },     { "hf_", 30 },      { "dop_v1_", 40 },  { "shpat_", 30 },
  { "shpss_", 30 },    { "SG.", 40 },      { "hvs.", 20 },     { "dckr_pat_", 20 },
  { "rubygems_", 30 }, { "lin_api_", 30 }, { "tskey-", 20 },   { "PMAK-", 30 },
  { "NRAK-", 20 },     { "figd_", 30 },    { "ATATT3x", 40 },  { "AGE-SECRET-KEY-1", 50 },
  { "eyJ", 30 },
};

/* Members that hold a secret, lower case and without separators; "*" stands at an open end. */
static const char *const secret_names[] = {
  "*password",
  "password*",
  "*passwd",
  "*passphrase",
  "*passcode",
  "pwd",
  "*secret",
  "*secrets",
  "secretkey*",
  "secretaccesskey",
  "clientsecret*",
  "token",
  "*accesstoken",
  "*refreshtoken",
  "*idtoken",
  "*authtoken",
  "*apitoken",
  "*bearertoken",
  "*sessiontoken",
  "*securitytoken",
  "*bottoken",
  "*csrftoken",
  "*token",
  "*apikey",
  "*apikeys",
  "*accesskey",
  "*accesskeyid",
  "*privatekey",
  "*signingkey",
  "*encryptionkey",
  "*masterkey",
  "*authkey",
  "*sshkey",
  "*sharedkey",
  "*accountkey",
  "*licensekey",
  "credential",
  "credentials",
  "*credentials",
  "authorization",
  "proxyauthorization",
  "xapikey",
  "cookie",
  "setcookie",
  "*sessionid",
  "jwt",
  "otp",
  "totp",
  "pin",
  "pincode",
  "cvv",
  "cvc",
  "cvv2",
  "*connectionstring",
  "dsn",
  "bearer",
};

static gboolean
matches (const char *pattern, const char *name)
{
  gsize length = strlen (pattern);

  if (pattern[0] == '*')
    return g_str_has_suffix (name, pattern + 1);
  if (pattern[length - 1] == '*')
    return strncmp (name, pattern, length - 1) == 0;
  return g_str_equal (name, pattern);
}

static gboolean
is_secret_name (const char *key)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = key; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (name, g_ascii_tolower (*p));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (secret_names); i++)
    {
      if (matches (secret_names[i], name->str))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_key_character (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-_.+/=~", c) != NULL);
}

static gsize
count_key_characters (const char *text)
{
  gsize n = 0;

  while (is_key_character (text[n]))
    n++;
  return n;
}

static gboolean
begins_with_key (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (key_shapes); i++)
    {
      gsize length;

      if (key_shapes[i].prefix[0] != text[0])
        continue;
      length = strlen (key_shapes[i].prefix);
      if (strncmp (text, key_shapes[i].prefix, length) == 0 &&
          count_key_characters (text + length) >= key_shapes[i].least)
        return TRUE;
    }
  return FALSE;
}

/* "Bearer" or "Basic", blanks, and what could be a credential. */
static gboolean
begins_with_authorization (const char *text)
{
  gsize length;

  if (g_ascii_strncasecmp (text, "bearer ", 7) == 0)
    length = 7;
  else if (g_ascii_strncasecmp (text, "basic ", 6) == 0)
    length = 6;
  else
    return FALSE;
  text += length;
  while (*text == ' ')
    text++;
  return count_key_characters (text) >= 16;
}

/* A user and a password in an address: "://user:password@". */
static gboolean
begins_with_address_password (const char *text)
{
  const char *colon = NULL;

  if (strncmp (text, "://", 3) != 0)
    return FALSE;
  for (text += 3; *text != '\0' && strchr ("/?# \t\r\n\"'@", *text) == NULL; text++)
    {
      if (*text == ':' && colon == NULL)
        colon = text;
    }
  return *text == '@' && colon != NULL && colon + 1 < text;
}

static gboolean
has_private_key (const char *value)
{
  const char *begin = strstr (value, "-----BEGIN ");

  return begin != NULL && strstr (begin, "PRIVATE KEY") != NULL;
}

static gboolean
is_secret_value (const char *value)
{
  if (has_private_key (value))
    return TRUE;
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == ':' && begins_with_address_password (p))
        return TRUE;
      if (!g_ascii_isalpha (*p) || (p > value && g_ascii_isalnum (p[-1])))
        continue;
      if (begins_with_key (p) || begins_with_authorization (p))
        return TRUE;
    }
  return FALSE;
}

gboolean
csn_visible_is_secret (const char *key, const char *value)
{
  if (key != NULL && is_secret_name (key))
    return TRUE;
  return value != NULL && is_secret_value (value);
}
