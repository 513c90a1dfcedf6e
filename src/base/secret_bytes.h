// Octets that nobody else may see: passwords, keys, sealed drafts while open.
//
// Held in pages of their own that are locked (never swapped), left out of core dumps, and wiped
// before they are given back, on every way out. Never copied silently, never printed. One owner;
// not for sharing between threads without handing over.
#pragma once

#include "base/bytes.h"

#include <cstddef>

namespace koltamga {

class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size); // zeros
    explicit SecretBytes(BytesView bytes);  // the caller wipes its own copy
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    // A second holder of the same secret, on purpose and visibly.
    SecretBytes copy() const { return SecretBytes(view()); }

    std::uint8_t* data() { return data_; }
    const std::uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    BytesView view() const { return {data_, size_}; }
    std::span<std::uint8_t> writable() { return {data_, size_}; }

    // Shortens in place; what falls off is wiped.
    void shrink(std::size_t size);
    // Wiped and empty.
    void wipe() noexcept;

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t mapped_ = 0;
};

// Compares without telling by its time where the two differ.
bool equal_in_constant_time(BytesView a, BytesView b);

// Overwrites memory in a way no optimiser removes.
void wipe(void* memory, std::size_t size) noexcept;

} // namespace koltamga
