// What the receiving side takes, refuses by name, and signs for.
#include "crypto/random.h"
#include "tests/centre/memory_station.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace koltamga::centre {
namespace {

using test::MemoryStation;

const Bytes picture = {0xff, 0xd8, 1, 2, 3, 0xff, 0xd9};

std::string refusal(const Failure& failure) {
    return std::string(name_of(failure.code)) + " " + failure.detail;
}

template <class T>
std::string refusal(const Result<T>& result) {
    return result ? "" : refusal(result.failure());
}

class ReceiverTest : public testing::Test {
  protected:
    ReceiverTest()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("centre-" + hex(crypto::random_octets(6)))) {
        auto keys = test::receiver_keys();
        receipts_ = keys.receipts.certificate;
        mine_ = std::make_unique<MemoryStation>(keys.encryption.certificate);
        receiver_ = Receiver::open(folder_, std::move(keys), clock_).value();
        station_ = std::make_unique<Station>(mine_->as_station({1, 2, 3}));
        EXPECT_TRUE(receiver_->add_station(*station_));
    }
    ~ReceiverTest() override {
        receiver_.reset();
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }

    void send_all() {
        ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
        ASSERT_TRUE(receiver_->take_bodies(*station_, mine_->wraps(), mine_->bodies()));
        for (const auto& [name, octets] : mine_->sealed_blobs()) {
            ASSERT_TRUE(receiver_->take_blob(*station_, *db::digest_from_hex(name), octets));
        }
    }
    Result<Settlement> settle(std::vector<RecordQuestion> questions = {}) {
        return receiver_->settle(*station_, mine_->head_at(mine_->entries().size()), questions);
    }
    RecordAnswer record(const ApplicationId& application) {
        const auto settlement = settle({{application, {}}});
        EXPECT_TRUE(settlement) << refusal(settlement);
        return settlement ? settlement->records.at(0) : RecordAnswer{application, {}, {}, "test"};
    }
    std::string text_in(BytesView receipt) {
        const auto opened = crypto::verify_cms(receipt, std::span(&*receipts_, 1));
        return opened ? text_of(opened->content) : "";
    }

    std::filesystem::path folder_;
    SystemClock clock_;
    std::optional<crypto::Certificate> receipts_;
    std::unique_ptr<MemoryStation> mine_;
    std::unique_ptr<Station> station_;
    std::unique_ptr<Receiver> receiver_;
};

TEST_F(ReceiverTest, TakesHeadersInOrderAndRepeated) {
    mine_->add_cancelled();
    const auto all = mine_->headers();
    EXPECT_EQ(receiver_->held(*station_)->sequence, 0U);
    EXPECT_EQ(receiver_->take_headers(*station_, std::span(all).first(2))->sequence, 2U);
    EXPECT_EQ(receiver_->take_headers(*station_, all)->sequence, 3U);
    EXPECT_EQ(receiver_->take_headers(*station_, all)->sequence, 3U);
    EXPECT_EQ(receiver_->take_headers(*station_, {})->hash, mine_->hash_of(3));
}

TEST_F(ReceiverTest, RefusesHeadersOutOfOrder) {
    mine_->add_cancelled();
    auto all = mine_->headers();
    EXPECT_EQ(refusal(receiver_->take_headers(*station_, std::span(all).subspan(1))),
              "centre.gap last-held 0");
    std::swap(all[1], all[2]);
    EXPECT_EQ(refusal(receiver_->take_headers(*station_, all)), "centre.gap last-held 1");
    EXPECT_EQ(receiver_->held(*station_)->sequence, 0U) << "nothing of a refused batch is kept";
}

TEST_F(ReceiverTest, RefusesAForkByName) {
    mine_->add_cancelled();
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    mine_->entries().resize(2);
    mine_->append(issuance::Kind::operator_added, std::nullopt, "{}");
    EXPECT_TRUE(
        receiver_->take_headers(*station_, mine_->headers()).failed_with(Code::centre_fork));
}

TEST_F(ReceiverTest, RefusesAnEntryThatDoesNotHangOnTheLast) {
    mine_->add_cancelled();
    auto header = db::parse_entry_header(mine_->headers().back()).value();
    header.previous = db::Digest{};
    auto all = mine_->headers();
    all.back() = db::compose(header);
    EXPECT_TRUE(receiver_->take_headers(*station_, all).failed_with(Code::centre_fork));
}

TEST_F(ReceiverTest, RefusesAnotherStationsJournal) {
    const MemoryStation other(test::receiver_keys().encryption.certificate);
    const auto refused = receiver_->take_headers(*station_, other.headers());
    EXPECT_EQ(refusal(refused).find("centre.refused chain-broken station-differs"), 0U);
}

TEST_F(ReceiverTest, RefusesWhatIsNoHeader) {
    const auto good = mine_->headers().front();
    for (const auto& bad : {std::string(), std::string("x"), good + "\n", good.substr(1),
                            good + good, std::string(5000, 'x'), good.substr(0, good.size() - 1)}) {
        EXPECT_TRUE(receiver_->take_headers(*station_, std::span(&bad, 1))
                        .failed_with(Code::centre_refused));
    }
}

// A station that came back from a backup: what it lost is kept aside, and the journal goes on.
TEST_F(ReceiverTest, ARestoredStationGoesOnInANewEpoch) {
    mine_->add_cancelled();
    mine_->add_cancelled();
    send_all();
    ASSERT_TRUE(settle());
    mine_->restore_to(3);
    const auto held = receiver_->take_headers(*station_, mine_->headers_after(3));
    ASSERT_TRUE(held) << refusal(held);
    EXPECT_EQ(held->epoch, 2U);
    EXPECT_EQ(held->sequence, 5U);
    const auto application = mine_->add_cancelled();
    send_all();
    EXPECT_FALSE(record(application).receipt.empty());
    const auto verified = receiver_->verify();
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->broken, std::vector<std::string>());
}

TEST_F(ReceiverTest, RefusesSwappedBodies) {
    mine_->add_cancelled();
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    auto bodies = mine_->bodies();
    std::swap(bodies[1].octets, bodies[2].octets);
    const auto refused = receiver_->take_bodies(*station_, mine_->wraps(), bodies);
    EXPECT_EQ(refusal(refused.failure()).find("centre.refused body-mismatch"), 0U);
    const auto missing = record(*mine_->entries().back().application).missing;
    EXPECT_TRUE(missing.wrap) << "nothing of a refused bundle is kept";
    EXPECT_EQ(missing.bodies, (std::vector<std::uint64_t>{2, 3}));
}

TEST_F(ReceiverTest, RefusesABodyWithoutItsHeader) {
    const SealedBody early{7, {1, 2, 3}};
    const auto refused = receiver_->take_bodies(*station_, {}, std::span(&early, 1));
    EXPECT_EQ(refusal(refused.failure()).find("centre.refused entry-unknown"), 0U);
}

TEST_F(ReceiverTest, RefusesABlobOfAnotherName) {
    EXPECT_TRUE(
        receiver_->take_blob(*station_, db::Digest{}, picture).failed_with(Code::centre_refused));
    EXPECT_TRUE(receiver_->take_blob(*station_, crypto::sha256(picture), picture));
    EXPECT_TRUE(receiver_->take_blob(*station_, crypto::sha256(picture), picture));
}

TEST_F(ReceiverTest, SignsForTheHeadAndTheRecord) {
    const auto application = mine_->add_with_portrait(picture);
    send_all();
    const auto settlement = settle({{application, {}}});
    ASSERT_TRUE(settlement) << refusal(settlement);
    const auto head = issuance::parse_head_receipt(text_in(settlement->head_receipt));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->sequence, 6U);
    EXPECT_EQ(head->hash, mine_->hash_of(6));
    const auto receipt = issuance::parse_record_receipt(text_in(settlement->records.at(0).receipt));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->application, application);
    EXPECT_EQ(receipt->sequence, 6U);
    EXPECT_EQ(receipt->blobs.size(), 1U);
}

TEST_F(ReceiverTest, SignsForNothingBeyondTheHeadTheStationSigned) {
    const auto application = mine_->add_cancelled(); // entries 2 and 3
    send_all();
    const RecordQuestion question{application, {}};
    const auto settlement =
        receiver_->settle(*station_, mine_->head_at(2), std::span(&question, 1));
    ASSERT_TRUE(settlement) << refusal(settlement);
    const auto receipt = issuance::parse_record_receipt(text_in(settlement->records.at(0).receipt));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->sequence, 2U);
    EXPECT_EQ(receipt->hash, mine_->hash_of(2));
}

TEST_F(ReceiverTest, AnswersTheSameQuestionOctetForOctet) {
    const auto application = mine_->add_with_portrait(picture);
    send_all();
    const auto first = settle({{application, {}}});
    const auto second = settle({{application, {}}});
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->head_receipt, second->head_receipt);
    EXPECT_EQ(first->records[0].receipt, second->records[0].receipt);
}

// The same entries, and one blob more that the station means to have sent: the earlier receipt does
// not speak of it.
TEST_F(ReceiverTest, SignsAnewForARecordWithOneMoreBlob) {
    const auto application = mine_->add_with_portrait(picture);
    send_all();
    const auto blobs_in = [&](const Result<Settlement>& settlement) {
        return issuance::parse_record_receipt(text_in(settlement->records.at(0).receipt))->blobs;
    };
    const auto first = settle({{application, {}}});
    ASSERT_TRUE(first);
    EXPECT_EQ(blobs_in(first).size(), 1U);
    const Bytes more = {4, 5, 6};
    const auto name = crypto::sha256(more);
    ASSERT_TRUE(receiver_->take_blob(*station_, name, more));
    const auto second = settle({{application, {name}}});
    ASSERT_TRUE(second);
    const auto named = blobs_in(second);
    EXPECT_EQ(named.size(), 2U);
    EXPECT_TRUE(std::ranges::binary_search(named, name));
    EXPECT_NE(first->records[0].receipt, second->records[0].receipt);
    EXPECT_EQ(settle({{application, {name}}})->records[0].receipt, second->records[0].receipt);
    EXPECT_EQ(first->head_receipt, second->head_receipt) << "the head is the same";
}

TEST_F(ReceiverTest, NamesAThousandMissingBodiesAtATime) {
    const auto application = crypto::new_id<ApplicationTag>();
    mine_->append(issuance::Kind::identity_recorded, application,
                  issuance::write(issuance::IdentityRecorded{}));
    for (int i = 0; i < 1001; ++i) {
        mine_->append(issuance::Kind::application_on_hold, application,
                      issuance::write(issuance::Remark{"wait", {}, {}}));
    }
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    const auto missing = record(application).missing.bodies;
    ASSERT_EQ(missing.size(), 1000U);
    EXPECT_EQ(missing.front(), 2U);
    EXPECT_EQ(missing.back(), 1001U);
}

TEST_F(ReceiverTest, NamesWhatIsMissingOfTheStationItself) {
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    auto settlement = settle();
    ASSERT_TRUE(settlement);
    EXPECT_TRUE(settlement->station.wrap);
    EXPECT_EQ(settlement->station.bodies, std::vector<std::uint64_t>{1});
    ASSERT_TRUE(receiver_->take_bodies(*station_, mine_->wraps(), mine_->bodies()));
    EXPECT_TRUE(settle()->station.nothing());
}

TEST_F(ReceiverTest, NeedsNoPictureOfAPersonWhoWasErased) {
    const auto application = mine_->add_with_portrait(picture);
    mine_->append(issuance::Kind::application_cancelled, application,
                  issuance::write(issuance::Remark{"left", {}, {}}));
    mine_->append(issuance::Kind::application_erased, application,
                  issuance::write(issuance::Remark{"asked", {}, {}}));
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    ASSERT_TRUE(receiver_->take_bodies(*station_, mine_->wraps(), mine_->bodies()));
    const auto receipt = issuance::parse_record_receipt(text_in(record(application).receipt));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->sequence, 8U);
    EXPECT_TRUE(receipt->blobs.empty());
}

TEST_F(ReceiverTest, NamesWhatIsMissing) {
    const auto application = mine_->add_with_portrait(picture);
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    auto answer = record(application);
    EXPECT_TRUE(answer.receipt.empty());
    EXPECT_TRUE(answer.missing.wrap);
    EXPECT_EQ(answer.missing.bodies, (std::vector<std::uint64_t>{2, 3, 4, 5, 6}));
    ASSERT_TRUE(receiver_->take_bodies(*station_, mine_->wraps(), mine_->bodies()));
    answer = record(application);
    EXPECT_TRUE(answer.receipt.empty());
    ASSERT_EQ(answer.missing.blobs.size(), 1U);
    EXPECT_EQ(db::hex(answer.missing.blobs[0]), mine_->sealed_blobs().begin()->first);
}

// The rest of the station's records must not wait for it, and the station may still have it.
TEST_F(ReceiverTest, ABlobThatIsGoneOrDamagedHereIsAskedForAgain) {
    const auto application = mine_->add_with_portrait(picture);
    const auto other = mine_->add_cancelled();
    send_all();
    const auto& [name, octets] = *mine_->sealed_blobs().begin();
    const auto digest = *db::digest_from_hex(name);
    const auto file = folder_ / "blobs" / name;
    for (const bool listed : {false, true}) {
        for (const bool gone : {false, true}) {
            ASSERT_TRUE(gone ? std::filesystem::remove(file)
                             : static_cast<bool>(std::ofstream(file) << "changed"));
            const auto settlement =
                settle({{application, listed ? std::vector{digest} : std::vector<db::Digest>()},
                        {other, {}}});
            ASSERT_TRUE(settlement) << refusal(settlement);
            EXPECT_TRUE(settlement->records[0].receipt.empty());
            EXPECT_EQ(settlement->records[0].missing.blobs, std::vector{digest});
            EXPECT_FALSE(settlement->records[1].receipt.empty());
            ASSERT_TRUE(receiver_->take_blob(*station_, digest, octets));
            EXPECT_FALSE(record(application).receipt.empty());
        }
    }
}

TEST_F(ReceiverTest, ABlobTheStationMeansToHaveSentMustBeHere) {
    const auto application = mine_->add_cancelled();
    send_all();
    const auto settlement = settle({{application, {crypto::sha256(picture)}}});
    ASSERT_TRUE(settlement);
    EXPECT_TRUE(settlement->records[0].receipt.empty());
    EXPECT_EQ(settlement->records[0].missing.blobs.size(), 1U);
}

TEST_F(ReceiverTest, RefusesAHeadTheStationDidNotSign) {
    send_all();
    auto head = mine_->head_at(1);
    head.signature.back() ^= 1U;
    EXPECT_EQ(refusal(receiver_->settle(*station_, head, {})), "centre.refused head-signature");
    const MemoryStation other(test::receiver_keys().encryption.certificate);
    EXPECT_EQ(refusal(receiver_->settle(*station_, other.head_at(1), {})),
              "centre.refused head-of-another-station");
    EXPECT_TRUE(
        receiver_->settle(*station_, {"nonsense", {}}, {}).failed_with(Code::centre_refused));
}

TEST_F(ReceiverTest, RefusesAHeadItDoesNotHold) {
    send_all();
    mine_->add_cancelled();
    EXPECT_EQ(refusal(settle()), "centre.gap head-not-held 3");
    mine_->entries().resize(1);
    mine_->append(issuance::Kind::operator_added, std::nullopt, "{}");
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    mine_->entries().resize(1);
    mine_->append(issuance::Kind::operator_disabled, std::nullopt, "{}");
    EXPECT_TRUE(settle().failed_with(Code::centre_fork));
}

TEST_F(ReceiverTest, ARecordSealedForSomebodyElseIsRefused) {
    const auto application = mine_->add_cancelled();
    send_all();
    const auto stranger = test::receiver_keys();
    const SealedWrap wrap{application, crypto::envelope(mine_->key_of(application).view(),
                                                        stranger.encryption.certificate)
                                           .value()};
    ASSERT_TRUE(receiver_->take_bodies(*station_, std::span(&wrap, 1), {}));
    EXPECT_EQ(record(application).refused, "wrap-not-opened");
}

TEST_F(ReceiverTest, ARecordThatTheTableDoesNotAllowIsRefused) {
    const auto application = crypto::new_id<ApplicationTag>();
    mine_->append(issuance::Kind::certificate_confirmed, application,
                  issuance::write(issuance::CertificateConfirmed{}));
    send_all();
    EXPECT_EQ(record(application).refused.find("not-a-record"), 0U);
}

TEST_F(ReceiverTest, ABodyThatIsNotWhatItsKindSaysIsRefused) {
    const auto application = crypto::new_id<ApplicationTag>();
    mine_->append(issuance::Kind::identity_recorded, application, "not json");
    send_all();
    EXPECT_EQ(record(application).refused.find("not-a-record"), 0U);
}

TEST_F(ReceiverTest, APortraitOfAnotherApplicationIsRefused) {
    const auto one = mine_->add_with_portrait(picture);
    const auto other = mine_->add_with_portrait({9, 9, 9});
    // Named by `other`'s own entry, sealed for `one`.
    issuance::PortraitRecorded portrait;
    portrait.blob = mine_->blobs_of(one)->front();
    portrait.sha256 = crypto::sha256(picture);
    mine_->append(issuance::Kind::application_went_back, other,
                  issuance::write(issuance::Remark{"test", {}, "portrait"}));
    mine_->append(issuance::Kind::portrait_recorded, other, issuance::write(portrait));
    send_all();
    EXPECT_EQ(record(other).refused, "portrait-not-opened");
    EXPECT_FALSE(record(one).receipt.empty());
}

TEST_F(ReceiverTest, AnApplicationNobodySentIsNoRecord) {
    send_all();
    EXPECT_EQ(record(crypto::new_id<ApplicationTag>()).refused, "no-entries");
}

TEST_F(ReceiverTest, ACodeIsGoodOnceUnlessItSaysOtherwise) {
    const auto later = clock_.now() + std::chrono::hours(1);
    ASSERT_TRUE(receiver_->add_code("once", false, later));
    ASSERT_TRUE(receiver_->add_code("often", true, later));
    ASSERT_TRUE(receiver_->add_code("expired", true, clock_.now() - std::chrono::hours(1)));
    const auto one = crypto::new_id<StationTag>();
    const auto other = crypto::new_id<StationTag>();
    EXPECT_TRUE(receiver_->use_code("once", one));
    EXPECT_TRUE(receiver_->use_code("once", other).failed_with(Code::centre_code_refused));
    EXPECT_TRUE(receiver_->use_code("once", one)) << "its enrolment was cut short";
    EXPECT_TRUE(receiver_->use_code("often", one));
    EXPECT_TRUE(receiver_->use_code("often", other));
    for (const auto* bad : {"expired", "", "ONCE", "once ", "wrong"}) {
        EXPECT_TRUE(receiver_->use_code(bad, one).failed_with(Code::centre_code_refused)) << bad;
    }
}

TEST_F(ReceiverTest, SignsTheTimeForOneQuestion) {
    const auto text = text_in(receiver_->time(*station_, Bytes(16, 7)));
    const auto before = "koltamga-time-1\nstation " + mine_->station().text() + "\nnonce " +
                        hex(Bytes(16, 7)) + "\ntime ";
    ASSERT_EQ(text.find(before), 0U);
    const auto time = instant_from(text.substr(before.size(), text.size() - before.size() - 1));
    ASSERT_TRUE(time);
    EXPECT_LT(std::chrono::abs(*time - clock_.now()), std::chrono::minutes(1));
}

TEST_F(ReceiverTest, KnowsAStationByItsCertificateOnly) {
    EXPECT_TRUE(receiver_->station_with(Bytes{1, 2, 3}).value());
    EXPECT_FALSE(receiver_->station_with(Bytes{1, 2, 4}).value());
    EXPECT_FALSE(receiver_->station_with(Bytes{}).value());
}

class VerifyTest : public ReceiverTest {
  protected:
    void SetUp() override {
        const auto application = mine_->add_with_portrait(picture);
        send_all();
        ASSERT_FALSE(record(application).receipt.empty());
    }
    // Somebody with a plain SQLite, who knows that the triggers are in the way.
    void damage(const std::string& sql) {
        auto store = db::CentreStore::open(folder_).value();
        ASSERT_TRUE(store.connection().run_script("DROP TRIGGER IF EXISTS entry_never_changes; "
                                                  "DROP TRIGGER IF EXISTS entry_never_goes; " +
                                                  sql));
    }
    std::string first_broken() {
        const auto verified = receiver_->verify();
        EXPECT_TRUE(verified);
        return verified && !verified->broken.empty()
                   ? verified->broken.front().substr(mine_->station().text().size() + 1)
                   : "";
    }
};

TEST_F(VerifyTest, WhatWasReceivedIsSound) {
    const auto verified = receiver_->verify();
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->broken, std::vector<std::string>());
    EXPECT_EQ(verified->entries, 6U);
    EXPECT_EQ(verified->bodies, 6U);
    EXPECT_EQ(verified->blobs, 1U);
    EXPECT_EQ(verified->receipts, 2U);
    EXPECT_EQ(verified->stations, 1U);
}

TEST_F(VerifyTest, FindsAChangedHeader) {
    damage("UPDATE entry SET header=replace(header, 'clerk', 'clerc') WHERE sequence=3");
    EXPECT_EQ(first_broken(), "3 hash-column-mismatch");
}

TEST_F(VerifyTest, FindsAChangedBody) {
    damage("UPDATE body SET sealed=zeroblob(100) "
           "WHERE hash=(SELECT hash FROM entry WHERE sequence=4)");
    EXPECT_EQ(first_broken(), "4 body-hash-mismatch");
    EXPECT_EQ(receiver_->verify()->broken.size(), 1U) << "named once";
}

TEST_F(VerifyTest, FindsARemovedEntry) {
    damage("PRAGMA foreign_keys=OFF; DELETE FROM entry WHERE sequence=2");
    EXPECT_EQ(first_broken(), "2 entry-missing");
}

TEST_F(VerifyTest, FindsAJournalThatWasCutOff) {
    damage("PRAGMA foreign_keys=OFF; DELETE FROM entry WHERE sequence=6");
    const auto verified = receiver_->verify();
    ASSERT_TRUE(verified);
    const auto at_the_end = mine_->station().text() + " 6 ";
    EXPECT_EQ(verified->broken, (std::vector{at_the_end + "signed-head", at_the_end + "receipt",
                                             at_the_end + "receipt"}));
}

// The tables agree with each other, but no station has signed this.
TEST_F(VerifyTest, FindsAHeadThatTheStationDidNotSign) {
    damage("UPDATE signed_head SET text=replace(text, 'time 20', 'time 21')");
    EXPECT_EQ(first_broken(), "6 signed-head-signature");
}

TEST_F(VerifyTest, FindsASignatureOfNobody) {
    damage("UPDATE signed_head SET signature=zeroblob(70)");
    EXPECT_EQ(first_broken(), "6 signed-head-signature");
}

TEST_F(VerifyTest, FindsAHeadThatIsNone) {
    damage("UPDATE signed_head SET text='koltamga-head-2'");
    EXPECT_EQ(first_broken(), "6 signed-head");
    EXPECT_EQ(receiver_->verify()->broken.size(), 1U) << "named once";
}

TEST_F(VerifyTest, FindsAllOfItGone) {
    damage("PRAGMA foreign_keys=OFF; DELETE FROM entry; DELETE FROM signed_head");
    EXPECT_EQ(first_broken(), "6 receipt");
}

TEST_F(VerifyTest, FindsABodyThatAReceiptHasPromised) {
    damage("DELETE FROM body WHERE hash IN (SELECT hash FROM entry WHERE sequence IN (2, 6))");
    const auto of_entry = mine_->station().text() + " ";
    EXPECT_EQ(receiver_->verify()->broken,
              (std::vector{of_entry + "2 body-missing", of_entry + "6 body-missing"}));
}

TEST_F(VerifyTest, ABodyThatWasNotSentYetIsNoDamage) {
    mine_->append(issuance::Kind::application_cancelled, mine_->entries().back().application,
                  issuance::write(issuance::Remark{"test", {}, {}}));
    mine_->add_cancelled();
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers()));
    EXPECT_EQ(first_broken(), "");
}

TEST_F(VerifyTest, FindsWhatARestoredStationLostChanged) {
    mine_->restore_to(3);
    ASSERT_TRUE(receiver_->take_headers(*station_, mine_->headers_after(3)));
    EXPECT_EQ(first_broken(), "") << "a receipt for what was lost promises nothing of what stands";
    damage("UPDATE entry SET header=header||'x' WHERE lost_to<>0 AND sequence=5");
    EXPECT_EQ(first_broken(), "5 lost");
}

TEST_F(VerifyTest, FindsAnExchangedReceipt) {
    damage("UPDATE receipt SET der=(SELECT der FROM receipt WHERE kind='head') "
           "WHERE kind='record'");
    EXPECT_EQ(first_broken(), "6 receipt-wrong");
}

// What the first signer signed stays good, and what is asked for again is signed by the second.
TEST_F(VerifyTest, ReceiptsOfASignerThatWasReplacedStayGood) {
    for (const bool remembered : {true, false}) {
        auto keys = test::receiver_keys();
        const auto second = keys.receipts.certificate;
        if (remembered) {
            keys.receipts_before = {*receipts_};
        }
        receiver_ = Receiver::open(folder_, std::move(keys), clock_).value();
        const auto broken = receiver_->verify()->broken;
        const auto wrong = std::ranges::count_if(
            broken, [](const auto& one) { return one.ends_with("receipt-wrong"); });
        EXPECT_EQ(wrong, remembered ? 0 : 2);
        if (!remembered) {
            const auto receipt = settle()->head_receipt;
            EXPECT_EQ(text_in(receipt), "");
            receipts_ = second;
            EXPECT_NE(text_in(receipt), "");
        }
    }
}

TEST_F(VerifyTest, FindsAChangedBlob) {
    const auto name = mine_->sealed_blobs().begin()->first;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_)) {
        if (file.path().filename() == name) {
            std::filesystem::permissions(file.path(), std::filesystem::perms::owner_all);
            std::ofstream(file.path(), std::ios::trunc) << "changed";
        }
    }
    EXPECT_EQ(first_broken(), "6 blob-missing-or-changed");
}

TEST_F(VerifyTest, FindsAnExchangedWrap) {
    damage("UPDATE key_wrap SET wrap=(SELECT wrap FROM key_wrap WHERE subject='station')");
    EXPECT_EQ(first_broken(), "2 body-not-opened");
}

} // namespace
} // namespace koltamga::centre
