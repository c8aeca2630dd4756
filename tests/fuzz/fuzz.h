/* fuzz.h - what every fuzzer has: an arena a run, and rules that are compiled
 * once from the starter pack's tables. */
#ifndef FUZZ_H
#define FUZZ_H

#include "arena.h"
#include "err.h"
#include "limit.h"
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#define FUZZ_ARENA (64u << 20)

#endif
