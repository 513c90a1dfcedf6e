#include "crypto/random.h"

#include <climits>

#include <openssl/err.h>
#include <openssl/rand.h>

namespace koltamga::crypto {
namespace {

using Draw = int (*)(unsigned char*, int);

void draw(Draw source, std::span<std::uint8_t> into) {
    if (into.size() > INT_MAX || source(into.data(), static_cast<int>(into.size())) != 1) {
        ERR_clear_error();
        throw GeneratorFailure();
    }
}

} // namespace

void random_bytes(std::span<std::uint8_t> into) {
    draw(RAND_bytes, into);
}

Bytes random_octets(std::size_t count) {
    Bytes octets(count);
    random_bytes(octets);
    return octets;
}

// Secrets come from the DRBG instance whose output never stands in the open (RAND_priv_bytes).
SecretBytes random_secret(std::size_t count) {
    SecretBytes secret(count);
    draw(RAND_priv_bytes, secret.writable());
    return secret;
}

} // namespace koltamga::crypto
