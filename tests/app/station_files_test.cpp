// Which profile a station believes, from one visit to the next.
#include "app/station_files.h"

#include "app/ctl.h"
#include "base/file.h"
#include "crypto/hash.h"
#include "tests/profile/example.h"

#include <gmock/gmock.h>

#include <sstream>

namespace koltamga::app {
namespace {

namespace fs = std::filesystem;

class StationFiles : public testing::Test {
  protected:
    void SetUp() override {
        data_ = fs::path(testing::TempDir()) / "station-files";
        fs::remove_all(data_);
        ASSERT_TRUE(make_private_folder(data_));
    }
    void TearDown() override { fs::remove_all(data_); }

    // A signed profile of that version, in a file of its own.
    fs::path profile_of(int version) {
        auto text = profile::shortest();
        const std::string line = "version = 7";
        text.replace(text.find(line), line.size(), "version = " + std::to_string(version));
        const auto signed_text = profile::sign_profile(text, profile::agency_key());
        EXPECT_TRUE(signed_text);
        const auto file = data_ / ("profile-" + std::to_string(version) + ".toml");
        EXPECT_TRUE(write_file(file, bytes_of(*signed_text)));
        return file;
    }
    void pin(int version) {
        const auto loaded = load_office_profile(profile_of(version), data_);
        ASSERT_TRUE(loaded);
        ASSERT_TRUE(pin_profile(*loaded, data_));
    }

    fs::path data_;
};

// Who only reads goes by it; the folder is for those who hold the lock.
TEST_F(StationFiles, ANewerProfileIsReadWithoutATrace) {
    pin(7);
    const auto said = [&] {
        return text_of(*read_file(data_ / "profile.toml", 100'000)) +
               text_of(*read_file(data_ / "profile.pin", 10'000));
    };
    const auto before = said();
    EXPECT_EQ(load_office_profile(profile_of(8), data_)->profile.version, 8U);
    EXPECT_EQ(said(), before);
    EXPECT_EQ(load_office_profile({}, data_)->profile.version, 7U);
    ASSERT_TRUE(pin_newer_profile(*load_office_profile(profile_of(7), data_), data_));
    EXPECT_EQ(said(), before) << "it is not newer";
}

TEST_F(StationFiles, OfAProfileWithCertificatesInFilesHoldThem) {
    const auto folder = data_ / "from-the-agency";
    const auto with_a_file = [&](int version, const std::string& certificate) {
        fs::remove_all(folder);
        EXPECT_TRUE(make_private_folder(folder));
        EXPECT_TRUE(write_file(folder / "one.pem", bytes_of(certificate)));
        auto text = text_of(*read_file(profile_of(version), 100'000));
        text.resize(text.rfind("# signature"));
        const auto pem = "\"\"\"\n" + profile::a_certificate() + "\"\"\"\n";
        text.replace(text.find(pem), pem.size(),
                     "{ file = \"one.pem\", sha256 = \"" +
                         hex(crypto::sha256(bytes_of(certificate))) + "\" }");
        EXPECT_TRUE(
            write_file(folder / "profile.toml",
                       bytes_of(profile::sign_profile(text, profile::agency_key()).value())));
        auto loaded = load_office_profile(folder / "profile.toml", data_);
        EXPECT_TRUE(loaded);
        fs::remove_all(folder);
        return std::move(*loaded);
    };
    const auto first = with_a_file(7, profile::a_certificate());
    ASSERT_TRUE(pin_profile(first, data_));
    EXPECT_EQ(load_office_profile({}, data_)->profile, first.profile);
    const auto text = *read_file(data_ / "profile.toml", 100'000);
    const auto second = with_a_file(8, profile::a_certificate() + "\n"); // of the same name
    ASSERT_TRUE(pin_newer_profile(second, data_));
    EXPECT_EQ(load_office_profile({}, data_)->profile, second.profile);
    // As if the power had failed between the certificates and the profile.
    ASSERT_TRUE(write_file(data_ / "profile.toml", text));
    fs::remove(data_ / "profile.pin");
    EXPECT_EQ(load_office_profile({}, data_)->profile, first.profile);
}

TEST_F(StationFiles, ANewerProfileIsPinnedAndTheEarlierNeverTakenAgain) {
    pin(7);
    ASSERT_TRUE(pin_newer_profile(*load_office_profile(profile_of(8), data_), data_));
    EXPECT_EQ(load_office_profile({}, data_)->profile.version, 8U) << "kept, too";
    ASSERT_TRUE(load_office_profile(profile_of(8), data_)) << "the same again";
    EXPECT_TRUE(load_office_profile(profile_of(7), data_).failed_with(Code::profile_older));
}

TEST_F(StationFiles, AnOlderProfileThanThePinnedIsRefused) {
    pin(7);
    EXPECT_TRUE(load_office_profile(profile_of(6), data_).failed_with(Code::profile_older));
    EXPECT_EQ(load_office_profile({}, data_)->profile.version, 7U);
}

TEST_F(StationFiles, AnotherAgencysProfileIsNotTaken) {
    pin(7);
    const auto other = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto file = data_ / "other.toml";
    ASSERT_TRUE(
        write_file(file, bytes_of(profile::sign_profile(profile::shortest(), other).value())));
    EXPECT_TRUE(load_office_profile(file, data_).failed_with(Code::profile_signature_wrong));
    ASSERT_TRUE(write_file(file, bytes_of(profile::shortest())));
    EXPECT_TRUE(load_office_profile(file, data_).failed_with(Code::profile_unsigned));
}

TEST_F(StationFiles, BeforeEnrolmentAProfileMustBeSignedByTheKeyItNames) {
    const auto other = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto file = data_ / "other.toml";
    ASSERT_TRUE(
        write_file(file, bytes_of(profile::sign_profile(profile::shortest(), other).value())));
    EXPECT_TRUE(load_office_profile(file, data_).failed_with(Code::profile_signature_wrong));
    EXPECT_TRUE(load_office_profile(profile_of(7), data_));
    EXPECT_FALSE(fs::exists(data_ / "profile.pin")) << "reading pins nothing";
}

TEST_F(StationFiles, APinThatIsDamagedOrGoneBelievesNoProfile) {
    pin(7);
    const auto good = text_of(*read_file(data_ / "profile.pin", 10'000));
    for (const auto& text : {std::string("no JSON"), std::string("[]"), std::string()}) {
        ASSERT_TRUE(write_file(data_ / "profile.pin", bytes_of(text)));
        EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_station_files_damaged))
            << text;
    }
    for (const auto* key : {"\"id\":", "\"version\":", "\"agency_key\":", "\"practice\":"}) {
        auto text = good;
        text.replace(text.find(key), 2, "\"x");
        ASSERT_TRUE(write_file(data_ / "profile.pin", bytes_of(text)));
        EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_station_files_damaged))
            << key;
    }
    for (const auto* wrong :
         {R"({"id": 7, "version": 7, "agency_key": "aa", "practice": true})",
          R"({"id": "x", "version": "7", "agency_key": "aa", "practice": true})",
          R"({"id": "x", "version": -7, "agency_key": "aa", "practice": true})",
          R"({"id": "x", "version": 7.5, "agency_key": "aa", "practice": true})",
          R"({"id": "x", "version": 7, "agency_key": null, "practice": true})",
          R"({"id": "x", "version": 7, "agency_key": "aa", "practice": "true"})"}) {
        ASSERT_TRUE(write_file(data_ / "profile.pin", bytes_of(wrong)));
        EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_station_files_damaged))
            << wrong;
    }
    ASSERT_TRUE(write_file(data_ / "profile.pin", bytes_of(good)));
    EXPECT_TRUE(load_office_profile({}, data_));
    fs::remove(data_ / "profile.pin");
    EXPECT_TRUE(load_office_profile({}, data_)) << "nobody was enrolled here yet";
    ASSERT_TRUE(make_private_folder(data_ / "keys"));
    ASSERT_TRUE(write_file(data_ / "keys" / "station.pem", bytes_of("x")));
    EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_station_files_damaged));
    ASSERT_TRUE(make_private_folder(data_ / "enrolment"));
    EXPECT_TRUE(load_office_profile({}, data_)) << "an enrolment is under way";
}

TEST_F(StationFiles, AreMissedOneByOne) {
    ASSERT_TRUE(make_private_folder(data_ / "keys"));
    for (const auto* file :
         {"machine.secret", "keys/tls.key", "keys/journal.key", "keys/station.pem"}) {
        const auto missing = require_station_keys(data_);
        ASSERT_TRUE(missing.failed_with(Code::app_station_keys_missing)) << file;
        EXPECT_EQ(missing.failure().detail, file);
        ASSERT_TRUE(write_file(data_ / file, bytes_of("x")));
    }
    EXPECT_TRUE(require_station_keys(data_));
}

TEST_F(StationFiles, HoldFourCertificatesInTheirOrder) {
    const auto named = [](const char* name) {
        crypto::CertificateTemplate content;
        content.subject = {{"CN", name}};
        content.not_before = *instant_from("2026-01-01T00:00:00.000Z");
        content.not_after = *instant_from("2036-01-01T00:00:00.000Z");
        return crypto::make_self_signed(content, profile::agency_key()).value();
    };
    const StationCertificates kept{named("TLS"), named("Registration"), named("Journal"),
                                   named("Issuing")};
    ASSERT_TRUE(make_private_folder(data_ / "keys"));
    ASSERT_TRUE(keep_station_certificates(kept, data_));
    const auto back = station_certificates(data_);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->tls, kept.tls);
    EXPECT_EQ(back->registration, kept.registration);
    EXPECT_EQ(back->journal, kept.journal);
    EXPECT_EQ(back->issuing, kept.issuing);
    const auto pem = text_of(*read_file(data_ / "keys" / "station.pem", 100'000));
    EXPECT_EQ(pem,
              kept.tls.pem() + kept.registration.pem() + kept.journal.pem() + kept.issuing.pem());
    for (const auto& other : {pem + kept.tls.pem(), kept.tls.pem() + kept.journal.pem()}) {
        ASSERT_TRUE(write_file(data_ / "keys" / "station.pem", bytes_of(other)));
        EXPECT_TRUE(station_certificates(data_).failed_with(Code::app_station_files_damaged));
    }
}

// As another user's folder is: nobody tells us what lies there.
TEST_F(StationFiles, ThatMayNotBeLookedAtAreNamed) {
    const auto file = profile_of(7);
    const auto beyond = data_ / "loop";
    fs::create_symlink("loop", beyond);
    for (const auto& loaded :
         {load_office_profile({}, beyond), load_office_profile(file, beyond)}) {
        ASSERT_TRUE(loaded.failed_with(Code::file_unreadable));
        EXPECT_EQ(fs::path(loaded.failure().where->file).parent_path(), beyond);
    }
    EXPECT_TRUE(require_station_keys(beyond).failed_with(Code::file_unreadable));
}

// No surprise for whoever takes another user's folder, whatever the command.
TEST_F(StationFiles, ThatMayNotBeLookedAtSurpriseNoCommand) {
    const auto beyond = data_ / "loop";
    fs::create_symlink("loop", beyond);
    const auto words = data_ / "words";
    ASSERT_TRUE(write_file(words, bytes_of("Practice makes perfect 7\n")));
    const auto signed_profile = profile_of(7).string();
    const std::vector<std::string> lines[] = {
        {"queue"},
        {"doctor"},
        {"journal", "verify"},
        {"decide", words.string()},
        {"restore", words.string()},
        {"--profile", signed_profile, "queue"},
        {"--profile", signed_profile, "station", "enrol", "--code", words.string()}};
    for (const auto& line : lines) {
        std::vector<std::string> said = {
            "koltamgactl",   "--language", "en",   "--data",
            beyond.string(), "--operator", "aida", "--operator-password-file",
            words.string()};
        said.insert(said.end(), line.begin(), line.end());
        std::vector<const char*> arguments;
        for (const auto& word : said) {
            arguments.push_back(word.c_str());
        }
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_NE(run_koltamgactl(static_cast<int>(arguments.size()), arguments.data(), out, err),
                  0);
        EXPECT_THAT(out.str() + err.str(), testing::HasSubstr("file.unreadable")) << line.back();
        EXPECT_THAT(out.str() + err.str(), testing::HasSubstr(beyond.string())) << line.back();
    }
}

TEST_F(StationFiles, WithoutAProfileThereIsNoStation) {
    EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_not_enrolled));
}

} // namespace
} // namespace koltamga::app
