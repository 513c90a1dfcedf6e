#include "crypto/cms.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "tests/crypto/made.h"

#include <algorithm>
#include <functional>

namespace koltamga::test {
namespace {

const auto content = bytes_of("koltamga-head-receipt-1\nstation 7K3M-0QXT-9B2E-HN4W\n");

Bytes signed_by_holder() {
    return sign_cms(content, made().holder_key, made().holder, today);
}

Bytes read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    return {text.begin(), text.end()};
}

// The issuing authority as the openssl command line wants it: key and certificate in files.
struct Files {
    std::string key = file_of("signer.key", made().holder_key.pkcs8().view());
    std::string certificate = file_of("signer.pem", bytes_of(made().holder.pem()));
    std::string second_key = file_of("second.key", made().rsa_key.pkcs8().view());
    std::string second = file_of("second.pem", bytes_of(made().rsa_holder.pem()));
    std::string text = file_of("content", content);
    std::string target = file_of("cms.der", {});
};

TEST(SignedMessage, GivesContentSignerAndTime) {
    for (const auto& [key, certificate] : {std::pair(&made().holder_key, &made().holder),
                                           std::pair(&made().rsa_key, &made().rsa_holder)}) {
        const auto cms = sign_cms(content, *key, *certificate, today);
        const auto verified = verify_cms(cms, made().question());
        ASSERT_TRUE(verified) << detail_of(verified);
        EXPECT_EQ(text_of(verified->content), text_of(content));
        EXPECT_EQ(verified->signer, *certificate);
        EXPECT_EQ(verified->signed_at, today);
        EXPECT_TRUE(verify_cms(cms, std::vector{made().root, *certificate}));
    }
}

TEST(SignedMessage, HoldsNothingAndAMegabyteAlike) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1} << 20U}) {
        const Bytes large(size, 'k');
        const auto cms = sign_cms(large, made().holder_key, made().holder, today);
        EXPECT_EQ(verify_cms(cms, made().question())->content, large);
    }
}

TEST(SignedMessage, FromAnybodyElseIsRefused) {
    const auto cms = signed_by_holder();
    EXPECT_EQ(detail_of(verify_cms(cms, std::vector{made().rsa_holder})), "signer-unknown");
    EXPECT_EQ(detail_of(verify_cms(cms, std::vector<Certificate>{})), "signer-unknown");
    EXPECT_EQ(detail_of(verify_cms(cms, PathQuestion{{}, {}, today, false, {}})),
              "issuer-unknown 0");
    auto late = made().question();
    late.at = made().holder.not_after() + 1s;
    EXPECT_EQ(detail_of(verify_cms(cms, late)), "expired 0");
    // Another certificate over another key, with the name and number of the trusted one.
    auto twin = holder_template();
    twin.serial = *from_hex(made().holder.serial());
    const auto impostor =
        *make_certificate(twin, made().rsa_key.public_key(), made().issuing, made().issuing_key);
    const auto forged = sign_cms(content, made().rsa_key, impostor, today);
    EXPECT_EQ(detail_of(verify_cms(forged, std::vector{made().holder})), "signature-wrong");
}

TEST(SignedMessage, CutShortOrChangedAnywhereIsRefused) {
    const auto cms = signed_by_holder();
    const std::vector trusted{made().holder};
    for (std::size_t i = 0; i < cms.size(); ++i) {
        EXPECT_FALSE(verify_cms(BytesView(cms).first(i), trusted)) << i;
    }
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < cms.size(); ++i) {
        auto changed = cms;
        changed[i] ^= 0x20U;
        const auto verified = verify_cms(changed, trusted);
        // What is not signed (the certificate beside it) may change; what is said may not.
        accepted += verified ? 1U : 0U;
        EXPECT_TRUE(!verified ||
                    (verified->content == Bytes(content.begin(), content.end()) &&
                     verified->signer == made().holder && verified->signed_at == today))
            << i;
    }
    EXPECT_LT(accepted, made().holder.der().size() + 60);
}

TEST(SignedMessage, MalformedOnesAreRefusedWithTheReason) {
    auto tail = signed_by_holder();
    tail.push_back(0);
    const std::pair<Bytes, std::string> table[] = {
        {{}, "not-cms"},
        {Bytes(100, 0x30), "not-cms"},
        {made().holder.der(), "not-cms"},
        {tail, "trailing-octets"},
        {Bytes(cms_limit + 1), "too-large"},
        {*envelope(content, made().holder), "not-signed-data"},
    };
    for (const auto& [octets, detail] : table) {
        EXPECT_EQ(detail_of(verify_cms(octets, std::vector{made().holder})), detail);
        EXPECT_EQ(detail_of(verify_cms(octets, made().question())), detail);
    }
}

TEST(SignedMessage, OtherShapesOfSignedDataAreRefused) {
    const Files files;
    const std::string sign = "openssl cms -sign -binary -outform DER -keyform DER -inkey " +
                             files.key + " -signer " + files.certificate + " -in " + files.text +
                             " -out " + files.target + " ";
    const std::pair<std::string, std::string> table[] = {
        {"", "no-content"},
        {"-nodetach -noattr", "no-signed-attributes"},
        {"-nodetach -md sha1", "digest-weak"},
        {"-nodetach -md sha224", "digest-weak"},
        {"-nodetach -econtent_type 1.2.3.4", "content-type"},
        {"-nodetach -signer " + files.second + " -inkey " + files.second_key, "signer-count"},
    };
    for (const auto& [options, detail] : table) {
        const auto made_there = run(sign + options);
        ASSERT_EQ(made_there.status, 0) << made_there.text;
        EXPECT_EQ(detail_of(verify_cms(read_all(files.target), std::vector{made().holder})), detail)
            << options;
    }
    ASSERT_EQ(run(sign + "-nodetach -md sha512").status, 0);
    EXPECT_TRUE(verify_cms(read_all(files.target), std::vector{made().holder}));
}

TEST(SignedMessage, IsVerifiedByTheOpensslCommandLine) {
    const auto answer =
        run("openssl cms -verify -inform DER -attime 1795338000 -purpose any -CAfile " +
            file_of("root.pem", bytes_of(made().root.pem() + made().issuing.pem())) + " -in " +
            file_of("signed.der", signed_by_holder()));
    EXPECT_EQ(answer.status, 0) << answer.text;
    EXPECT_NE(answer.text.find("koltamga-head-receipt-1"), std::string::npos);
}

class EveryRecipient : public testing::TestWithParam<bool> {
  protected:
    const KeyPair& key() const { return GetParam() ? made().rsa_key : made().holder_key; }
    const Certificate& certificate() const {
        return GetParam() ? made().rsa_holder : made().holder;
    }
};
INSTANTIATE_TEST_SUITE_P(Envelope, EveryRecipient, testing::Bool());

TEST_P(EveryRecipient, OpensWhatWasSentToThem) {
    for (const std::size_t size : {0U, 1U, 32U, 100'000U}) {
        const Bytes letter(size, 'k');
        const auto sealed = envelope(letter, certificate());
        ASSERT_TRUE(sealed);
        const auto opened = open_envelope(*sealed, key(), certificate());
        ASSERT_TRUE(opened) << detail_of(opened);
        EXPECT_TRUE(std::ranges::equal(opened->view(), letter));
    }
}

TEST_P(EveryRecipient, OpensNothingOfAnotherRecipient) {
    const auto sealed = envelope(content, certificate());
    const auto& other_key = GetParam() ? made().holder_key : made().rsa_key;
    const auto& other = GetParam() ? made().holder : made().rsa_holder;
    const auto opened = open_envelope(*sealed, other_key, other);
    ASSERT_TRUE(opened.failed_with(Code::crypto_envelope_not_opened));
    EXPECT_EQ(opened.failure().detail, "other-recipient");
}

TEST_P(EveryRecipient, OpensNothingThatWasAltered) {
    const auto sealed = envelope(content, certificate());
    for (std::size_t i = 0; i < sealed->size(); i += GetParam() ? 3 : 1) {
        auto changed = *sealed;
        changed[i] ^= 0x01U;
        const auto opened = open_envelope(changed, key(), certificate());
        EXPECT_TRUE(!opened || std::ranges::equal(opened->view(), content)) << i;
        EXPECT_FALSE(open_envelope(BytesView(*sealed).first(i), key(), certificate())) << i;
    }
    auto tag = *sealed;
    tag.back() ^= 1U;
    EXPECT_EQ(detail_of(open_envelope(tag, key(), certificate())), "altered");
}

TEST_P(EveryRecipient, SchemesAreTodays) {
    const auto shown = run("openssl asn1parse -inform DER -in " +
                           file_of("env.der", *envelope(content, certificate())));
    const auto* transport = GetParam() ? ":rsaesOaep" : ":dhSinglePass-stdDH-sha256kdf-scheme";
    for (const auto* expected : {":id-smime-ct-authEnvelopedData", ":aes-256-gcm", transport}) {
        EXPECT_NE(shown.text.find(expected), std::string::npos) << shown.text;
    }
    EXPECT_EQ(shown.text.find(":sha1"), std::string::npos);
}

TEST_P(EveryRecipient, OpensWhatTheOpensslCommandLineSealed) {
    const auto target = file_of("env.der", {});
    const auto recipient = file_of("recipient.pem", bytes_of(certificate().pem()));
    const auto sealed = run("openssl cms -encrypt -binary -aes-256-gcm -outform DER -in " +
                            file_of("letter", content) + " -out " + target + " -recip " +
                            recipient + (GetParam() ? " -keyopt rsa_padding_mode:oaep" : ""));
    ASSERT_EQ(sealed.status, 0) << sealed.text;
    const auto opened = open_envelope(read_all(target), key(), certificate());
    ASSERT_TRUE(opened) << detail_of(opened);
    EXPECT_EQ(text_of(opened->view()), text_of(content));
}

TEST(Envelope, MalformedOnesAreRefusedWithTheReason) {
    const auto good = *envelope(content, made().holder);
    auto tail = good;
    tail.push_back(0);
    const auto target = file_of("env.der", {});
    const auto recipient = file_of("recipient.pem", bytes_of(made().holder.pem()));
    const auto sealed = [&](const std::string& cipher) {
        run("openssl cms -encrypt -binary -outform DER " + cipher + " -in " +
            file_of("letter", content) + " -out " + target + " " + recipient);
        return read_all(target);
    };
    const std::pair<Bytes, std::string> table[] = {
        {{}, "not-cms"},
        {Bytes(100, 0x30), "trailing-octets"},
        {Bytes(100, 0x31), "not-cms"},
        {tail, "trailing-octets"},
        {Bytes(cms_limit + 1), "too-large"},
        {signed_by_holder(), "not-enveloped"},
        {der::sequence({}), "not-enveloped"},
        {der::sequence({der::oid("1.2.840.113549.1.9.16.1.23")}), "not-cms"},
        {sealed("-aes256"), "not-enveloped"},
        {sealed("-aes-128-gcm"), "cipher-not-allowed"},
    };
    for (const auto& [octets, detail] : table) {
        const auto opened = open_envelope(octets, made().holder_key, made().holder);
        ASSERT_TRUE(opened.failed_with(Code::crypto_cms_unreadable)) << detail;
        EXPECT_EQ(opened.failure().detail, detail);
    }
}

TEST(Envelope, GoesOnlyToAKeyThatCanReceive) {
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const auto recipient =
        make_certificate(holder_template(), Native::public_key(PkeyPtr(EVP_PKEY_dup(key.get()))),
                         made().issuing, made().issuing_key);
    ASSERT_TRUE(recipient);
    EXPECT_TRUE(envelope(content, *recipient).failed_with(Code::crypto_key_refused));
}

std::size_t times_in(const Bytes& der, std::string_view octets) {
    const auto text = hex(der);
    std::size_t count = 0;
    for (auto at = text.find(octets); at != std::string::npos; at = text.find(octets, at + 1)) {
        ++count;
    }
    return count;
}

constexpr std::string_view sha256_in_der = "0609608648016503040201";

// The library's default, SHA-1, is spelled by leaving the parameters out.
TEST(Envelope, ForRsaSaysSha256ForLabelAndMask) {
    const auto sealed = *envelope(content, made().rsa_holder);
    // RSAES-OAEP-params { [0] { sha256 }, [1] { mgf1 { sha256 } } } (RFC 4055 §4.1)
    EXPECT_EQ(times_in(sealed, "06092a864886f70d010107"), 1U) << "rsaesOaep";
    EXPECT_EQ(times_in(sealed, "06092a864886f70d010108"), 1U) << "mgf1";
    EXPECT_EQ(times_in(sealed, sha256_in_der), 2U);
    const auto mask = hex(sealed).find("a1");
    EXPECT_NE(mask, std::string::npos);
    const auto shown =
        run("openssl cms -cmsout -print -inform DER -in " + file_of("oaep.der", sealed));
    EXPECT_NE(shown.text.find("d.ktri"), std::string::npos) << shown.text;
}

TEST(Envelope, ForEcWrapsUnderAes256) {
    const auto sealed = *envelope(content, made().holder);
    EXPECT_EQ(times_in(sealed, "060960864801650304012d"), 1U) << "aes256-wrap";
    EXPECT_EQ(times_in(sealed, "06062b81040b01") + times_in(sealed, "06062b810401"), 1U)
        << "dhSinglePass-stdDH with SHA-256";
}

TEST(SignedMessage, IsOverSha256WithOneCertificateAndNoCapabilities) {
    for (const auto& [key, certificate] : {std::pair(&made().holder_key, &made().holder),
                                           std::pair(&made().rsa_key, &made().rsa_holder)}) {
        const auto cms = sign_cms(content, *key, *certificate, today);
        const auto shown =
            run("openssl cms -cmsout -print -inform DER -in " + file_of("signed.der", cms)).text;
        for (const auto* expected :
             {"sha256 (2.16.840.1.101.3.4.2.1)", "signingTime", "contentType", "messageDigest",
              "UTCTIME:Nov 22 09:00:00 2026 GMT"}) {
            EXPECT_NE(shown.find(expected), std::string::npos) << expected << shown;
        }
        EXPECT_EQ(shown.find("SMIMECapabilities"), std::string::npos);
        EXPECT_EQ(shown.find("sha512"), std::string::npos);
        EXPECT_EQ(times_in(cms, hex(certificate->der())), 1U);
    }
}

// RFC 5652 §11.3: a UTCTime through 2049, from then on a GeneralizedTime.
TEST(SignedMessage, SaysItsTimeInEitherSpelling) {
    for (const auto* text : {"2049-12-31T23:59:59.000Z", "2050-01-01T00:00:00.000Z"}) {
        const auto at = *instant_from(text);
        const auto cms = sign_cms(content, made().holder_key, made().holder, at);
        const auto verified = verify_cms(cms, std::vector{made().holder});
        ASSERT_TRUE(verified) << detail_of(verified);
        EXPECT_EQ(verified->signed_at, at) << text;
    }
}

TEST(SignedMessage, BringsItsOwnHelpersAndNoTrust) {
    auto alone = made().question();
    alone.intermediates.clear();
    EXPECT_EQ(detail_of(verify_cms(signed_by_holder(), alone)), "issuer-unknown 0");
    const Files files;
    const auto target = file_of("with-helper.der", {});
    const auto command =
        "openssl cms -sign -binary -nodetach -outform DER -keyform DER -inkey " + files.key +
        " -signer " + files.certificate + " -certfile " +
        file_of("issuing.pem", bytes_of(made().issuing.pem() + made().root.pem())) + " -in " +
        files.text + " -out " + target;
    ASSERT_EQ(run(command).status, 0);
    const auto with_helper = verify_cms(read_all(target), alone);
    EXPECT_TRUE(with_helper) << detail_of(with_helper);
    alone.roots.clear();
    EXPECT_EQ(detail_of(verify_cms(read_all(target), alone)), "issuer-unknown 2");
}

} // namespace
} // namespace koltamga::test
