#include "crypto/base64.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "tests/crypto/made.h"

#include <algorithm>
#include <functional>

namespace koltamga::test {
namespace {

struct Wrong {
    std::string what;
    Certificate certificate;
    PathQuestion question;
    std::string detail;
};

Certificate issued_by(const CertificateTemplate& content, const Certificate& issuer,
                      const KeyPair& key) {
    return std::move(*make_certificate(content, made().holder_key.public_key(), issuer, key));
}

PathQuestion at(Instant instant) {
    auto question = made().question();
    question.at = instant;
    return question;
}

PathQuestion through(const Certificate& issuing) {
    return {{made().root}, {issuing}, today, false, {}};
}

Certificate changed_authority(const std::function<void(CertificateTemplate&)>& change) {
    auto content = authority_template("Issuing");
    change(content);
    return std::move(
        *make_certificate(content, made().issuing_key.public_key(), made().root, made().root_key));
}

Certificate under(const Certificate& authority) {
    return issued_by(holder_template(), authority, made().issuing_key);
}

TEST(Path, LeadsFromTheHolderToTheRoot) {
    const auto path = verify_path(made().holder, made().question());
    ASSERT_TRUE(path) << detail_of(path);
    EXPECT_EQ(*path, (std::vector{made().holder, made().issuing, made().root}));
    EXPECT_TRUE(verify_path(made().root, made().question()));
    EXPECT_TRUE(verify_path(made().rsa_holder, made().question()));
}

TEST(Path, IsVerifiedByOpensslStrictlyToo) {
    const auto root = file_of("root.pem", bytes_of(made().root.pem()));
    const auto issuing = file_of("issuing.pem", bytes_of(made().issuing.pem()));
    const auto holder = file_of("holder.pem", bytes_of(made().holder.pem()));
    const auto answer = run("openssl verify -x509_strict -attime 1795338000 -CAfile " +
                            quoted(root) + " -untrusted " + quoted(issuing) + " " + quoted(holder));
    EXPECT_EQ(answer.status, 0) << answer.text;
}

TEST(Path, HoldsFromTheFirstSecondUntilTheLast) {
    EXPECT_TRUE(verify_path(made().holder, at(made().holder.not_after() - 1s)));
    EXPECT_TRUE(verify_path(made().holder, at(made().holder.not_before())));
    EXPECT_EQ(detail_of(verify_path(made().holder, at(made().holder.not_after()))), "expired 0");
    EXPECT_EQ(detail_of(verify_path(made().holder, at(made().holder.not_before() - 1s))),
              "not-yet-valid 0");
}

TEST(Path, WrongInOneThingIsRefusedForIt) {
    const auto foreign_key = KeyPair::generate(KeyAlgorithm::ec_p256);
    const auto foreign_root = *make_self_signed(authority_template("Root"), foreign_key);
    const auto no_ca = changed_authority([](auto& c) { c.basic_constraints = BasicConstraints{}; });
    const auto no_sign = changed_authority([](auto& c) { c.key_usage = {KeyUsage::crl_sign}; });
    const auto expired = changed_authority([](auto& c) { c.not_after = today - 1s; });
    const auto length = changed_authority([](auto& c) { c.basic_constraints->path_length = 0; });
    auto deeper_content = authority_template("Deeper");
    const auto deeper = issued_by(deeper_content, length, made().issuing_key);
    auto weak_digest = holder_template();
    weak_digest.digest = SignatureDigest::sha1;
    auto critical = holder_template();
    critical.extensions = {{"1.2.3.4", true, der::null()}};
    auto no_id = holder_template();
    no_id.authority_key_id = false;
    auto usage = holder_template();
    usage.key_usage.push_back(KeyUsage::certificate_sign);
    auto forged = made().holder.der();
    forged.back() ^= 1U;

    const Wrong table[] = {
        {"no root",
         made().holder,
         {{}, {made().issuing, made().root}, today, false, {}},
         "issuer-unknown 2"},
        {"no intermediate",
         made().holder,
         {{made().root}, {}, today, false, {}},
         "issuer-unknown 0"},
        {"a root of the same name",
         made().holder,
         {{foreign_root}, {made().issuing}, today, false, {}},
         "issuer-unknown 1"},
        {"self-signed", foreign_root, made().question(), "issuer-unknown 0"},
        {"issuer no authority", under(no_ca), through(no_ca), "not-an-authority 1"},
        {"issuer may not sign", under(no_sign), through(no_sign), "not-an-authority 1"},
        {"issuer expired", under(expired), through(expired), "expired 1"},
        {"path too long",
         issued_by(holder_template(), deeper, made().holder_key),
         {{made().root}, {length, deeper}, today, false, {}},
         "path-too-long 2"},
        {"SHA-1", made().issue(weak_digest), made().question(), "digest-weak 0"},
        {"critical and unknown", made().issue(critical), made().question(),
         "extension-critical-unknown 0"},
        {"no authority key id", made().issue(no_id), made().question(),
         "Missing-Authority-Key-Identifier 0"},
        {"signature", *Certificate::parse(forged), made().question(), "signature-wrong 0"},
    };
    for (const auto& wrong : table) {
        const auto path = verify_path(wrong.certificate, wrong.question);
        ASSERT_TRUE(path.failed_with(Code::crypto_path_refused)) << wrong.what;
        EXPECT_EQ(path.failure().detail, wrong.detail) << wrong.what;
    }
}

class Revocation : public testing::Test {
  protected:
    static CrlTemplate list() { return {today - 1h, today + 24h, 1, {}}; }
    static Crl root_list() { return make_crl(list(), made().root, made().root_key); }
    static PathQuestion with(std::vector<Crl> crls) {
        auto question = made().question();
        question.check_revocation = true;
        question.crls = std::move(crls);
        return question;
    }
};

TEST_F(Revocation, AbsentFromValidListsIsGood) {
    const auto crl = make_crl(list(), made().issuing, made().issuing_key);
    const auto path = verify_path(made().holder, with({crl, root_list()}));
    EXPECT_TRUE(path) << detail_of(path);
}

TEST_F(Revocation, OnTheListIsRevoked) {
    auto content = list();
    content.revoked = {{made().rsa_holder.serial(), today - 2h, 4},
                       {made().holder.serial(), today - 1h, 1}};
    const auto crl = make_crl(content, made().issuing, made().issuing_key);
    EXPECT_EQ(detail_of(verify_path(made().holder, with({crl, root_list()}))), "revoked 0");
    ASSERT_TRUE(crl.find(made().holder.serial()));
    EXPECT_EQ(crl.find(made().holder.serial())->reason, 1);
    EXPECT_EQ(crl.find(made().holder.serial())->at, today - 1h);
    EXPECT_FALSE(crl.find("00"));
    EXPECT_EQ(crl.revoked().size(), 2U);
}

TEST_F(Revocation, ListsThatSayNothingAreNotTakenForGood) {
    auto old = list();
    old.next_update = today - 1s;
    auto early = list();
    early.this_update = today + 1h;
    const auto& issuing = made().issuing;
    const auto& key = made().issuing_key;
    auto forged = make_crl(list(), issuing, key).der();
    forged.back() ^= 1U;
    const std::pair<std::vector<Crl>, std::string> table[] = {
        {{root_list()}, "crl-missing 0"},
        {{make_crl(old, issuing, key), root_list()}, "crl-expired 0"},
        {{make_crl(early, issuing, key), root_list()}, "crl-not-yet-valid 0"},
        {{*Crl::parse(forged), root_list()}, "crl-signature-wrong 0"},
        {{make_crl(list(), issuing, key)}, "crl-missing 1"},
    };
    for (const auto& [crls, detail] : table) {
        EXPECT_EQ(detail_of(verify_path(made().holder, with(crls))), detail);
    }
}

TEST_F(Revocation, ListsComeBackAndAreVerified) {
    const auto crl = make_crl(list(), made().issuing, made().issuing_key);
    const auto again = Crl::parse(crl.der());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->issuer(), made().issuing.subject());
    EXPECT_EQ(again->this_update(), today - 1h);
    EXPECT_EQ(again->next_update(), today + 24h);
    EXPECT_TRUE(again->verify_signature(made().issuing));
    EXPECT_TRUE(again->verify_signature(made().root).failed_with(Code::crypto_signature_wrong));
    const auto shown =
        run("openssl crl -noout -text -inform DER -in " + file_of("a.crl", crl.der()));
    EXPECT_NE(shown.text.find("X509v3 CRL Number"), std::string::npos) << shown.text;
}

TEST_F(Revocation, ListsThatAreNotWholeAreRefused) {
    const auto der = root_list().der();
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_TRUE(Crl::parse(BytesView(der).first(size)).failed_with(Code::crypto_crl_unreadable))
            << size;
    }
    auto tail = der;
    tail.push_back(0);
    EXPECT_EQ(detail_of(Crl::parse(tail)), "trailing-octets");
    EXPECT_EQ(detail_of(Crl::parse(bytes_of("-----BEGIN X509 CRL-----"))), "not-a-crl");
    EXPECT_EQ(detail_of(Crl::parse(Bytes(crl_limit + 1))), "too-large");
}

TEST(Path, WithAKeyBelow112BitsIsRefused) {
    const auto leaf_of = [](unsigned bits) {
        const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(bits)));
        return *make_certificate(holder_template(),
                                 Native::public_key(PkeyPtr(EVP_PKEY_dup(key.get()))),
                                 made().issuing, made().issuing_key);
    };
    EXPECT_EQ(detail_of(verify_path(leaf_of(1024), made().question())), "key-weak 0");
    EXPECT_TRUE(verify_path(leaf_of(2048), made().question())) << "strong enough to be believed";
}

TEST(Path, HasAtMostEightAuthoritiesBetween) {
    const auto under_so_many = [](int authorities) {
        PathQuestion question{{made().root}, {}, today, false, {}};
        Certificate issuer = made().root;
        const KeyPair* key = &made().root_key;
        for (int i = 0; i < authorities; ++i) {
            const auto& next = i % 2 == 0 ? made().issuing_key : made().holder_key;
            issuer = *make_certificate(authority_template("A" + std::to_string(i)),
                                       next.public_key(), issuer, *key);
            key = &next;
            question.intermediates.push_back(issuer);
        }
        return verify_path(
            *make_certificate(holder_template(), made().rsa_key.public_key(), issuer, *key),
            question);
    };
    EXPECT_EQ(under_so_many(8)->size(), 10U);
    EXPECT_EQ(detail_of(under_so_many(9)).substr(0, 13), "path-too-long");
}

TEST_F(Revocation, ListsSayTheirNumberReasonsAndHash) {
    auto content = list();
    content.number = 77;
    content.revoked = {{"0a", today - 2h, 0}, {"0b", today - 1h, 4}};
    const auto crl = make_crl(content, made().issuing, made().issuing_key);
    EXPECT_EQ(crl.find("0a")->reason, 0);
    EXPECT_EQ(crl.find("0b")->reason, 4);
    const auto shown =
        run("openssl crl -noout -text -inform DER -in " + file_of("b.crl", crl.der())).text;
    for (const auto* expected :
         {"Version 2", "ecdsa-with-SHA256", "Serial Number: 0B", "Superseded"}) {
        EXPECT_NE(shown.find(expected), std::string::npos) << expected << shown;
    }
    EXPECT_EQ(shown.find("Unspecified"), std::string::npos) << "left out where there is none";
    EXPECT_NE(hex(crl.der()).find("0603551d14040302014d"), std::string::npos) << shown;
    // RFC 5280, 5.2.1: AuthorityKeyIdentifier { [0] keyIdentifier }.
    const auto issuer = hex(made().issuing.subject_key_id());
    EXPECT_NE(hex(crl.der()).find("0603551d230418301680"
                                  "14" +
                                  issuer),
              std::string::npos)
        << shown;
    const auto pem = to_pem("X509 CRL", crl.der());
    EXPECT_EQ(Crl::parse(bytes_of(pem))->der(), crl.der());
}

} // namespace
} // namespace koltamga::test
