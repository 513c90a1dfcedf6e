// What stands beside the entries: rows, look-ups, wraps and sealed columns, octet for octet as
// src/FORMATS.md describes them.
#include "db/blob_files.h"
#include "db/derived.h"
#include "db/journal_export.h"
#include "db/known_time.h"
#include "db/migrations.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace koltamga::db {
namespace {

using issuance::EntryDraft;
using issuance::Kind;
using test::Life;
using test::must;
using test::ok;
using test::Station;
using testing::ElementsAre;

class DerivedTest : public testing::Test {
  protected:
    Station station{"derived"};
    Life life{station};

    const KeyRing& keys() const { return *station.session().keys; }
    Bytes blob(const std::string& sql) {
        return station.connection().blob(sql, {life.id().text()}).value().value();
    }
    std::string opened(const Bytes& sealed, const std::string& context) {
        return text_of(must(crypto::open(keys().data_key().view(), sealed, bytes_of(context))));
    }
    void append(std::vector<EntryDraft> drafts) {
        ASSERT_TRUE(ok(station.journal().append(drafts, station.stamp())));
    }
    ApplicationState state() { return *must(application_state(station.connection(), life.id())); }
};

TEST_F(DerivedTest, KeysAndColumnsAreWhatTheirDescriptionSays) {
    life.to_the_end();
    const auto id = life.id().text();
    const auto key = opened(blob("SELECT wrap FROM key_wrap WHERE subject=? AND holder='station'"),
                            "koltamga-wrap-1\n" + id);
    const auto own = must(keys().subject_key(station.connection(), life.id()));
    EXPECT_EQ(key, text_of(own.view()));
    const auto serial = "0102" + hex(life.key()).substr(0, 8);
    EXPECT_EQ(
        nlohmann::json::parse(opened(blob("SELECT personal FROM application WHERE application=?"),
                                     "koltamga-column-1\npersonal " + id)),
        (nlohmann::json{{"name", must(station.journal().row(life.id()))->name},
                        {"pin", "20101199000008"},
                        {"document_number", "ID0000000"},
                        {"public_key", hex(life.key())},
                        {"serial", serial},
                        {"not_after", "2027-11-22T09:00:00.000Z"}}));
    EXPECT_EQ(nlohmann::json::parse(
                  opened(blob("SELECT certificate FROM application WHERE application=?"),
                         "koltamga-column-1\ncertificate " + id)),
              (nlohmann::json{{"serial", serial},
                              {"sha256", hex(crypto::sha256(Bytes{}))},
                              {"public_key", hex(life.key())}}));
    ASSERT_TRUE(ok(keys().save_draft(station.connection(), life.id(), test::secret("typed"),
                                     test::at("2026-11-22T10:00:00.000Z"))));
    EXPECT_EQ(opened(blob("SELECT sealed FROM draft WHERE application=?"),
                     "koltamga-column-1\ndraft " + id),
              "typed");
    EXPECT_EQ(*station.connection().text("SELECT time FROM draft").value(),
              "2026-11-22T10:00:00.000Z");
    EXPECT_EQ(opened(station.connection().blob("SELECT sealed FROM secret").value().value(),
                     "koltamga-column-1\nsecret registration"),
              "registration key");
}

TEST_F(DerivedTest, LookUpsAreWhatTheirDescriptionSays) {
    life.through(5);
    const std::pair<std::string, std::string> values[] = {{"pin", "20101199000008"},
                                                          {"document-number", "ID0000000"},
                                                          {"public-key", hex(life.key())}};
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM look_up"), 3);
    for (const auto& [field, value] : values) {
        const auto key = crypto::hkdf_sha256(keys().data_key().view(), {},
                                             bytes_of("koltamga-look-up-1 " + field), 32);
        EXPECT_EQ(*station.connection().text(
                      "SELECT application FROM look_up WHERE field=? AND "
                      "hash=?",
                      {field, hex(crypto::hmac_sha256(key.view(), bytes_of(value)))}),
                  life.id().text())
            << field;
    }
}

TEST_F(DerivedTest, WhatIsKeptUnderANameIsTheNewest) {
    for (const auto* words : {"first", "second"}) {
        ASSERT_TRUE(ok(keys().keep_secret(station.connection(), "ra", test::secret(words))));
        ASSERT_TRUE(ok(keys().save_draft(station.connection(), life.id(), test::secret(words),
                                         station.stamp().time)));
    }
    EXPECT_EQ(text_of(must(keys().secret(station.connection(), "ra")).view()), "second");
    EXPECT_EQ(text_of(must(keys().draft(station.connection(), life.id()))->view()), "second");
    EXPECT_EQ(*station.connection().text("SELECT time FROM draft").value(),
              to_text(station.clock().now()));
}

TEST_F(DerivedTest, ABlobsRowNamesItsEntryAndSize) {
    life.through(5);
    for (const auto& [name, use, entry] : {std::tuple(life.portrait(), "portrait", 6),
                                           std::tuple(life.package(), "key-package", 7)}) {
        auto row = station.connection()
                       .query("SELECT use, entry, size FROM blob WHERE name=? AND application=?",
                              {name, life.id().text()})
                       .value();
        ASSERT_TRUE(*row.next());
        EXPECT_EQ(row.text(0), use);
        EXPECT_EQ(row.integer(1), entry) << use;
        EXPECT_EQ(row.number(2), must(station.outbox().sealed_blob(name)).size()) << use;
    }
    const auto again = must(station.journal().put_blob(life.id(), "key-package",
                                                       bytes_of("package of " + life.id().text())));
    EXPECT_EQ(again, life.package()) << "the same once more is the same";
}

TEST_F(DerivedTest, APortraitIsSealedForItsUseAsItsDescriptionSays) {
    life.through(4);
    const auto key = must(keys().subject_key(station.connection(), life.id()));
    const auto plain =
        crypto::open(key.view(), must(station.outbox().sealed_blob(life.portrait())),
                     bytes_of("koltamga-blob-1\n" + life.id().text() + "\nportrait"));
    ASSERT_TRUE(ok(plain));
    EXPECT_EQ(*plain, test::some_portrait());
}

TEST_F(DerivedTest, ABlobIsDestroyedOnlyForItsOwnApplication) {
    life.through(5);
    Life other(station);
    other.through(1);
    ASSERT_TRUE(ok(station.journal().destroy_blob(other.id(), life.package())));
    EXPECT_TRUE(ok(station.journal().blob(life.id(), "key-package", life.package())));
    ASSERT_TRUE(ok(station.journal().destroy_blob(life.id(), life.package())));
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM blob"), 1);
}

TEST_F(DerivedTest, AWishToGiveUpIsSeenWhateverComesMeanwhile) {
    life.through(6);
    EXPECT_FALSE(state().cancelling);
    const auto wish = issuance::write(issuance::Remark{"left", {}, {}});
    append({{Kind::application_cancel_asked, life.id(), wish}});
    EXPECT_EQ(state().state, "on-hold");
    EXPECT_TRUE(state().cancelling);
    life.step(); // the answer comes all the same, and its certificate has to be ended first
    EXPECT_EQ(state().state, "certified");
    EXPECT_TRUE(state().cancelling);
}

TEST_F(DerivedTest, AWishToGiveUpIsOverWithTheApplication) {
    life.through(5);
    const auto wish = issuance::write(issuance::Remark{"left", {}, {}});
    append({{Kind::application_cancel_asked, life.id(), wish}});
    EXPECT_TRUE(state().cancelling);
    append({{Kind::application_cancelled, life.id(), wish}});
    EXPECT_EQ(state().state, "cancelled");
    EXPECT_FALSE(state().cancelling);
}

// Two in one append: the head covers the later one, and stands although only the first is *asked*.
TEST_F(DerivedTest, AnAskedEntryAnywhereInAnAppendBringsAHeadOverAllOfIt) {
    life.through(5);
    auto drafts = life.drafts_of(5);
    const auto answered = life.drafts_of(6);
    drafts.insert(drafts.end(), answered.begin(), answered.end());
    const auto appended = must(station.journal().append(drafts, station.stamp()));
    ASSERT_EQ(appended.size(), 2U);
    EXPECT_EQ(appended[1].sequence, appended[0].sequence + 1);
    const auto text = station.connection()
                          .text("SELECT text FROM signed_head ORDER BY sequence DESC LIMIT 1")
                          .value()
                          .value();
    const auto head = must(parse_head(text));
    EXPECT_EQ(head.sequence, appended[1].sequence);
    EXPECT_EQ(head.hash, appended[1].hash);
    EXPECT_EQ(head.time, station.clock().now());
    EXPECT_TRUE(station.verify().sound());
}

TEST_F(DerivedTest, NothingIsAppendedToARecordThatWasLetGo) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    const auto before = *station.outbox().last_sequence();
    EXPECT_TRUE(station.journal()
                    .append(life.drafts_of(10), station.stamp())
                    .failed_with(Code::db_key_gone));
    EXPECT_EQ(*station.outbox().last_sequence(), before);
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM key_wrap WHERE subject=?",
                                            {life.id().text()}),
              1)
        << "no new key for an old record";
}

TEST_F(DerivedTest, TheStateOfTheOutboxIsThatOfTheEntryFurthestBehind) {
    life.through(2);
    EXPECT_EQ(state().outbox, "unsent");
    ASSERT_TRUE(ok(station.outbox().mark_sent(2)));
    EXPECT_EQ(state().outbox, "unsent") << "of two only the first was sent";
    ASSERT_TRUE(ok(station.outbox().mark_sent(3)));
    EXPECT_EQ(state().outbox, "sent");
    ASSERT_TRUE(
        ok(station.outbox().keep_record_receipt(life.id(), 3, station.record_receipt(life.id()))));
    EXPECT_EQ(state().outbox, "receipted");
    life.step();
    EXPECT_EQ(state().outbox, "unsent");
    EXPECT_EQ(state().last_sequence, 5U);
    EXPECT_FALSE(state().settled);
    life.to_the_end();
    EXPECT_TRUE(state().settled);
    Life other(station);
    other.through(1);
    const auto all = must(application_states(station.connection()));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].application, other.id()) << "the newest first";
    life.through(Life::steps);
    EXPECT_FALSE(must(application_state(station.connection(), crypto::new_id<ApplicationTag>())));
}

TEST_F(DerivedTest, AStateSaysWhetherTheCaWasAskedWithTheKeyThereIs) {
    life.through(4);
    EXPECT_FALSE(state().unasked) << "there is no key";
    life.step();
    EXPECT_TRUE(state().unasked);
    life.step();
    EXPECT_FALSE(state().unasked);
    issuance::CertificateAnswered refused;
    refused.outcome = issuance::Outcome::refused;
    issuance::KeyMade another;
    another.fingerprint = crypto::sha256(bytes_of("another key"));
    const auto draft = [&](Kind kind, const auto& body) {
        append({{kind, life.id(), issuance::write(body)}});
    };
    draft(Kind::certificate_answered, refused);
    draft(Kind::application_went_back, issuance::Remark{"", "", "key"});
    draft(Kind::key_made, another);
    EXPECT_TRUE(state().unasked) << "only with the key of before";
    draft(Kind::certificate_asked, issuance::CertificateAsked{2, Bytes(16, 8), "station"});
    EXPECT_FALSE(state().unasked);
}

TEST_F(DerivedTest, ARevocationOfAReleasedCertificateUnsettlesItsRowUntilItIsDone) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    Life other(station, "12902200000011");
    other.to_the_end();
    const auto kept = must(station.journal().released_certificate(life.id())).value();
    append({revocation_asked(life.id(), kept, {issuance::RevocationReason::superseded, "a", "b"})});
    EXPECT_FALSE(state().settled);
    const auto body = must(station.journal().station_entries()).back().body;
    EXPECT_EQ(nlohmann::json::parse(body), (nlohmann::json{{"application", life.id().text()},
                                                           {"serial", kept.serial},
                                                           {"certificate_sha256", hex(kept.sha256)},
                                                           {"reason", "superseded"},
                                                           {"requested_by", "a"},
                                                           {"proof", "b"}}));
    append({revocation_done(life.id(), kept)});
    EXPECT_TRUE(state().settled);
    EXPECT_EQ(nlohmann::json::parse(must(station.journal().station_entries()).back().body),
              (nlohmann::json{{"application", life.id().text()},
                              {"serial", kept.serial},
                              {"revoked", true},
                              {"detail", ""}}));
    EXPECT_EQ(*station.connection().integer("SELECT sum(revoked) FROM application"), 1);
    EXPECT_FALSE(must(station.journal().released_certificate(other.id())));
}

TEST_F(DerivedTest, LettingGoLeavesNoDraftAndNothingInTheLog) {
    const auto log = StationDatabase::file_in(station.folder()).string() + "-wal";
    const auto drafts = [&] { return *station.connection().integer("SELECT count(*) FROM draft"); };
    for (const bool erase : {false, true}) {
        Life one(station);
        one.to_the_end();
        station.receipt_everything(one.id());
        ASSERT_TRUE(ok(keys().save_draft(station.connection(), one.id(), test::secret("typed"),
                                         station.stamp().time)));
        ASSERT_EQ(drafts(), 1);
        if (erase) {
            ASSERT_TRUE(ok(station.journal().erase(one.id(), "asked", station.stamp())));
        } else {
            ASSERT_EQ(*station.outbox().release_settled(0), 1U);
        }
        EXPECT_EQ(drafts(), 0);
        EXPECT_EQ(std::filesystem::file_size(log), 0U) << erase;
    }
}

TEST_F(DerivedTest, AnErasureSaysWhyInBothItsEntries) {
    life.to_the_end();
    const auto key = must(keys().subject_key(station.connection(), life.id()));
    ASSERT_TRUE(ok(station.journal().erase(life.id(), "asked by the person", station.stamp())));
    const auto entries = must(read_entries(station.connection(), life.id(), &key));
    EXPECT_EQ(entries.back().kind, Kind::application_erased);
    EXPECT_THAT(entries.back().body, testing::HasSubstr("asked by the person"));
    const auto own = must(station.journal().station_entries()).back();
    EXPECT_EQ(own.sequence, entries.back().sequence + 1);
    EXPECT_EQ(nlohmann::json::parse(own.body),
              (nlohmann::json{{"application", life.id().text()},
                              {"reason", "asked by the person"},
                              {"verdict", "eligible"},
                              {"rules", nlohmann::json::array({"full-age"})}}));
    for (const auto& id : {life.id(), crypto::new_id<ApplicationTag>()}) {
        EXPECT_TRUE(
            station.journal().erase(id, "again", station.stamp()).failed_with(Code::db_key_gone));
    }
}

// Killed after the erasure was committed, and before its files went.
TEST_F(DerivedTest, BlobsOfAnErasedPersonAreSweptWhenTheFolderIsOpened) {
    life.to_the_end();
    const auto sealed = must(station.outbox().sealed_blob(life.portrait()));
    ASSERT_TRUE(ok(station.journal().erase(life.id(), "asked", station.stamp())));
    ASSERT_TRUE(ok(write_blob_file(station.folder(), sealed)));
    ASSERT_TRUE(ok(station.connection().run(
        "INSERT INTO blob (name, application, use, size, entry) VALUES (?, ?, 'portrait', 1, 6)",
        {life.portrait(), life.id().text()})));
    station.close();
    station.open();
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / life.portrait()));
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM blob"), 0);
}

class KnownTime : public DerivedTest {
  protected:
    std::optional<Instant> known() { return must(last_known_time(station.connection())); }
    void append_at(int step, const char* when, TimeSource source) {
        ASSERT_TRUE(
            ok(station.journal().append(life.drafts_of(step), {"aida", test::at(when), source})));
    }
};

TEST_F(KnownTime, IsNotThatOfAClockInDoubt) {
    append_at(0, "2026-11-22T10:00:00.000Z", TimeSource::system);
    append_at(1, "2026-11-25T10:00:00.000Z", TimeSource::doubtful);
    EXPECT_EQ(known(), test::at("2026-11-22T10:00:00.000Z"));
    append_at(2, "2026-11-22T11:00:00.000Z", TimeSource::system);
    EXPECT_EQ(known(), test::at("2026-11-22T11:00:00.000Z"));
}

TEST_F(KnownTime, IsTheCentresForWhatItHasReceipted) {
    append_at(0, "2027-11-22T10:00:00.000Z", TimeSource::system);
    append_at(1, "2027-11-22T11:00:00.000Z", TimeSource::system);
    auto& outbox = station.outbox();
    for (const std::uint64_t sequence : {2U, 3U}) {
        const auto told = station.stamp().time;
        ASSERT_TRUE(ok(outbox.keep_head_receipt(sequence, station.head_receipt(sequence))));
        EXPECT_EQ(known(), sequence == 2 ? test::at("2027-11-22T11:00:00.000Z") : told)
            << "a clock that ran ahead is forgiven";
    }
    append_at(2, "2026-11-22T12:00:00.000Z", TimeSource::system);
    EXPECT_EQ(known(), test::at("2026-11-22T12:00:00.000Z"));
    ASSERT_TRUE(ok(outbox.keep_record_receipt(life.id(), 5, station.record_receipt(life.id()))));
    EXPECT_EQ(known(), test::at("2026-11-22T12:00:00.000Z"))
        << "a record's receipt says nothing of the station's clock";
}

TEST_F(KnownTime, IsNoneInAnEmptyJournal) {
    auto connection = Connection::open_in_memory().value();
    ASSERT_TRUE(ok(migrate(connection, station_schema())));
    EXPECT_EQ(must(last_known_time(connection)), std::nullopt);
}

TEST_F(DerivedTest, AnExportIsOfItsOwnStationAndCountsItsEntries) {
    life.through(2);
    const auto before = *station.outbox().last_sequence();
    ASSERT_TRUE(ok(note_export(station.connection(), station.session(),
                               {"whoever", station.clock().now(), TimeSource::system})));
    const auto noted = must(station.journal().station_entries()).back();
    EXPECT_EQ(noted.body, R"({"through":)" + std::to_string(before) + "}");
    EXPECT_EQ(noted.stamp.operator_name, "aida");
    const auto sent = must(station.outbox().sign_head());
    const SignedHead head{must(parse_head(sent.text)), sent.signature};
    const auto text = must(
        export_text(station.connection(), station.database().station(), station.session(), head));
    EXPECT_THAT(text, testing::StartsWith("koltamga-export-1\n" + compose(head) + "entries " +
                                          std::to_string(before + 1) + "\n\nkoltamga-entry-1\n"));
    std::size_t at = 0;
    for (std::uint64_t i = 1; i <= before + 1; ++i) {
        const auto next = text.find("\nsequence " + std::to_string(i) + "\n", at);
        ASSERT_NE(next, std::string::npos) << i;
        at = next;
    }
    EXPECT_THAT(text, testing::EndsWith("\nbody-json " + noted.body + "\n\n"));
    EXPECT_TRUE(
        export_text(station.connection(), crypto::new_id<StationTag>(), station.session(), head)
            .failed_with(Code::db_head_malformed));
}

TEST(OlderStation, IsBroughtForwardAlsoByWhoOnlyReads) {
    const auto folder = test::fresh_folder("older-station");
    ASSERT_TRUE(ok(make_private_folder(folder)));
    const auto dump = must(
        read_file(std::filesystem::path(KOLTAMGA_TEST_DATA) / "db" / "station-2.sql", 1U << 20U));
    const auto version = [&](const char* sql) {
        auto connection = must(Connection::open(StationDatabase::file_in(folder), Access::create));
        EXPECT_TRUE(ok(connection.run_script(sql)));
        return *must(connection.integer("PRAGMA user_version"));
    };
    ASSERT_EQ(version(text_of(dump).c_str()), 2);
    ASSERT_TRUE(ok(StationDatabase::open(folder, test::practice_binding, Use::read)));
    EXPECT_EQ(version("SELECT 1"), 3);
    EXPECT_EQ(version("PRAGMA user_version=4"), 4);
    for (const auto use : {Use::read, Use::verify, Use::write}) {
        EXPECT_TRUE(StationDatabase::open(folder, test::practice_binding, use)
                        .failed_with(Code::db_newer_version));
    }
}

TEST(StationFolder, SaysWhichKindOfDataItHolds) {
    Station station("kinds");
    station.close();
    const auto refused = [&](const Binding& binding) {
        for (const auto use : {Use::write, Use::read, Use::verify}) {
            const auto opened = StationDatabase::open(station.folder(), binding, use);
            EXPECT_TRUE(opened.failed_with(Code::db_wrong_profile));
            if (use == Use::verify) {
                return opened.failure().detail;
            }
        }
        return std::string();
    };
    EXPECT_EQ(refused({"practice", false}), "practice-data");
    EXPECT_EQ(refused({"other", true}), "profile practice");
    test::tamper(station.folder(), "UPDATE station SET practice=0");
    EXPECT_EQ(refused(test::practice_binding), "not-practice-data");
    test::tamper(station.folder(), "DELETE FROM station");
    EXPECT_TRUE(StationDatabase::open(station.folder(), test::practice_binding, Use::read)
                    .failed_with(Code::db_damaged));
}

TEST(StationFolder, ADoubtThatWasLookedIntoIsGone) {
    Station station("doubt-gone");
    Life(station).through(3);
    station.close();
    const auto doubt = mark_of_doubt(StationDatabase::file_in(station.folder()));
    ASSERT_TRUE(ok(write_file(doubt, {})));
    const auto reader = StationDatabase::open(station.folder(), test::practice_binding, Use::read);
    ASSERT_TRUE(ok(reader));
    EXPECT_EQ(reader->use(), Use::read);
    EXPECT_TRUE(std::filesystem::exists(doubt)) << "whoever only reads leaves it";
    station.open();
    EXPECT_FALSE(std::filesystem::exists(doubt));
    EXPECT_EQ(station.database().use(), Use::write);
}

TEST_F(DerivedTest, AWrapHoldsAKeyOf32Octets) {
    const auto& keys = *station.session().keys;
    for (const std::size_t octets : {0U, 16U, 31U, 33U}) {
        const auto wrap = keys.wrap("station", SecretBytes(octets));
        EXPECT_TRUE(keys.unwrap("station", wrap).failed_with(Code::db_key_wrong)) << octets;
    }
    EXPECT_TRUE(ok(keys.unwrap("station", keys.wrap("station", SecretBytes(32)))));
}

} // namespace
} // namespace koltamga::db
