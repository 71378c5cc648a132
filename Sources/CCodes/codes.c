#include "codes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw")))

int codes_are_wide(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

// The low six bits of a code choose a number of the table, the next four a bit of it.
WIDE static inline uint32_t filter(__m512i codes, __m512i low, __m512i high) {
  __m512i bits = _mm512_permutex2var_epi16(low, codes, high);
  __m512i shifts = _mm512_and_si512(_mm512_srli_epi16(codes, 6), _mm512_set1_epi16(15));
  return _mm512_test_epi16_mask(_mm512_srlv_epi16(bits, shifts), _mm512_set1_epi16(1));
}

WIDE void codes_filter(const void *codes, size_t count, const uint16_t *table, uint64_t *places) {
  const char *bytes = codes;
  __m512i low = _mm512_loadu_si512(table);
  __m512i high = _mm512_loadu_si512(table + 32);
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    uint64_t first = filter(_mm512_loadu_si512(bytes + index * 2), low, high);
    uint64_t second = filter(_mm512_loadu_si512(bytes + index * 2 + 64), low, high);
    places[index / 64] = first | second << 32;
  }
  if (index == count) return;
  uint64_t rest = (1ull << (count - index)) - 1;
  __m512i first = _mm512_maskz_loadu_epi16((__mmask32)rest, bytes + index * 2);
  __m512i second = _mm512_maskz_loadu_epi16((__mmask32)(rest >> 32), bytes + index * 2 + 64);
  places[index / 64] =
      (filter(first, low, high) | (uint64_t)filter(second, low, high) << 32) & rest;
}

#else

int codes_are_wide(void) { return 0; }
void codes_filter(const void *codes, size_t count, const uint16_t *table, uint64_t *places) {}

#endif
