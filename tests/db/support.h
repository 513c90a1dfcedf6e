// A station made once and copied for every test; the centre that receives from it; and the life of
// an application, entry by entry.
#pragma once

#include "db/enrolment.h"
#include "db/receipts.h"
#include "db/station_journal.h"
#include "db/station_outbox.h"
#include "db/verification.h"

#include "base/file.h"
#include "crypto/certificate.h"
#include "crypto/key_pair.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace koltamga::db::test {

// The cheapest password hashing that is allowed.
inline constexpr crypto::PasswordCost cheap{46 * 1024, 1, 1};

Instant at(std::string_view text);
SecretBytes secret(std::string_view text);
std::filesystem::path fresh_folder(std::string_view name);

// Whoever signs or is wrapped for: a key with a certificate.
struct Party {
    explicit Party(std::string name);
    crypto::KeyPair key;
    crypto::Certificate certificate;
};

// One of each for the whole test program.
const Party& centre();
const Party& recovery();
const Party& journal_key();
HeadSigner head_signer();

inline const Binding practice_binding{"practice", true};

// Says why a Result failed, for ASSERT_TRUE(ok(x)).
template <class T>
testing::AssertionResult ok(const Result<T>& result) {
    if (result) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure()
           << name_of(result.failure().code) << " " << result.failure().detail;
}

// The value itself, for ranges of loops; a failure ends the test program.
template <class T>
T must(Result<T> result) {
    EXPECT_TRUE(ok(result));
    return std::move(result).value();
}

// A station in a folder of its own, with "aida" signed in as its first supervisor.
class Station {
  public:
    explicit Station(std::string_view test, const Binding& binding = practice_binding);

    const std::filesystem::path& folder() const { return folder_; }
    const Session& session() const { return session_; }
    StationDatabase& database() { return *database_; }
    StationJournal& journal() { return *journal_; }
    StationOutbox& outbox() { return *outbox_; }
    Connection& connection() { return *connection_; }
    FixedClock& clock() { return clock_; }

    issuance::Stamp stamp();
    JournalSetup journal_setup() const;
    OutboxSetup outbox_setup(int retention_days) const;
    std::unique_ptr<StationJournal> journal_of(const Session& session);
    std::unique_ptr<StationOutbox> outbox_keeping(int retention_days);
    Operators operators();

    // Everything closed, as when the program ends; and opened again.
    void close();
    void open();

    Anchors anchors() const;
    Verified verify(bool with_keys = true);

    // What the centre would sign for the journal as it stands.
    Bytes head_receipt(std::uint64_t sequence);
    Bytes record_receipt(const ApplicationId& application);
    Digest hash_at(std::uint64_t sequence);
    std::uint64_t last_of(const ApplicationId& application);
    void receipt_everything(const ApplicationId& application);

  private:
    std::filesystem::path folder_;
    FixedClock clock_{at("2026-11-22T09:00:00.000Z")};
    std::optional<StationDatabase> database_;
    std::optional<Connection> connection_;
    Session session_;
    std::unique_ptr<StationJournal> journal_;
    std::unique_ptr<StationOutbox> outbox_;
};

// One applicant's way, a step at a time.
class Life {
  public:
    explicit Life(Station& station, std::string pin = "20101199000008",
                  std::string document = "ID0000000");

    const ApplicationId& id() const { return id_; }
    static constexpr int steps = 12;

    // The next step's entries appended; how many steps are done.
    int step();
    Life& through(int count);
    Life& to_the_end() { return through(steps); }

    // Shared with tests that append by themselves.
    std::vector<issuance::EntryDraft> drafts_of(int step);
    const std::string& portrait() const { return portrait_; }
    const std::string& package() const { return package_; }
    const Digest& key() const { return key_; }

  private:
    Station& station_;
    ApplicationId id_;
    std::string pin_, document_;
    std::string portrait_, package_;
    Digest key_{};
    int done_ = 0;
};

Bytes some_portrait();

// Many entries about the station, with bodies of that size, in one transaction: for measuring.
void write_many(Station& station, int entries, std::size_t body_octets);

// Runs SQL as somebody with the sqlite3 shell would, with the journal's triggers out of the way and
// back again afterwards.
void tamper(const std::filesystem::path& folder, const std::string& sql);

} // namespace koltamga::db::test
