// What `journal verify` says of each single thing that was changed: one cause, one finding.
#include "db/entry_writer.h"
#include "db/verification.h"
#include "tests/db/as_anybody.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/hash.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;
using test::tamper;

// Entries: 1 the station's; 2 to 14 a whole life, receipted; 15 to 27 another; 28 to 34 one begun.
class FindingsTest : public testing::Test {
  protected:
    Station station{"findings"};
    const StationId another = *StationId::parse("0000-0001-ZZZZ-ZZZZ");
    std::vector<ApplicationId> ids;
    std::vector<Digest> hashes{Digest{}}; // by sequence
    std::filesystem::path sane = test::fresh_folder("findings-sane");

    void SetUp() override {
        Life first(station);
        first.to_the_end();
        station.receipt_everything(first.id());
        Life second(station, "12902200000011", "ID1111111");
        second.to_the_end();
        Life third(station, "20101199000013", "ID2222222");
        third.through(6);
        ids = {first.id(), second.id(), third.id()};
        for (std::uint64_t i = 1; i <= 34; ++i) {
            hashes.push_back(station.hash_at(i));
        }
        station.close();
        std::filesystem::copy(station.folder(), sane, recursive);
    }
    static constexpr auto recursive = std::filesystem::copy_options::recursive;

    void mend() {
        std::filesystem::remove_all(station.folder());
        std::filesystem::copy(sane, station.folder(), recursive);
    }
    std::string first_finding(const Anchors& anchors) {
        auto connection =
            test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::read));
        const auto verified = test::must(
            verify_journal(connection, station.folder(), anchors, station.session().keys.get()));
        return verified.sound() ? "sound"
                                : std::to_string(verified.first_broken->sequence) + " " +
                                      verified.first_broken->what;
    }
    std::string first_finding() { return first_finding(station.anchors()); }
    std::string after(const std::string& sql) {
        mend();
        tamper(station.folder(), sql);
        return first_finding();
    }
    // As somebody who can write there would, with values that SQL cannot make.
    void put(std::string_view sql, std::initializer_list<Value> values) {
        auto connection =
            test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::write));
        ASSERT_TRUE(ok(connection.run(sql, values)));
    }
    void put_head(const Head& head, std::uint64_t row,
                  const test::Party& signer = test::journal_key()) {
        const auto text = compose(head);
        put("INSERT OR REPLACE INTO signed_head (sequence, text, signature) VALUES (?, ?, ?)",
            {row, text, signer.key.sign(bytes_of(text))});
    }
    static Bytes signed_by_centre(const std::string& text) {
        return crypto::sign_cms(bytes_of(text), test::centre().key, test::centre().certificate,
                                test::at("2026-11-22T09:30:00.000Z"));
    }
    template <class Receipt>
    void put_receipt(const char* kind, const std::string& subject, const Receipt& receipt) {
        put("INSERT OR REPLACE INTO receipt (kind, subject, sequence, time, der) VALUES (?, ?, ?, "
            "?, ?)",
            {kind, subject, receipt.sequence, to_text(receipt.time),
             signed_by_centre(compose(receipt))});
    }
    StationId ours() const {
        auto connection =
            test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::read));
        return test::must(station_of(connection));
    }
    void put_side_file(const Head& head, const test::Party& signer = test::journal_key()) {
        const SignedHead signed_head{head, signer.key.sign(bytes_of(compose(head)))};
        ASSERT_TRUE(ok(write_file(last_head_in(station.folder()), bytes_of(compose(signed_head)))));
    }
    const Instant noon = test::at("2026-11-22T12:00:00.000Z");
};

TEST_F(FindingsTest, OfAnEntryNameTheColumn) {
    const std::pair<std::string, std::string> table[] = {
        {"epoch=2 WHERE sequence=9", "9 column-epoch"},
        {"kind='portrait.recorded' WHERE sequence=9", "9 column-kind"},
        {"version=2 WHERE sequence=9", "9 column-kind"},
        {"subject='0000-0001-ZZZZ-ZZZZ' WHERE sequence=9", "9 column-subject"},
        {"operator='mallory' WHERE sequence=9", "9 column-operator"},
        {"time='2026-11-22T09:00:00.999Z' WHERE sequence=9", "9 column-time"},
        {"hash=replace(hash,substr(hash,1,1),'z') WHERE sequence=9", "9 column-hash"},
        {"body=NULL WHERE sequence=9", "9 body-missing"},
        {"body=NULL WHERE sequence=1", "1 body-missing"},
        {"body=x'00' WHERE sequence=9", "9 body-hash"},
        {"body=x'00' WHERE sequence=11", "11 body-added"},
        {"header=header||' ' WHERE sequence=9", "9 header-malformed"},
        {"header=replace(header,'epoch 1','epoch 2') WHERE sequence=9", "9 epoch-differs"},
        {"header=replace(header,'aida','beka') WHERE sequence=9", "9 column-operator"},
        {"header=replace(header,'sequence 9','sequence 8') WHERE sequence=9", "9 sequence-gap"},
        {"header=replace(header,(SELECT station FROM station),'0000-0001-ZZZZ-ZZZZ') WHERE "
         "sequence=9",
         "9 station-differs"},
    };
    for (const auto& [change, finding] : table) {
        EXPECT_EQ(after("UPDATE entry SET " + change), finding) << change;
    }
    EXPECT_EQ(after("DELETE FROM entry WHERE sequence=9"), "10 sequence-gap");
    EXPECT_EQ(after("DELETE FROM entry WHERE sequence=1"), "1 signed-head-mismatch");
    EXPECT_EQ(after("SELECT 1"), "sound");
}

// The entry's own columns agree again; only the next one remembers it.
TEST_F(FindingsTest, OfAChangedEntryThatFitsItselfIsTheNextOnesPreviousHash) {
    auto connection =
        test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::write));
    auto header = *connection.text("SELECT header FROM entry WHERE sequence=9").value();
    header.replace(header.find("operator aida"), 13, "operator beka");
    tamper(station.folder(), "UPDATE entry SET operator='beka', header='" + header + "', hash='" +
                                 hex(entry_hash(header)) + "' WHERE sequence=9");
    EXPECT_EQ(first_finding(), "10 previous-hash");
}

TEST_F(FindingsTest, OfAHeadSayWhatIsWrongWithIt) {
    const auto of = [&](const Head& head, std::uint64_t row) {
        mend();
        put_head(head, row);
        return first_finding();
    };
    EXPECT_EQ(of({ours(), 1, 9, hashes[9], noon}, 9), "sound");
    EXPECT_EQ(of({another, 1, 9, hashes[9], noon}, 9), "9 signed-head-malformed");
    EXPECT_EQ(of({ours(), 1, 9, hashes[9], noon}, 10), "10 signed-head-malformed");
    EXPECT_EQ(of({ours(), 1, 9, hashes[8], noon}, 9), "9 signed-head-mismatch");
    EXPECT_EQ(of({ours(), 1, 1000, hashes[9], noon}, 1000), "1000 older-copy signed-head-mismatch");
    mend();
    put_head({ours(), 1, 9, hashes[9], noon}, 9, test::recovery());
    EXPECT_EQ(first_finding(), "9 signed-head-signature");
    EXPECT_EQ(after("UPDATE signed_head SET text='nonsense' WHERE sequence=8"),
              "8 signed-head-malformed");
    EXPECT_EQ(after("UPDATE signed_head SET signature=x'3006020101020101' WHERE sequence=8"),
              "8 signed-head-signature");
}

TEST_F(FindingsTest, OfTheSideFileSayWhatIsWrongWithIt) {
    const auto side = last_head_in(station.folder());
    put_side_file({another, 1, 34, hashes[34], noon});
    EXPECT_EQ(first_finding(), "0 last-head-malformed");
    put_side_file({ours(), 1, 34, hashes[34], noon}, test::recovery());
    EXPECT_EQ(first_finding(), "34 last-head-signature");
    put_side_file({ours(), 1, 34, hashes[33], noon});
    EXPECT_EQ(first_finding(), "34 last-head-mismatch");
    put_side_file({ours(), 1, 35, hashes[34], noon});
    EXPECT_EQ(first_finding(), "35 older-copy last-head-mismatch");
    put_side_file({ours(), 1, 34, hashes[34], noon});
    EXPECT_EQ(first_finding(), "sound");
    ASSERT_TRUE(ok(write_file(side, bytes_of("nonsense"))));
    EXPECT_EQ(first_finding(), "0 last-head-malformed");
    std::filesystem::remove(side);
    EXPECT_EQ(first_finding(), "0 last-head-missing");
    tamper(station.folder(), "DELETE FROM signed_head");
    EXPECT_EQ(first_finding(), "34 asked-without-signed-head");
    put_receipt("head", "station", HeadReceipt{ours(), 1, 34, hashes[34], noon});
    EXPECT_EQ(first_finding(), "34 asked-without-signed-head") << "whatever the centre holds";
}

// Somebody put something else in its place.
TEST_F(FindingsTest, ASideFileThatCannotBeReadIsNotMissingButMalformed) {
    const auto side = last_head_in(station.folder());
    ASSERT_TRUE(ok(write_file(side, Bytes(4097, 'x'))));
    EXPECT_EQ(first_finding(), "0 last-head-malformed");
    std::filesystem::remove(side);
    std::filesystem::create_directory(side);
    EXPECT_EQ(first_finding(), "0 last-head-malformed");
}

// What another user wrote says nothing of tampering, and both who look say the same.
TEST_F(FindingsTest, ASideFileThatWeMayNotReadIsNoTampering) {
    const auto side = last_head_in(station.folder());
    std::filesystem::permissions(side, std::filesystem::perms::none);
    const test::AsAnybody anybody;
    auto connection =
        test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::read));
    const auto verified = verify_journal(connection, station.folder(), station.anchors(), nullptr);
    ASSERT_TRUE(verified.failed_with(Code::file_unreadable));
    EXPECT_EQ(verified.failure().where->file, side.string());
    EXPECT_TRUE(examine(connection).failed_with(Code::file_unreadable));
    std::filesystem::permissions(side, std::filesystem::perms::owner_read);
    EXPECT_TRUE(ok(examine(connection)));
    ASSERT_TRUE(ok(verify_journal(connection, station.folder(), station.anchors(), nullptr)));
}

// The keys of a station that enrolled anew, and of a centre that renewed its own.
TEST_F(FindingsTest, EachKeyThatIsAnAnchorMayHaveSigned) {
    for (const bool first : {true, false}) {
        auto anchors = station.anchors();
        auto& keys = anchors.journal_keys;
        keys.insert(first ? keys.begin() : keys.end(), test::recovery().key.public_key().spki());
        auto& centre = anchors.centre_certificates;
        centre.insert(first ? centre.begin() : centre.end(), test::recovery().certificate.der());
        EXPECT_EQ(first_finding(anchors), "sound") << first;
    }
}

TEST_F(FindingsTest, AVerificationThatWasStoppedProvesNothing) {
    std::stop_source stop;
    stop.request_stop();
    auto connection =
        test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::read));
    const auto verified =
        test::must(verify_journal(connection, station.folder(), station.anchors(),
                                  station.session().keys.get(), stop.get_token()));
    EXPECT_FALSE(verified.sound());
    EXPECT_THAT(verified.findings, testing::Contains(testing::Field(&Finding::what, "stopped")));
}

TEST_F(FindingsTest, OfAReceiptsRowAreOfItsOwnKind) {
    for (const std::string kind : {"head", "record"}) {
        const auto where = " WHERE kind='" + kind + "'";
        for (const auto& [change, at] :
             {std::pair("time='2020-01-01T00:00:00.000Z'", "14 "), std::pair("sequence=13", "13 "),
              std::pair("subject='0000-0001-ZZZZ-ZZZZ'", "14 "), std::pair("der=x'3000'", "14 ")}) {
            EXPECT_EQ(after(std::string("UPDATE receipt SET ") + change + where),
                      at + kind + "-receipt-refused")
                << change << where;
        }
    }
}

TEST_F(FindingsTest, OfAReceiptFromTheCentreSayWhatItContradicts) {
    const auto head = [&](const HeadReceipt& receipt) {
        mend();
        put_receipt("head", "station", receipt);
        return first_finding();
    };
    EXPECT_EQ(head({ours(), 1, 20, hashes[20], noon}), "sound");
    EXPECT_EQ(head({another, 1, 20, hashes[20], noon}), "20 head-receipt-refused");
    EXPECT_EQ(head({ours(), 1, 20, hashes[21], noon}), "20 head-receipt-mismatch");
    EXPECT_EQ(head({ours(), 1, 40, hashes[20], noon}), "40 older-copy head-receipt-mismatch");
    const auto record = [&](const RecordReceipt& receipt) {
        mend();
        put_receipt("record", receipt.application.text(), receipt);
        return first_finding();
    };
    EXPECT_EQ(record({ours(), ids[1], 20, hashes[20], {}, noon}), "sound");
    EXPECT_EQ(record({another, ids[1], 20, hashes[20], {}, noon}), "20 record-receipt-refused");
    EXPECT_EQ(record({ours(), ids[1], 20, hashes[21], {}, noon}), "20 record-receipt-mismatch");
    EXPECT_EQ(record({ours(), ids[0], 20, hashes[20], {}, noon}), "20 record-receipt-subject");
}

TEST_F(FindingsTest, OfWhatTheCentreSaysTodayAreReceiptsToo) {
    auto anchors = station.anchors();
    const auto told = [&](const HeadReceipt& receipt) {
        anchors.receipts = {signed_by_centre(compose(receipt))};
        return first_finding(anchors);
    };
    EXPECT_EQ(told({ours(), 1, 34, hashes[34], noon}), "sound");
    EXPECT_EQ(told({another, 1, 34, hashes[34], noon}), "0 head-receipt-refused");
    EXPECT_EQ(told({ours(), 1, 34, hashes[33], noon}), "34 head-receipt-mismatch");
    anchors.receipts = {Bytes{1, 2, 3}};
    EXPECT_EQ(first_finding(anchors), "0 head-receipt-refused");
}

TEST_F(FindingsTest, ARecordReceiptCoversNobodyElsesEntries) {
    tamper(station.folder(), "DELETE FROM receipt WHERE kind='head'");
    const auto verified = station.verify();
    EXPECT_TRUE(verified.sound());
    EXPECT_EQ(verified.covered_by_receipt, 0U);
    EXPECT_EQ(verified.covered_by_head, 34U);
}

TEST_F(FindingsTest, OfDerivedRowsNameWhatDiffers) {
    const auto of = [&](const std::string& sql) {
        return after(sql + " WHERE application='" + ids[1].text() + "'");
    };
    const std::pair<std::string, std::string> table[] = {
        {"state='cancelled'", "application-state"},
        {"step='key'", "application-state"},
        {"waits_for='centre'", "application-waits-for"},
        {"opened='2020-01-01T00:00:00.000Z'", "application-times"},
        {"since='2020-01-01T00:00:00.000Z'", "application-times"},
        {"last_sequence=last_sequence-1", "application-last-sequence"},
        {"revoked=1", "application-certificate"},
        {"key_package='x'", "application-certificate"},
        {"next_try='2020-01-01T00:00:00.000Z'", "application-next-try"},
        {"settled=1-settled", "application-settled"},
        {"certificate=NULL", "application-kept-certificate"},
        {"state='nonsense'", "application-row-unreadable"},
        {"step='nonsense'", "application-row-unreadable"},
        {"waits_for='nonsense'", "application-row-unreadable"},
        {"since='nonsense'", "application-row-unreadable"},
        {"personal=x'00112233445566778899aabbccddeeff00112233'", "application-row-unreadable"},
        {"personal=NULL", "application-personal"},
    };
    for (const auto& [change, finding] : table) {
        EXPECT_EQ(of("UPDATE application SET " + change), "0 " + finding + " " + ids[1].text());
    }
    EXPECT_EQ(of("DELETE FROM application"), "0 application-row-missing " + ids[1].text());
    EXPECT_EQ(of("DELETE FROM look_up"), "0 application-look-ups " + ids[1].text());
    EXPECT_EQ(after("INSERT INTO application SELECT '0000-0001-ZZZZ-ZZZZ', state, step, waits_for, "
                    "opened, since, last_sequence, revoked, key_package, personal, next_try, "
                    "settled, certificate FROM application LIMIT 1"),
              "0 application-without-entries");
}

TEST_F(FindingsTest, OfAnOperatorWhomNoSupervisorMadeSo) {
    const std::pair<std::string, std::string> table[] = {
        {"role='auditor'", "0 operator-row-changed aida"},
        {"disabled=1", "0 operator-row-changed aida"},
        {"certificate=x'00'", "0 operator-row-changed aida"},
        {"proof=x''", "0 operator-row-changed aida"},
        {"name='beka'", "0 operator-row-changed beka"},
        {"failures=3", "sound"}, // counted at each try, by nobody who has signed in
    };
    for (const auto& [change, finding] : table) {
        EXPECT_EQ(after("UPDATE operator SET " + change + " WHERE name='aida'"), finding) << change;
    }
    EXPECT_EQ(after("DELETE FROM operator WHERE name='aida'"), "0 operator-row-missing");
}

// Whoever holds the data key could write these; the entries say otherwise.
TEST_F(FindingsTest, OfEachSealedFieldAreFound) {
    const auto& keys = *station.session().keys;
    const auto changed = [&](const std::string& column, const std::string& field) {
        mend();
        auto connection =
            test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::write));
        const auto context = column + " " + ids[1].text();
        const auto sealed =
            connection
                .blob("SELECT " + column + " FROM application WHERE application=?", {ids[1].text()})
                .value();
        auto json =
            nlohmann::json::parse(text_of(test::must(keys.open_sealed(context, *sealed)).view()));
        EXPECT_TRUE(json.at(field).is_string() && !json[field].get<std::string>().empty()) << field;
        json[field] = "x" + json[field].get<std::string>();
        EXPECT_TRUE(ok(connection.run("UPDATE application SET " + column + "=? WHERE application=?",
                                      {keys.seal(context, bytes_of(json.dump())), ids[1].text()})));
        return first_finding();
    };
    for (const auto* field :
         {"name", "pin", "document_number", "public_key", "serial", "not_after"}) {
        EXPECT_EQ(changed("personal", field), "0 application-personal " + ids[1].text()) << field;
    }
    for (const auto* field : {"serial", "sha256", "public_key"}) {
        EXPECT_EQ(changed("certificate", field), "0 application-kept-certificate " + ids[1].text())
            << field;
    }
}

TEST_F(FindingsTest, OfWhatShouldBeGoneNameIt) {
    station.open();
    ASSERT_TRUE(ok(station.journal().erase(ids[1], "asked", station.stamp())));
    station.close();
    std::filesystem::remove_all(sane);
    std::filesystem::copy(station.folder(), sane, recursive);
    const auto id = ids[1].text();
    for (const auto& sql :
         {"INSERT INTO application SELECT '" + id +
              "', state, step, waits_for, opened, since, "
              "last_sequence, revoked, key_package, personal, next_try, settled, certificate FROM "
              "application LIMIT 1",
          "INSERT INTO look_up VALUES ('pin', 'ff', '" + id + "')",
          "INSERT INTO key_wrap VALUES ('" + id + "', 'centre', x'00')"}) {
        EXPECT_EQ(after(sql), "0 erased-but-there " + id) << sql;
    }
    station.open();
    EXPECT_FALSE(station.verify().sound());
    ASSERT_TRUE(ok(station.journal().rebuild()));
    EXPECT_TRUE(station.verify().sound()) << "deriving anew takes it away";
}

TEST_F(FindingsTest, OfAReleasedRowAreItsLastSequence) {
    station.open();
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    station.close();
    EXPECT_TRUE(station.verify().sound());
    EXPECT_THAT(
        station.verify().not_provable,
        testing::Contains(testing::AllOf(testing::Field(&NotProvable::gap, Gap::derived_released),
                                         testing::Field(&NotProvable::released, 1U))));
    tamper(station.folder(),
           "UPDATE application SET last_sequence=13 WHERE application='" + ids[0].text() + "'");
    EXPECT_EQ(first_finding(), "0 application-last-sequence " + ids[0].text());
}

// The centre has signed for the beginning of it only.
TEST_F(FindingsTest, ARecordPartlyReceiptedIsNotReleased) {
    put_receipt("record", ids[1].text(), RecordReceipt{ours(), ids[1], 20, hashes[20], {}, noon});
    tamper(station.folder(), "DELETE FROM key_wrap WHERE holder='station' AND subject='" +
                                 ids[1].text() +
                                 "'; UPDATE application SET personal=NULL WHERE "
                                 "application='" +
                                 ids[1].text() + "'");
    EXPECT_EQ(first_finding(), "0 key-wrap-missing " + ids[1].text());
}

TEST(Findings, AreAHundredAtMost) {
    Station station("many-findings");
    test::write_many(station, 120, 10);
    station.close();
    tamper(station.folder(), "UPDATE entry SET version=9");
    const auto verified = station.verify();
    EXPECT_EQ(verified.findings.size(), 100U);
    EXPECT_EQ(verified.entries, 121U);
    EXPECT_EQ(verified.first_broken->sequence, 1U);
}

// What opening reads each time; the rest only a disk in doubt or a verification.
TEST(Findings, InTheLastHundredEntriesStopTheProgram) {
    Station station("tail");
    test::write_many(station, 150, 10);
    station.close();
    const auto opened_after = [&](const std::string& sequence, const std::string& version) {
        tamper(station.folder(),
               "UPDATE entry SET version=" + version + " WHERE sequence=" + sequence);
        return StationDatabase::open(station.folder(), test::practice_binding, Use::write);
    };
    EXPECT_TRUE(ok(opened_after("20", "9")));
    EXPECT_TRUE(ok(opened_after("20", "1")));
    const auto refused = opened_after("52", "9"); // the hundredth from the end
    ASSERT_TRUE(refused.failed_with(Code::db_chain_broken));
    EXPECT_EQ(refused.failure().detail, "column-kind at 52");
    auto connection =
        test::must(Connection::open(StationDatabase::file_in(station.folder()), Access::read));
    EXPECT_TRUE(examine(connection).failed_with(Code::db_chain_broken));
    EXPECT_TRUE(ok(opened_after("52", "1")));
    EXPECT_TRUE(ok(examine(connection)));
}

} // namespace
} // namespace koltamga::db
