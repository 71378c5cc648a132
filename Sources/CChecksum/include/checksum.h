// CRC-32C with the instruction that processors have for it.
//
// Does what `Checksum` in Sources/InvertedIndex/Storage/Checksum.swift does in plain Swift; tests
// compare them. It may be called only where `checksum_is_fast` says so.

#ifndef MUCLUC_CHECKSUM_H
#define MUCLUC_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Whether this processor has the instruction (SSE4.2).
int checksum_is_fast(void);

/// The register after `count` bytes; neither the one given nor the one returned is inverted.
uint32_t checksum_update(uint32_t crc, const void *bytes, size_t count);

#endif
