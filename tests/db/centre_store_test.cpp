#include "db/blob_files.h"
#include "db/centre_store.h"
#include "db/signed_head.h"
#include "tests/db/support.h"

#include "crypto/hash.h"
#include "crypto/random.h"

#include <gmock/gmock.h>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;

class CentreStoreTest : public testing::Test {
  protected:
    Station station{"centre-store"};
    Life life{station};
    std::filesystem::path folder = test::fresh_folder("centre");
    CentreStore centre = CentreStore::open(folder).value();
    StationId id = station.database().station();
    std::vector<issuance::StoredEntry> entries;

    void SetUp() override {
        life.through(5);
        entries = *station.outbox().entries_after(0, 1000);
        ASSERT_TRUE(ok(centre.add_station({id, "Office 7", {1}, {2}, {3}, station.clock().now()})));
    }
    std::vector<std::string> headers(std::size_t from, std::size_t to) {
        std::vector<std::string> texts;
        for (auto i = from; i < to; ++i) {
            texts.push_back(entries[i].header);
        }
        return texts;
    }
    void accept_all() {
        ASSERT_TRUE(ok(centre.accept_headers(id, headers(0, entries.size()))));
        for (const auto& entry : entries) {
            if (!entry.body.empty()) {
                ASSERT_TRUE(ok(centre.keep_body(id, entry.sequence, entry.body)));
            }
        }
    }
};

TEST_F(CentreStoreTest, TakesHeadersInOrderAndRepeatedOnesInPeace) {
    EXPECT_EQ(centre.head_of(id)->sequence, 0U);
    auto head = centre.accept_headers(id, headers(0, 3));
    ASSERT_TRUE(ok(head));
    EXPECT_EQ(head->sequence, 3U);
    EXPECT_EQ(head->hash, station.hash_at(3));
    head = centre.accept_headers(id, headers(1, 5));
    ASSERT_TRUE(ok(head));
    EXPECT_EQ(head->sequence, 5U);
    EXPECT_EQ(centre.head_of(id)->hash, station.hash_at(5));
    EXPECT_TRUE(ok(centre.accept_headers(id, {})));
}

TEST_F(CentreStoreTest, AGapIsNamedWithWhatIsHeld) {
    ASSERT_TRUE(ok(centre.accept_headers(id, headers(0, 2))));
    const auto gap = centre.accept_headers(id, headers(3, 5));
    ASSERT_TRUE(gap.failed_with(Code::db_gap));
    EXPECT_THAT(gap.failure().detail, testing::HasSubstr("last-held 2"));
    EXPECT_EQ(centre.head_of(id)->sequence, 2U);
}

TEST_F(CentreStoreTest, OneBadHeaderLeavesNoneOfItsBatch) {
    auto batch = headers(0, 4);
    batch[3] += "x";
    EXPECT_TRUE(centre.accept_headers(id, batch).failed_with(Code::db_entry_malformed));
    EXPECT_EQ(centre.head_of(id)->sequence, 0U);
}

TEST_F(CentreStoreTest, AForkIsRefusedByName) {
    accept_all();
    auto header = parse_entry_header(entries[3].header).value();
    header.operator_name = "mallory";
    EXPECT_TRUE(centre.accept_headers(id, std::vector{compose(header)}).failed_with(Code::db_fork));
    header = parse_entry_header(entries.back().header).value();
    header.sequence += 1;
    EXPECT_TRUE(centre.accept_headers(id, std::vector{compose(header)}).failed_with(Code::db_fork))
        << "its previous is not what we hold";
    header.station = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    EXPECT_TRUE(
        centre.accept_headers(id, std::vector{compose(header)}).failed_with(Code::db_chain_broken));
}

TEST_F(CentreStoreTest, AnEpochOpensOnlyByItsEntry) {
    accept_all();
    auto header = parse_entry_header(entries.back().header).value();
    header.previous = entry_hash(entries.back().header);
    header.sequence += 1;
    header.epoch = 2;
    EXPECT_TRUE(
        centre.accept_headers(id, std::vector{compose(header)}).failed_with(Code::db_chain_broken));
    header.kind = std::string(name_of(issuance::Kind::epoch_opened));
    header.application.reset();
    header.body.reset();
    EXPECT_TRUE(ok(centre.accept_headers(id, std::vector{compose(header)})));
}

TEST_F(CentreStoreTest, ABodyIsKeptUnderItsHeadersHashAlone) {
    ASSERT_TRUE(ok(centre.accept_headers(id, headers(0, entries.size()))));
    EXPECT_EQ(centre.missing_bodies(id, life.id())->size(), 6U);
    EXPECT_TRUE(centre.keep_body(id, 2, entries[2].body).failed_with(Code::db_body_mismatch));
    EXPECT_TRUE(centre.keep_body(id, 99, entries[2].body).failed_with(Code::db_entry_unknown));
    ASSERT_TRUE(ok(centre.keep_body(id, 2, entries[1].body)));
    ASSERT_TRUE(ok(centre.keep_body(id, 2, entries[1].body)));
    EXPECT_EQ(centre.missing_bodies(id, life.id())->size(), 5U);
    EXPECT_EQ(*centre.body(id, 2), entries[1].body);
    EXPECT_FALSE(*centre.body(id, 3));
}

TEST_F(CentreStoreTest, KeepsWrapsBlobsHeadsAndReceipts) {
    accept_all();
    ASSERT_TRUE(ok(centre.keep_wrap(id, life.id(), Bytes{1, 2, 3})));
    ASSERT_TRUE(ok(centre.keep_wrap(id, life.id(), Bytes{1, 2, 4})));
    EXPECT_EQ(*centre.wrap(id, life.id()), Bytes({1, 2, 4}));
    EXPECT_FALSE(*centre.wrap(id, std::nullopt));

    const auto name = crypto::sha256(bytes_of("sealed"));
    EXPECT_FALSE(*centre.has_blob(name));
    EXPECT_TRUE(centre.keep_blob(id, name, bytes_of("other")).failed_with(Code::db_body_mismatch));
    ASSERT_TRUE(ok(centre.keep_blob(id, name, bytes_of("sealed"))));
    EXPECT_TRUE(*centre.has_blob(name));
    EXPECT_EQ(text_of(*centre.blob(name)), "sealed");

    const auto sent = station.outbox().sign_head().value();
    SignedHead head{parse_head(sent.text).value(), sent.signature};
    ASSERT_TRUE(ok(centre.keep_signed_head(head)));
    station.clock().advance(std::chrono::minutes(1));
    const auto later = station.outbox().sign_head().value(); // of the same entry
    ASSERT_TRUE(ok(centre.keep_signed_head({parse_head(later.text).value(), later.signature})));
    auto beside = Connection::open(folder / "centre.db", Access::read).value();
    EXPECT_EQ(*beside.text("SELECT group_concat(text) FROM signed_head"), later.text);
    head.head.hash[0] ^= 1;
    EXPECT_TRUE(centre.keep_signed_head(head).failed_with(Code::db_fork));
    head.head.sequence = 500;
    EXPECT_TRUE(centre.keep_signed_head(head).failed_with(Code::db_gap));

    const HeadReceipt receipt{id, 1, 5, station.hash_at(5), station.clock().now()};
    ASSERT_TRUE(ok(centre.keep_head_receipt(receipt, Bytes{9})));
    EXPECT_EQ(*centre.head_receipt(id, 5), Bytes{9});
    EXPECT_FALSE(*centre.head_receipt(id, 4));
    const RecordReceipt record{id, life.id(), 5, station.hash_at(5), {}, station.clock().now()};
    ASSERT_TRUE(ok(centre.keep_record_receipt(record, Bytes{8})));
    EXPECT_EQ(*centre.record_receipt(id, life.id(), 5), Bytes{8});
    // Whoever has a receipt may have let go of its own wrap: the centre's changes no more.
    ASSERT_TRUE(ok(centre.keep_wrap(id, life.id(), Bytes{7})));
    EXPECT_EQ(*centre.wrap(id, life.id()), Bytes({1, 2, 4}));
    EXPECT_TRUE(centre.verify()->sound());
}

TEST_F(CentreStoreTest, StationsAreListed) {
    const auto listed = centre.stations();
    ASSERT_TRUE(ok(listed));
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().name, "Office 7");
    EXPECT_EQ(centre.station(id)->value().journal_certificate, Bytes{3});
    EXPECT_FALSE(*centre.station(StationId::parse("0000-0001-ZZZZ-ZZZZ").value()));
}

TEST_F(CentreStoreTest, EnrolmentCodesAreGoodOnceUnlessMadeForMany) {
    const auto now = station.clock().now();
    const auto once = crypto::sha256(bytes_of("once"));
    const auto many = crypto::sha256(bytes_of("many"));
    ASSERT_TRUE(ok(centre.add_code(once, false, now + std::chrono::hours(1))));
    ASSERT_TRUE(ok(centre.add_code(many, true, now + std::chrono::hours(1))));
    const auto another = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    EXPECT_TRUE(ok(centre.use_code(once, id, now)));
    EXPECT_TRUE(centre.use_code(once, another, now).failed_with(Code::db_code_refused));
    EXPECT_TRUE(ok(centre.use_code(many, id, now)));
    EXPECT_TRUE(ok(centre.use_code(many, another, now)));
    EXPECT_FALSE(centre.use_code(many, id, now + std::chrono::hours(2))) << "expired";
    EXPECT_FALSE(centre.use_code(crypto::sha256(bytes_of("guess")), id, now));
}

// Its enrolment may have come to nothing after the code was used.
TEST_F(CentreStoreTest, AUsedCodeStaysTheStationsThatUsedIt) {
    const auto now = station.clock().now();
    const auto code = crypto::sha256(bytes_of("once"));
    const auto another = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    ASSERT_TRUE(ok(centre.add_code(code, false, now + std::chrono::hours(1))));
    ASSERT_TRUE(ok(centre.use_code(code, id, now)));
    EXPECT_TRUE(ok(centre.use_code(code, id, now)));
    EXPECT_TRUE(centre.use_code(code, another, now).failed_with(Code::db_code_refused));
    EXPECT_TRUE(ok(centre.use_code(code, id, now))) << "another's try takes nothing from it";
    EXPECT_TRUE(
        centre.use_code(code, id, now + std::chrono::hours(2)).failed_with(Code::db_code_refused))
        << "expired";
}

TEST_F(CentreStoreTest, WhatWasChangedSinceIsFound) {
    accept_all();
    const auto sent = station.outbox().sign_head().value();
    ASSERT_TRUE(ok(centre.keep_signed_head({parse_head(sent.text).value(), sent.signature})));
    ASSERT_TRUE(ok(
        centre.keep_head_receipt({id, 1, 5, station.hash_at(5), station.clock().now()}, Bytes{9})));
    const auto blob = crypto::sha256(bytes_of("sealed"));
    ASSERT_TRUE(ok(centre.keep_blob(id, blob, bytes_of("sealed"))));
    ASSERT_TRUE(centre.verify()->sound());
    auto& connection = centre.connection();
    for (const auto* sql : {
             "UPDATE entry SET header=header||'x' WHERE sequence=3",
             "UPDATE entry SET header=replace(header,'aida','beka') WHERE sequence=3",
             "UPDATE entry SET hash=replace(hash,'a','b') WHERE sequence=3",
             "UPDATE entry SET subject='station' WHERE sequence=3",
             "UPDATE entry SET kind='consent.recorded' WHERE sequence=3",
             "DELETE FROM entry WHERE sequence=3",
             "UPDATE entry SET sequence=33 WHERE sequence=3",
             "UPDATE body SET sealed=x'00'",
             "UPDATE signed_head SET text='x'",
             "DELETE FROM entry WHERE sequence=5",
             "UPDATE receipt SET sequence=4",
         }) {
        ASSERT_TRUE(ok(connection.run_script("SAVEPOINT t; DROP TRIGGER entry_never_changes; DROP "
                                             "TRIGGER entry_never_goes")));
        ASSERT_TRUE(ok(connection.run_script(sql))) << sql;
        EXPECT_FALSE(centre.verify()->sound()) << sql;
        ASSERT_TRUE(ok(connection.run_script("ROLLBACK TO t; RELEASE t")));
        ASSERT_TRUE(centre.verify()->sound());
    }
    ASSERT_TRUE(ok(write_file(folder / "blobs" / hex(blob), bytes_of("other"))));
    EXPECT_FALSE(centre.verify()->sound());
}

TEST_F(CentreStoreTest, AStationThatEnrolsAgainKeepsItsFirstDay) {
    const auto another = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    const auto first = test::at("2026-01-01T00:00:00.000Z");
    ASSERT_TRUE(ok(centre.add_station({another, "Office 8", {4}, {5}, {6}, first})));
    ASSERT_TRUE(
        ok(centre.add_station({another, "Office 9", {7}, {8}, {9}, station.clock().now()})));
    const auto kept = test::must(centre.station(another)).value();
    EXPECT_EQ(kept.station, another);
    EXPECT_EQ(kept.name, "Office 9");
    EXPECT_EQ(kept.tls_certificate, Bytes{7});
    EXPECT_EQ(kept.ra_certificate, Bytes{8});
    EXPECT_EQ(kept.journal_certificate, Bytes{9});
    EXPECT_EQ(kept.enrolled, first);
    const auto all = test::must(centre.stations());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_LT(all[0].station.text(), all[1].station.text());
}

TEST_F(CentreStoreTest, SaysOfAnEntryWhatItsHeaderSays) {
    ASSERT_TRUE(ok(centre.accept_headers(id, headers(0, entries.size()))));
    ASSERT_TRUE(ok(centre.keep_body(id, 2, entries[1].body)));
    const auto held = test::must(centre.entry(id, 2)).value();
    EXPECT_EQ(held.sequence, 2U);
    EXPECT_EQ(held.header, entries[1].header);
    EXPECT_EQ(held.hash, station.hash_at(2));
    EXPECT_EQ(held.subject, life.id());
    EXPECT_EQ(held.body_hash, crypto::sha256(entries[1].body));
    EXPECT_TRUE(held.has_body);
    EXPECT_FALSE(test::must(centre.entry(id, 3)).value().has_body);
    EXPECT_FALSE(test::must(centre.entry(id, 99)));
    std::vector<std::uint64_t> of_the_life;
    for (const auto& one : test::must(centre.entries_of(id, life.id()))) {
        of_the_life.push_back(one.sequence);
    }
    EXPECT_THAT(of_the_life, testing::ElementsAre(2, 3, 4, 5, 6, 7));
    EXPECT_THAT(*centre.missing_bodies(id, life.id()), testing::ElementsAre(3, 4, 5, 6, 7));
    EXPECT_EQ(centre.entries_of(id, std::nullopt)->size(), 1U);
    EXPECT_EQ(centre.head_of(id)->time, parse_entry_header(entries.back().header)->time);
}

// Each in one thing no continuation of a restored station.
TEST_F(CentreStoreTest, OnlyAHigherEpochAfterAnEntryWeHoldSetsOthersAside) {
    accept_all();
    auto header = parse_entry_header(entries[5].header).value(); // entry 6
    header.kind = std::string(name_of(issuance::Kind::epoch_opened));
    header.application.reset();
    header.body.reset();
    const auto taken = [&] { return centre.accept_headers(id, std::vector{compose(header)}); };
    EXPECT_TRUE(taken().failed_with(Code::db_fork)) << "of the same epoch";
    header.epoch = 2;
    header.previous[0] ^= 1;
    EXPECT_TRUE(taken().failed_with(Code::db_fork)) << "behind an entry we do not hold";
    header.previous[0] ^= 1;
    header.kind = "operator.signed-in";
    EXPECT_TRUE(taken().failed_with(Code::db_fork)) << "of another kind";
    header.kind = std::string(name_of(issuance::Kind::epoch_opened));
    EXPECT_EQ(centre.head_of(id)->sequence, 7U);
    const HeadReceipt receipt{id, 1, 6, station.hash_at(6), station.clock().now()};
    ASSERT_TRUE(ok(centre.keep_head_receipt(receipt, Bytes{9})));
    for (const std::uint64_t sequence : {5U, 6U}) {
        const RecordReceipt record{
            id, life.id(), sequence, station.hash_at(sequence), {}, station.clock().now()};
        ASSERT_TRUE(ok(centre.keep_record_receipt(record, Bytes{8})));
    }
    EXPECT_EQ(*centre.receipted_through(id, life.id()), 6U);
    const auto head = taken();
    ASSERT_TRUE(ok(head));
    EXPECT_EQ(head->sequence, 6U);
    EXPECT_EQ(head->epoch, 2U);
    EXPECT_FALSE(*centre.head_receipt(id, 6)) << "it spoke of an entry that was lost";
    EXPECT_FALSE(*centre.record_receipt(id, life.id(), 6));
    EXPECT_TRUE(*centre.record_receipt(id, life.id(), 5));
    EXPECT_EQ(*centre.receipted_through(id, life.id()), 5U);
    const auto lost = test::must(centre.lost_entries(id, 2, 0, 100));
    ASSERT_EQ(lost.size(), 2U);
    EXPECT_EQ(lost[0].sequence, 6U);
    EXPECT_EQ(lost[0].kind, "portrait.recorded");
    EXPECT_EQ(lost[0].hash, station.hash_at(6));
    EXPECT_EQ(lost[1].sequence, 7U);
    EXPECT_FALSE(*centre.body(id, 6)) << "what stands there now has none";
    const auto checked = test::must(centre.verify());
    EXPECT_TRUE(checked.sound()) << checked.broken.front();
    EXPECT_EQ(checked.entries, 8U);
    EXPECT_EQ(checked.stations, 1U);
    EXPECT_EQ(checked.bodies, 5U);
    ASSERT_TRUE(ok(centre.connection().run_script(
        "DROP TRIGGER entry_never_changes; UPDATE entry SET header=header||'x' WHERE lost_to=2 AND "
        "sequence=7")));
    EXPECT_THAT(centre.verify()->broken, testing::ElementsAre(id.text() + " 7 lost"));
}

TEST_F(CentreStoreTest, OnlyItsOwnRecordReceiptMakesAWrapLast) {
    accept_all();
    const auto another = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    ASSERT_TRUE(
        ok(centre.add_station({another, "Office 8", {4}, {5}, {6}, station.clock().now()})));
    const auto changes = [&](const StationId& of, const Subject& subject) {
        EXPECT_TRUE(ok(centre.keep_wrap(of, subject, Bytes{1})));
        EXPECT_TRUE(ok(centre.keep_wrap(of, subject, Bytes{2})));
        return *centre.wrap(of, subject) == Bytes{2};
    };
    ASSERT_TRUE(ok(centre.keep_head_receipt({id, 1, 5, station.hash_at(5), {}}, Bytes{9})));
    EXPECT_TRUE(changes(id, std::nullopt)) << "a head's receipt is no record's";
    EXPECT_TRUE(changes(id, life.id()));
    ASSERT_TRUE(
        ok(centre.keep_record_receipt({id, life.id(), 5, station.hash_at(5), {}, {}}, Bytes{8})));
    EXPECT_TRUE(changes(another, life.id()));
    EXPECT_TRUE(changes(id, crypto::new_id<ApplicationTag>()));
    ASSERT_TRUE(ok(centre.keep_wrap(id, life.id(), Bytes{3})));
    EXPECT_EQ(*centre.wrap(id, life.id()), Bytes{2}) << "the one that the receipt was given for";
}

TEST_F(CentreStoreTest, ACodeEndsWithItsLastMillisecond) {
    const auto now = station.clock().now();
    const auto code = crypto::sha256(bytes_of("once"));
    ASSERT_TRUE(ok(centre.add_code(code, false, now)));
    EXPECT_TRUE(centre.use_code(code, id, now).failed_with(Code::db_code_refused));
    EXPECT_TRUE(ok(centre.use_code(code, id, now - std::chrono::milliseconds(1))));
    ASSERT_TRUE(ok(centre.use_code(code, id, now - std::chrono::milliseconds(1))));
    EXPECT_EQ(*centre.connection().integer("SELECT used FROM code"), 2);
}

TEST_F(CentreStoreTest, EachThingThatWasChangedSinceIsNamed) {
    accept_all();
    const auto sent = station.outbox().sign_head().value();
    ASSERT_TRUE(ok(centre.keep_signed_head({parse_head(sent.text).value(), sent.signature})));
    EXPECT_EQ(*centre.connection().text("SELECT text FROM signed_head").value(), sent.text);
    EXPECT_EQ(*centre.connection().blob("SELECT signature FROM signed_head").value(),
              sent.signature);
    ASSERT_TRUE(
        ok(centre.keep_record_receipt({id, life.id(), 5, station.hash_at(5), {}, {}}, Bytes{8})));
    const auto blob = crypto::sha256(bytes_of("sealed"));
    ASSERT_TRUE(ok(centre.keep_blob(id, blob, bytes_of("sealed"))));
    EXPECT_EQ(*centre.connection().integer("SELECT size FROM blob"), 6);
    EXPECT_EQ(centre.verify()->blobs, 1U);
    auto& connection = centre.connection();
    const std::pair<const char*, const char*> table[] = {
        {"UPDATE entry SET header='x' WHERE sequence=7", " 7 header-malformed"},
        {"UPDATE entry SET hash='x' WHERE sequence=3", " 3 columns"},
        {"UPDATE entry SET subject='station' WHERE sequence=3", " 3 columns"},
        {"UPDATE entry SET kind='consent.recorded' WHERE sequence=3", " 3 columns"},
        {"DELETE FROM entry WHERE sequence=3", " 4 sequence"},
        {"UPDATE entry SET sequence=8 WHERE sequence=7", " 8 sequence"},
        {"UPDATE body SET sealed=x'00' WHERE hash=(SELECT hash FROM entry WHERE sequence=3)",
         " 3 body-hash"},
        {"UPDATE signed_head SET text=replace(text,'sequence 7','sequence 6')", " 6 signed-head"},
        {"UPDATE signed_head SET text=replace(text,'station ','station X')", " 7 signed-head"},
        {"UPDATE receipt SET sequence=4", " 4 receipt"},
        {"UPDATE receipt SET subject='station'", " 5 receipt"},
        {"UPDATE receipt SET hash='x'", " 5 receipt"},
    };
    for (const auto& [sql, finding] : table) {
        ASSERT_TRUE(ok(connection.run_script("SAVEPOINT t; DROP TRIGGER entry_never_changes; DROP "
                                             "TRIGGER entry_never_goes")));
        ASSERT_TRUE(ok(connection.run_script(sql))) << sql;
        EXPECT_THAT(centre.verify()->broken, testing::Contains(id.text() + finding)) << sql;
        ASSERT_TRUE(ok(connection.run_script("ROLLBACK TO t; RELEASE t")));
    }
    std::filesystem::remove(folder / "blobs" / hex(blob));
    EXPECT_THAT(centre.verify()->broken, testing::ElementsAre(id.text() + " 0 blob " + hex(blob)));
}

TEST_F(CentreStoreTest, TheChainsOfTwoStationsAreReadEachFromItsBeginning) {
    accept_all();
    const auto another = StationId::parse("0000-0001-ZZZZ-ZZZZ").value();
    ASSERT_TRUE(
        ok(centre.add_station({another, "Office 8", {4}, {5}, {6}, station.clock().now()})));
    auto header = parse_entry_header(entries[0].header).value();
    header.station = another;
    ASSERT_TRUE(ok(centre.accept_headers(another, std::vector{compose(header)})));
    EXPECT_EQ(centre.head_of(another)->sequence, 1U);
    EXPECT_EQ(centre.head_of(id)->sequence, 7U);
    const auto checked = test::must(centre.verify());
    EXPECT_TRUE(checked.sound()) << checked.broken.front();
    EXPECT_EQ(checked.stations, 2U);
}

TEST(CentreFolder, IsForItsOwnerAlone) {
    using std::filesystem::perms;
    const auto folder = test::fresh_folder("centre-open-to-others");
    std::filesystem::create_directories(blobs_in(folder));
    for (const auto& one : {folder, blobs_in(folder)}) {
        std::filesystem::permissions(one, static_cast<perms>(0755));
    }
    ASSERT_TRUE(ok(CentreStore::open(folder)));
    for (const auto& one : {folder, blobs_in(folder)}) {
        EXPECT_EQ(std::filesystem::status(one).permissions(), perms::owner_all) << one;
    }
}

} // namespace
} // namespace koltamga::db
