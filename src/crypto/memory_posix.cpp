#include "crypto/memory.h"

#include "base/secret_bytes.h"

#include <array>
#include <cstdlib>
#include <cstring>

#include <malloc.h>
#include <openssl/crypto.h>

namespace koltamga::crypto {
namespace {

constexpr std::size_t locked_heap = 1U << 20U; // octets; some five hundred private keys
constexpr std::size_t smallest_piece = 16;
constexpr std::size_t stack_reach = 64 * 1024;

void* allocate(std::size_t size, const char* /*file*/, int /*line*/) {
    return std::malloc(size);
}

// The whole usable size: what lies behind the size asked for may have been used before.
void release(void* memory, const char* /*file*/, int /*line*/) {
    if (memory != nullptr) {
        wipe(memory, ::malloc_usable_size(memory));
        std::free(memory);
    }
}

// Never std::realloc, which leaves the old content behind when it moves.
void* resize(void* memory, std::size_t size, const char* file, int line) {
    if (size == 0) {
        release(memory, file, line);
        return nullptr;
    }
    void* moved = std::malloc(size);
    if (moved != nullptr && memory != nullptr) {
        const std::size_t held = ::malloc_usable_size(memory);
        std::memcpy(moved, memory, held < size ? held : size);
        release(memory, file, line);
    }
    return moved;
}

bool install() {
    if (CRYPTO_set_mem_functions(allocate, resize, release) != 1) {
        return false;
    }
    // 2 means "not locked" (a small RLIMIT_MEMLOCK): still of its own and wiped.
    return CRYPTO_secure_malloc_init(locked_heap, smallest_piece) != 0;
}

} // namespace

[[gnu::noinline]] void scrub_stack() noexcept {
    std::array<std::uint8_t, stack_reach> below;
    wipe(below.data(), below.size());
}

bool install_wiping_allocator() {
    static const bool installed = install();
    return installed;
}

} // namespace koltamga::crypto
