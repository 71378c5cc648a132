#include "impacts.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2")))

int impacts_are_wide(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
}

WIDE static inline void add(__m512i impacts, uint16_t factor, uint16_t *lanes) {
  __m512i factors = _mm512_set1_epi16((short)factor);
  __m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(impacts));
  __m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(impacts, 1));
  __m512i sums = _mm512_loadu_si512(lanes);
  _mm512_storeu_si512(lanes, _mm512_add_epi16(sums, _mm512_mullo_epi16(low, factors)));
  sums = _mm512_loadu_si512(lanes + 32);
  _mm512_storeu_si512(lanes + 32, _mm512_add_epi16(sums, _mm512_mullo_epi16(high, factors)));
}

WIDE void impacts_add_dense(const uint8_t *impacts, uint16_t factor, uint16_t *lanes) {
  add(_mm512_loadu_si512(impacts), factor, lanes);
}

// An expanding load reads only the bytes that it places.
WIDE void impacts_add_ranked(uint64_t bits, const uint8_t *impacts, uint16_t factor,
                             uint16_t *lanes) {
  add(_mm512_maskz_expandloadu_epi8(bits, impacts), factor, lanes);
}

WIDE uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) {
  __m512i bar = _mm512_set1_epi16((short)least);
  uint64_t low = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes), bar);
  uint64_t high = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes + 32), bar);
  return low | high << 32;
}

#else

int impacts_are_wide(void) { return 0; }
void impacts_add_dense(const uint8_t *impacts, uint16_t factor, uint16_t *lanes) {}
void impacts_add_ranked(uint64_t bits, const uint8_t *impacts, uint16_t factor,
                        uint16_t *lanes) {}
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) { return 0; }

#endif
