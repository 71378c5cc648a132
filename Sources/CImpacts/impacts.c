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

// What bounds the postings of a block, in the lanes of their documents. The four bits of a posting
// choose its steps from a register; with those of the document they choose one of 256 bounds, which
// four registers hold.
WIDE static inline __m512i impacts_of(uint64_t bits, const uint8_t *codes, __m512i documents,
                                      __m512i counts, const __m512i bounds[4], uint8_t largest) {
  uint32_t size = ((uint32_t)_mm_popcnt_u64(bits) + 1) / 2;
  __mmask32 bytes = (__mmask32)_bzhi_u64(0xFFFFFFFFu, size);
  __m512i pairs = _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(bytes, codes));
  __m512i nibbles = _mm512_and_si512(_mm512_or_si512(pairs, _mm512_slli_epi16(pairs, 4)),
                                     _mm512_set1_epi8(15));
  __m512i places = _mm512_maskz_expand_epi8(bits, nibbles);
  __m512i steps = _mm512_adds_epu8(_mm512_shuffle_epi8(counts, places), documents);
  __m512i low = _mm512_permutex2var_epi8(bounds[0], steps, bounds[1]);
  __m512i high = _mm512_permutex2var_epi8(bounds[2], steps, bounds[3]);
  __m512i impacts = _mm512_mask_blend_epi8(_mm512_movepi8_mask(steps), low, high);
  return _mm512_maskz_min_epu8(bits, impacts, _mm512_set1_epi8((char)largest));
}

WIDE uint64_t impacts_of_lists(const impacts_list *lists, size_t count, size_t block,
                               const uint8_t *documents, const uint8_t *counts,
                               const uint8_t *bounds, const uint16_t *lanes, uint32_t rest,
                               uint16_t least, uint64_t wanted) {
  const __m512i tables[4] = {_mm512_loadu_si512(bounds), _mm512_loadu_si512(bounds + 64),
                             _mm512_loadu_si512(bounds + 128), _mm512_loadu_si512(bounds + 192)};
  __m512i steps = _mm512_loadu_si512(documents);
  __m512i ofCounts = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)counts));
  __m512i low = lanes ? _mm512_loadu_si512(lanes) : _mm512_setzero_si512();
  __m512i high = lanes ? _mm512_loadu_si512(lanes + 32) : _mm512_setzero_si512();
  for (size_t index = 0; index < count; index++) {
    const impacts_list *list = lists + index;
    uint8_t largest = list->maxima[block];
    if (largest == 0) continue;
    size_t start = list->groups[block / IMPACTS_GROUP] + (size_t)list->blocks[block];
    if (start > list->last_start) start = list->last_start;
    __m512i impacts = impacts_of(list->bits[block], list->codes + start, steps, ofCounts, tables,
                                 largest);
    __m512i factor = _mm512_set1_epi16((short)list->factor);
    __m512i half = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(impacts));
    low = _mm512_add_epi16(low, _mm512_mullo_epi16(half, factor));
    half = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(impacts, 1));
    high = _mm512_add_epi16(high, _mm512_mullo_epi16(half, factor));
    rest -= (uint32_t)list->factor * largest;
    // What the other lists add at most is not enough for any document: most blocks end here.
    __m512i bar = _mm512_set1_epi16((short)(least > rest ? least - rest : 0));
    uint64_t reaching = (uint64_t)_mm512_cmpge_epu16_mask(low, bar) |
                        (uint64_t)_mm512_cmpge_epu16_mask(high, bar) << 32;
    if ((reaching & wanted) == 0) return 0;
  }
  __m512i bar = _mm512_set1_epi16((short)least);
  return ((uint64_t)_mm512_cmpge_epu16_mask(low, bar) |
          (uint64_t)_mm512_cmpge_epu16_mask(high, bar) << 32) &
         wanted;
}

void impacts_expect(const impacts_list *lists, size_t count, size_t block,
                    const uint8_t *documents) {
  __builtin_prefetch(documents);
  for (size_t index = 0; index < count; index++) {
    const impacts_list *list = lists + index;
    size_t start = list->groups[block / IMPACTS_GROUP] + (size_t)list->blocks[block];
    if (start > list->last_start) start = list->last_start;
    __builtin_prefetch(list->codes + start);
    __builtin_prefetch(list->bits + block);
  }
}

WIDE size_t impacts_select(const uint16_t *bounds, size_t count, uint16_t first, uint16_t width,
                           uint32_t *blocks) {
  __m512i firsts = _mm512_set1_epi16((short)first);
  __m512i widths = _mm512_set1_epi16((short)width);
  size_t found = 0;
  for (size_t index = 0; index < count; index += 32) {
    size_t rest = count - index;
    __mmask32 lanes = rest < 32 ? (1u << rest) - 1 : 0xFFFFFFFFu;
    __m512i distance = _mm512_sub_epi16(_mm512_maskz_loadu_epi16(lanes, bounds + index), firsts);
    uint32_t chosen = _mm512_mask_cmple_epu16_mask(lanes, distance, widths);
    while (chosen) {
      blocks[found++] = (uint32_t)index + (uint32_t)__builtin_ctz(chosen);
      chosen &= chosen - 1;
    }
  }
  return found;
}

WIDE uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) {
  __m512i bar = _mm512_set1_epi16((short)least);
  uint64_t low = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes), bar);
  uint64_t high = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(lanes + 32), bar);
  return low | high << 32;
}

#define WIDE_COUNT \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq,popcnt")))

WIDE_COUNT static size_t count_wide(const uint64_t *words, size_t count) {
  __m512i sum = _mm512_setzero_si512();
  size_t index = 0;
  for (; index + 8 <= count; index += 8)
    sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_loadu_si512(words + index)));
  __mmask8 rest = (__mmask8)((1u << (count - index)) - 1);
  sum = _mm512_add_epi64(sum,
                         _mm512_popcnt_epi64(_mm512_maskz_loadu_epi64(rest, words + index)));
  return (size_t)_mm512_reduce_add_epi64(sum);
}

__attribute__((target("popcnt"))) static size_t count_words(const uint64_t *words, size_t count) {
  size_t sum = 0;
  for (size_t index = 0; index < count; index++) sum += (size_t)_mm_popcnt_u64(words[index]);
  return sum;
}

int impacts_count_bits(const uint64_t *words, size_t count, size_t *sum) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("popcnt")) return 0;
  *sum = impacts_are_wide() && __builtin_cpu_supports("avx512vpopcntdq")
             ? count_wide(words, count)
             : count_words(words, count);
  return 1;
}

#else

int impacts_are_wide(void) { return 0; }
int impacts_count_bits(const uint64_t *words, size_t count, size_t *sum) { return 0; }
uint64_t impacts_of_lists(const impacts_list *lists, size_t count, size_t block,
                          const uint8_t *documents, const uint8_t *counts, const uint8_t *bounds,
                          const uint16_t *lanes, uint32_t rest, uint16_t least,
                          uint64_t wanted) {
  return 0;
}
void impacts_expect(const impacts_list *lists, size_t count, size_t block,
                    const uint8_t *documents) {}
size_t impacts_select(const uint16_t *bounds, size_t count, uint16_t first, uint16_t width,
                      uint32_t *blocks) {
  return 0;
}
uint64_t impacts_reaching(const uint16_t *lanes, uint16_t least) { return 0; }

#endif
