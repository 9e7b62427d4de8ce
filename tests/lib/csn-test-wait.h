/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CSN_TEST_TIMEOUT_SECONDS:
 *
 * How long a test waits for anything: much longer than it takes, and bounded.
 */
#define CSN_TEST_TIMEOUT_SECONDS 20

/**
 * csn_test_run_ready:
 *
 * Does what is ready in the main context and what becomes ready by it, without waiting.
 */
void csn_test_run_ready (void);

/**
 * CsnTestCondition:
 * @user_data: the caller's
 *
 * Returns: %TRUE if the wait is over
 */
typedef gboolean (*CsnTestCondition) (gpointer user_data);

/**
 * csn_test_wait_for:
 * @condition: what to wait for
 * @user_data: for @condition
 * @what: what is waited for, for the message
 *
 * Runs the main context until @condition holds; fails the test after %CSN_TEST_TIMEOUT_SECONDS.
 */
void csn_test_wait_for (CsnTestCondition condition, gpointer user_data, const char *what);

/**
 * csn_test_keep_result:
 * @object: the source object
 * @result: the result
 * @user_data: a `GAsyncResult *` that is %NULL
 *
 * A #GAsyncReadyCallback that keeps the result for csn_test_wait_result().
 */
void csn_test_keep_result (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * csn_test_wait_result:
 * @result: what csn_test_keep_result() was given as user data
 *
 * Runs the main context until the result is there.
 *
 * Returns: (transfer full): it
 */
GAsyncResult *csn_test_wait_result (GAsyncResult **result);

G_END_DECLS
