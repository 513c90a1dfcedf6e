#include "practice/vault.h"

#include "crypto/certificate_builder.h"
#include "crypto/cms.h"
#include "crypto/random.h"
#include "custody/package.h"
#include "issuance/receipts.h"
#include "tests/centre/memory_station.h"

#include <gtest/gtest.h>

namespace koltamga::practice {
namespace {

using namespace std::chrono_literals;
using crypto::KeyPair;

const Bytes password = {'s', 'e', 'c', 'r', 'e', 't', ' ', '1'};

centre::Identity made(const char* name, std::vector<crypto::KeyUsage> usage) {
    auto key = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    crypto::CertificateTemplate content;
    content.subject = {{"CN", name}};
    content.not_before = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - 1h;
    content.not_after = content.not_before + 24h;
    content.key_usage = std::move(usage);
    auto certificate = crypto::make_self_signed(content, key).value();
    return {std::move(certificate), std::move(key)};
}

class VaultTest : public testing::Test {
  protected:
    VaultTest()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("vault-" + hex(crypto::random_octets(6)))),
          vault_(folder_, identity_, clock_) {}
    ~VaultTest() override {
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }

    centre::Station station() const {
        return {crypto::new_id<StationTag>(), "", {}, {}, journal_.certificate.der(), clock_.now()};
    }
    Bytes package(const KeyPair& key, const centre::Identity& signer) const {
        return custody::make_cloud_package({application_, key.public_key().fingerprint()},
                                           key.encrypted_pkcs8(password), identity_.certificate,
                                           [&](BytesView content) -> Result<Bytes> {
                                               return crypto::sign_cms(content, signer.key,
                                                                       signer.certificate,
                                                                       clock_.now());
                                           })
            .value();
    }
    std::string refusal(BytesView octets) {
        const auto receipt = vault_.take(station(), application_, octets);
        return receipt
                   ? ""
                   : std::string(name_of(receipt.failure().code)) + " " + receipt.failure().detail;
    }

    std::filesystem::path folder_;
    SystemClock clock_;
    centre::Identity identity_ =
        made("Vault", {crypto::KeyUsage::digital_signature, crypto::KeyUsage::key_agreement});
    centre::Identity journal_ = made("Journal", {crypto::KeyUsage::digital_signature});
    ApplicationId application_ = crypto::new_id<ApplicationTag>();
    KeyPair key_ = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    Vault vault_;
};

TEST_F(VaultTest, TheApplicantSignsWithTheDeliveredKey) {
    const auto octets = package(key_, journal_);
    const auto der = vault_.take(station(), application_, octets);
    ASSERT_TRUE(der) << der.failure().detail;
    const auto opened = crypto::verify_cms(*der, std::span(&identity_.certificate, 1));
    ASSERT_TRUE(opened);
    const auto receipt = issuance::parse_vault_receipt(text_of(opened->content));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->application, application_);
    EXPECT_EQ(receipt->public_key, key_.public_key().fingerprint());
    EXPECT_EQ(receipt->package, crypto::sha256(octets));
    const auto message = bytes_of("a contract");
    const auto signature = vault_.sign(application_, SecretBytes(password), message);
    ASSERT_TRUE(signature) << signature.failure().detail;
    EXPECT_TRUE(key_.public_key().verify(message, *signature));
}

TEST_F(VaultTest, TheSamePackageGetsTheSameReceipt) {
    const auto octets = package(key_, journal_);
    EXPECT_EQ(vault_.take(station(), application_, octets).value(),
              vault_.take(station(), application_, octets).value());
}

TEST_F(VaultTest, AWrongPasswordOpensNothing) {
    ASSERT_TRUE(vault_.take(station(), application_, package(key_, journal_)));
    for (const auto& wrong : {Bytes(), Bytes{'s'}, Bytes{'S', 'e', 'c', 'r', 'e', 't', ' ', '1'}}) {
        const auto signature = vault_.sign(application_, SecretBytes(wrong), bytes_of("x"));
        ASSERT_FALSE(signature);
        EXPECT_EQ(describe(signature.failure().code).blame, Blame::input);
    }
}

TEST_F(VaultTest, AnApplicationWithoutAKeyHasNothingToSign) {
    EXPECT_TRUE(vault_.sign(application_, SecretBytes(password), bytes_of("x"))
                    .failed_with(Code::practice_no_such_package));
}

TEST_F(VaultTest, ANewerKeyOfTheApplicationIsTheOneThatSigns) {
    ASSERT_TRUE(vault_.take(station(), application_, package(key_, journal_)));
    const auto newer = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    FixedClock later(clock_.now() + 1h);
    ASSERT_TRUE(
        Vault(folder_, identity_, later).take(station(), application_, package(newer, journal_)));
    const auto signature = vault_.sign(application_, SecretBytes(password), bytes_of("x"));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(newer.public_key().verify(bytes_of("x"), *signature));
}

TEST_F(VaultTest, APackageOfAnotherStationIsRefused) {
    const auto other = made("Journal", {crypto::KeyUsage::digital_signature});
    EXPECT_EQ(refusal(package(key_, other)).find("practice.delivery-refused package"), 0U);
}

TEST_F(VaultTest, APackageOfAnotherApplicationIsRefused) {
    const auto octets = package(key_, journal_);
    const auto refused = vault_.take(station(), crypto::new_id<ApplicationTag>(), octets);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.failure().detail, "other-application");
}

TEST_F(VaultTest, APackageForAnotherVaultIsRefused) {
    const auto stranger = made("Vault", {crypto::KeyUsage::key_agreement});
    const auto octets =
        custody::make_cloud_package({application_, key_.public_key().fingerprint()},
                                    key_.encrypted_pkcs8(password), stranger.certificate,
                                    [&](BytesView content) -> Result<Bytes> {
                                        return crypto::sign_cms(content, journal_.key,
                                                                journal_.certificate, clock_.now());
                                    })
            .value();
    EXPECT_EQ(refusal(octets), "practice.delivery-refused not-opened");
}

TEST_F(VaultTest, WhatIsNoKeyUnderAPasswordIsRefused) {
    const auto in_clear = key_.pkcs8();
    for (const auto content : {bytes_of("no"), in_clear.view()}) {
        const auto octets =
            custody::make_cloud_package(
                {application_, key_.public_key().fingerprint()}, content, identity_.certificate,
                [&](BytesView wrapped) -> Result<Bytes> {
                    return crypto::sign_cms(wrapped, journal_.key, journal_.certificate,
                                            clock_.now());
                })
                .value();
        EXPECT_EQ(refusal(octets), "practice.delivery-refused not-a-key");
    }
    EXPECT_EQ(refusal(Bytes()).find("practice.delivery-refused package"), 0U);
    EXPECT_EQ(refusal(Bytes(100, 7)).find("practice.delivery-refused package"), 0U);
}

} // namespace
} // namespace koltamga::practice
