// The other side of every refusal: the last thing that is still right, and what else may be said.
#include "tests/ca/hostile_ca.h"

#include "crypto/der.h"
#include "crypto/openssl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;
namespace qc = crypto::qc;
using namespace std::chrono_literals;
using crypto::CertificateTemplate;
using crypto::KeyUsage;
using hostile::Answer;
using hostile::HostileCa;
using issuance::CaGranted;
using issuance::CaWaiting;
using stage::Keeper;

class Accepted : public testing::Test {
  protected:
    CertificateExpectations expected() {
        auto expected = stage::expectations(ca.root.certificate);
        expected.intermediates = {ca.issuing.certificate};
        return expected;
    }
    Bytes certificate(const std::function<void(CertificateTemplate&)>& change = {}) {
        ca.change_certificate = change;
        return ca.certificate_for(ca.applicant.order.public_key);
    }
    std::string wrong(BytesView der, const CertificateExpectations& expected,
                      std::optional<Instant> now) {
        const auto checked = check_certificate(der, ca.applicant.order, expected, now);
        return checked ? "" : checked.failure().detail;
    }
    std::string wrong(BytesView der, const CertificateExpectations& expected) {
        return wrong(der, expected, ca.clock.now());
    }
    std::string wrong(const std::function<void(CertificateTemplate&)>& change) {
        return wrong(certificate(change), expected());
    }
    Result<issuance::CaAnswer> ask(const CmpSettings& settings) {
        return CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    }

    HostileCa ca;
    Keeper keeper;
};

TEST_F(Accepted, IsAValidityWithinTheTolerancesAndNothingBeyond) {
    const auto der = certificate();
    const auto begin = crypto::Certificate::parse(der)->not_before();
    const auto end = crypto::Certificate::parse(der)->not_after();
    const auto tolerant = expected();
    EXPECT_EQ(wrong(der, tolerant, begin), "");
    EXPECT_EQ(wrong(der, tolerant, begin - 10min), "");
    EXPECT_EQ(wrong(der, tolerant, begin - 10min - 1ms), "validity-begins-in-the-future");
    EXPECT_EQ(wrong(der, tolerant, end - 1s), "");
    EXPECT_EQ(wrong(der, tolerant, end + 1ms), "validity-over");
    ca.applicant.order.asked = begin + 24h;
    EXPECT_EQ(wrong(der, tolerant, begin + 24h), "");
    ca.applicant.order.asked = begin + 24h + 1ms;
    EXPECT_EQ(wrong(der, tolerant, begin + 25h), "validity-backdated");
    EXPECT_EQ(wrong(der, tolerant, std::nullopt), "") << "nobody knows the time";
}

TEST_F(Accepted, IsAValidityAsLongAsTheProfileSays) {
    const auto der = certificate([](auto& c) { c.not_after = c.not_before + 24h * 100; });
    auto limited = expected();
    limited.longest_validity = std::chrono::days(100);
    EXPECT_EQ(wrong(der, limited), "");
    limited.longest_validity = std::chrono::days(99);
    EXPECT_EQ(wrong(der, limited), "validity-too-long");
    const auto moment = certificate([](auto& c) { c.not_after = c.not_before; });
    EXPECT_EQ(wrong(moment, expected()), "validity-reversed");
}

TEST_F(Accepted, IsASerialOfTwentyOctets) {
    EXPECT_EQ(wrong([](auto& c) { c.serial = Bytes(20, 0x11); }), "");
    EXPECT_EQ(wrong([](auto& c) { c.serial = {1}; }), "");
}

TEST_F(Accepted, IsASubjectInAnyOrder) {
    EXPECT_EQ(wrong([](auto& c) { std::reverse(c.subject.begin(), c.subject.end()); }), "");
}

TEST_F(Accepted, IsOnePlaceToLearnOfTheRevocation) {
    EXPECT_EQ(wrong([](auto& c) {
                  c.crl_urls.clear();
                  c.ocsp_urls = {"http://ca.example/ocsp"};
              }),
              "");
}

TEST_F(Accepted, AreStatementsThatClaimNothing) {
    EXPECT_EQ(wrong([](auto& c) {
                  c.qc_statements.push_back(qc::make_pds({{"https://ca.example/pds", "en"}}));
                  c.qc_statements.push_back(qc::make_retention(10));
              }),
              "");
}

TEST_F(Accepted, ArePurposesThatTheProfileAllows) {
    auto purposes = expected();
    purposes.extended_key_usage = {crypto::purpose::client};
    const auto der = certificate([](auto& c) { c.extended_key_usage = {crypto::purpose::client}; });
    EXPECT_EQ(wrong(der, purposes), "");
    EXPECT_EQ(wrong(certificate(), purposes), "") << "it may, it need not";
}

TEST_F(Accepted, IsExactlyTheKeyUsageOfTheProfile) {
    auto both = expected();
    both.key_usage = {KeyUsage::content_commitment, KeyUsage::digital_signature};
    EXPECT_EQ(wrong(certificate(), both), "key-usage-lacks digitalSignature");
    EXPECT_EQ(
        wrong(certificate([](auto& c) { c.key_usage.push_back(KeyUsage::digital_signature); }),
              both),
        "");
}

TEST_F(Accepted, AreAllPoliciesOfTheProfile) {
    auto both = expected();
    both.policies.push_back("1.3.6.1.4.1.32473.2");
    EXPECT_EQ(wrong(certificate(), both), "policy-missing 1.3.6.1.4.1.32473.2");
    EXPECT_EQ(
        wrong(certificate([](auto& c) { c.policies.push_back("1.3.6.1.4.1.32473.2"); }), both), "");
}

// No key is made in a qualified device here, whatever the profile lists.
TEST_F(Accepted, IsNoPolicyThatClaimsADevice) {
    for (const auto* policy : {"0.4.0.194112.1.2", "0.4.0.194112.1.3"}) {
        auto listed = expected();
        listed.policies.push_back(policy);
        EXPECT_EQ(wrong(certificate([&](auto& c) { c.policies.push_back(policy); }), listed),
                  std::string("policy-claims-device ") + policy);
    }
}

TEST_F(Accepted, AreNoStatementsWhereTheProfileAsksForNone) {
    auto none = expected();
    none.qc_compliance = false;
    EXPECT_EQ(wrong(certificate(), none), "qc-compliance-unasked");
    none.qc_type.clear();
    none.legislation.clear();
    EXPECT_EQ(wrong(certificate([](auto& c) { c.qc_statements = {qc::make_type()}; }), none),
              "qc-type-unasked 0.4.0.1862.1.6.1");
    EXPECT_EQ(
        wrong(certificate([](auto& c) { c.qc_statements = {qc::make_legislation({"KG"})}; }), none),
        "qc-legislation-wrong KG");
    EXPECT_EQ(wrong(certificate([](auto& c) { c.qc_statements.clear(); }), none), "");
    auto type_only = none;
    type_only.qc_type = qc::type_esign;
    EXPECT_EQ(wrong(certificate([](auto& c) { c.qc_statements.clear(); }), type_only),
              "qc-statements-missing");
    auto country_only = none;
    country_only.legislation = "KG";
    EXPECT_EQ(wrong(certificate([](auto& c) { c.qc_statements.clear(); }), country_only),
              "qc-statements-missing");
}

TEST_F(Accepted, IsAnyStrongSignatureOfTheIssuer) {
    for (const auto* digest : {EVP_sha256(), EVP_sha384(), EVP_sha512()}) {
        bool all_read = false;
        const auto native = crypto::from_der<crypto::X509Ptr>(d2i_X509, certificate(), all_read);
        ASSERT_GT(X509_sign(native.get(), crypto::Native::key(ca.issuing.key), digest), 0);
        EXPECT_EQ(wrong(crypto::to_der(i2d_X509, native.get()), expected()), "");
    }
}

Bytes signed_with(const crypto::KeyPair& key, const EVP_MD* digest, BytesView content) {
    const crypto::MdCtxPtr context(crypto::must_have(EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    crypto::must(
        EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, crypto::Native::key(key)) == 1,
        "EVP_DigestSignInit");
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, content.data(), content.size());
    Bytes signature(size);
    crypto::must(
        EVP_DigestSign(context.get(), signature.data(), &size, content.data(), content.size()) == 1,
        "EVP_DigestSign");
    signature.resize(size);
    return signature;
}

TEST_F(Accepted, IsAnAnswerUnderEachAlgorithmByItsOwnDigest) {
    struct Row {
        const char* algorithm;
        const EVP_MD* digest;
        bool rsa;
    };
    const Row rows[] = {
        {"1.2.840.10045.4.3.2", EVP_sha256(), false},
        {"1.2.840.10045.4.3.3", EVP_sha384(), false},
        {"1.2.840.10045.4.3.4", EVP_sha512(), false},
        {"1.2.840.113549.1.1.11", EVP_sha256(), true},
        {"1.2.840.113549.1.1.12", EVP_sha384(), true},
        {"1.2.840.113549.1.1.13", EVP_sha512(), true},
    };
    auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::rsa3072);
    auto certified = crypto::make_certificate(ca.responder_template(), key.public_key(),
                                              ca.issuing.certificate, ca.issuing.key)
                         .value();
    const hostile::Identity rsa{std::move(key), std::move(certified)};
    for (const auto& row : rows) {
        const auto change = [&](Answer& a) {
            const auto& signer = row.rsa ? rsa : ca.responder;
            HostileCa::sign_as(a, signer);
            a.algorithm = der::sequence({der::oid(row.algorithm)});
            a.sign = [&](BytesView content) {
                return signed_with(signer.key, row.digest, content);
            };
        };
        ca.change_answer = ca.change_confirmation = change;
        const auto answer = ask(ca.settings());
        ASSERT_TRUE(answer) << row.algorithm << ' ' << answer.failure().detail;
        EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed) << row.algorithm;
    }
}

TEST_F(Accepted, IsASenderThatNamesNoKey) {
    ca.change_answer = [](Answer& a) { a.sender_key_id.clear(); };
    EXPECT_TRUE(ask(ca.settings()));
}

// RFC 9483 §4.1.4 says -1; servers that follow RFC 4210 say 0.
TEST_F(Accepted, IsRequestIdZero) {
    ca.change_answer = [&](Answer& a) {
        auto response = ca.granted();
        response.request_id = 0;
        a.body = ca.cert_rep({response});
    };
    const auto answer = ask(ca.settings());
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*answer));
}

TEST_F(Accepted, IsATimeWithinTheToleranceAndNothingBeyond) {
    const FixedClock clock(std::chrono::floor<std::chrono::seconds>(ca.clock.now()));
    auto settings = ca.settings();
    settings.clock = &clock;
    const std::pair<std::chrono::seconds, std::string> rows[] = {
        {-10min, ""}, {10min, ""}, {-10min - 1s, "time-past"}, {10min + 1s, "time-future"}};
    for (const auto& [by, detail] : rows) {
        ca.change_answer = [&, after = by](Answer& a) {
            a.time = HostileCa::time_text(clock.now() + after);
        };
        const auto answer = ask(settings);
        EXPECT_EQ(answer ? "" : answer.failure().detail, detail);
    }
    ca.change_answer = [](Answer& a) { a.time.clear(); };
    EXPECT_TRUE(ask(settings)) << "a message need not say when";
}

TEST_F(Accepted, IsAWaitOfUpToAWeek) {
    ca.waiting = true;
    const auto first = ask(ca.settings());
    ASSERT_TRUE(first) << first.failure().detail;
    const std::pair<std::int64_t, std::string> rows[] = {
        {0, ""}, {604800, ""}, {604801, "check-after-too-long"}};
    for (const auto& [seconds, detail] : rows) {
        ca.change_poll_answer = [wait = seconds](Answer& a) {
            a.body = HostileCa::poll_rep({{0, wait}});
        };
        const auto answer =
            CmpAuthority(ca.settings())
                .resume(ca.applicant.order, std::get<CaWaiting>(*first), keeper.callback(), {});
        EXPECT_EQ(answer ? "" : answer.failure().detail, detail);
        if (answer) {
            EXPECT_EQ(std::get<CaWaiting>(*answer).check_after, std::chrono::seconds(seconds));
        }
    }
}

} // namespace
} // namespace koltamga::ca
