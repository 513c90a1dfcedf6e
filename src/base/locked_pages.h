// Pages of memory that are not swapped and not dumped: the POSIX half of SecretBytes.
// A Windows twin (VirtualLock) has the same two functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace koltamga {

// At least `size` octets of zeroed memory in whole pages. Throws std::bad_alloc.
std::span<std::uint8_t> map_locked_pages(std::size_t size);
void unmap_locked_pages(std::span<std::uint8_t> pages) noexcept;

// Forbids core dumps, other processes' looks into this one, and what it makes to be read by others.
// Called first thing in every main.
void harden_process() noexcept;

} // namespace koltamga
