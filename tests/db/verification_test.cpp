#include "db/blob_files.h"
#include "db/verification.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/hash.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;
using test::tamper;
using testing::Contains;
using testing::HasSubstr;

testing::Matcher<NotProvable> gap(Gap kind, std::uint64_t from = 0, std::uint64_t to = 0) {
    return testing::AllOf(testing::Field(&NotProvable::gap, kind),
                          testing::Field(&NotProvable::from, from),
                          testing::Field(&NotProvable::to, to));
}

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::copy(from, to,
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
}

// A journal with two whole lives and a third begun; closed, so that others can get at the file.
class VerificationTest : public testing::Test {
  protected:
    Station station{"verification"};
    std::uint64_t last = 0;
    std::vector<ApplicationId> ids;

    void SetUp() override {
        Life first(station);
        first.to_the_end();
        station.receipt_everything(first.id());
        Life second(station, "12902200000011", "ID1111111");
        second.to_the_end();
        Life third(station, "20101199000013", "ID2222222");
        third.through(6);
        ids = {first.id(), second.id(), third.id()};
        last = *station.outbox().last_sequence();
        station.close();
        sane_ = test::fresh_folder("sane");
        copy_folder(station.folder(), sane_);
    }

    // Puts the journal back as it was.
    void mend() {
        std::filesystem::remove_all(station.folder());
        copy_folder(sane_, station.folder());
    }

    testing::AssertionResult found(const std::string& sql) {
        mend();
        tamper(station.folder(), sql);
        const auto verified = station.verify();
        return verified.sound() ? testing::AssertionFailure() << "not found: " << sql
                                : testing::AssertionSuccess();
    }

    std::filesystem::path sane_;
};

TEST_F(VerificationTest, ASoundJournalIsSoundAndSaysHowFarItIsCovered) {
    const auto verified = station.verify();
    EXPECT_TRUE(verified.sound()) << verified.first_broken->what << " at "
                                  << verified.first_broken->sequence;
    EXPECT_EQ(verified.entries, last);
    EXPECT_EQ(verified.head, last);
    EXPECT_EQ(verified.covered_by_head, last);
    EXPECT_EQ(verified.covered_by_receipt, 14U);
    EXPECT_THAT(verified.not_provable, Contains(gap(Gap::own_signature_only, 15, last)));
    EXPECT_THAT(verified.not_provable, Contains(gap(Gap::whole_folder)));
    EXPECT_THAT(verified.not_provable, Not(Contains(gap(Gap::derived_unread))));
}

TEST_F(VerificationTest, TablesThatAreNotOursAreAFinding) {
    tamper(station.folder(), "CREATE TABLE extra (a)");
    const auto verified = station.verify();
    ASSERT_FALSE(verified.sound());
    EXPECT_EQ(verified.first_broken->what, "schema-changed");
    EXPECT_EQ(verified.entries, last) << "the entries are read all the same";
}

TEST_F(VerificationTest, AChangedEntryIsNamedAlsoWhenARuleWasTakenAwayForIt) {
    tamper(station.folder(), "UPDATE entry SET operator='nobody' WHERE sequence=5");
    tamper(station.folder(), "DROP INDEX outbox_waiting");
    const auto verified = station.verify();
    ASSERT_FALSE(verified.sound());
    EXPECT_EQ(verified.first_broken->sequence, 5U);
    EXPECT_THAT(verified.findings, Contains(testing::Field(&Finding::what, "schema-changed")));
}

TEST_F(VerificationTest, ATableThatIsGoneIsAFindingAndNoFailure) {
    tamper(station.folder(), "DROP TABLE receipt");
    const auto verified = station.verify();
    ASSERT_FALSE(verified.sound());
    EXPECT_EQ(verified.first_broken->what, "schema-changed");
}

TEST_F(VerificationTest, OnlyToVerifyIsAFolderWithChangedTablesOpened) {
    tamper(station.folder(), "DROP VIEW waiting");
    const Binding binding = test::practice_binding;
    const auto folder = station.folder();
    EXPECT_TRUE(
        StationDatabase::open(folder, binding, Use::read).failed_with(Code::db_schema_changed));
    EXPECT_TRUE(
        StationDatabase::open(folder, binding, Use::write).failed_with(Code::db_schema_changed));
    const auto opened = StationDatabase::open(folder, binding, Use::verify);
    ASSERT_TRUE(ok(opened));
    EXPECT_TRUE(opened->require_our_tables().failed_with(Code::db_schema_changed));
}

TEST_F(VerificationTest, WithoutKeysItSaysWhatItCouldNotCompare) {
    const auto verified = station.verify(false);
    EXPECT_TRUE(verified.sound());
    EXPECT_THAT(verified.not_provable, Contains(gap(Gap::derived_unread)));
}

TEST_F(VerificationTest, EveryColumnOfEveryEntryIsLookedAt) {
    const std::pair<const char*, const char*> edits[] = {
        {"epoch", "epoch+1"},
        {"kind", "'portrait.recorded'"},
        {"version", "version+1"},
        {"subject", "'0000-0001-ZZZZ-ZZZZ'"},
        {"operator", "'mallory'"},
        {"time", "'2026-11-22T09:00:00.999Z'"},
        {"header", "header||' '"},
        {"header", "replace(header,'aida','beka')"},
        {"hash", "replace(hash,substr(hash,1,1),'z')"},
        {"body", "x'00'"},
        {"body", "CAST(body||x'00' AS BLOB)"},
        {"body", "NULL"},
    };
    for (const auto& [column, value] : edits) {
        for (const auto sequence : {std::uint64_t{2}, std::uint64_t{9}, last}) {
            EXPECT_TRUE(found(std::string("UPDATE entry SET ") + column + "=" + value +
                              " WHERE sequence=" + std::to_string(sequence)));
        }
    }
}

// Each day every third of them, in the night's run all.
TEST_F(VerificationTest, EveryOctetOfAHeaderCounts) {
    const std::size_t step = std::getenv("KOLTAMGA_LONG") == nullptr ? 3 : 1;
    auto connection =
        Connection::open(StationDatabase::file_in(station.folder()), Access::write).value();
    const auto header =
        connection.text("SELECT header FROM entry WHERE sequence=9").value().value();
    ASSERT_TRUE(ok(connection.run("DROP TRIGGER entry_never_changes")));
    for (std::size_t i = 0; i < header.size(); i += step) {
        auto changed = header;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        ASSERT_TRUE(ok(connection.run("UPDATE entry SET header=? WHERE sequence=9", {changed})));
        EXPECT_EQ(station.verify(false).first_broken->sequence, 9U) << i;
    }
    ASSERT_TRUE(ok(connection.run("UPDATE entry SET header=? WHERE sequence=9", {header})));
    EXPECT_EQ(station.verify(false).first_broken->what, "schema-changed") << "the rule is gone";
}

TEST_F(VerificationTest, RemovedInsertedReorderedAndSwappedEntriesAreFound) {
    const auto end = std::to_string(last);
    const std::vector<std::string> edits = {
        std::string("PRAGMA foreign_keys=OFF; DELETE FROM entry WHERE sequence=1"),
        std::string("DELETE FROM entry WHERE sequence=9"),
        "DELETE FROM entry WHERE sequence=" + end,
        "DELETE FROM entry WHERE sequence>20",
        std::string("DELETE FROM entry"),
        "INSERT INTO entry SELECT sequence+1, epoch, kind, version, subject, operator, time, "
        "header, hash, body FROM entry WHERE sequence=" +
            end,
        std::string("INSERT INTO entry SELECT 0, epoch, kind, version, subject, operator, "
                    "time, header, hash, body FROM entry WHERE sequence=1"),
        std::string("INSERT INTO entry SELECT -5, epoch, kind, version, subject, operator, "
                    "time, header, hash, body FROM entry WHERE sequence=1"),
        std::string("UPDATE entry SET sequence=1000 WHERE sequence=9"),
        std::string("UPDATE entry SET sequence=-1 WHERE sequence=9; UPDATE entry SET "
                    "sequence=9 WHERE sequence=10; UPDATE entry SET sequence=10 WHERE "
                    "sequence=-1"),
        std::string("UPDATE entry SET body=(SELECT body FROM entry WHERE sequence=2) WHERE "
                    "sequence=3"),
        std::string("CREATE TEMP TABLE b AS SELECT sequence AS s, body FROM entry WHERE "
                    "sequence IN (2,3); UPDATE entry SET body=(SELECT body FROM b WHERE s=3) "
                    "WHERE sequence=2; UPDATE entry SET body=(SELECT body FROM b WHERE s=2) "
                    "WHERE sequence=3"),
    };
    for (const auto& sql : edits) {
        EXPECT_TRUE(found(sql));
    }
}

TEST_F(VerificationTest, HeadsAndReceiptsCannotBeChangedUnnoticed) {
    for (const auto* sql : {
             "UPDATE signed_head SET signature=x'3006020101020101'",
             "UPDATE signed_head SET text=replace(text,'epoch 1','epoch 2')",
             "UPDATE signed_head SET text='nonsense'",
             "UPDATE signed_head SET sequence=sequence+1 WHERE sequence=(SELECT max(sequence) FROM "
             "signed_head)",
             "DELETE FROM signed_head",
             "DELETE FROM signed_head WHERE sequence=(SELECT max(sequence) FROM signed_head); "
             "DELETE FROM entry WHERE sequence=(SELECT max(sequence) FROM entry)",
             "UPDATE receipt SET der=x'3000' WHERE kind='head'",
             "UPDATE receipt SET der=x'3000' WHERE kind='record'",
             "UPDATE receipt SET time='2020-01-01T00:00:00.000Z'",
             "UPDATE receipt SET sequence=sequence+1 WHERE kind='record'",
             "UPDATE receipt SET subject='0000-0001-ZZZZ-ZZZZ' WHERE kind='record'",
             "UPDATE receipt SET kind='record' WHERE kind='head'",
         }) {
        if (std::string_view(sql) == "DELETE FROM signed_head") {
            mend();
            std::filesystem::remove(station.folder() / "last-head");
            tamper(station.folder(), sql);
            EXPECT_FALSE(station.verify().sound()) << "asked without a head";
            continue;
        }
        EXPECT_TRUE(found(sql));
    }
}

TEST_F(VerificationTest, DerivedRowsAreComparedWithTheEntries) {
    for (const auto* sql : {
             "UPDATE application SET state='cancelled'",
             "UPDATE application SET step='key'",
             "UPDATE application SET waits_for='centre' WHERE waits_for='nobody'",
             "UPDATE application SET opened='2020-01-01T00:00:00.000Z'",
             "UPDATE application SET since='2020-01-01T00:00:00.000Z'",
             "UPDATE application SET last_sequence=last_sequence-1",
             "UPDATE application SET revoked=1",
             "UPDATE application SET key_package='x'",
             "UPDATE application SET personal=x'00112233445566778899aabbccddeeff00112233'",
             "UPDATE application SET personal=NULL",
             "UPDATE application SET state='nonsense'",
             "UPDATE application SET settled=1-settled",
             "DELETE FROM application",
             "DELETE FROM look_up WHERE field='pin'",
             "UPDATE look_up SET hash='00'",
             "INSERT INTO look_up SELECT field, 'ff', application FROM look_up LIMIT 1",
             "INSERT INTO application SELECT '0000-0001-ZZZZ-ZZZZ', state, step, waits_for, "
             "opened, "
             "since, last_sequence, revoked, key_package, personal, next_try, settled, "
             "certificate FROM application LIMIT 1",
         }) {
        EXPECT_TRUE(found(sql));
    }
}

TEST_F(VerificationTest, TheSideFileIsNotAFreeVote) {
    const auto side = station.folder() / "last-head";
    auto text = text_of(*read_file(side, 4096));
    std::filesystem::remove(side);
    EXPECT_FALSE(station.verify().sound());
    ASSERT_TRUE(ok(write_file(side, bytes_of("nonsense"))));
    EXPECT_FALSE(station.verify().sound());
    text[text.find("epoch 1") + 6] = '2';
    ASSERT_TRUE(ok(write_file(side, bytes_of(text))));
    EXPECT_FALSE(station.verify().sound());
}

TEST_F(VerificationTest, AnOlderCopyOfTheDatabaseIsFound) {
    const auto older = StationDatabase::file_in(station.folder());
    const auto kept = test::fresh_folder("older");
    copy_folder(station.folder(), kept);
    station.open();
    Life(station, "12902200000009", "ID4444444").through(7);
    station.close();
    std::filesystem::copy_file(StationDatabase::file_in(kept), older,
                               std::filesystem::copy_options::overwrite_existing);
    const auto verified = station.verify();
    ASSERT_FALSE(verified.sound());
    EXPECT_THAT(verified.first_broken->what, HasSubstr("older-copy"));
}

TEST_F(VerificationTest, AnOlderCopyOfTheWholeFolderIsFoundByTheCentresReceipt) {
    const auto kept = test::fresh_folder("older-folder");
    copy_folder(station.folder(), kept);
    station.open();
    Life(station, "12902200000009", "ID4444444").through(7);
    const auto receipt = station.head_receipt(*station.outbox().last_sequence());
    station.close();
    std::filesystem::remove_all(station.folder());
    copy_folder(kept, station.folder());
    EXPECT_TRUE(station.verify().sound()) << "which it says it cannot prove";
    auto anchors = station.anchors();
    anchors.receipts.push_back(receipt);
    auto connection =
        Connection::open(StationDatabase::file_in(station.folder()), Access::read).value();
    EXPECT_FALSE(verify_journal(connection, station.folder(), anchors, nullptr)->sound());
}

TEST_F(VerificationTest, ACloneThatWentItsOwnWayIsFound) {
    const auto clone = test::fresh_folder("clone");
    copy_folder(station.folder(), clone);
    station.open();
    Life(station, "12902200000009", "ID4444444").through(7);
    const auto receipt = station.head_receipt(*station.outbox().last_sequence());
    station.close();
    const auto original = test::fresh_folder("original");
    copy_folder(station.folder(), original);

    std::filesystem::remove_all(station.folder());
    copy_folder(clone, station.folder());
    station.open();
    Life(station, "12902200000150", "ID5555555").through(9);
    EXPECT_TRUE(station.outbox().keep_head_receipt(last + 8, receipt).failed_with(Code::db_fork))
        << "the centre's receipt is for the other one";
    station.close();
    EXPECT_TRUE(station.verify().sound()) << "by itself it is sound";
    std::filesystem::copy_file(original / "last-head", station.folder() / "last-head",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_FALSE(station.verify().sound()) << "beside the original's head it is not";
    auto anchors = station.anchors();
    anchors.receipts.push_back(receipt);
    auto connection =
        Connection::open(StationDatabase::file_in(station.folder()), Access::read).value();
    EXPECT_FALSE(verify_journal(connection, station.folder(), anchors, nullptr)->sound());
}

// An attacker with the whole program and the database, but without the journal key: changes an
// entry and makes every hash after it fit again.
void forge(const std::filesystem::path& folder, std::uint64_t from, bool drop_heads,
           std::uint64_t cut_after = UINT64_MAX) {
    tamper(folder, drop_heads ? "DELETE FROM signed_head WHERE sequence>=" + std::to_string(from) +
                                    "; DELETE FROM receipt WHERE sequence>=" + std::to_string(from)
                              : "SELECT 1");
    if (cut_after != UINT64_MAX) {
        tamper(folder, "DELETE FROM outbox WHERE sequence>" + std::to_string(cut_after) +
                           "; DELETE FROM entry WHERE sequence>" + std::to_string(cut_after));
    }
    auto connection = Connection::open(StationDatabase::file_in(folder), Access::write).value();
    ASSERT_TRUE(ok(connection.run("DROP TRIGGER entry_never_changes")));
    auto rows =
        connection
            .query("SELECT header, body, sequence FROM entry WHERE sequence>=? ORDER BY 3", {from})
            .value();
    std::vector<std::pair<EntryHeader, std::optional<Bytes>>> entries;
    while (*rows.next()) {
        entries.emplace_back(parse_entry_header(rows.text(0)).value(),
                             rows.is_null(1) ? std::nullopt : std::optional(rows.bytes(1)));
    }
    auto previous = entries.front().first.previous;
    entries.front().first.operator_name = "mallory";
    for (auto& [header, body] : entries) {
        header.previous = previous;
        const auto text = compose(header);
        previous = entry_hash(text);
        ASSERT_TRUE(ok(connection.run(
            "UPDATE entry SET header=?, hash=?, operator=? WHERE sequence=?",
            {text, hex(previous), header.operator_name.empty() ? "-" : header.operator_name,
             header.sequence})));
    }
    rows = connection.query("SELECT 1").value();
    ASSERT_TRUE(ok(
        connection.run_script("CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry\n"
                              "  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;")));
}

TEST_F(VerificationTest, RecomputingEveryHashDoesNotHelpWhereAHeadOrReceiptCovers) {
    for (const auto from : {std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{20}, last}) {
        for (const bool drop_heads : {false, true}) {
            mend();
            forge(station.folder(), from, drop_heads);
            const auto verified = station.verify(false);
            EXPECT_FALSE(verified.sound()) << from << " heads dropped: " << drop_heads;
        }
    }
}

TEST_F(VerificationTest, NorWithoutTheSideFileWhileAnAskedEntryIsLeft) {
    mend();
    std::filesystem::remove(station.folder() / "last-head");
    forge(station.folder(), 20, true);
    const auto verified = station.verify(false);
    ASSERT_FALSE(verified.sound());
}

TEST_F(VerificationTest, WhatNothingCoversIsNamed) {
    mend();
    station.open();
    Life more(station, "12902200000009", "ID4444444");
    more.through(3);
    station.close();
    const auto verified = station.verify();
    EXPECT_TRUE(verified.sound());
    EXPECT_EQ(verified.covered_by_head, last);
    EXPECT_THAT(verified.not_provable, Contains(gap(Gap::uncovered, last + 1, last + 4)));
    forge(station.folder(), last + 2, false);
    EXPECT_TRUE(station.verify(false).sound()) << "as it says, this cannot be found";
}

TEST_F(VerificationTest, KeysOfOthersProveNothing) {
    auto anchors = station.anchors();
    anchors.journal_keys = {test::recovery().certificate.public_key().spki()};
    auto connection =
        Connection::open(StationDatabase::file_in(station.folder()), Access::read).value();
    const auto verified = verify_journal(connection, station.folder(), anchors, nullptr);
    ASSERT_TRUE(ok(verified));
    EXPECT_FALSE(verified->sound());
    EXPECT_EQ(verified->covered_by_head, 0U);
}

// Appends, and signs a head, as soon as the other has read its first row: from then on it looks at
// a picture of the database that changes no more.
struct Writer {
    Station& station;
    bool began = false;

    static int at_a_row(unsigned /*event*/, void* self, void* statement, void* /*unused*/) {
        auto& writer = *static_cast<Writer*>(self);
        const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement)); // SQLite's own: none
        if (sql != nullptr &&
            std::string_view(sql).find("sqlite_schema") != std::string_view::npos &&
            !std::exchange(writer.began, true)) {
            Life(writer.station, "12902200000009", "ID4444444").through(7);
        }
        return 0;
    }
};

// The side file is newer than the picture of the database that was taken before.
TEST_F(VerificationTest, AWriterAtWorkBesideItIsNoDamage) {
    station.open();
    auto reader =
        Connection::open(StationDatabase::file_in(station.folder()), Access::read).value();
    Writer writer{station};
    EXPECT_EQ(sqlite3_trace_v2(reader.handle(), SQLITE_TRACE_ROW, &Writer::at_a_row, &writer),
              SQLITE_OK);
    const auto verified =
        verify_journal(reader, station.folder(), station.anchors(), station.session().keys.get());
    EXPECT_EQ(sqlite3_trace_v2(reader.handle(), 0, nullptr, nullptr), SQLITE_OK);
    ASSERT_TRUE(ok(verified));
    EXPECT_TRUE(writer.began);
    EXPECT_EQ(verified->entries, last) << "the journal as it stood when the look began";
    EXPECT_GT(*station.outbox().last_sequence(), last);
    EXPECT_TRUE(verified->sound()) << verified->first_broken->what;
}

// Released is only what the centre has signed for to its last entry, and nothing personal of which
// is left here.
TEST_F(VerificationTest, AKeyThatWasTakenAwayIsNoRelease) {
    const std::string nothing_personal = "; UPDATE application SET personal=NULL";
    for (const auto& id : ids) {
        const auto take =
            "DELETE FROM key_wrap WHERE holder='station' AND subject='" + id.text() + "'";
        const bool receipted = id == ids.front();
        for (const auto& sql :
             {take, take + nothing_personal + " WHERE application='" + id.text() + "'"}) {
            mend();
            tamper(station.folder(), sql);
            const bool released = receipted && sql != take;
            for (const bool with_keys : {false, true}) {
                const auto verified = station.verify(with_keys);
                EXPECT_EQ(verified.sound(), released) << sql;
                EXPECT_EQ(!released,
                          !verified.findings.empty() &&
                              verified.findings.front().what == "key-wrap-missing " + id.text())
                    << sql;
            }
        }
    }
}

TEST_F(VerificationTest, WhatLostItsKeyKeepsItsBlobs) {
    const auto blobs_of = [&](const ApplicationId& id) {
        return station.connection()
            .integer("SELECT count(*) FROM blob WHERE application=?", {id.text()})
            .value();
    };
    station.open();
    const auto before = blobs_of(ids[2]);
    EXPECT_EQ(before, 2) << "portrait and key package";
    station.close();
    tamper(station.folder(), "DELETE FROM key_wrap WHERE holder='station' AND subject<>'station'");
    const auto files = [&] {
        const std::filesystem::directory_iterator all(blobs_in(station.folder()));
        return std::distance(begin(all), end(all));
    };
    const auto there = files();
    station.open();
    EXPECT_EQ(blobs_of(ids[2]), before);
    EXPECT_EQ(files(), there);
    station.close();
    EXPECT_FALSE(station.verify().sound());
}

TEST(LongJournal, IsVerifiedInOneStream) {
    Station station("long");
    test::write_many(station, 20'000, 1024);
    const auto begun = std::chrono::steady_clock::now();
    const auto verified = station.verify();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    RecordProperty("milliseconds", static_cast<int>(took.count()));
    EXPECT_TRUE(verified.sound());
    EXPECT_EQ(verified.entries, 20'001U);
}

TEST_F(VerificationTest, StopsWhenItIsAskedTo) {
    std::stop_source source;
    source.request_stop();
    auto connection =
        Connection::open(StationDatabase::file_in(station.folder()), Access::read).value();
    const auto verified = verify_journal(connection, station.folder(), station.anchors(), nullptr,
                                         source.get_token());
    ASSERT_TRUE(ok(verified));
    EXPECT_LE(verified->entries, 1U);
    EXPECT_FALSE(verified->sound()) << "half a look is no verdict of soundness";
}

} // namespace
} // namespace koltamga::db
