// What signatures say of the journal: "entry N has hash H". Private to this folder.
#pragma once

#include "db/verification.h"

namespace koltamga::db {

struct Claim {
    std::uint64_t sequence = 0;
    Digest hash{};
    std::string subject;       // a record receipt's application; else empty
    const char* mismatch = ""; // what it means when the entry is another
    bool by_centre = false;
    bool covers_before = true; // a record receipt speaks of its application only
};

using Claims = std::vector<Claim>; // by sequence

using Found = std::function<void(std::uint64_t sequence, std::string what)>;

// What `last-head` says; nothing: it is not there; empty: something else lies in its place. Fails
// with file.unreadable where we may not read it, which says nothing of what it holds. To be read
// before the database's picture is taken: a writer beside us puts each head into the database
// first.
Result<std::optional<std::string>> read_side_file(const std::filesystem::path& folder);

// Every signed head, receipt and the side file whose signature holds; one whose signature or text
// does not is shown to `found`.
Result<Claims> collect_claims(Connection& connection, const std::optional<std::string>& side_file,
                              const Anchors& anchors, const Found& found);

} // namespace koltamga::db
