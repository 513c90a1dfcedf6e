// Whole transactions between the desk and the practice CA.
#include "tests/ca/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

using issuance::CaGranted;
using issuance::CaRefused;
using issuance::CaRejected;
using issuance::CaWaiting;
using issuance::CertificateStatus;
using stage::Keeper;
using stage::make_applicant;
using stage::PracticeStage;
using testing::HasSubstr;
using testing::StartsWith;

TEST(CmpTransaction, BringsACertificateThatIsKeptBeforeItIsConfirmed) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    const auto applicant = make_applicant();
    CertificateStatus when_kept = CertificateStatus::valid;
    const auto before = [&](const CaGranted&) -> Done {
        when_kept = stage.authority().by_person(stage::pin).front().status;
        return {};
    };
    const auto answer = authority.request(applicant.order, before, {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    const auto* granted = std::get_if<CaGranted>(&*answer);
    ASSERT_NE(granted, nullptr);
    EXPECT_TRUE(granted->confirmed);
    EXPECT_FALSE(granted->with_modifications);
    EXPECT_EQ(when_kept, CertificateStatus::unconfirmed);
    const auto issued =
        stage.authority().by_public_key(hex(applicant.key.public_key().fingerprint()));
    ASSERT_EQ(issued.size(), 1U);
    EXPECT_EQ(issued.front().status, CertificateStatus::valid);
    EXPECT_EQ(issued.front().serial, granted->serial);
    EXPECT_EQ(issued.front().certificate, granted->certificate);
    EXPECT_EQ(stage.messages, 2);
}

TEST(CmpTransaction, SaysUnreachableWhenNothingLeft) {
    PracticeStage stage;
    CmpAuthority authority(
        stage.settings([](BytesView) -> Result<Bytes> { return stage::not_sent(); }));
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    EXPECT_TRUE(answer.failed_with(Code::ca_unreachable));
    EXPECT_EQ(keeper.kept, 0);
}

TEST(CmpTransaction, SaysUnknownWhenTheAnswerIsLost) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("lose-answer=1"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto applicant = make_applicant();
    const auto answer = authority.request(applicant.order, keeper.callback(), {});
    EXPECT_TRUE(answer.failed_with(Code::ca_outcome_unknown));
    EXPECT_EQ(stage.authority().by_person(stage::pin).size(), 1U);
}

TEST(CmpTransaction, TheSameRequestAgainBringsTheSameCertificate) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("lose-answer=2"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto applicant = make_applicant();
    EXPECT_FALSE(authority.request(applicant.order, keeper.callback(), {}));
    EXPECT_FALSE(authority.request(applicant.order, keeper.callback(), {}));
    const auto answer = authority.request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed);
    EXPECT_EQ(stage.authority().by_person(stage::pin).size(), 1U);
}

TEST(CmpTransaction, WithoutDeduplicationTheSurplusCanBeLookedUp) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("lose-answer=1"));
    ASSERT_TRUE(stage.authority().set_fault("no-dedup"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto applicant = make_applicant();
    EXPECT_FALSE(authority.request(applicant.order, keeper.callback(), {}));
    const auto answer = authority.request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    const auto all = stage.authority().by_public_key(hex(applicant.key.public_key().fingerprint()));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].status, CertificateStatus::unconfirmed);
    EXPECT_EQ(all[1].serial, std::get<CaGranted>(*answer).serial);
    EXPECT_EQ(all[1].status, CertificateStatus::valid);
}

TEST(CmpTransaction, ALostConfirmationStillBringsTheCertificate) {
    PracticeStage stage;
    int count = 0;
    CmpAuthority authority(stage.settings([&](BytesView request) -> Result<Bytes> {
        return ++count == 2 ? Result<Bytes>(stage::cut()) : stage.authority().cmp(request);
    }));
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_FALSE(std::get<CaGranted>(*answer).confirmed);
    EXPECT_EQ(keeper.kept, 1);
}

TEST(CmpTransaction, WhatCannotBeKeptIsNeitherConfirmedNorRejected) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    keeper.refuses = true;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::file_not_written));
    EXPECT_EQ(stage.messages, 1);
    EXPECT_EQ(stage.authority().certificates().back().status, CertificateStatus::unconfirmed);
}

TEST(CmpTransaction, ARefusalIsTheCasOwnWords) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("refusing"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_EQ(std::get<CaRefused>(*answer).status, "rejection: notAuthorized");
}

TEST(CmpTransaction, GrantedWithChangesPassesTheSameChecks) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("granted-with-mods"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::get<CaGranted>(*answer).with_modifications);
}

TEST(CmpTransaction, AnAnswerThatComesTwiceIsNotBelieved) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("answer-twice=1"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto applicant = make_applicant();
    const auto answer = authority.request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(answer.failure().detail, "trailing-data");
    EXPECT_TRUE(authority.request(applicant.order, keeper.callback(), {}));
}

TEST(CmpTransaction, EveryWrongCertificateIsRejectedInTheConfirmation) {
    const std::vector<std::pair<std::string, std::string>> kinds = {
        {"key", "public-key-differs"},
        {"issuer", "path"},
        {"subject", "subject-attribute-differs SN"},
        {"validity", "validity-too-long"},
        {"future", "validity-begins-in-the-future"},
        {"past", "validity-over"},
        {"usage", "key-usage-unasked digitalSignature"},
        {"policy", "policy-missing"},
        {"qc-missing", "qc-compliance-missing"},
        {"qc-false", "qc-legislation-wrong DE"},
        {"qscd", "qc-device-claimed"},
        {"ca-flag", "is-an-authority"},
    };
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    for (const auto& [kind, detail] : kinds) {
        SCOPED_TRACE(kind);
        ASSERT_TRUE(stage.authority().set_fault("wrong-certificate=" + kind));
        Keeper keeper;
        const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
        ASSERT_TRUE(answer) << answer.failure().detail;
        ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
        EXPECT_THAT(std::get<CaRejected>(*answer).detail, StartsWith(detail));
        EXPECT_EQ(keeper.kept, 0);
        const auto last = stage.authority().certificates().back();
        EXPECT_EQ(last.status, CertificateStatus::revoked);
        EXPECT_THAT(last.remark, HasSubstr(detail));
    }
}

TEST(CmpTransaction, AWaitingTransactionIsResumedInAnotherProcess) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=3"));
    const auto applicant = make_applicant();
    Keeper keeper;
    auto answer = CmpAuthority(stage.settings()).request(applicant.order, keeper.callback(), {});
    int polls = 1;
    while (answer && std::holds_alternative<CaWaiting>(*answer)) {
        const auto waiting = std::get<CaWaiting>(*answer);
        EXPECT_EQ(waiting.check_after, std::chrono::seconds(1));
        EXPECT_EQ(waiting.transcript.size(), 2U);
        EXPECT_TRUE(
            stage.authority().transaction_open(hex(applicant.key.public_key().fingerprint())));
        answer =
            CmpAuthority(stage.settings()).resume(applicant.order, waiting, keeper.callback(), {});
        ++polls;
    }
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_EQ(polls, 4);
    EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed);
    EXPECT_FALSE(stage.authority().transaction_open(hex(applicant.key.public_key().fingerprint())));
}

// Otherwise nobody could ever begin again: a request that may still be granted must not be
// replaced.
TEST(CmpTransaction, WaitingThatEndsInARefusalIsNoLongerOpen) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=1"));
    const auto applicant = make_applicant();
    const auto key = hex(applicant.key.public_key().fingerprint());
    Keeper keeper;
    const auto first =
        CmpAuthority(stage.settings()).request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(first);
    ASSERT_TRUE(stage.authority().transaction_open(key));
    ASSERT_TRUE(stage.authority().set_fault("refusing"));
    const auto second =
        CmpAuthority(stage.settings())
            .resume(applicant.order, std::get<CaWaiting>(*first), keeper.callback(), {});
    ASSERT_TRUE(second) << second.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaRefused>(*second));
    EXPECT_FALSE(stage.authority().transaction_open(key));
    stage.restart();
    EXPECT_FALSE(stage.authority().transaction_open(key));
}

TEST(CmpTransaction, WaitingSurvivesARestartOfTheCa) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=1"));
    const auto applicant = make_applicant();
    Keeper keeper;
    const auto first =
        CmpAuthority(stage.settings()).request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(first) << first.failure().detail;
    stage.restart();
    const auto second =
        CmpAuthority(stage.settings())
            .resume(applicant.order, std::get<CaWaiting>(*first), keeper.callback(), {});
    ASSERT_TRUE(second) << second.failure().detail;
    EXPECT_TRUE(std::get<CaGranted>(*second).confirmed);
}

TEST(CmpTransaction, AFirstPollThatIsLostIsWaitingAllTheSame) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=1"));
    int count = 0;
    CmpAuthority cut(stage.settings([&](BytesView request) -> Result<Bytes> {
        return ++count == 2 ? Result<Bytes>(stage::cut()) : stage.authority().cmp(request);
    }));
    const auto applicant = make_applicant();
    Keeper keeper;
    const auto first = cut.request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(first) << first.failure().detail;
    const auto waiting = std::get<CaWaiting>(*first);
    EXPECT_EQ(waiting.transcript.size(), 1U);
    EXPECT_EQ(waiting.check_after, std::chrono::minutes(1)) << "nobody said when";
    CmpAuthority authority(stage.settings());
    auto next = authority.resume(applicant.order, waiting, keeper.callback(), {});
    ASSERT_TRUE(next) << next.failure().detail;
    next = authority.resume(applicant.order, std::get<CaWaiting>(*next), keeper.callback(), {});
    ASSERT_TRUE(next) << next.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*next));
}

TEST(CmpTransaction, AResumptionThatCannotLeaveIsUnreachable) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=5"));
    const auto applicant = make_applicant();
    Keeper keeper;
    const auto first =
        CmpAuthority(stage.settings()).request(applicant.order, keeper.callback(), {});
    CmpAuthority offline(
        stage.settings([](BytesView) -> Result<Bytes> { return stage::not_sent(); }));
    const auto next =
        offline.resume(applicant.order, std::get<CaWaiting>(*first), keeper.callback(), {});
    EXPECT_TRUE(next.failed_with(Code::ca_unreachable));
}

TEST(CmpTransaction, ADamagedTranscriptIsNotContinued) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("waiting=5"));
    const auto applicant = make_applicant();
    Keeper keeper;
    const auto first =
        CmpAuthority(stage.settings()).request(applicant.order, keeper.callback(), {});
    auto waiting = std::get<CaWaiting>(*first);
    CmpAuthority authority(stage.settings());
    for (auto& message : waiting.transcript) {
        auto damaged = waiting;
        auto& octets = damaged.transcript[&message == waiting.transcript.data() ? 0 : 1];
        octets[octets.size() / 3] ^= 1U;
        const auto next = authority.resume(applicant.order, damaged, keeper.callback(), {});
        EXPECT_TRUE(next.failed_with(Code::ca_answer_refused));
    }
    const auto none = authority.resume(applicant.order, CaWaiting{}, keeper.callback(), {});
    EXPECT_TRUE(none.failed_with(Code::ca_outcome_unknown));
}

TEST(CmpTransaction, ARequestThatIsNotTheOrdersNeverLeaves) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto other = make_applicant();
    const std::vector<std::pair<std::string, std::function<void(issuance::CertificateOrder&)>>>
        rows = {
            {"request-unreadable", [](auto& order) { order.certificate_request.pop_back(); }},
            {"request-key-differs",
             [&](auto& order) { order.certificate_request = other.order.certificate_request; }},
            {"request-subject-differs", [](auto& order) { order.subject[1].value = "A B"; }},
            {"request-subject-differs", [](auto& order) { order.subject.pop_back(); }},
            {"transaction-id-length", [](auto& order) { order.transaction_id.pop_back(); }},
            {"transaction-id-length", [](auto& order) { order.transaction_id.push_back(0); }},
        };
    for (const auto& [detail, change] : rows) {
        auto order = make_applicant().order;
        change(order);
        const auto answer = authority.request(order, keeper.callback(), {});
        ASSERT_TRUE(answer.failed_with(Code::ca_request_unfit)) << detail;
        EXPECT_THAT(answer.failure().detail, StartsWith(detail));
    }
    EXPECT_EQ(stage.messages, 0);
}

TEST(CmpTransaction, AnAttributeMayBeNamedByItsObjectIdentifier) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    auto order = make_applicant().order;
    order.subject.back().attribute = "2.5.4.5"; // serialNumber
    const auto answer = authority.request(order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*answer));
}

TEST(CmpTransaction, AnExpiredStationAsksNothingUnlessItsClockIsDoubtful) {
    PracticeStage stage;
    FixedClock clock(stage.station().certificate.not_after() + std::chrono::seconds(1));
    auto settings = stage.settings();
    settings.clock = &clock;
    Keeper keeper;
    const auto refused =
        CmpAuthority(settings).request(make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(refused.failed_with(Code::ca_station_certificate_unfit));
    EXPECT_EQ(stage.messages, 0);
    settings.clock_trusted = [] { return false; };
    EXPECT_TRUE(CmpAuthority(settings).request(make_applicant().order, keeper.callback(), {}));
}

TEST(CmpTransaction, AStationAsksUpToTheLastMomentOfItsCertificate) {
    PracticeStage stage;
    const FixedClock clock(stage.station().certificate.not_after());
    auto settings = stage.settings();
    settings.clock = &clock;
    Keeper keeper;
    const auto answer =
        CmpAuthority(settings).request(make_applicant().order, keeper.callback(), {});
    EXPECT_FALSE(answer.failed_with(Code::ca_station_certificate_unfit));
    EXPECT_GT(stage.messages, 0);
}

TEST(CmpTransaction, AStationWithoutItsCertificateOrItsKeyAsksNothing) {
    PracticeStage stage;
    const std::vector<std::pair<std::string, std::function<void(CmpSettings&)>>> rows = {
        {"none", [](auto& settings) { settings.station.reset(); }},
        {"none", [](auto& settings) { settings.station_key.reset(); }},
        {"key-differs",
         [](auto& settings) {
             settings.station_key = std::make_shared<crypto::KeyPair>(
                 crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256));
         }},
    };
    for (const auto& [detail, change] : rows) {
        auto settings = stage.settings();
        change(settings);
        CmpAuthority authority(settings);
        Keeper keeper;
        const auto order = make_applicant().order;
        const auto refused = authority.request(order, keeper.callback(), {});
        ASSERT_TRUE(refused.failed_with(Code::ca_station_certificate_unfit)) << detail;
        EXPECT_EQ(refused.failure().detail, detail);
        EXPECT_TRUE(authority.resume(order, CaWaiting{{Bytes{1}}, {}}, keeper.callback(), {})
                        .failed_with(Code::ca_station_certificate_unfit));
        EXPECT_TRUE(
            authority
                .revoke(
                    {stage.station().certificate.der(), issuance::RevocationReason::superseded, {}},
                    {})
                .failed_with(Code::ca_station_certificate_unfit));
    }
    EXPECT_EQ(stage.messages, 0);
}

TEST(CmpTransaction, AResumptionOfAnotherOrderNeverLeaves) {
    PracticeStage stage;
    auto order = make_applicant().order;
    order.subject.pop_back();
    Keeper keeper;
    EXPECT_TRUE(CmpAuthority(stage.settings())
                    .resume(order, CaWaiting{{Bytes{1}}, {}}, keeper.callback(), {})
                    .failed_with(Code::ca_request_unfit));
    EXPECT_EQ(stage.messages, 0);
}

TEST(CmpTransaction, AStopAskedForInTimeSendsNothing) {
    PracticeStage stage;
    std::stop_source source;
    source.request_stop();
    Keeper keeper;
    const auto answer = CmpAuthority(stage.settings())
                            .request(make_applicant().order, keeper.callback(), source.get_token());
    EXPECT_TRUE(answer.failed_with(Code::ca_unreachable));
    EXPECT_EQ(stage.messages, 0);
}

TEST(CmpAuthorityExamine, AppliesTheSameChecksToAFoundCertificate) {
    PracticeStage stage;
    ASSERT_TRUE(stage.authority().set_fault("lose-answer=1"));
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto applicant = make_applicant();
    EXPECT_FALSE(authority.request(applicant.order, keeper.callback(), {}));
    const auto found = stage.authority().by_person(stage::pin).front();
    const auto granted = authority.examine(applicant.order, found.certificate);
    ASSERT_TRUE(granted) << granted.failure().detail;
    const auto certificate = crypto::Certificate::parse(found.certificate).value();
    EXPECT_EQ(granted->certificate, found.certificate);
    EXPECT_EQ(granted->serial, found.serial);
    EXPECT_EQ(granted->not_before, certificate.not_before());
    EXPECT_EQ(granted->not_after, certificate.not_after());
    EXPECT_FALSE(granted->confirmed);
    const auto others = authority.examine(make_applicant().order, found.certificate);
    ASSERT_TRUE(others.failed_with(Code::ca_certificate_refused));
    EXPECT_EQ(others.failure().detail, "public-key-differs");
    EXPECT_FALSE(authority.examine(applicant.order, bytes_of("no certificate")));
}

} // namespace
} // namespace koltamga::ca
