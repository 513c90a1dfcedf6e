#include "crypto/agreement.h"
#include "crypto/certificate_request.h"
#include "crypto/memory.h"
#include "custody/workshop.h"
#include "tests/crypto/made.h"
#include "tests/crypto/memory_scan.h"

#include <future>

namespace koltamga::test {
namespace {

using namespace custody;
using issuance::Custody;
using issuance::KeyType;

constexpr std::string_view typed = "Ала-Тоо 1936";

WorkshopSettings settings() {
    WorkshopSettings chosen;
    chosen.vault = made().rsa_holder;
    chosen.sign_package = [](BytesView content) -> Result<Bytes> {
        return sign_cms(content, made().holder_key, made().holder, today);
    };
    chosen.issuers = {made().issuing};
    return chosen;
}

issuance::KeyOrder order(Custody custody, KeyType type = KeyType::ec_p256) {
    return {*ApplicationId::parse("7K3M-0QXT-9B2E-HN4W"),
            type,
            custody,
            {{"C", "KG"}, {"CN", "ASANOV USON"}, {"serialNumber", "PNOKG-20101199000008"}}};
}

std::string compose(const Digest& fingerprint) {
    return "the agreement's canonical record\nkey " + hex(fingerprint) + "\n";
}

SecretBytes password() {
    return SecretBytes(bytes_of(typed));
}

Bytes certificate_for(const issuance::MadeKey& key) {
    const auto request = CertificateRequest::parse(key.certificate_request);
    auto content = holder_template();
    content.subject = request->subject();
    return make_certificate(content, request->public_key(), made().issuing, made().issuing_key)
        ->der();
}

class EveryOrder : public testing::TestWithParam<std::pair<Custody, KeyType>> {};
INSTANTIATE_TEST_SUITE_P(Workshop, EveryOrder,
                         testing::Values(std::pair(Custody::cloud, KeyType::rsa3072),
                                         std::pair(Custody::cloud, KeyType::ec_p256),
                                         std::pair(Custody::file, KeyType::rsa3072),
                                         std::pair(Custody::file, KeyType::ec_p256)));

TEST_P(EveryOrder, GivesRequestAndSignatureOfTheOneKey) {
    Workshop workshop(settings());
    const auto [custody, type] = GetParam();
    const auto key = workshop.make(order(custody, type), password(), compose);
    ASSERT_TRUE(key) << detail_of(key);
    const auto half = PublicKey::parse(key->public_key);
    ASSERT_TRUE(half);
    EXPECT_EQ(half->fingerprint(), key->fingerprint);
    const auto request = CertificateRequest::parse(key->certificate_request);
    ASSERT_TRUE(request) << detail_of(request);
    EXPECT_EQ(request->public_key(), *half);
    EXPECT_EQ(request->subject(),
              (Name{{"C", "KG"}, {"CN", "ASANOV USON"}, {"serialNumber", "PNOKG-20101199000008"}}));
    EXPECT_EQ(key->agreement, compose(key->fingerprint));
    EXPECT_TRUE(verify_agreement(*half, key->agreement, key->agreement_signature));
    EXPECT_EQ(key->package_secret.empty(), custody == Custody::cloud);
}

TEST(Workshop, TheVaultOpensTheCloudKeyAndTheApplicantSignsWithIt) {
    Workshop workshop(settings());
    const auto key = workshop.make(order(Custody::cloud), password(), compose);
    ASSERT_TRUE(key);
    const auto package = read_cloud_package(key->package, made().question());
    ASSERT_TRUE(package) << detail_of(package);
    EXPECT_EQ(package->binding.application.text(), "7K3M-0QXT-9B2E-HN4W");
    EXPECT_EQ(package->binding.public_key, key->fingerprint);
    const auto encrypted = open_cloud_package(*package, made().rsa_key, made().rsa_holder);
    ASSERT_TRUE(encrypted) << detail_of(encrypted);
    EXPECT_TRUE(KeyPair::from_encrypted_pkcs8(*encrypted, bytes_of("not this"))
                    .failed_with(Code::crypto_wrong_password));
    const auto pair = KeyPair::from_encrypted_pkcs8(*encrypted, bytes_of(typed));
    ASSERT_TRUE(pair) << detail_of(pair);
    EXPECT_TRUE(PublicKey::parse(key->public_key)
                    ->verify(bytes_of("contract"), pair->sign(bytes_of("contract"))));
}

TEST(Workshop, StretchesThePasswordAsOftenAsTheAgencyWants) {
    constexpr int rounds = 700'000; // 0x0aae60
    auto slower = settings();
    slower.password_rounds = rounds;
    Workshop workshop(std::move(slower));
    const auto key = workshop.make(order(Custody::cloud), password(), compose);
    ASSERT_TRUE(key);
    const auto package = read_cloud_package(key->package, made().question());
    const auto encrypted = open_cloud_package(*package, made().rsa_key, made().rsa_holder);
    ASSERT_TRUE(encrypted) << detail_of(encrypted);
    EXPECT_NE(hex(*encrypted).find("02030aae60"), std::string::npos) << "iterationCount";
    const auto filed = workshop.make(order(Custody::file), password(), compose);
    ASSERT_TRUE(filed);
    const auto opened = open_file_package(filed->package, filed->package_secret);
    ASSERT_TRUE(opened) << detail_of(opened);
    EXPECT_NE(hex(opened->encrypted_pkcs8).find("02030aae60"), std::string::npos);
}

TEST(Workshop, TheFileOpensWithTheApplicantsPasswordWeeksLater) {
    Workshop workshop(settings());
    const auto key = workshop.make(order(Custody::file), password(), compose);
    ASSERT_TRUE(key);
    const auto certificate = certificate_for(*key);
    Workshop later(settings());
    const auto file = later.assemble_file(key->package, key->package_secret, certificate);
    ASSERT_TRUE(file) << detail_of(file);
    const auto shown = run("openssl pkcs12 -nodes -info -in " + file_of("key.p12", *file) +
                           " -passin file:" + file_of("word", bytes_of(typed)));
    EXPECT_EQ(shown.status, 0) << shown.text;
    EXPECT_NE(shown.text.find("friendlyName: ASANOV USON"), std::string::npos) << shown.text;
    EXPECT_NE(shown.text.find(Certificate::parse(certificate)->pem()), std::string::npos);
    EXPECT_NE(shown.text.find(made().issuing.pem()), std::string::npos);
}

TEST(Workshop, TheFileIsMadeOnlyForItsOwnCertificateAndSecret) {
    Workshop workshop(settings());
    const auto key = workshop.make(order(Custody::file), password(), compose);
    ASSERT_TRUE(key);
    const auto foreign =
        workshop.assemble_file(key->package, key->package_secret, made().holder.der());
    ASSERT_TRUE(foreign.failed_with(Code::custody_package_refused));
    EXPECT_EQ(foreign.failure().detail, "other-certificate");
    EXPECT_TRUE(workshop.assemble_file(key->package, SecretBytes(32), certificate_for(*key))
                    .failed_with(Code::crypto_not_opened));
    EXPECT_TRUE(workshop.assemble_file(key->package, key->package_secret, Bytes(5))
                    .failed_with(Code::crypto_certificate_unreadable));
}

TEST(Workshop, TwoApplicantsNeverShareAKey) {
    Workshop workshop(settings());
    workshop.begin(KeyType::ec_p256);
    const auto first = workshop.make(order(Custody::file), password(), compose);
    const auto second = workshop.make(order(Custody::file), password(), compose);
    EXPECT_NE(first->fingerprint, second->fingerprint);
}

TEST(Workshop, RefusesAWeakPasswordAndABadNameBeforeItTouchesTheKey) {
    Workshop workshop(settings());
    bool composed = false;
    const auto noticing = [&](const Digest&) {
        composed = true;
        return std::string();
    };
    EXPECT_TRUE(workshop.make(order(Custody::cloud), SecretBytes(bytes_of("12345678")), noticing)
                    .failed_with(Code::crypto_password_weak));
    auto nameless = order(Custody::cloud);
    nameless.subject[1].value.clear();
    EXPECT_TRUE(
        workshop.make(nameless, password(), noticing).failed_with(Code::crypto_name_refused));
    EXPECT_FALSE(composed);
    EXPECT_EQ(workshop.last_wait().count(), 0) << "nobody asked for the key that is begun";
}

TEST(Workshop, HoldsThePasswordToTheAgencysLength) {
    auto longer = settings();
    longer.password_length = 40;
    Workshop workshop(std::move(longer));
    EXPECT_TRUE(workshop.make(order(Custody::cloud), password(), compose)
                    .failed_with(Code::crypto_password_weak));
}

TEST(Workshop, OffersOnlyTheCustodyItCanKeep) {
    auto without_vault = settings();
    without_vault.vault.reset();
    Workshop workshop(std::move(without_vault));
    EXPECT_TRUE(workshop.make(order(Custody::cloud), password(), compose)
                    .failed_with(Code::custody_not_offered));
    EXPECT_TRUE(workshop.make(order(Custody::file), password(), compose));
}

TEST(Workshop, CustodyOfTheProfileIsTakenByName) {
    EXPECT_EQ(*custody_named("cloud"), Custody::cloud);
    EXPECT_EQ(*custody_named("file"), Custody::file);
    const std::pair<const char*, const char*> table[] = {
        {"token", "token"}, {"remote", "remote"}, {"", "unknown"}, {"Cloud", "unknown"}};
    for (const auto& [name, detail] : table) {
        const auto custody = custody_named(name);
        ASSERT_TRUE(custody.failed_with(Code::custody_not_offered)) << name;
        EXPECT_EQ(custody.failure().detail, detail);
    }
}

TEST(Workshop, AStationThatCannotSignGivesNoKey) {
    auto broken = settings();
    broken.sign_package = [](BytesView) -> Result<Bytes> {
        return Failure{Code::file_unreadable, "journal key"};
    };
    Workshop workshop(std::move(broken));
    EXPECT_TRUE(workshop.make(order(Custody::cloud), password(), compose)
                    .failed_with(Code::file_unreadable));
}

TEST(Workshop, WaitsForNothingWhenTheKeyWasBegunInTime) {
    Workshop workshop(settings());
    workshop.begin(KeyType::ec_p256);
    ASSERT_TRUE(workshop.make(order(Custody::file), password(), compose));
    EXPECT_LT(workshop.last_wait(), 2s);
    workshop.begin(KeyType::rsa3072);
    workshop.abandon();
    workshop.abandon();
}

// The scalar of a key whose PKCS#8 the test opens from the package, masked.
Needle scalar_within(BytesView encrypted, BytesView word) {
    const auto pair = KeyPair::from_encrypted_pkcs8(encrypted, word);
    const auto plain = pair->pkcs8();
    // ECPrivateKey { 1, OCTET STRING (32) … } within the PrivateKeyInfo.
    const Bytes mark = {0x02, 0x01, 0x01, 0x04, 0x20};
    const auto at = std::search(plain.view().begin(), plain.view().end(), mark.begin(), mark.end());
    const auto offset = static_cast<std::size_t>(at - plain.view().begin()) + mark.size();
    return Needle(plain.view().subspan(offset, 32));
}

TEST(Workshop, LeavesNeitherKeyNorPasswordInMemory) {
    std::vector<Needle> needles;
    {
        Workshop workshop(settings());
        workshop.begin(KeyType::ec_p256);
        SecretBytes word(16);
        for (std::size_t i = 0; i < word.size(); ++i) {
            word.data()[i] = static_cast<std::uint8_t>('A' + (i * 11 + 5) % 26);
        }
        const auto key = workshop.make(order(Custody::cloud), word, compose);
        ASSERT_TRUE(key) << detail_of(key);
        const auto package = read_cloud_package(key->package, made().question());
        const auto encrypted = open_cloud_package(*package, made().rsa_key, made().rsa_holder);
        needles.push_back(scalar_within(*encrypted, word.view()));
        needles.push_back(needles.front().backwards());
        needles.emplace_back(word.view());
        EXPECT_GE(hits_in_own_memory(needles), 1U); // the password still
    }
    scrub_stack();
    EXPECT_EQ(hits_in_own_memory(needles), 0U);
}

TEST_P(EveryOrder, IsOfTheKindThatWasOrdered) {
    Workshop workshop(settings());
    const auto [custody, type] = GetParam();
    const auto key = workshop.make(order(custody, type), password(), compose);
    ASSERT_TRUE(key) << detail_of(key);
    EXPECT_EQ(*check_strength(*PublicKey::parse(key->public_key)),
              type == KeyType::rsa3072 ? KeyAlgorithm::rsa3072 : KeyAlgorithm::ec_p256);
    if (custody == Custody::file) {
        EXPECT_EQ(key->package_secret.size(), 32U);
        const auto opened = open_file_package(key->package, key->package_secret);
        ASSERT_TRUE(opened) << detail_of(opened);
        EXPECT_EQ(opened->binding.application.text(), "7K3M-0QXT-9B2E-HN4W");
        EXPECT_EQ(opened->binding.public_key, key->fingerprint);
        EXPECT_EQ(opened->mac.rounds, 1'200'000U);
    }
}

TEST(Workshop, TheFileIsCalledByItsSerialWhereNobodyIsNamed) {
    Workshop workshop(settings());
    const auto key = workshop.make(order(Custody::file), password(), compose);
    ASSERT_TRUE(key);
    auto content = holder_template();
    content.subject = {{"C", "KG"}};
    content.serial = {0x12, 0x34};
    const auto certificate = *make_certificate(content, *PublicKey::parse(key->public_key),
                                               made().issuing, made().issuing_key);
    const auto file = workshop.assemble_file(key->package, key->package_secret, certificate.der());
    ASSERT_TRUE(file) << detail_of(file);
    const auto shown = run("openssl pkcs12 -nodes -info -in " + file_of("nameless.p12", *file) +
                           " -passin file:" + file_of("word", bytes_of(typed)));
    EXPECT_NE(shown.text.find("friendlyName: 1234"), std::string::npos) << shown.text;
}

TEST(Workshop, WhoeverWaitsForAnAbandonedKeyIsTold) {
    Workshop workshop(settings());
    const auto told = [&] {
        auto made = std::async(std::launch::async, [&] {
            return workshop.make(order(Custody::file, KeyType::rsa3072), password(), compose)
                .failed_with(Code::crypto_key_cancelled);
        });
        while (made.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) {
            workshop.abandon();
        }
        return made.get();
    };
    bool once = false;
    for (int i = 0; i < 10 && !once; ++i) { // a key may be made before it is abandoned
        once = told();
    }
    EXPECT_TRUE(once);
}

TEST(Workshop, AnAbandonedKeyIsNotTheOneThatIsMadeLater) {
    Workshop workshop(settings());
    workshop.begin(KeyType::ec_p256);
    workshop.abandon();
    const auto key = workshop.make(order(Custody::file), password(), compose);
    ASSERT_TRUE(key) << detail_of(key);
}

} // namespace
} // namespace koltamga::test
