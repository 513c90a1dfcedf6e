// Certificates that are not what was asked for, in answers that are otherwise right. Each is
// rejected in the confirmation, with its own detail.
#include "tests/ca/hostile_ca.h"

#include "crypto/der.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;
namespace qc = crypto::qc;
using crypto::CertificateTemplate;
using crypto::KeyUsage;
using hostile::HostileCa;
using issuance::CaGranted;
using issuance::CaRejected;
using stage::Keeper;
using testing::StartsWith;

constexpr auto day = std::chrono::hours(24);

using Change = std::function<void(CertificateTemplate&)>;

struct Row {
    std::string detail;
    Change change;
};

std::string& value_of(CertificateTemplate& content, std::string_view type) {
    for (auto& one : content.subject) {
        if (one.type == type) {
            return one.value;
        }
    }
    throw std::logic_error("no such attribute");
}

void shift(CertificateTemplate& content, std::chrono::hours by) {
    content.not_before += by;
    content.not_after += by;
}

void drop(CertificateTemplate& content, std::string_view statement) {
    std::erase_if(content.qc_statements, [&](const auto& one) { return one.oid == statement; });
}

void replace(CertificateTemplate& content, crypto::QcStatement statement) {
    drop(content, statement.oid);
    content.qc_statements.push_back(std::move(statement));
}

const std::vector<Row>& subject_rows() {
    static const std::vector<Row> rows = {
        {"subject-attribute-differs C", [](auto& c) { value_of(c, "C") = "KZ"; }},
        {"subject-attribute-differs CN", [](auto& c) { value_of(c, "CN") = "USON ASANOW"; }},
        {"subject-attribute-differs SN", [](auto& c) { value_of(c, "SN") = "ASANOVA"; }},
        {"subject-attribute-differs GN", [](auto& c) { value_of(c, "GN") = "USAN"; }},
        {"subject-attribute-differs serialNumber",
         [](auto& c) { value_of(c, "serialNumber") = "PNOKG-20101199000013"; }},
        {"subject-attribute-missing serialNumber", [](auto& c) { c.subject.pop_back(); }},
        {"subject-attribute-missing C", [](auto& c) { c.subject.erase(c.subject.begin()); }},
        {"subject-attribute-twice CN",
         [](auto& c) {
             c.subject.push_back({"CN", "USON ASANOV"});
         }},
        {"subject-attribute-unasked",
         [](auto& c) {
             c.subject.push_back({"O", "Ministry"});
         }},
    };
    return rows;
}

const std::vector<Row>& validity_rows() {
    static const std::vector<Row> rows = {
        {"validity-too-long", [](auto& c) { c.not_after += std::chrono::seconds(1); }},
        {"validity-begins-in-the-future", [](auto& c) { shift(c, day); }},
        {"validity-over", [](auto& c) { shift(c, -400 * day); }},
        {"validity-backdated", [](auto& c) { shift(c, -3 * day); }},
        {"validity-reversed", [](auto& c) { std::swap(c.not_before, c.not_after); }},
    };
    return rows;
}

const std::vector<Row>& usage_rows() {
    static const std::vector<Row> rows = {
        {"key-usage-missing", [](auto& c) { c.key_usage.clear(); }},
        {"key-usage-not-critical", [](auto& c) { c.key_usage_critical = false; }},
        {"revocation-place-missing", [](auto& c) { c.crl_urls.clear(); }},
        {"key-usage-unasked digitalSignature",
         [](auto& c) { c.key_usage.push_back(KeyUsage::digital_signature); }},
        {"key-usage-unasked keyEncipherment",
         [](auto& c) { c.key_usage = {KeyUsage::key_encipherment}; }},
        {"key-usage-unasked dataEncipherment",
         [](auto& c) { c.key_usage.push_back(KeyUsage::data_encipherment); }},
        {"key-usage-unasked keyAgreement",
         [](auto& c) { c.key_usage.push_back(KeyUsage::key_agreement); }},
        {"key-usage-unasked keyCertSign",
         [](auto& c) { c.key_usage.push_back(KeyUsage::certificate_sign); }},
        {"key-usage-unasked cRLSign", [](auto& c) { c.key_usage.push_back(KeyUsage::crl_sign); }},
        {"extended-key-usage-unasked 1.3.6.1.5.5.7.3.2",
         [](auto& c) { c.extended_key_usage = {crypto::purpose::client}; }},
        {"extended-key-usage-unasked 1.3.6.1.5.5.7.3.28",
         [](auto& c) { c.extended_key_usage = {crypto::purpose::cmc_ra}; }},
        {"is-an-authority",
         [](auto& c) {
             c.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
         }},
        {"alternative-name-unasked", [](auto& c) { c.dns_names = {"gov.example"}; }},
        {"policy-missing", [](auto& c) { c.policies.clear(); }},
        {"policy-unasked 1.3.6.1.4.1.32473.9",
         [](auto& c) { c.policies.push_back("1.3.6.1.4.1.32473.9"); }},
        {"policy-unasked 2.5.29.32.0", [](auto& c) { c.policies.push_back("2.5.29.32.0"); }},
        {"policy-claims-device 0.4.0.194112.1.2",
         [](auto& c) { c.policies.push_back("0.4.0.194112.1.2"); }},
    };
    return rows;
}

const std::vector<Row>& statement_rows() {
    static const std::vector<Row> rows = {
        {"qc-statements-missing", [](auto& c) { c.qc_statements.clear(); }},
        {"qc-compliance-missing", [](auto& c) { drop(c, qc::compliance); }},
        {"qc-type-missing", [](auto& c) { drop(c, qc::type); }},
        {"qc-type-unasked 0.4.0.1862.1.6.2",
         [](auto& c) { replace(c, qc::make_type({qc::type_eseal})); }},
        {"qc-type-unasked 0.4.0.1862.1.6.3",
         [](auto& c) {
             replace(c, qc::make_type({qc::type_esign, qc::type_web}));
         }},
        {"qc-type-twice",
         [](auto& c) {
             replace(c, qc::make_type({qc::type_esign, qc::type_esign}));
         }},
        {"qc-legislation-missing", [](auto& c) { drop(c, qc::legislation); }},
        {"qc-legislation-wrong DE", [](auto& c) { replace(c, qc::make_legislation({"DE"})); }},
        {"qc-legislation-several",
         [](auto& c) {
             replace(c, qc::make_legislation({"KG", "DE"}));
         }},
        {"qc-device-claimed", [](auto& c) { c.qc_statements.push_back(qc::make_sscd()); }},
        {"qc-statement-unasked 0.4.0.1862.1.2",
         [](auto& c) { c.qc_statements.push_back(qc::make_limit_value("KGS", 1000, 0)); }},
        {"qc-statement-unasked 1.3.6.1.4.1.32473.7",
         [](auto& c) {
             c.qc_statements.push_back({"1.3.6.1.4.1.32473.7", {}});
         }},
        {"qc-statement-twice 0.4.0.1862.1.1",
         [](auto& c) { c.qc_statements.push_back(qc::make_compliance()); }},
    };
    return rows;
}

const std::vector<Row>& form_rows() {
    static const std::vector<Row> rows = {
        {"signature-algorithm-weak", [](auto& c) { c.digest = crypto::SignatureDigest::sha1; }},
        {"serial-not-positive", [](auto& c) { c.serial = {0}; }},
        {"serial-too-long", [](auto& c) { c.serial = Bytes(21, 0x11); }},
        {"path extension-critical-unknown",
         [](auto& c) {
             c.extensions.push_back({"1.3.6.1.4.1.32473.5", true, der::null()});
         }},
    };
    return rows;
}

class WrongCertificate : public testing::Test {
  protected:
    Result<issuance::CaAnswer> ask(const CmpSettings& settings) {
        return CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    }

    void expect_rejected(const std::string& detail) {
        SCOPED_TRACE(detail);
        const auto answer = ask(ca.settings());
        ASSERT_TRUE(answer) << answer.failure().detail;
        ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
        const auto& rejected = std::get<CaRejected>(*answer);
        EXPECT_THAT(rejected.detail, StartsWith(detail));
        EXPECT_EQ(keeper.kept, 0);
        ASSERT_FALSE(ca.confirmations.empty());
        EXPECT_EQ(ca.confirmations.back().status, 2) << "the CA was told: rejection";
        EXPECT_EQ(ca.confirmations.back().text, rejected.detail) << "and why";
        EXPECT_TRUE(details.insert(rejected.detail).second)
            << "another row has this detail too: " << rejected.detail;
    }

    HostileCa ca;
    Keeper keeper;
    std::set<std::string> details;
};

TEST_F(WrongCertificate, IsRejectedForItsOwnReason) {
    for (const auto& rows :
         {subject_rows(), validity_rows(), usage_rows(), statement_rows(), form_rows()}) {
        for (const auto& row : rows) {
            ca.change_certificate = row.change;
            expect_rejected(row.detail);
        }
    }
    EXPECT_GE(details.size(), 45U);
}

TEST_F(WrongCertificate, GrantedWithChangesIsRejectedAllTheSame) {
    ca.change_answer = [&](hostile::Answer& a) { a.body = ca.cert_rep({ca.granted(1)}); };
    const auto fine = ask(ca.settings());
    ASSERT_TRUE(fine) << fine.failure().detail;
    EXPECT_TRUE(std::get<CaGranted>(*fine).with_modifications);
    keeper.kept = 0;
    ca.change_certificate = [](auto& content) { content.policies = {"1.3.6.1.4.1.32473.2"}; };
    expect_rejected("policy-missing 1.3.6.1.4.1.32473.1.1");
}

TEST_F(WrongCertificate, WithAnExtensionTwiceIsRejected) {
    ca.certify = [&](BytesView spki) {
        return ca.with_extension(ca.certificate_for(spki), "2.5.29.15", Bytes{3, 2, 6, 0x40});
    };
    expect_rejected("unreadable extension-twice");
}

TEST_F(WrongCertificate, WithAMalformedExtensionIsRejected) {
    ca.change_certificate = [](auto& content) { content.qc_statements.clear(); };
    ca.certify = [&](BytesView spki) {
        return ca.with_extension(ca.certificate_for(spki), "1.3.6.1.5.5.7.1.3", der::null());
    };
    expect_rejected("unreadable extension-malformed 1.3.6.1.5.5.7.1.3");
}

// Statements that another reader would see more in than we do.
TEST_F(WrongCertificate, WithAStatementThatSaysMoreThanItsFormIsRejected) {
    const auto type = der::oid(qc::type_esign);
    const auto kg = der::element(der::printable_tag, "KG");
    const std::vector<crypto::QcStatement> rows = {
        {qc::compliance, der::null()},
        {qc::compliance, der::sequence({})},
        {qc::type, der::sequence({type, der::null()})},
        {qc::type, der::sequence({type, der::element(der::utf8_tag, qc::type_eseal)})},
        {qc::type, der::sequence({})},
        {qc::type, type},
        {qc::legislation, der::sequence({kg, der::element(der::utf8_tag, "DE")})},
        {qc::legislation, der::sequence({kg, der::null()})},
        {qc::legislation, kg},
    };
    for (const auto& row : rows) {
        details.clear();
        ca.change_certificate = [](auto& content) { content.qc_statements.clear(); };
        ca.certify = [&](BytesView spki) {
            Bytes statements;
            for (const auto& one :
                 {qc::make_compliance(), qc::make_type(), qc::make_legislation({"KG"})}) {
                const auto& said = one.oid == row.oid ? row : one;
                const auto octets = der::sequence({der::oid(said.oid), said.info});
                statements.insert(statements.end(), octets.begin(), octets.end());
            }
            return ca.with_extension(ca.certificate_for(spki), "1.3.6.1.5.5.7.1.3",
                                     der::element(der::sequence_tag, statements));
        };
        expect_rejected("unreadable extension-malformed 1.3.6.1.5.5.7.1.3");
    }
}

TEST_F(WrongCertificate, OfASisterOfTheIssuingAuthorityIsRejectedWhereOneIsNamed) {
    auto sister = ca.sister();
    ca.change_answer = [&](hostile::Answer& a) {
        a.extra_certificates.push_back(sister.certificate.der());
        std::swap(ca.issuing, sister);
        a.body = ca.cert_rep({ca.granted()});
        std::swap(ca.issuing, sister);
    };
    const auto anybody = ask(ca.settings());
    ASSERT_TRUE(anybody) << anybody.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*anybody));
    auto settings = ca.settings();
    settings.certificate.intermediates = {ca.issuing.certificate};
    const auto answer = ask(settings);
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
    EXPECT_EQ(std::get<CaRejected>(*answer).detail, "issuer-unexpected");
    // Only whoever issues is named by a certificate of an authority.
    settings.certificate.intermediates = {ca.responder.certificate};
    const auto responder_only = ask(settings);
    ASSERT_TRUE(responder_only) << responder_only.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*responder_only));
}

// The root may certify a second authority under the same name; its key is not the one we named.
TEST_F(WrongCertificate, OfANamesakeOfTheIssuingAuthorityIsRejectedWhereOneIsNamed) {
    auto namesake = ca.signer(
        [&](auto& c) {
            c.subject = ca.issuing.certificate.subject();
            c.key_usage = {KeyUsage::certificate_sign};
            c.extended_key_usage.clear();
            c.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
        },
        &ca.root);
    ca.change_answer = [&](hostile::Answer& a) {
        a.extra_certificates.push_back(namesake.certificate.der());
        std::swap(ca.issuing, namesake);
        a.body = ca.cert_rep({ca.granted()});
        std::swap(ca.issuing, namesake);
    };
    const auto anybody = ask(ca.settings());
    ASSERT_TRUE(anybody) << anybody.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*anybody));
    auto settings = ca.settings();
    settings.certificate.intermediates = {ca.issuing.certificate};
    const auto answer = ask(settings);
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
    EXPECT_EQ(std::get<CaRejected>(*answer).detail, "issuer-unexpected");
}

TEST_F(WrongCertificate, ForAnotherKeyIsRejected) {
    const auto other = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    ca.certify = [&](BytesView) { return ca.certificate_for(other.public_key().spki()); };
    expect_rejected("public-key-differs");
}

TEST_F(WrongCertificate, OfAnIssuerWeDoNotTrustIsRejected) {
    auto content = ca.responder_template();
    content.subject = ca.issuing.certificate.subject();
    content.key_usage = {KeyUsage::certificate_sign};
    content.extended_key_usage.clear();
    content.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
    auto foreign = HostileCa::self_signed(content);
    ca.change_answer = [&](hostile::Answer& a) {
        // It even comes with the answer: that makes it no root.
        a.extra_certificates.push_back(foreign.certificate.der());
        std::swap(ca.issuing, foreign);
        a.body = ca.cert_rep({ca.granted()}, der::sequence({ca.issuing.certificate.der()}));
        std::swap(ca.issuing, foreign);
    };
    expect_rejected("path");
}

TEST_F(WrongCertificate, OfAnIssuerThatIsNoAuthorityIsRejected) {
    ca.change_answer = [&](hostile::Answer& a) {
        std::swap(ca.issuing, ca.responder);
        a.body = ca.cert_rep({ca.granted()});
        std::swap(ca.issuing, ca.responder);
    };
    expect_rejected("path not-an-authority");
}

TEST_F(WrongCertificate, WhoseKeyDidNotSignTheAgreementIsRejected) {
    ca.applicant.order.agreement += "and more\n";
    expect_rejected("agreement-signature-wrong");
}

TEST_F(WrongCertificate, OctetsThatAreNoCertificateAreRefusedWithTheAnswer) {
    ca.certify = [](BytesView) { return der::sequence({der::null()}); };
    const auto answer = ask(ca.settings());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.failure().detail, "openssl-unreadable");
}

TEST_F(WrongCertificate, LongerThanTheProfileAllowsIsRejected) {
    auto settings = ca.settings();
    settings.certificate.longest_validity = std::chrono::days(180);
    const auto answer = ask(settings);
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
    EXPECT_EQ(std::get<CaRejected>(*answer).detail, "validity-too-long");
}

TEST_F(WrongCertificate, ADoubtfulClockRefusesNoValidityButOneTooLong) {
    auto settings = ca.settings();
    settings.clock_trusted = [] { return false; };
    ca.change_certificate = [](auto& c) { shift(c, 20 * day); };
    const auto shifted = ask(settings);
    ASSERT_TRUE(shifted) << shifted.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaGranted>(*shifted));
    ca.change_certificate = [](auto& c) { c.not_after += day; };
    const auto longer = ask(settings);
    ASSERT_TRUE(longer) << longer.failure().detail;
    EXPECT_TRUE(std::holds_alternative<CaRejected>(*longer));
}

// The station's clock may be wrong, but the centre said by how much.
TEST_F(WrongCertificate, IsMeasuredByTheCentresTimeWhereTheClockIsWrong) {
    auto settings = ca.settings();
    settings.clock_trusted = [] { return false; };
    ca.applicant.order.clock_behind = std::chrono::milliseconds(0);
    ca.change_certificate = [](auto& c) { shift(c, 20 * day); };
    const auto early = ask(settings);
    EXPECT_FALSE(early && std::holds_alternative<CaGranted>(*early));
    ca.applicant.order.clock_behind.reset();
    const auto granted = ask(settings);
    ASSERT_TRUE(granted && std::holds_alternative<CaGranted>(*granted));
    const auto& certificate = std::get<CaGranted>(*granted).certificate;
    const auto fault = [&](std::chrono::milliseconds behind) {
        ca.applicant.order.clock_behind = behind;
        return CmpAuthority(settings).examine(ca.applicant.order, certificate).failure().detail;
    };
    EXPECT_EQ(fault(0 * day), "validity-begins-in-the-future");
    EXPECT_EQ(fault(20 * day), "path issuer-unknown 0") << "in time; nobody showed its issuer";
}

TEST(LatestEnd, IsTheAnniversaryMinusASecond) {
    const std::vector<std::pair<const char*, const char*>> rows = {
        {"2026-11-22T09:41:07.000Z", "2027-11-22T09:41:06.000Z"},
        {"2027-03-01T00:00:00.000Z", "2028-02-29T23:59:59.000Z"},
        {"2028-02-28T12:00:00.000Z", "2029-02-28T11:59:59.000Z"},
        {"2028-02-29T12:00:00.000Z", "2029-03-01T11:59:59.000Z"},
        {"2026-12-31T23:59:59.000Z", "2027-12-31T23:59:58.000Z"},
    };
    for (const auto& [start, end] : rows) {
        EXPECT_EQ(to_text(latest_end(*instant_from(start))), end);
    }
}

} // namespace
} // namespace koltamga::ca
