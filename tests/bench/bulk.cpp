#include "tests/bench/bulk.h"

#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "db/derived.h"
#include "db/entry_writer.h"
#include "db/transaction.h"
#include "issuance/bodies.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace koltamga::bench {
namespace {

using db::test::must;
using issuance::EntryDraft;
using issuance::Kind;

constexpr std::uint64_t in_one_transaction = 20'000;
constexpr std::uint64_t entries_of_application = 12;

void check(const Done& done) {
    if (!done) {
        throw std::runtime_error(std::string(name_of(done.failure().code)) + " " +
                                 done.failure().detail);
    }
}

void synchronise(const std::filesystem::path& file) {
    const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0 || ::fsync(opened) != 0) {
        throw std::system_error(errno, std::generic_category(), file.string());
    }
    ::close(opened);
}

// Runs `write(i)` for 0 … count-1 in few transactions, and leaves the file as a closed station
// does: nothing in the log, everything on the disk.
template <class Write>
void in_bulk(const std::filesystem::path& folder, std::uint64_t count, Write&& write) {
    const auto file = db::StationDatabase::file_in(folder);
    auto connection = must(db::Connection::open(file, db::Access::write));
    check(connection.run_script("PRAGMA synchronous=OFF; PRAGMA cache_size=-65536"));
    auto end = must(db::chain_end(connection));
    for (std::uint64_t done = 0; done < count;) {
        auto transaction = must(db::Transaction::begin(connection));
        const auto until = std::min(done + in_one_transaction, count);
        for (; done < until; ++done) {
            write(connection, end, done);
        }
        check(transaction.commit());
        connection.empty_log();
    }
    synchronise(file);
}

issuance::Stamp stamp_of(std::uint64_t number) {
    return {"aida", db::test::at("2026-11-22T09:00:00.000Z") + std::chrono::seconds(number),
            TimeSource::system};
}

ApplicationId new_application() {
    return crypto::new_id<ApplicationTag>();
}

void add_wraps(db::Connection& connection, const db::KeyRing& keys, const std::string& application,
               const SecretBytes& key, const Bytes& for_centre) {
    constexpr auto insert = "INSERT INTO key_wrap (subject, holder, wrap) VALUES (?, ?, ?)";
    check(connection.run(insert, {application, "station", keys.wrap(application, key)}));
    check(connection.run(insert, {application, "centre", for_centre}));
}

std::string identity_body(std::uint64_t person) {
    issuance::IdentityRecorded body;
    auto& identity = body.identity;
    identity.pin = pin_of(person);
    identity.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    identity.sex = domain::Sex::male;
    identity.birth_date = domain::Date::from(1990, 1, 1).value();
    identity.nationality = "KGZ";
    identity.document = {"id-card", fmt::format("ID{:07}", person), domain::Date::from(2025, 1, 1),
                         domain::Date::from(2035, 1, 1), "МКК 211011"};
    return issuance::write(body);
}

} // namespace

std::string pin_of(std::uint64_t person) {
    return fmt::format("9{:013}", person);
}

void write_journal(const std::filesystem::path& folder, std::uint64_t entries,
                   std::size_t body_octets, std::uint64_t head_every) {
    const auto key = crypto::random_secret(crypto::seal_key_octets);
    const std::size_t added = 12 + 16; // nonce and tag
    const std::string body(body_octets - added, 'x');
    const auto sign = db::test::head_signer();
    std::optional<ApplicationId> application;
    std::optional<db::SignedHead> head;
    in_bulk(folder, entries, [&](db::Connection& connection, db::ChainEnd& end, std::uint64_t i) {
        if (i % entries_of_application == 0) {
            application = new_application();
        }
        const EntryDraft draft{Kind::eligibility_decided, application, body};
        const auto stamp = stamp_of(i);
        must(db::write_entry(connection, end, draft, stamp, &key));
        if ((i + 1) % head_every == 0 || i + 1 == entries) {
            head = must(db::write_signed_head(connection, end, sign, stamp.time));
        }
    });
    db::keep_last_head(folder, head.value());
}

void write_applications(const std::filesystem::path& folder, const db::KeyRing& keys,
                        std::uint64_t count) {
    const auto key = crypto::random_secret(crypto::seal_key_octets);
    const Bytes for_centre(600, 0x30); // as long as the envelope; nobody opens it here
    in_bulk(folder, count, [&](db::Connection& connection, db::ChainEnd& end, std::uint64_t i) {
        const auto application = new_application();
        add_wraps(connection, keys, application.text(), key, for_centre);
        const auto entry = must(db::write_entry(
            connection, end, {Kind::identity_recorded, application, identity_body(i)}, stamp_of(i),
            &key));
        check(db::derive(connection, keys, application, {&entry, 1}));
    });
}

} // namespace koltamga::bench
