#include "db/verification.h"

#include "db/chain_check.h"
#include "db/claims.h"
#include "db/derived.h"
#include "db/failures.h"
#include "db/migrations.h"
#include "db/operator_keys.h"
#include "db/transaction.h"

#include "issuance/entry.h"

#include <algorithm>
#include <iterator>

namespace koltamga::db {
namespace {

constexpr std::size_t most_findings = 100;

void found(Verified& verified, std::uint64_t sequence, std::string what) {
    if (verified.findings.size() < most_findings) {
        verified.findings.push_back({sequence, std::move(what)});
    }
}

bool is_asked(std::string_view kind) {
    const auto known = issuance::kind_named(kind);
    return known && issuance::is_asked(*known);
}

// Whether the tables are ours. Somebody who can write may have taken a rule away to change an
// entry: both are named.
Result<bool> check_tables(Connection& connection, Verified& verified) {
    const auto ours = require_schema(connection, station_schema());
    if (!ours && !ours.failed_with(Code::db_schema_changed)) {
        return ours.failure();
    }
    if (!ours) {
        found(verified, 0, "schema-changed");
    }
    return ours.operator bool();
}

// One pass over the entries, with the claims of heads and receipts walked beside it.
Done check_entries(Connection& connection, const Claims& claims, Verified& verified,
                   std::uint64_t& last_asked, const std::stop_token& stop) {
    auto claim = claims.begin();
    return walk_chain(connection, 1, [&](const CheckedEntry& entry) {
        ++verified.entries;
        verified.head = entry.sequence;
        verified.head_hash = entry.hash;
        if (entry.broken != nullptr) {
            found(verified, entry.sequence, entry.broken);
        }
        for (; claim != claims.end() && claim->sequence <= entry.sequence; ++claim) {
            if (claim->sequence != entry.sequence || claim->hash != entry.hash) {
                found(verified, claim->sequence, claim->mismatch);
            } else if (!claim->subject.empty() && claim->subject != entry.subject) {
                found(verified, claim->sequence, "record-receipt-subject");
            } else {
                auto& covered =
                    claim->by_centre ? verified.covered_by_receipt : verified.covered_by_head;
                covered = std::max(covered, claim->covers_before ? claim->sequence : 0);
            }
        }
        last_asked = is_asked(entry.kind) ? entry.sequence : last_asked;
        return !stop.stop_requested();
    });
}

// What was promised beyond the journal's end: the database is an older copy, or was cut.
void check_beyond(const Claims& claims, Verified& verified) {
    for (const auto& claim : claims) {
        if (claim.sequence > verified.head) {
            found(verified, claim.sequence, std::string("older-copy ") + claim.mismatch);
        }
    }
}

// Each *asked* was appended with a signed head: without one, heads were taken away.
void check_asked(std::uint64_t last_asked, Verified& verified) {
    if (last_asked > verified.covered_by_head) {
        found(verified, last_asked, "asked-without-signed-head");
    }
}

// A key that was taken away makes its record as unreadable as a released one.
Done check_keys(Connection& connection, Verified& verified) {
    KOLTAMGA_TRY(const auto keyless, without_their_key(connection));
    for (const auto& application : keyless) {
        found(verified, 0, "key-wrap-missing " + application.text());
    }
    return {};
}

Done check_derived(Connection& connection, const KeyRing& keys, Verified& verified) {
    KOLTAMGA_TRY(const auto all, all_applications(connection));
    std::uint64_t released = 0;
    for (const auto& application : all) {
        const auto differs = difference(connection, keys, application);
        if (!differs) {
            found(verified, 0, "derived-unreadable " + application.text());
        } else if (*differs) {
            found(verified, 0, **differs + " " + application.text());
        }
        KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
        released += standing == Standing::released ? 1 : 0;
    }
    KOLTAMGA_TRY(const auto strangers,
                 connection.integer("SELECT count(*) FROM application WHERE application NOT IN "
                                    "(SELECT subject FROM entry)"));
    if (strangers.value_or(0) != 0) {
        found(verified, 0, "application-without-entries");
    }
    if (released != 0) {
        verified.not_provable.push_back({.gap = Gap::derived_released, .released = released});
    }
    return {};
}

// Who may work here stands in no entry alone: a role raised in the table must not pass unseen, nor
// a row taken out of it. Nobody's row ever goes; whoever leaves is disabled.
void check_operators(Connection& connection, const KeyRing& keys, Verified& verified) {
    const auto lines = operator_lines(connection);
    if (!lines) {
        found(verified, 0, "operators-unreadable");
        return;
    }
    for (const auto& line : *lines) {
        if (!is_proved(keys, line)) {
            found(verified, 0, "operator-row-changed " + line.name);
        }
    }
    const auto entered = connection.integer(
        "SELECT count(*) FROM entry WHERE kind IN ('station.enrolled', 'operator.added')");
    if (!entered || entered->value_or(0) != std::ssize(*lines)) {
        found(verified, 0, "operator-row-missing");
    }
}

void name_limits(bool with_keys, Verified& verified) {
    const auto covered = std::max(verified.covered_by_head, verified.covered_by_receipt);
    if (verified.head > covered) {
        verified.not_provable.push_back(
            {.gap = Gap::uncovered, .from = covered + 1, .to = verified.head});
    }
    if (verified.covered_by_head > verified.covered_by_receipt) {
        verified.not_provable.push_back({.gap = Gap::own_signature_only,
                                         .from = verified.covered_by_receipt + 1,
                                         .to = verified.covered_by_head});
    }
    verified.not_provable.push_back({.gap = Gap::whole_folder});
    if (!with_keys) {
        verified.not_provable.push_back({.gap = Gap::derived_unread});
    }
}

} // namespace

Done examine(Connection& connection) {
    KOLTAMGA_TRY(const auto said, connection.text("PRAGMA integrity_check(1)"));
    if (said != "ok") {
        return failure::damaged("integrity-check");
    }
    KOLTAMGA_CHECK(read_side_file(connection.file().parent_path()));
    return check_chain_tail(connection);
}

namespace {

// Everything but the tables themselves, as far as it can be read.
Done verify_contents(Connection& connection, const std::optional<std::string>& side_file,
                     const Anchors& anchors, const KeyRing* keys, const std::stop_token& stop,
                     Verified& verified) {
    KOLTAMGA_TRY(const auto claims, collect_claims(connection, side_file, anchors,
                                                   [&](std::uint64_t at, std::string what) {
                                                       found(verified, at, std::move(what));
                                                   }));
    std::uint64_t last_asked = 0;
    KOLTAMGA_CHECK(check_entries(connection, claims, verified, last_asked, stop));
    if (stop.stop_requested()) {
        found(verified, 0, "stopped");
    }
    check_beyond(claims, verified);
    check_asked(last_asked, verified);
    KOLTAMGA_CHECK(check_keys(connection, verified));
    if (keys != nullptr) {
        KOLTAMGA_CHECK(check_derived(connection, *keys, verified));
        check_operators(connection, *keys, verified);
    }
    name_limits(keys != nullptr, verified);
    return {};
}

// A finding about an entry says more than one about none.
std::optional<Finding> first_of(const std::vector<Finding>& findings) {
    const auto first = std::ranges::min_element(findings, {}, [](const Finding& finding) {
        return finding.sequence == 0 ? UINT64_MAX : finding.sequence;
    });
    return first == findings.end() ? std::nullopt : std::optional(*first);
}

} // namespace

Result<Verified> verify_journal(Connection& connection, const std::filesystem::path& folder,
                                const Anchors& anchors, const KeyRing* keys, std::stop_token stop) {
    // Before the picture, or it may be ahead of it.
    KOLTAMGA_TRY(const auto side_file, read_side_file(folder));
    KOLTAMGA_TRY(auto picture, Transaction::begin_reading(connection));
    Verified verified;
    KOLTAMGA_TRY(const bool ours, check_tables(connection, verified));
    const auto read = verify_contents(connection, side_file, anchors, keys, stop, verified);
    if (!read && ours) {
        return read.failure();
    }
    verified.first_broken = first_of(verified.findings);
    return verified;
}

} // namespace koltamga::db
