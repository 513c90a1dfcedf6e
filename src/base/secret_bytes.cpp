#include "base/secret_bytes.h"

#include "base/locked_pages.h"

#include <algorithm>
#include <utility>

namespace koltamga {

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
    if (size != 0) {
        const auto pages = map_locked_pages(size);
        data_ = pages.data();
        mapped_ = pages.size();
    }
}

SecretBytes::SecretBytes(BytesView bytes) : SecretBytes(bytes.size()) {
    std::ranges::copy(bytes, data_);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        wipe();
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
        mapped_ = std::exchange(other.mapped_, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    wipe();
}

void SecretBytes::shrink(std::size_t size) {
    if (size < size_) {
        koltamga::wipe(data_ + size, size_ - size);
        size_ = size;
    }
}

void SecretBytes::wipe() noexcept {
    if (data_ != nullptr) {
        koltamga::wipe(data_, mapped_);
        unmap_locked_pages({data_, mapped_});
    }
    data_ = nullptr;
    size_ = 0;
    mapped_ = 0;
}

bool equal_in_constant_time(BytesView a, BytesView b) {
    if (a.size() != b.size()) {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned>(a[i] ^ b[i]);
    }
    return difference == 0;
}

} // namespace koltamga
