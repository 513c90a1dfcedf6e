// What a station's journal holds, read beside the programs and without their code, so that neither
// can deceive the other. Reading changes nothing: no recovery, no checkpoint.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace koltamga::faults {

struct LedgerEntry {
    std::string hash, kind, subject;
    bool operator==(const LedgerEntry&) const = default;
};

using Ledger = std::vector<LedgerEntry>; // in the order of the sequence

// Every entry that is committed at this moment.
Ledger read_ledger(const std::filesystem::path& station);

// Whether everything of `earlier` stands unchanged at the beginning of `later`.
bool continues(const Ledger& earlier, const Ledger& later);

bool holds(const Ledger& ledger, const std::string& subject, const std::string& kind);

// Subjects with an entry of this kind, in order.
std::vector<std::string> subjects_with(const Ledger& ledger, const std::string& kind);

// Entries that the centre has not receipted yet.
std::size_t waiting_for_receipt(const std::filesystem::path& station);

// Sign-ins that count as failed so far: a killed one does, and the third in a row must be waited
// for.
unsigned failed_sign_ins(const std::filesystem::path& station);

} // namespace koltamga::faults
