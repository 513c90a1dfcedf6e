// Ending a certificate: what is asked, and which answers end it.
#include "tests/ca/hostile_ca.h"

#include "crypto/der.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

using namespace std::chrono_literals;
namespace der = crypto::der;
using hostile::Answer;
using hostile::HostileCa;
using hostile::Response;
using issuance::CaGranted;
using issuance::CertificateStatus;
using stage::Keeper;
using stage::make_applicant;
using stage::PracticeStage;

TEST(CmpRevocation, RevokesWithItsReason) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    const auto granted = std::get<CaGranted>(*answer);
    ASSERT_TRUE(authority.revoke(
        {granted.certificate, issuance::RevocationReason::key_compromise, {}}, {}));
    const auto last = stage.authority().by_person(stage::pin).front();
    EXPECT_EQ(last.status, CertificateStatus::revoked);
    EXPECT_EQ(last.reason, 1);
    EXPECT_TRUE(
        authority.revoke({granted.certificate, issuance::RevocationReason::unspecified, {}}, {}))
        << "revoking again is no failure";
}

// CRLReason (RFC 5280 §5.3.1), as it arrives in the message.
TEST(CmpRevocation, SendsTheReasonThatWasGiven) {
    using issuance::RevocationReason;
    const std::pair<RevocationReason, int> rows[] = {
        {RevocationReason::unspecified, 0},
        {RevocationReason::key_compromise, 1},
        {RevocationReason::affiliation_changed, 3},
        {RevocationReason::superseded, 4},
        {RevocationReason::cessation_of_operation, 5},
    };
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    for (const auto& [reason, number] : rows) {
        Keeper keeper;
        const auto applicant = make_applicant();
        const auto answer = authority.request(applicant.order, keeper.callback(), {});
        ASSERT_TRUE(authority.revoke({std::get<CaGranted>(*answer).certificate, reason, {}}, {}));
        const auto key = hex(applicant.key.public_key().fingerprint());
        const auto revoked = stage.authority().by_public_key(key).front();
        EXPECT_EQ(revoked.status, CertificateStatus::revoked);
        EXPECT_EQ(revoked.reason, number) << issuance::name_of(reason);
    }
}

TEST(CmpRevocation, OfAStrangersCertificateIsRefused) {
    PracticeStage stage;
    PracticeStage elsewhere;
    CmpAuthority authority(stage.settings());
    const auto stranger = elsewhere.station().certificate.der();
    const auto done = authority.revoke({stranger, issuance::RevocationReason::superseded, {}}, {});
    ASSERT_TRUE(done.failed_with(Code::ca_revocation_refused));
    EXPECT_EQ(done.failure().detail, "rejection: badCertId");
}

// The same certificate with an extension nobody can read: issuer and serial are all there is.
Bytes made_unreadable(Bytes certificate) {
    const auto statement = crypto::der::oid(crypto::qc::compliance);
    const auto at =
        std::search(certificate.begin(), certificate.end(), statement.begin(), statement.end());
    EXPECT_NE(at, certificate.end());
    *at = crypto::der::null_tag;
    EXPECT_FALSE(crypto::Certificate::parse(certificate));
    return certificate;
}

TEST(CmpRevocation, EndsACertificateThatCannotBeRead) {
    PracticeStage stage;
    CmpAuthority authority(stage.settings());
    Keeper keeper;
    const auto answer = authority.request(make_applicant().order, keeper.callback(), {});
    const auto unreadable = made_unreadable(std::get<CaGranted>(*answer).certificate);
    const auto done =
        authority.revoke({unreadable, issuance::RevocationReason::superseded, {}}, {});
    ASSERT_TRUE(done) << done.failure().detail;
    EXPECT_EQ(stage.authority().by_person(stage::pin).front().status, CertificateStatus::revoked);
}

TEST(CmpRevocation, OfOctetsThatAreNoCertificateIsNotAsked) {
    PracticeStage stage;
    for (const auto& octets : {Bytes(), Bytes(40, 0x30), crypto::der::sequence({})}) {
        const auto done = CmpAuthority(stage.settings())
                              .revoke({octets, issuance::RevocationReason::superseded, {}}, {});
        EXPECT_TRUE(done.failed_with(Code::ca_request_unfit));
    }
    EXPECT_EQ(stage.messages, 0);
}

TEST(CmpRevocation, LostOrUnsentIsToldApart) {
    PracticeStage stage;
    const auto own = stage.station().certificate.der();
    auto offline = stage.settings([](BytesView) -> Result<Bytes> { return stage::not_sent(); });
    auto lost = stage.settings([](BytesView) -> Result<Bytes> { return stage::cut(); });
    EXPECT_TRUE(CmpAuthority(offline)
                    .revoke({own, issuance::RevocationReason::superseded, {}}, {})
                    .failed_with(Code::ca_unreachable));
    EXPECT_TRUE(CmpAuthority(lost)
                    .revoke({own, issuance::RevocationReason::superseded, {}}, {})
                    .failed_with(Code::ca_outcome_unknown));
}

// Ahead by so much that the station's own certificate seems to have ended.
TEST(CmpRevocation, GoesByTheCentresTimeWhereTheClockIsWrong) {
    PracticeStage stage;
    Keeper keeper;
    const auto answer =
        CmpAuthority(stage.settings()).request(make_applicant().order, keeper.callback(), {});
    const auto& certificate = std::get<CaGranted>(*answer).certificate;
    for (const std::chrono::milliseconds ahead : {1h, 24h * 100, 24h * 3000}) {
        FixedClock wrong(stage.clock.now() + ahead);
        auto settings = stage.settings();
        settings.clock = &wrong;
        CmpAuthority authority(settings);
        EXPECT_FALSE(
            authority.revoke({certificate, issuance::RevocationReason::superseded, {}}, {}));
        const auto done =
            authority.revoke({certificate, issuance::RevocationReason::superseded, -ahead}, {});
        EXPECT_TRUE(done) << done.failure().detail;
    }
}

class RevocationAnswer : public testing::Test {
  protected:
    Done revoke() {
        return CmpAuthority(ca.settings())
            .revoke({ca.station.certificate.der(), issuance::RevocationReason::superseded, {}}, {});
    }
    HostileCa ca;
};

TEST_F(RevocationAnswer, EndsTheCertificateOnlyWhenItSaysSo) {
    struct Row {
        std::int64_t status;
        std::optional<unsigned> bit;
        std::optional<Code> failure;
        const char* detail;
    };
    const Row rows[] = {
        {0, {}, {}, ""},
        {1, {}, {}, ""},
        {2, 10, {}, ""}, // it is revoked already
        {2, 4, Code::ca_revocation_refused, "rejection: badCertId"},
        {2, 23, Code::ca_revocation_refused, "rejection: notAuthorized"},
        {2, {}, Code::ca_revocation_refused, "rejection"},
        {2, 25, Code::ca_outcome_unknown, "refused-in-doubt rejection: systemFailure"},
        {3, {}, Code::ca_answer_refused, "openssl"},
    };
    for (const auto& row : rows) {
        ca.change_revocation = [&](Answer& a) {
            a.body = HostileCa::rev_rep({{row.status, row.bit}});
        };
        const auto done = revoke();
        EXPECT_EQ(static_cast<bool>(done), !row.failure) << row.status << row.detail;
        if (row.failure && !done) {
            EXPECT_EQ(done.failure().code, *row.failure) << row.detail;
            EXPECT_THAT(done.failure().detail, testing::StartsWith(row.detail));
        }
    }
}

TEST_F(RevocationAnswer, IsRefusedForItsOwnReason) {
    const std::vector<std::pair<std::string, std::function<void(Answer&)>>> rows = {
        {"revocations-none", [](Answer& a) { a.body = HostileCa::rev_rep({}); }},
        {"revocations-several",
         [](Answer& a) {
             a.body = HostileCa::rev_rep({{0, {}}, {0, {}}});
         }},
        {"body-unexpected 3",
         [&](Answer& a) {
             a.body_tag = der::around(3);
             a.body = ca.cert_rep({Response{-1, 2, {}, {}}});
         }},
        {"body-unexpected 19",
         [](Answer& a) {
             a.body_tag = der::around(19);
             a.body = der::null();
         }},
        {"malformed body revocation answer", [](Answer& a) { a.body = der::sequence({}); }},
        {"malformed body revocation status",
         [](Answer& a) {
             a.body = HostileCa::rev_rep({{7, {}}});
         }},
        {"nonce-mismatch", [](Answer& a) { a.recipient_nonce[0] ^= 1U; }},
        {"transaction-mismatch", [](Answer& a) { a.transaction_id[0] ^= 1U; }},
        {"protection-missing", [](Answer& a) { a.key = nullptr; }},
    };
    for (const auto& [detail, change] : rows) {
        ca.change_revocation = change;
        const auto done = revoke();
        ASSERT_TRUE(done.failed_with(Code::ca_answer_refused)) << detail;
        EXPECT_EQ(done.failure().detail, detail);
    }
}

// A message is signed for one transaction: an id that came twice would take an old answer.
TEST_F(RevocationAnswer, BelongsToATransactionOfItsOwn) {
    std::set<Bytes> transactions;
    ca.change_revocation = [&](Answer& a) { transactions.insert(a.transaction_id); };
    ASSERT_TRUE(revoke());
    ASSERT_TRUE(revoke());
    ASSERT_EQ(transactions.size(), 2U);
    EXPECT_EQ(transactions.begin()->size(), 16U);
}

} // namespace
} // namespace koltamga::ca
