#include "impacts.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi2,popcnt")))

int impacts_are_wide(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
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

// The four bits of each posting go to the lane of its document, beside the class of that document;
// both together choose one of 256 bounds, which four registers hold.
WIDE void impacts_add_codes(uint64_t bits, const uint8_t *codes, const uint8_t *classes,
                            const uint8_t *bounds, uint16_t factor, uint16_t *lanes) {
  uint32_t size = ((uint32_t)_mm_popcnt_u64(bits) + 1) / 2;
  __mmask32 bytes = (__mmask32)_bzhi_u64(0xFFFFFFFFu, size);
  __m512i pairs = _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(bytes, codes));
  __m512i nibbles = _mm512_and_si512(_mm512_or_si512(pairs, _mm512_slli_epi16(pairs, 4)),
                                     _mm512_set1_epi8(15));
  __m512i places = _mm512_or_si512(_mm512_maskz_expand_epi8(bits, nibbles),
                                   _mm512_loadu_si512(classes));
  __m512i low = _mm512_permutex2var_epi8(_mm512_loadu_si512(bounds), places,
                                         _mm512_loadu_si512(bounds + 64));
  __m512i high = _mm512_permutex2var_epi8(_mm512_loadu_si512(bounds + 128), places,
                                          _mm512_loadu_si512(bounds + 192));
  add(_mm512_mask_blend_epi8(_mm512_movepi8_mask(places), low, high), factor, lanes);
}

WIDE uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) {
  __m512i bar = _mm512_set1_epi16((short)least);
  uint64_t low = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes), bar);
  uint64_t high = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes + 32), bar);
  return low | high << 32;
}

#else

int impacts_are_wide(void) { return 0; }
void impacts_add_codes(uint64_t bits, const uint8_t *codes, const uint8_t *classes,
                       const uint8_t *bounds, uint16_t factor, uint16_t *lanes) {}
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) { return 0; }

#endif
