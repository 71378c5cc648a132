// Sums of impacts of 64 neighbouring documents, with instructions that Swift cannot name.
//
// Lanes are 64 unsigned 16-bit sums in the order of the documents. Each function does what
// `Lanes` in Sources/Search/Scoring/Lanes.swift does in plain Swift; tests compare them.
// They may be called only where `impacts_are_wide` says so.

#ifndef MUCLUC_IMPACTS_H
#define MUCLUC_IMPACTS_H

#include <stdint.h>

/// Whether this processor has AVX-512 with byte expansion (F, BW, VL, VBMI2).
int impacts_are_wide(void);

/// Adds `factor` times each of 64 impacts. Reads 64 bytes.
void impacts_add_dense(const uint8_t *impacts, uint16_t factor, uint16_t *lanes);

/// Adds `factor` times the next impact for each set bit. Reads as many bytes as `bits` has ones.
void impacts_add_ranked(uint64_t bits, const uint8_t *impacts, uint16_t factor, uint16_t *lanes);

/// The lanes that hold `least` or more.
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least);

#endif
