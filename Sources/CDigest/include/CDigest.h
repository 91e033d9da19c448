#ifndef PENTIMENTO_CDIGEST_H
#define PENTIMENTO_CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Folds `count` 64-byte blocks into the eight working words of SHA-256 (FIPS 180-4, section 6.2),
/// by the processor's SHA instructions where it has them.
void pentimento_sha256_blocks(uint32_t *_Nonnull state, const uint8_t *_Nonnull blocks, size_t count);

/// The same in portable C; the two must agree on every input.
void pentimento_sha256_blocks_portable(uint32_t *_Nonnull state, const uint8_t *_Nonnull blocks, size_t count);

/// 1 when `pentimento_sha256_blocks` uses instructions of the processor, else 0.
int pentimento_sha256_is_accelerated(void);

#endif
