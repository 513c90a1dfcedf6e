// As every main does, before anything else: the crypto library wipes what it frees.
#include "crypto/memory.h"

namespace {
[[maybe_unused]] const bool installed = koltamga::crypto::install_wiping_allocator();
} // namespace
