// Sums of impacts of 64 neighbouring documents, with instructions that Swift cannot name.
//
// Lanes are 64 unsigned 16-bit sums in the order of the documents. Each function does what
// `Lanes` in Sources/Search/Scoring/Lanes.swift does in plain Swift; tests compare them.
// They may be called only where `impacts_are_wide` says so.

#ifndef MUCLUC_IMPACTS_H
#define MUCLUC_IMPACTS_H

#include <stdint.h>

/// Whether this processor has AVX-512 with byte permutation (F, BW, VL, VBMI, VBMI2).
int impacts_are_wide(void);

/// Adds `factor` times `bounds[classes[d] | code]` for each document d whose bit is set.
///
/// - `codes`: four bits for each set bit in order, the first of a byte in its low half; as many
///   bytes are read as they fill.
/// - `classes`: 64 bytes, multiples of 16.
/// - `bounds`: 256 bytes; 0 for each multiple of 16.
void impacts_add_codes(uint64_t bits, const uint8_t *codes, const uint8_t *classes,
                       const uint8_t *bounds, uint16_t factor, uint16_t *lanes);

/// The lanes that hold `least` or more.
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least);

#endif
