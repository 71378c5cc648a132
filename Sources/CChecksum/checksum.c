#include "checksum.h"

#if defined(__x86_64__)

#include <nmmintrin.h>
#include <string.h>

int checksum_is_fast(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) uint32_t checksum_update(uint32_t crc, const void *bytes,
                                                           size_t count) {
  const unsigned char *next = bytes;
  uint64_t wide = crc;
  for (; count >= 8; count -= 8, next += 8) {
    uint64_t word;
    memcpy(&word, next, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = (uint32_t)wide;
  for (; count > 0; count--, next++) crc = _mm_crc32_u8(crc, *next);
  return crc;
}

#else

int checksum_is_fast(void) { return 0; }
uint32_t checksum_update(uint32_t crc, const void *bytes, size_t count) { return crc; }

#endif
