// The packages as a stranger would read and forge them, from the description in custody/package.h.
#include "crypto/random.h"
#include "crypto/seal.h"
#include "custody/package.h"
#include "tests/crypto/made.h"

#include <algorithm>

namespace koltamga::test {
namespace {

using namespace custody;

const ApplicationId application = *ApplicationId::parse("7K3M-0QXT-9B2E-HN4W");
const Bytes encrypted = random_octets(300); // stands for an EncryptedPrivateKeyInfo

// The station signs with the RSA key, the vault receives with the P-256 key.
const Certificate& station() {
    return made().rsa_holder;
}
const Certificate& vault() {
    return made().holder;
}

Result<Bytes> sign(BytesView content) {
    return sign_cms(content, made().rsa_key, station(), today);
}

Binding binding() {
    return {application, made().root_key.public_key().fingerprint()};
}

std::string header(const std::string& title) {
    return title + "\napplication 7K3M-0QXT-9B2E-HN4W\npublic-key " + hex(binding().public_key) +
           "\n";
}

Bytes joined(std::string_view text, BytesView octets) {
    Bytes whole(text.begin(), text.end());
    whole.insert(whole.end(), octets.begin(), octets.end());
    return whole;
}

Bytes cloud_package() {
    return *make_cloud_package(binding(), encrypted, vault(), sign);
}

TEST(CloudPackage, SaysWhoseItIsAndOpensForTheVault) {
    const auto read = read_cloud_package(cloud_package(), made().question());
    ASSERT_TRUE(read) << detail_of(read);
    EXPECT_EQ(read->binding, binding());
    EXPECT_EQ(read->station, station());
    EXPECT_EQ(read->signed_at, today);
    const auto opened = open_cloud_package(*read, made().holder_key, vault());
    ASSERT_TRUE(opened) << detail_of(opened);
    EXPECT_EQ(*opened, encrypted);
}

TEST(CloudPackage, IsWhatItsDescriptionSays) {
    const auto content = verify_cms(cloud_package(), std::vector{station()});
    ASSERT_TRUE(content);
    const auto head = header("koltamga-cloud-key-1") + "\n";
    const auto text = text_of(content->content);
    ASSERT_TRUE(text.starts_with(head)) << text;
    const auto envelope_within = bytes_of(text).subspan(head.size());
    const auto inner = open_envelope(envelope_within, made().holder_key, vault());
    ASSERT_TRUE(inner) << detail_of(inner);
    EXPECT_TRUE(std::ranges::equal(inner->view(), joined(head, encrypted)));
}

TEST(CloudPackage, OpensForNobodyButTheVault) {
    const auto read = read_cloud_package(cloud_package(), made().question());
    EXPECT_EQ(detail_of(open_cloud_package(*read, made().rsa_key, station())), "other-recipient");
}

TEST(CloudPackage, OfAStrangeStationIsRefused) {
    EXPECT_EQ(detail_of(read_cloud_package(cloud_package(), std::vector{vault()})),
              "signer-unknown");
    const auto stranger = KeyPair::generate(KeyAlgorithm::ec_p256);
    const auto certificate = *make_self_signed(authority_template("Station"), stranger);
    const auto package =
        make_cloud_package(binding(), encrypted, vault(), [&](BytesView content) -> Result<Bytes> {
            return sign_cms(content, stranger, certificate, today);
        });
    const auto read = read_cloud_package(*package, made().question());
    ASSERT_TRUE(read.failed_with(Code::custody_package_refused));
    EXPECT_EQ(read.failure().detail, "issuer-unknown 0");
}

TEST(CloudPackage, MovedToAnotherApplicationOrKeyIsNotOpened) {
    const auto read = read_cloud_package(cloud_package(), made().question());
    auto moved = *read;
    moved.binding.application = new_id<ApplicationTag>();
    EXPECT_EQ(detail_of(open_cloud_package(moved, made().holder_key, vault())), "inner-binding");
    auto other_key = *read;
    other_key.binding.public_key[0] ^= 1U;
    EXPECT_EQ(detail_of(open_cloud_package(other_key, made().holder_key, vault())),
              "inner-binding");
}

TEST(CloudPackage, AForeignEnvelopeReSignedByAStationIsNotOpened) {
    const auto read = read_cloud_package(cloud_package(), made().question());
    const auto head = "koltamga-cloud-key-1\napplication 0000-0000-0000-0000\npublic-key " +
                      hex(binding().public_key) + "\n\n";
    const auto resigned =
        read_cloud_package(*sign(joined(head, read->envelope)), made().question());
    ASSERT_TRUE(resigned);
    EXPECT_EQ(detail_of(open_cloud_package(*resigned, made().holder_key, vault())),
              "inner-binding");
}

TEST(CloudPackage, CutShortOrChangedIsRefused) {
    const auto package = cloud_package();
    for (std::size_t i = 0; i < package.size(); i += 7) {
        EXPECT_FALSE(read_cloud_package(BytesView(package).first(i), std::vector{station()})) << i;
        auto changed = package;
        changed[i] ^= 0x04U;
        const auto read = read_cloud_package(changed, std::vector{station()});
        EXPECT_TRUE(!read || read->binding == binding()) << i;
    }
    EXPECT_EQ(detail_of(read_cloud_package(Bytes(257 * 1024), made().question())), "too-large");
}

TEST(CloudPackage, HeadersThatDeviateAreRefused) {
    const auto key = hex(binding().public_key);
    const std::string app = "application 7K3M-0QXT-9B2E-HN4W\n";
    const std::string title = "koltamga-cloud-key-1\n";
    const std::pair<std::string, std::string> table[] = {
        {"", "title"},
        {"koltamga-cloud-key-2\n" + app + "public-key " + key + "\n\n", "title"},
        {"koltamga-file-key-1\n" + app + "public-key " + key + "\n\n", "title"},
        {"koltamga-cloud-key-1\r\n" + app + "public-key " + key + "\n\n", "title"},
        {title + "public-key " + key + "\n" + app + "\n", "header-malformed"},
        {title + app + "public-key " + key + "\n", "header-malformed"},
        {title + app + "public-key " + key + "\nmore x\n\n", "header-malformed"},
        {title + app + "public-key " + key.substr(2) + "\n\n", "header-malformed"},
        {title + app + "public-key " + key + "00\n\n", "header-malformed"},
        {title + app + "public-key " + std::string(64, 'A') + "\n\n", "header-malformed"},
        {title + app + "public-key\n\n", "header-malformed"},
        {title + "application 7k3m-0qxt-9b2e-hn4w\npublic-key " + key + "\n\n", "header-malformed"},
        {title + "application 7K3M0QXT9B2EHN4W\npublic-key " + key + "\n\n", "header-malformed"},
        {title + "application ../../etc/passwd\npublic-key " + key + "\n\n", "header-malformed"},
        {title + app + app + "public-key " + key + "\n\n", "header-malformed"},
        {title, "header-malformed"},
    };
    for (const auto& [text, detail] : table) {
        const auto read = read_cloud_package(*sign(bytes_of(text)), made().question());
        ASSERT_TRUE(read.failed_with(Code::custody_package_unreadable)) << text;
        EXPECT_EQ(read.failure().detail, detail) << text;
    }
}

TEST(CloudPackage, ThatTheStationCannotSignIsNotMade) {
    const auto failing = [](BytesView) -> Result<Bytes> {
        return Failure{Code::file_unreadable, "x"};
    };
    EXPECT_TRUE(make_cloud_package(binding(), encrypted, vault(), failing)
                    .failed_with(Code::file_unreadable));
}

class FilePackages : public testing::Test {
  protected:
    Pkcs12Mac mac{SecretBytes(bytes_of(std::string(32, 'm'))), Bytes(16, 5), 1'200'000};
    SecretBytes secret = random_secret(32);
    Bytes package = make_file_package(binding(), encrypted, mac, secret);
};

TEST_F(FilePackages, GiveBackKeyAndMac) {
    const auto opened = open_file_package(package, secret);
    ASSERT_TRUE(opened) << detail_of(opened);
    EXPECT_EQ(opened->binding, binding());
    EXPECT_EQ(opened->encrypted_pkcs8, encrypted);
    EXPECT_EQ(opened->mac.salt, mac.salt);
    EXPECT_EQ(opened->mac.rounds, mac.rounds);
    EXPECT_TRUE(equal_in_constant_time(opened->mac.key.view(), mac.key.view()));
}

TEST_F(FilePackages, AreWhatTheirDescriptionSays) {
    const auto head =
        header("koltamga-file-key-1") + "mac-salt " + hex(mac.salt) + "\nmac-rounds 1200000\n\n";
    ASSERT_TRUE(text_of(package).starts_with(head));
    const auto plain = open(secret.view(), BytesView(package).subspan(head.size()), bytes_of(head));
    ASSERT_TRUE(plain);
    EXPECT_EQ(*plain, joined(text_of(mac.key.view()), encrypted));
}

TEST_F(FilePackages, OpenOnlyWithTheirSecretAndUnchanged) {
    EXPECT_TRUE(open_file_package(package, random_secret(32)).failed_with(Code::crypto_not_opened));
    for (std::size_t i = 0; i < package.size(); ++i) {
        auto changed = package;
        changed[i] ^= 1U;
        EXPECT_FALSE(open_file_package(changed, secret)) << i;
        EXPECT_FALSE(open_file_package(BytesView(package).first(i), secret)) << i;
    }
}

TEST_F(FilePackages, WithOtherHeadersOrNothingInsideAreRefused) {
    const auto start = header("koltamga-file-key-1");
    const std::string salt = "mac-salt " + hex(mac.salt) + "\n";
    const auto sealed_under = [&](const std::string& head, std::size_t size) {
        return joined(head, seal(secret.view(), Bytes(size), bytes_of(head)));
    };
    const std::pair<Bytes, std::string> table[] = {
        {{}, "title"},
        {sealed_under(start + "\n", 40), "header-malformed"},
        {sealed_under(start + salt + "\n", 40), "header-malformed"},
        {sealed_under(start + "mac-salt 00\nmac-rounds 5\n\n", 40), "header-malformed"},
        {sealed_under(start + "mac-salt zz\nmac-rounds 5\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 0\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds -1\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 05\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 10000001\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 99999999999\n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 5 \n\n", 40), "header-malformed"},
        {sealed_under(start + salt + "mac-rounds 5\n\n", 32), "content-short"},
        {Bytes(257 * 1024), "too-large"},
    };
    for (const auto& [octets, detail] : table) {
        const auto opened = open_file_package(octets, secret);
        ASSERT_TRUE(opened.failed_with(Code::custody_package_unreadable)) << detail;
        EXPECT_EQ(opened.failure().detail, detail);
    }
}

TEST_F(FilePackages, AtTheEdgesOfWhatTheyMaySayAreRead) {
    const auto start =
        header("koltamga-file-key-1") + "mac-salt " + hex(mac.salt) + "\nmac-rounds ";
    for (const auto& [rounds, size] : {std::pair(10'000'000U, 40U), std::pair(1U, 33U)}) {
        const auto head = start + std::to_string(rounds) + "\n\n";
        const auto opened = open_file_package(
            joined(head, seal(secret.view(), Bytes(size, 7), bytes_of(head))), secret);
        ASSERT_TRUE(opened) << detail_of(opened);
        EXPECT_EQ(opened->mac.rounds, rounds);
        EXPECT_EQ(opened->encrypted_pkcs8, Bytes(size - 32, 7));
    }
}

} // namespace
} // namespace koltamga::test
