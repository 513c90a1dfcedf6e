// As every main does, before anything else: the crypto library wipes what it frees. A constructor
// with a priority runs before every other static object, wherever it is linked.
#include "crypto/memory.h"

namespace {

[[gnu::constructor(200)]] void install() {
    koltamga::crypto::install_wiping_allocator();
}

} // namespace
