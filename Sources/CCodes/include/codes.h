// Finds some codes among those of a document, with instructions that Swift cannot name.
//
// Does what `CodeFilter` in Sources/InvertedIndex/Segment/CodeFilter.swift does in plain Swift; tests
// compare them. It may be called only where `codes_are_wide` says so.

#ifndef MUCLUC_CODES_H
#define MUCLUC_CODES_H

#include <stddef.h>
#include <stdint.h>

/// Whether this processor has AVX-512 for 16-bit numbers (F, BW).
int codes_are_wide(void);

/// Sets bit i of `places` where `table[codes[i] % 64]` has bit `codes[i] / 64 % 16`, clears the others.
///
/// - `table`: 64 numbers.
/// - `places`: a word for each 64 codes, up.
void codes_filter(const void *codes, size_t count, const uint16_t *table, uint64_t *places);

/// Has the processor fetch what is at a place, whether it may be read or not.
static inline void codes_expect(const void *place) { __builtin_prefetch(place); }

#endif
