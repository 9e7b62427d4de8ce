/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-visible-text.h"

static void
test_names_of_secrets_are_known (void)
{
  static const char *const names[] = {
    "password",
    "Password",
    "db_password",
    "passwordHash",
    "user.passwd",
    "pwd",
    "passphrase",
    "secret",
    "client_secret",
    "clientSecret",
    "token",
    "access_token",
    "accessToken",
    "refresh-token",
    "id_token",
    "slack_bot_token",
    "X-Auth-Token",
    "api_key",
    "apiKey",
    "X-API-Key",
    "openai_api_key",
    "AWS_SECRET_ACCESS_KEY",
    "aws_access_key_id",
    "private_key",
    "privateKey",
    "ssh-key",
    "signing_key",
    "credentials",
    "Authorization",
    "Proxy-Authorization",
    "cookie",
    "Set-Cookie",
    "session_id",
    "connectionString",
    "jwt",
    "otp",
    "pin",
    "cvv",
    "webhook_secret",
    "encryption_key",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (csn_visible_is_secret (names[i], "x"));
      g_assert_true (csn_visible_is_secret (names[i], NULL));
    }
}

static void
test_ordinary_names_are_left_alone (void)
{
  static const char *const names[] = {
    "",
    "name",
    "amount",
    "key",
    "keys",
    "public_key",
    "max_tokens",
    "tokens",
    "token_count",
    "token_type",
    "author",
    "secretary",
    "pinned",
    "shipping",
    "keyboard",
    "monkey",
    "order_id",
    "session",
    "idempotency_key",
    "primary_key",
    "sort_key",
    "cookies_accepted",
    "authors",
    "passenger",
    "compass",
    "bypass",
    "passport_country",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_false (csn_visible_is_secret (names[i], "ordinary"));
    }
}

static void
test_shapes_of_secrets_are_known (void)
{
  static const char *const values[] = {
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
    "text before -----BEGIN OPENSSH PRIVATE KEY-----",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    "Bearer abcdefghijklmnop123456",
    "curl -H 'Authorization: bearer   abcdefghijklmnop123456' https://api.example",
    "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    "sk-"
    "abcdefghijklmnopqrstuvwx",
    "sk-proj-"
    "abcdefghijklmnopqrstuvwx",
    "sk-ant-api03-"
    "abcdefghijklmnopqrstuvwx",
    "sk_live_"
    "abcdefghijklmnopqrstuvwx",
    "export GH=ghp_"
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "github_pat_"
    "11ABCDEFG0abcdefghijklmnop",
    "glpat-"
    "abcdefghij0123456789",
    "xoxb-"
    "123456789012-abcdef",
    "AKIA"
    "IOSFODNN7EXAMPLE",
    "AIza"
    "SyA1234567890abcdefghijklmnopqrstuvw",
    "eyJhbGciOiJIUzI1NiJ9."
    "eyJzdWIiOiIxMjM0In0.abcdefghijk",
    "postgres://admin:hunter2@db.example/prod",
    "see https://a.example and https://user:pw@b.example/",
    "hvs."
    "CAESIJabcdefghijklmnop",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_true (csn_visible_is_secret ("note", values[i]));
      g_assert_true (csn_visible_is_secret (NULL, values[i]));
    }
}

static void
test_ordinary_values_are_left_alone (void)
{
  static const char *const values[] = {
    "",
    "Refund order 4711 to the customer",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "the bearer of good news",
    "basic understanding of arithmetic",
    "sk-12",
    "task-abcdefghijklmnopqrstuvwxyz0123",
    "risk-abcdefghijklmnopqrstuvwxyz0123",
    "https://example.com:8080/path?user=a@b",
    "https://example.com/a:b@c",
    "mailto:person@example.com",
    "user@host:/path",
    "AKIA",
    "9b2e6f0c-8f4e-4f8e-9d7a-3f6f3d5b2a10",
    "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_false (csn_visible_is_secret ("note", values[i]));
    }
  g_assert_false (csn_visible_is_secret (NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/secret/names-of-secrets-are-known", test_names_of_secrets_are_known);
  g_test_add_func ("/json/secret/ordinary-names-are-left-alone",
                   test_ordinary_names_are_left_alone);
  g_test_add_func ("/json/secret/shapes-of-secrets-are-known", test_shapes_of_secrets_are_known);
  g_test_add_func ("/json/secret/ordinary-values-are-left-alone",
                   test_ordinary_values_are_left_alone);
  return g_test_run ();
}
