// Sums of impacts of 64 neighbouring documents, with instructions that Swift cannot name.
//
// Lanes are 64 unsigned 16-bit sums in the order of the documents. Each function does what
// `Lanes` in Sources/Search/Scoring/Lanes.swift does in plain Swift; tests compare them.
// They may be called only where `impacts_are_wide` says so, but for `impacts_count_bits`.

#ifndef MUCLUC_IMPACTS_H
#define MUCLUC_IMPACTS_H

#include <stddef.h>
#include <stdint.h>

/// Whether this processor has AVX-512 with byte permutation (F, BW, VL, VBMI, VBMI2).
int impacts_are_wide(void);

/// Blocks that share a number of bytes of codes before them.
#define IMPACTS_GROUP 1024

/// A ranked list as it lies in the file, see `RankedList`, and what its impacts are multiplied with.
typedef struct {
  const uint8_t *maxima;
  const uint64_t *bits;
  const uint32_t *groups;
  const uint16_t *blocks;
  const uint8_t *codes;
  /// No block's codes begin behind this byte.
  size_t last_start;
  uint16_t factor;
} impacts_list;

/// The wanted lanes that reach `least` when all lists have been added: of each the factor times the
/// smaller of `bounds[counts[code] + documents[d]]` and the largest impact of the block, for each of
/// its documents d. Sums of steps above 255 are 255.
///
/// Ends as soon as no wanted lane can reach it; lists with large factors should come first.
///
/// - `documents`: 64 numbers of steps, those of the documents of the block.
/// - `counts`: 16 numbers of steps, one for each code.
/// - `bounds`: 256 bytes.
/// - `lanes`: the sums so far, null for zeros; with those of the lists they stay below 65,536.
/// - `rest`: what the lists add to a document at most, or more: the sum of the factors times the
///   largest impacts.
uint64_t impacts_of_lists(const impacts_list *lists, size_t count, size_t block,
                          const uint8_t *documents, const uint8_t *counts, const uint8_t *bounds,
                          const uint16_t *lanes, uint32_t rest, uint16_t least,
                          uint64_t wanted);

/// Has the processor fetch what the sums of a block will read.
void impacts_expect(const impacts_list *lists, size_t count, size_t block,
                    const uint8_t *documents);

/// Has the processor fetch what is at a place, whether it may be read or not.
static inline void impacts_expect_at(const void *place) { __builtin_prefetch(place); }

/// Writes the numbers of the blocks with bounds from `first` up to `first + width`, rising; returns
/// how many. There is room for all.
size_t impacts_select(const uint16_t *bounds, size_t count, uint16_t first, uint16_t width,
                      uint32_t *blocks);

/// Counts the set bits of some words; returns 0, with `sum` untouched, where the processor has no
/// instruction for it. May be called everywhere.
int impacts_count_bits(const uint64_t *words, size_t count, size_t *sum);

/// The lanes that hold `least` or more.
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least);

#endif
