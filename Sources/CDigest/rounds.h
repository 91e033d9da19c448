#ifndef PENTIMENTO_CDIGEST_ROUNDS_H
#define PENTIMENTO_CDIGEST_ROUNDS_H

#include "CDigest.h"

extern const uint32_t pentimento_sha256_constants[64];

#endif
