#include "rounds.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

int pentimento_sha256_is_accelerated(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned ssse3 = 1u << 9, sse41 = 1u << 19;
  if ((c & ssse3) == 0 || (c & sse41) == 0) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (b >> 29) & 1;
}

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

WITH_SHA static __m128i constants(int group) {
  return _mm_loadu_si128((const __m128i *)(pentimento_sha256_constants + 4 * group));
}

// Four rounds: the instruction does two at a time, on the state's words in the order ABEF and CDGH.
WITH_SHA static void fourRounds(__m128i *abef, __m128i *cdgh, __m128i words, int group) {
  __m128i sum = _mm_add_epi32(words, constants(group));
  *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
  *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

// The next four words of the schedule, from the sixteen before them.
WITH_SHA static __m128i nextWords(__m128i w0, __m128i w1, __m128i w2, __m128i w3) {
  __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
  return _mm_sha256msg2_epu32(sum, w3);
}

WITH_SHA static void accelerated(uint32_t *state, const uint8_t *blocks, size_t count) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, cdab, 0xF0);
  for (; count > 0; count--, blocks += 64) {
    __m128i abefBefore = abef, cdghBefore = cdgh, w[4];
    for (int group = 0; group < 16; group++) {
      int slot = group & 3;
      if (group < 4)
        w[slot] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)blocks + group), bigEndian);
      else
        w[slot] = nextWords(w[slot], w[(slot + 1) & 3], w[(slot + 2) & 3], w[(slot + 3) & 3]);
      fourRounds(&abef, &cdgh, w[slot], group);
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

void pentimento_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count) {
  static int known = -1;
  if (__atomic_load_n(&known, __ATOMIC_RELAXED) < 0)
    __atomic_store_n(&known, pentimento_sha256_is_accelerated(), __ATOMIC_RELAXED);
  if (__atomic_load_n(&known, __ATOMIC_RELAXED))
    accelerated(state, blocks, count);
  else
    pentimento_sha256_blocks_portable(state, blocks, count);
}

#else

int pentimento_sha256_is_accelerated(void) { return 0; }

void pentimento_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count) {
  pentimento_sha256_blocks_portable(state, blocks, count);
}

#endif
