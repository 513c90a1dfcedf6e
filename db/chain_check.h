// The chain's own soundness, without any signature: what opening looks at, and what verification
// begins with. Private to this folder.
#pragma once

#include "db/connection.h"
#include "db/entry_header.h"

#include <functional>

namespace koltamga::db {

// One entry as it was read and checked.
struct CheckedEntry {
    std::uint64_t sequence = 0;
    Digest hash{}; // recomputed from the header's text
    std::string_view kind;
    std::string_view subject;
    const char* broken = nullptr; // what is wrong with it: stable words; null: nothing
};

// Reads entries from `from` on in order and shows each to `see`, until that says false. Every
// mismatch is named on its entry; the walk goes on after it.
Done walk_chain(Connection& connection, std::uint64_t from,
                const std::function<bool(const CheckedEntry&)>& see);

// Fails with db.chain-broken, the detail naming the entry.
Done check_whole_chain(Connection& connection);
// Only the last hundred entries: what a power cut could have touched.
Done check_chain_tail(Connection& connection);

} // namespace koltamga::db
