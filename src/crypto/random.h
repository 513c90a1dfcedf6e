// Random octets from the operating system by way of the library's DRBG, and from nowhere else.
//
// A generator that fails stops the work: GeneratorFailure is thrown and caught at the edges only,
// for there is no safe way on. Any thread.
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/secret_bytes.h"

#include <stdexcept>

namespace koltamga::crypto {

class GeneratorFailure : public std::runtime_error {
  public:
    GeneratorFailure() : std::runtime_error("the random generator failed") {}
};

void random_bytes(std::span<std::uint8_t> into);
Bytes random_octets(std::size_t count);
SecretBytes random_secret(std::size_t count);

// A new name: `new_id<ApplicationTag>()`.
template <class Tag>
Id<Tag> new_id() {
    std::array<std::uint8_t, Id<Tag>::random_octets> octets{};
    random_bytes(octets);
    return Id<Tag>::from_random(octets);
}

} // namespace koltamga::crypto
