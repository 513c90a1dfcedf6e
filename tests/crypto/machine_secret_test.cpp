#include "base/file.h"
#include "crypto/machine_secret.h"
#include "crypto/seal.h"
#include "tests/crypto/made.h"

#include <filesystem>

namespace koltamga::test {
namespace {

namespace fs = std::filesystem;

class SealedKey : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(folder);
        ASSERT_TRUE(make_private_folder(folder));
    }
    void TearDown() override { fs::remove_all(folder); }
    void write(const fs::path& file, const std::string& text) const {
        std::ofstream(file) << text;
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    }
    fs::path folder = fs::path(testing::TempDir()) / ("sealed-key-" + std::to_string(::getpid()));
    fs::path secret = folder / "machine.secret";
    fs::path key = folder / "tls.key";
};

TEST_F(SealedKey, OpensWithTheMachinesSecret) {
    const auto machine = MachineSecret::open_or_make(secret);
    ASSERT_TRUE(machine) << detail_of(machine);
    EXPECT_EQ(machine->where(), "sealed-file");
    ASSERT_TRUE(write_sealed_key(key, made().holder_key, *machine, "tls"));
    const auto again = MachineSecret::open_or_make(secret);
    ASSERT_TRUE(again);
    const auto read = read_sealed_key(key, *again, "tls");
    ASSERT_TRUE(read) << detail_of(read);
    EXPECT_EQ(read->public_key(), made().holder_key.public_key());
}

TEST_F(SealedKey, StandsInFilesNobodyElseMayRead) {
    const auto machine = MachineSecret::open_or_make(secret);
    ASSERT_TRUE(write_sealed_key(key, made().holder_key, *machine, "tls"));
    for (const auto& file : {secret, key}) {
        EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
}

TEST_F(SealedKey, StaysShutForAnotherUseAnotherMachineOrAnAlteredFile) {
    const auto machine = MachineSecret::open_or_make(secret);
    const auto other = MachineSecret::open_or_make(folder / "other.secret");
    ASSERT_TRUE(write_sealed_key(key, made().holder_key, *machine, "tls"));
    EXPECT_TRUE(read_sealed_key(key, *machine, "journal").failed_with(Code::crypto_not_opened));
    EXPECT_TRUE(read_sealed_key(key, *other, "tls").failed_with(Code::crypto_not_opened));
    auto sealed = *read_file(key, 100'000);
    sealed[sealed.size() / 2] ^= 1U;
    ASSERT_TRUE(write_file(key, sealed));
    EXPECT_TRUE(read_sealed_key(key, *machine, "tls").failed_with(Code::crypto_not_opened));
    ASSERT_TRUE(write_file(key, BytesView(sealed).first(27)));
    EXPECT_TRUE(read_sealed_key(key, *machine, "tls").failed_with(Code::crypto_sealed_truncated));
    EXPECT_TRUE(
        read_sealed_key(folder / "none", *machine, "tls").failed_with(Code::file_unreadable));
}

TEST_F(SealedKey, ASecretOthersMayReadIsRefused) {
    ASSERT_TRUE(MachineSecret::open_or_make(secret));
    for (const auto right :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::others_write}) {
        fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write | right);
        EXPECT_EQ(detail_of(MachineSecret::open(secret)), "readable-by-others");
    }
}

TEST_F(SealedKey, ASecretThatIsNoneIsRefused) {
    const std::string digits(64, 'a');
    const std::pair<std::string, std::string> table[] = {
        {"", "malformed"},
        {digits.substr(1), "malformed"},
        {digits + "a", "malformed"},
        {std::string(64, 'g'), "malformed"},
        {std::string(64, 'A'), "malformed"},
        {digits + "\n", "no failure"},
        {digits, "no failure"},
    };
    for (const auto& [text, detail] : table) {
        write(secret, text);
        EXPECT_EQ(detail_of(MachineSecret::open(secret)), detail) << text;
        // An unreadable secret is never replaced: the keys sealed by it would be lost.
        EXPECT_EQ(detail_of(MachineSecret::open_or_make(secret)), detail) << text;
    }
    EXPECT_TRUE(MachineSecret::open(folder / "none").failed_with(Code::file_unreadable));
}

TEST_F(SealedKey, APlantedLinkIsNotFollowed) {
    const auto elsewhere = folder / "elsewhere";
    write(elsewhere, std::string(64, 'a'));
    fs::create_symlink(elsewhere, secret);
    EXPECT_EQ(detail_of(MachineSecret::open_or_make(secret)), "not-a-file");
    fs::remove(secret);
    fs::create_symlink(folder / "nowhere", secret);
    EXPECT_EQ(detail_of(MachineSecret::open_or_make(secret)), "not-a-file");
    EXPECT_FALSE(fs::exists(folder / "nowhere"));
}

TEST_F(SealedKey, IsWhatItsDescriptionSays) {
    const auto machine = MachineSecret::open_or_make(secret);
    ASSERT_TRUE(machine);
    const auto text = text_of(*read_file(secret, 1000));
    ASSERT_EQ(text.size(), 65U);
    EXPECT_EQ(text.back(), '\n');
    const auto octets = from_hex(text.substr(0, 64));
    ASSERT_TRUE(octets);
    EXPECT_EQ(hex(*octets), text.substr(0, 64)) << "small letters";
    ASSERT_TRUE(write_sealed_key(key, made().holder_key, *machine, "tls"));
    const auto plain =
        open_secret(*octets, *read_file(key, 100'000), bytes_of("koltamga-station-key-1\ntls"));
    ASSERT_TRUE(plain) << detail_of(plain);
    EXPECT_TRUE(equal_in_constant_time(plain->view(), made().holder_key.pkcs8().view()));
    const auto other = MachineSecret::open_or_make(folder / "other");
    EXPECT_NE(text_of(*read_file(folder / "other", 1000)), text);
}

TEST_F(SealedKey, EveryRightOfOthersOnTheSecretIsOneTooMany) {
    ASSERT_TRUE(MachineSecret::open_or_make(secret));
    for (const int right : {040, 020, 010, 04, 02, 01}) {
        fs::permissions(secret, static_cast<fs::perms>(0600 | right));
        EXPECT_EQ(detail_of(MachineSecret::open(secret)), "readable-by-others") << right;
    }
    fs::permissions(secret, static_cast<fs::perms>(0400));
    EXPECT_TRUE(MachineSecret::open(secret));
}

} // namespace
} // namespace koltamga::test
