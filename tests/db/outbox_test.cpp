#include "db/blob_files.h"
#include "db/released.h"
#include "db/signed_head.h"
#include "tests/db/support.h"

#include "base/log.h"
#include "crypto/certificate_builder.h"
#include "crypto/cms.h"
#include "crypto/hash.h"

#include <gmock/gmock.h>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;

class OutboxTest : public testing::Test {
  protected:
    Station station{"outbox"};
    Life life{station};

    std::string state_of(std::uint64_t sequence) {
        return station.connection()
            .text("SELECT state FROM outbox WHERE sequence=?", {sequence})
            .value()
            .value();
    }
    bool wrap_there(std::string_view holder) {
        return station.connection()
            .integer("SELECT 1 FROM key_wrap WHERE subject=? AND holder=?",
                     {life.id().text(), holder})
            .value()
            .has_value();
    }
    Bytes signed_by(const test::Party& party, const std::string& text) {
        return crypto::sign_cms(bytes_of(text), party.key, party.certificate,
                                station.clock().now());
    }
};

TEST_F(OutboxTest, GivesTheVeryOctetsThatWereStored) {
    life.through(2);
    const auto entries = station.outbox().entries_after(0, 100);
    ASSERT_TRUE(ok(entries));
    ASSERT_EQ(entries->size(), 3U);
    for (const auto& entry : *entries) {
        const auto header = parse_entry_header(entry.header);
        ASSERT_TRUE(header);
        EXPECT_EQ(header->sequence, entry.sequence);
        EXPECT_EQ(header->application, entry.application);
        EXPECT_EQ(crypto::sha256(entry.body), header->body);
    }
    EXPECT_EQ(station.outbox().entries_after(2, 100)->size(), 1U);
    EXPECT_EQ(station.outbox().entries_after(0, 2)->size(), 2U);
    EXPECT_TRUE(station.outbox().entries_after(3, 100)->empty());
    EXPECT_FALSE(*station.outbox().entry(4));
    EXPECT_EQ(station.outbox().entry(3)->value().sequence, 3U);
}

TEST_F(OutboxTest, AnEntryIsUnsentThenSentThenReceipted) {
    life.through(2);
    EXPECT_EQ(state_of(2), "unsent");
    ASSERT_TRUE(ok(station.outbox().mark_sent(2)));
    EXPECT_EQ(state_of(2), "sent");
    EXPECT_EQ(state_of(3), "unsent");
    EXPECT_EQ(*station.outbox().acknowledged(), 0U);
    ASSERT_TRUE(ok(station.outbox().mark_sent(3)));
    ASSERT_TRUE(ok(station.outbox().keep_head_receipt(3, station.head_receipt(3))));
    EXPECT_EQ(*station.outbox().acknowledged(), 3U);
    EXPECT_EQ(state_of(1), "receipted") << "the station's own";
    EXPECT_EQ(state_of(2), "sent") << "the centre has not said yet that it opened the record";
    EXPECT_THAT(*station.outbox().without_receipt(), testing::ElementsAre(life.id()));
    ASSERT_TRUE(
        ok(station.outbox().keep_record_receipt(life.id(), 3, station.record_receipt(life.id()))));
    EXPECT_EQ(state_of(3), "receipted");
    EXPECT_TRUE(station.outbox().without_receipt()->empty());
    EXPECT_TRUE(*station.outbox().record_receipt(life.id()));
    life.step();
    EXPECT_THAT(*station.outbox().without_receipt(), testing::ElementsAre(life.id()))
        << "a receipt covers only what was there";
}

TEST_F(OutboxTest, WhatNoApplicationsRowShowsIsCountedWithoutThem) {
    life.through(2);
    const auto before = test::must(other_entries(station.connection()));
    EXPECT_EQ(before.written, 1U) << "the enrolment; the application's two have a row";
    EXPECT_EQ(before.unconfirmed, 1U);
    ASSERT_TRUE(ok(station.outbox().mark_sent(3)));
    EXPECT_EQ(test::must(other_entries(station.connection())).unconfirmed, 1U);
    ASSERT_TRUE(ok(station.outbox().keep_head_receipt(3, station.head_receipt(3))));
    const auto after = test::must(other_entries(station.connection()));
    EXPECT_EQ(after.written, 1U);
    EXPECT_EQ(after.unconfirmed, 0U);
}

TEST_F(OutboxTest, AReceiptThatIsNotForThisIsRefused) {
    life.through(4);
    Life other(station);
    other.through(1);
    auto& outbox = station.outbox();
    const auto last = station.last_of(life.id());
    const auto good = station.record_receipt(life.id());

    EXPECT_TRUE(
        outbox.keep_record_receipt(other.id(), last, good).failed_with(Code::db_receipt_refused));
    EXPECT_TRUE(outbox.keep_record_receipt(life.id(), last - 1, good)
                    .failed_with(Code::db_receipt_refused));
    EXPECT_TRUE(outbox.keep_record_receipt(life.id(), last, station.head_receipt(last))
                    .failed_with(Code::sync_receipt_malformed));
    EXPECT_TRUE(outbox.keep_record_receipt(life.id(), last, Bytes{1, 2, 3})
                    .failed_with(Code::db_receipt_refused));
    for (std::size_t i = 0; i < good.size(); i += 7) {
        auto changed = good;
        changed[i] ^= 4;
        const auto kept = outbox.keep_record_receipt(life.id(), last, changed);
        if (!kept) {
            continue; // octets outside what is signed may change without harm
        }
        ASSERT_TRUE(ok(station.connection().run("DELETE FROM receipt")));
    }
    const RecordReceipt by_a_stranger{
        station.database().station(), life.id(), last,
        station.hash_at(last),        {},        station.clock().now()};
    EXPECT_TRUE(outbox
                    .keep_record_receipt(life.id(), last,
                                         signed_by(test::recovery(), compose(by_a_stranger)))
                    .failed_with(Code::db_receipt_refused));
    EXPECT_TRUE(
        outbox
            .keep_record_receipt(life.id(), last, signed_by(test::centre(), compose(by_a_stranger)))
            .failed_with(Code::db_receipt_incomplete))
        << "the portrait is not listed";
    auto another_hash = by_a_stranger;
    another_hash.hash[0] ^= 1;
    EXPECT_TRUE(
        outbox
            .keep_record_receipt(life.id(), last, signed_by(test::centre(), compose(another_hash)))
            .failed_with(Code::db_fork));
    EXPECT_TRUE(ok(outbox.keep_record_receipt(life.id(), last, good)));
}

TEST_F(OutboxTest, AHeadReceiptForAnotherJournalIsAForkByName) {
    life.through(1);
    HeadReceipt receipt{station.database().station(), 1, 2, station.hash_at(2),
                        station.clock().now()};
    receipt.hash[5] ^= 1;
    EXPECT_TRUE(station.outbox()
                    .keep_head_receipt(2, signed_by(test::centre(), compose(receipt)))
                    .failed_with(Code::db_fork));
    receipt.hash[5] ^= 1;
    receipt.sequence = 77;
    EXPECT_TRUE(station.outbox()
                    .keep_head_receipt(77, signed_by(test::centre(), compose(receipt)))
                    .failed_with(Code::db_fork));
}

TEST_F(OutboxTest, AKnownForkStopsNewApplicationsAndNoOpenOnes) {
    life.through(3);
    ASSERT_TRUE(ok(require_no_fork(station.connection())));
    ASSERT_TRUE(ok(station.outbox().note_fork("other-hash")));
    ASSERT_TRUE(ok(station.outbox().note_fork("centre-is-ahead")));
    const auto fork = known_fork(station.connection());
    ASSERT_TRUE(ok(fork));
    EXPECT_EQ((*fork)->detail, "other-hash") << "what was said first";
    Life other(station);
    const auto begun = station.journal().append(other.drafts_of(0), station.stamp());
    EXPECT_TRUE(begun.failed_with(Code::app_journal_forked));
    EXPECT_TRUE(station.journal().entries_of(other.id())->empty());
    life.to_the_end();
    station.receipt_everything(life.id());
    EXPECT_TRUE(ok(require_no_fork(station.connection()))) << "the centre follows this journal";
    EXPECT_TRUE(ok(station.journal().append(other.drafts_of(0), station.stamp())));
}

TEST_F(OutboxTest, TheHeadIsSignedAsItStands) {
    life.through(2);
    const auto head = station.outbox().sign_head();
    ASSERT_TRUE(ok(head));
    const auto parsed = parse_head(head->text);
    ASSERT_TRUE(ok(parsed));
    EXPECT_EQ(parsed->sequence, 3U);
    EXPECT_EQ(parsed->hash, station.hash_at(3));
    EXPECT_TRUE(test::journal_key().key.public_key().verify(bytes_of(head->text), head->signature));
}

TEST_F(OutboxTest, WorksWhileNobodyIsSignedIn) {
    life.through(4);
    station.close();
    const auto database =
        StationDatabase::open(station.folder(), test::practice_binding, Use::write).value();
    const auto outbox = StationOutbox::open(database, station.outbox_setup(30)).value();
    EXPECT_EQ(outbox->entries_after(0, 100)->size(), *outbox->last_sequence());
    EXPECT_TRUE(ok(outbox->centre_wrap(life.id())));
    EXPECT_TRUE(ok(outbox->sealed_blob(outbox->blobs_of(life.id())->front())));
}

TEST_F(OutboxTest, TheKeyPackageIsNeverAmongWhatTheCentreMustHold) {
    life.through(5);
    EXPECT_THAT(*station.outbox().blobs_of(life.id()), testing::ElementsAre(life.portrait()));
}

TEST_F(OutboxTest, WithoutRetentionTheReceiptTakesTheStationsOwnKey) {
    life.to_the_end();
    auto outbox = station.outbox_keeping(0);
    const auto last = station.last_of(life.id());
    ASSERT_TRUE(
        ok(outbox->keep_record_receipt(life.id(), last, station.record_receipt(life.id()))));
    EXPECT_FALSE(wrap_there("station"));
    EXPECT_TRUE(wrap_there("centre"));
    EXPECT_TRUE(station.journal().entries_of(life.id()).failed_with(Code::db_key_gone));
    EXPECT_TRUE(station.journal().applications_of_person("20101199000008")->empty());
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / life.portrait()));
    EXPECT_EQ(application_state(station.connection(), life.id())->value().state, "handed-over");
    EXPECT_TRUE(station.verify().sound());
    EXPECT_THAT(station.verify().not_provable,
                testing::Contains(testing::Field(&NotProvable::released, 1U)));
}

TEST_F(OutboxTest, WhatIsNotSettledIsKeptWhateverTheReceipt) {
    life.through(8);
    auto outbox = station.outbox_keeping(0);
    ASSERT_TRUE(ok(outbox->keep_record_receipt(life.id(), station.last_of(life.id()),
                                               station.record_receipt(life.id()))));
    EXPECT_TRUE(wrap_there("station"));
    life.to_the_end();
    EXPECT_EQ(*outbox->release_settled(0), 0U) << "the receipt is older than the last entry";
}

TEST_F(OutboxTest, RetentionCountsFromTheReceipt) {
    life.to_the_end();
    station.receipt_everything(life.id());
    station.clock().advance(std::chrono::days(29));
    EXPECT_EQ(*station.outbox().release_settled(30), 0U);
    EXPECT_TRUE(wrap_there("station"));
    station.clock().advance(std::chrono::days(2));
    EXPECT_EQ(*station.outbox().release_settled(30), 1U);
    EXPECT_FALSE(wrap_there("station"));
    EXPECT_EQ(*station.outbox().release_settled(30), 0U);
}

TEST_F(OutboxTest, AClockInDoubtCountsNoDays) {
    life.to_the_end();
    station.receipt_everything(life.id());
    for (const auto wrong : {std::chrono::days(400), std::chrono::days(-31)}) {
        station.clock().advance(wrong);
        EXPECT_EQ(*station.outbox().release_settled(30), 0U) << wrong.count();
        station.clock().advance(-wrong);
    }
    EXPECT_TRUE(wrap_there("station"));
    station.clock().advance(std::chrono::days(31));
    EXPECT_EQ(*station.outbox().release_settled(30), 1U);
}

// The certificate is to end, and nobody has heard yet that it did.
TEST_F(OutboxTest, ARevocationThatIsOpenKeepsTheRecord) {
    life.to_the_end();
    const auto append = [&](issuance::Kind kind, const std::string& body) {
        ASSERT_TRUE(ok(station.journal().append(
            std::vector{issuance::EntryDraft{kind, life.id(), body}}, station.stamp())));
        station.receipt_everything(life.id());
    };
    const auto serial = station.journal().row(life.id())->value().serial;
    issuance::RevocationAsked asked;
    asked.serial = serial;
    asked.requested_by = "holder";
    append(issuance::Kind::revocation_asked, issuance::write(asked));
    EXPECT_EQ(*station.outbox().release_settled(0), 0U);
    EXPECT_TRUE(wrap_there("station"));
    append(issuance::Kind::revocation_answered,
           issuance::write(issuance::RevocationAnswered{serial, true, {}}));
    EXPECT_EQ(*station.outbox().release_settled(0), 1U);
    EXPECT_TRUE(station.verify().sound());
}

// Handed over as a re-issue: the certificate it replaces is not revoked yet.
TEST_F(OutboxTest, ARevocationThatIsDueKeepsTheRecord) {
    life.through(1);
    issuance::EligibilityDecided decided;
    decided.verdict.kind = domain::VerdictKind::eligible;
    decided.reissue_reason = "lost telephone";
    decided.replaces = {{"77", Bytes{1}, issuance::CertificateStatus::valid}};
    ASSERT_TRUE(ok(station.journal().append(
        std::vector{issuance::EntryDraft{issuance::Kind::eligibility_decided, life.id(),
                                         issuance::write(decided)}},
        station.stamp())));
    for (int step = 2; step < Life::steps; ++step) {
        ASSERT_TRUE(ok(station.journal().append(life.drafts_of(step), station.stamp()))) << step;
    }
    station.receipt_everything(life.id());
    EXPECT_EQ(*station.outbox().release_settled(0), 0U);
    EXPECT_TRUE(wrap_there("station"));
}

TEST_F(OutboxTest, AReleasedCertificateCanStillBeEnded) {
    life.to_the_end();
    const auto serial = station.journal().row(life.id())->value().serial;
    EXPECT_FALSE(*station.journal().released_certificate(life.id())) << "the record says it";
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    const auto kept = station.journal().released_certificate(life.id());
    ASSERT_TRUE(ok(kept));
    ASSERT_TRUE(*kept);
    EXPECT_EQ((*kept)->serial, serial);
    EXPECT_EQ((*kept)->public_key, life.key());
    EXPECT_EQ((*kept)->sha256, crypto::sha256(Bytes{}));
    const auto state = [&] { return *application_state(station.connection(), life.id()).value(); };
    ASSERT_TRUE(ok(station.journal().append(
        std::vector{revocation_asked(
            life.id(), **kept,
            {issuance::RevocationReason::key_compromise, "holder", "document-seen"})},
        station.stamp())));
    EXPECT_EQ(state().waits_for, "ca") << "nothing is forgotten when the power goes now";
    const auto asked = test::must(station.journal().station_entries()).back();
    const auto request = revocation_request_in(asked, life.id());
    ASSERT_TRUE(request);
    EXPECT_EQ(request->reason, issuance::RevocationReason::key_compromise);
    EXPECT_EQ(request->requested_by, "holder");
    EXPECT_EQ(request->proof, "document-seen");
    EXPECT_FALSE(revocation_request_in(asked, Life(station).id()));
    ASSERT_TRUE(ok(station.journal().append(std::vector{revocation_done(life.id(), **kept)},
                                            station.stamp())));
    EXPECT_EQ(state().waits_for, "nobody");
    const auto revoked = [&] {
        return *station.connection().integer("SELECT revoked FROM application WHERE application=?",
                                             {life.id().text()});
    };
    EXPECT_EQ(revoked(), 1);
    ASSERT_TRUE(ok(station.connection().run("UPDATE application SET revoked=0")));
    ASSERT_TRUE(ok(station.journal().rebuild()));
    EXPECT_EQ(revoked(), 1);
    EXPECT_TRUE(station.verify().sound());
}

TEST_F(OutboxTest, WhatIsKeptOfACertificateGoesWithThePerson) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    ASSERT_TRUE(ok(station.journal().erase(life.id(), "asked", station.stamp())));
    EXPECT_FALSE(*station.journal().released_certificate(life.id()));
}

TEST_F(OutboxTest, KeptCertificatesFollowTheDataKey) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    auto operators = station.operators();
    ASSERT_TRUE(ok(operators.add(station.session(), "bakyt", Role::clerk,
                                 test::secret("correct horse battery"), station.stamp())));
    const auto renewed = operators.disable(station.session(), "bakyt",
                                           test::recovery().certificate.der(), station.stamp());
    ASSERT_TRUE(ok(renewed));
    EXPECT_TRUE(station.journal_of(*renewed)->released_certificate(life.id())->has_value());
}

TEST_F(OutboxTest, RowsOfAnOlderProgramAreReckonedBeforeTheyAreReleased) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_TRUE(
        ok(station.connection().run("UPDATE application SET settled=NULL, certificate=NULL")));
    EXPECT_EQ(*station.outbox().release_settled(0), 0U);
    EXPECT_TRUE(station.verify().sound()) << "not reckoned is not wrong";
    station.close();
    station.open();
    EXPECT_EQ(*station.outbox().release_settled(0), 1U);
    EXPECT_TRUE(station.journal().released_certificate(life.id())->has_value());
}

TEST_F(OutboxTest, ARowThatSaysSettledAgainstItsEntriesIsFound) {
    life.through(8);
    ASSERT_TRUE(ok(station.connection().run("UPDATE application SET settled=1")));
    EXPECT_FALSE(station.verify().sound());
}

TEST_F(OutboxTest, AReleasedRecordIsBeyondEveryKeyOfTheStation) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    const auto wrap = station.outbox().centre_wrap(life.id());
    ASSERT_TRUE(ok(wrap));
    EXPECT_FALSE(
        crypto::open_envelope(*wrap, test::journal_key().key, test::journal_key().certificate));
    EXPECT_FALSE(station.session().keys->unwrap(life.id().text(), *wrap));
    EXPECT_TRUE(ok(crypto::open_envelope(*wrap, test::centre().key, test::centre().certificate)));
}

TEST_F(OutboxTest, ErasureTakesThePersonAndLeavesChainRulesAndVerdict) {
    life.to_the_end();
    Life other(station);
    other.through(3);
    ASSERT_TRUE(ok(station.journal().erase(life.id(), "asked by the person", station.stamp())));
    for (const auto* sql : {"SELECT count(*) FROM application WHERE application=?",
                            "SELECT count(*) FROM look_up WHERE application=?",
                            "SELECT count(*) FROM key_wrap WHERE subject=?",
                            "SELECT count(*) FROM blob WHERE application=?"}) {
        EXPECT_EQ(*station.connection().integer(sql, {life.id().text()}), 0) << sql;
    }
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / life.portrait()));
    EXPECT_TRUE(station.journal().entries_of(life.id()).failed_with(Code::db_key_gone));
    EXPECT_THAT(*station.journal().applications_of_person("20101199000008"),
                testing::ElementsAre(other.id()));
    EXPECT_TRUE(station.verify().sound());

    const auto own = station.journal().station_entries();
    ASSERT_TRUE(ok(own));
    EXPECT_EQ(own->back().kind, issuance::Kind::application_erased);
    EXPECT_THAT(own->back().body, testing::HasSubstr(R"("verdict":"eligible")"));
    EXPECT_THAT(own->back().body, testing::HasSubstr("full-age"));
    EXPECT_THAT(own->back().body, testing::HasSubstr(life.id().text()));

    EXPECT_FALSE(station.journal().erase(life.id(), "again", station.stamp()));
    ASSERT_TRUE(ok(station.journal().rebuild()));
    EXPECT_TRUE(station.verify().sound());
}

TEST_F(OutboxTest, WhatIsAtWorkIsNotErased) {
    life.through(6);
    EXPECT_TRUE(station.journal()
                    .erase(life.id(), "asked", station.stamp())
                    .failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(wrap_there("station"));
}

TEST_F(OutboxTest, AReleasedApplicationCanStillBeErased) {
    life.to_the_end();
    station.receipt_everything(life.id());
    ASSERT_EQ(*station.outbox().release_settled(0), 1U);
    ASSERT_TRUE(ok(station.journal().erase(life.id(), "asked", station.stamp())));
    EXPECT_FALSE(wrap_there("centre"));
    EXPECT_TRUE(station.verify().sound());
}

TEST_F(OutboxTest, AReceiptOfAnotherStationOrAnotherNumberIsRefused) {
    life.through(2);
    auto& outbox = station.outbox();
    const auto now = station.clock().now();
    const auto another = *StationId::parse("0000-0001-ZZZZ-ZZZZ");
    const auto ours = station.database().station();
    const auto head = [&](const StationId& id, std::uint64_t said, std::uint64_t meant) {
        return outbox.keep_head_receipt(
            meant, signed_by(test::centre(),
                             compose(HeadReceipt{id, 1, said, station.hash_at(said), now})));
    };
    EXPECT_TRUE(head(another, 3, 3).failed_with(Code::db_receipt_refused));
    EXPECT_TRUE(head(ours, 2, 3).failed_with(Code::db_receipt_refused));
    EXPECT_TRUE(head(ours, 3, 2).failed_with(Code::db_receipt_refused));
    const auto record = [&](const StationId& id, const ApplicationId& application,
                            std::uint64_t sequence) {
        return outbox.keep_record_receipt(
            application, sequence,
            signed_by(test::centre(),
                      compose(RecordReceipt{
                          id, application, sequence, station.hash_at(sequence), {}, now})));
    };
    EXPECT_TRUE(record(another, life.id(), 3).failed_with(Code::db_receipt_refused));
    Life other(station);
    other.through(1);
    const auto of_another = record(ours, other.id(), 3);
    ASSERT_TRUE(of_another.failed_with(Code::db_receipt_refused));
    EXPECT_EQ(of_another.failure().detail, "entry-of-another-application");
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM receipt"), 0);
    EXPECT_TRUE(ok(head(ours, 3, 3)));
    EXPECT_TRUE(ok(record(ours, life.id(), 3)));
    EXPECT_TRUE(ok(record(ours, life.id(), 3))) << "once more is fine";
}

TEST_F(OutboxTest, AReceiptListsTheBlobsOfTheEntriesItCovers) {
    life.through(3);
    const auto before = station.record_receipt(life.id());
    const auto covered = station.last_of(life.id());
    life.through(4);
    EXPECT_TRUE(ok(station.outbox().keep_record_receipt(life.id(), covered, before)))
        << "the portrait came after it";
    const auto newer = station.record_receipt(life.id());
    EXPECT_TRUE(
        ok(station.outbox().keep_record_receipt(life.id(), station.last_of(life.id()), newer)));
    EXPECT_EQ(*station.outbox().record_receipt(life.id()), newer) << "the newest is shown";
    EXPECT_FALSE(*station.outbox().record_receipt(Life(station).id()));
}

TEST_F(OutboxTest, AHeadReceiptSpeaksOfTheStationsEntriesThroughItsOwnAlone) {
    life.through(1);
    auto operators = station.operators();
    ASSERT_TRUE(ok(operators.add(station.session(), "bakyt", Role::clerk,
                                 test::secret("correct horse battery"), station.stamp())));
    ASSERT_TRUE(ok(station.outbox().keep_head_receipt(2, station.head_receipt(2))));
    EXPECT_EQ(state_of(1), "receipted");
    EXPECT_EQ(state_of(2), "unsent");
    EXPECT_EQ(state_of(3), "unsent");
    ASSERT_TRUE(ok(station.outbox().mark_sent(3)));
    EXPECT_EQ(state_of(1), "receipted") << "what was receipted is not sent again";
    ASSERT_TRUE(ok(station.outbox().keep_head_receipt(3, station.head_receipt(3))));
    EXPECT_EQ(state_of(3), "receipted");
    EXPECT_EQ(state_of(2), "sent");
    ASSERT_TRUE(ok(station.outbox().keep_head_receipt(1, station.head_receipt(1))));
    EXPECT_EQ(*station.outbox().acknowledged(), 3U) << "the furthest counts";
}

TEST_F(OutboxTest, WhatWaitsForAReceiptIsInTheOrderItWasBegun) {
    Life second(station, "12902200000011");
    Life erased(station, "20101199000013");
    erased.to_the_end();
    life.through(1);
    second.through(2);
    life.through(2);
    EXPECT_THAT(*station.outbox().without_receipt(),
                testing::ElementsAre(erased.id(), life.id(), second.id()));
    ASSERT_TRUE(ok(station.journal().erase(erased.id(), "asked", station.stamp())));
    EXPECT_THAT(*station.outbox().without_receipt(), testing::ElementsAre(life.id(), second.id()));
}

TEST_F(OutboxTest, RetentionEndsWithTheWholeTerm) {
    life.to_the_end();
    station.receipt_everything(life.id());
    station.clock().advance(std::chrono::days(30) - std::chrono::milliseconds(1));
    EXPECT_EQ(*station.outbox().release_settled(30), 0U);
    station.clock().advance(std::chrono::milliseconds(1));
    EXPECT_EQ(*station.outbox().release_settled(30), 1U);
}

TEST_F(OutboxTest, TheHeadItSignsStandsBesideTheDatabaseToo) {
    life.through(2);
    static_cast<void>(test::must(station.outbox().sign_head())); // of the same entry, earlier
    station.clock().advance(std::chrono::seconds(1));
    const auto sent = *station.outbox().sign_head();
    const auto side = text_of(*read_file(station.folder() / "last-head", 4096));
    EXPECT_EQ(side, sent.text + "signature " + koltamga::hex(sent.signature) + "\n");
    EXPECT_EQ(parse_head(sent.text)->time, station.clock().now());
    EXPECT_EQ(*station.connection().text("SELECT text FROM signed_head WHERE sequence=3"),
              sent.text);
}

// It stands in the database; the file beside it is for whoever restores.
TEST_F(OutboxTest, AHeadThatCannotStandBesideTheDatabaseIsLogged) {
    const auto file = station.folder() / "log";
    log::open(file);
    std::filesystem::remove(station.folder() / "last-head");
    std::filesystem::create_directory(station.folder() / "last-head");
    EXPECT_TRUE(ok(station.outbox().sign_head()));
    log::open("/proc/none/log"); // nowhere again
    EXPECT_THAT(text_of(test::must(read_file(file, 4096))),
                testing::HasSubstr("last-head-not-written"));
}

TEST_F(OutboxTest, OfAnEmptyJournalThereIsNothingToSign) {
    const auto folder = test::fresh_folder("empty");
    const auto database = test::must(StationDatabase::create(
        folder, test::practice_binding, *StationId::parse("0000-0001-ZZZZ-ZZZZ")));
    const auto outbox = StationOutbox::open(database, station.outbox_setup(30)).value();
    EXPECT_TRUE(outbox->sign_head().failed_with(Code::db_entry_unknown));
    EXPECT_EQ(*outbox->last_sequence(), 0U);
    EXPECT_EQ(*outbox->acknowledged(), 0U);
    EXPECT_TRUE(outbox->centre_wrap(life.id()).failed_with(Code::db_key_gone));
}

} // namespace
} // namespace koltamga::db
