// Key material inside the crypto library, and how it leaves memory.
#pragma once

namespace koltamga::crypto {

// Makes the crypto library wipe every piece of heap before it is given back, and keep private
// numbers in a locked heap of its own that is left out of core dumps. Called first in every main,
// before any other use of this folder; true when it took effect (it cannot once the library has
// allocated). Calling it again is harmless and answers as the first time.
bool install_wiping_allocator();

// Overwrites the stack below the caller, where functions that have returned may have left pieces
// of keys and passwords. Called after every use of a private key or password.
void scrub_stack() noexcept;

} // namespace koltamga::crypto
