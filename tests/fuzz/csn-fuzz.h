/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: any bytes
 * @size: how many
 *
 * What a fuzz target implements: feed @data to the code and abort if a promise is broken. With
 * -Dfuzzing=true libFuzzer calls it; otherwise csn-fuzz-main.c does, with the same options.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
