// What is done with the whole journal: it is checked, and it is exported.
#pragma once

#include "app/options.h"
#include "app/station.h"
#include "db/signed_head.h"
#include "db/verification.h"

namespace koltamga::app {

// With `keys` the derived rows' sealed columns are compared too; null: nobody is signed in.
Result<db::Verified> verify_journal(const Station& station, const db::KeyRing* keys);

struct Exported {
    std::string file;
    db::Head head;
    std::uint64_t covered_by_receipt = 0; // receipts were checked when they came
};

// That an export may be written there: a file of its own that is not there yet.
Done require_export_file(const Options& options, const std::filesystem::path& out);

// Signed by the station (CMS); that it was made is an entry.
Result<Exported> export_journal(const Station& station, const db::Session& session,
                                const std::filesystem::path& out);

} // namespace koltamga::app
