// What `--out` may name: nothing of the station's, nothing that is read, and no earlier backup.
#include "app/out_path.h"

#include "app/ctl.h"
#include "base/file.h"

#include <gmock/gmock.h>

#include <sstream>

namespace koltamga::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OutPath : public testing::Test {
  protected:
    void SetUp() override {
        home_ = fs::path(testing::TempDir()) / "out-path";
        fs::remove_all(home_);
        data_ = home_ / "station";
        ASSERT_TRUE(make_private_folder(data_ / "keys"));
        ASSERT_TRUE(make_private_folder(home_ / "desk"));
        keep("station/station.db");
        keep("desk/applicant.toml");
    }
    void TearDown() override { fs::remove_all(home_); }

    void keep(const fs::path& name) {
        ASSERT_TRUE(write_file(home_ / name, bytes_of("what was there")));
    }
    bool still_there(const fs::path& name) {
        const auto text = read_file(home_ / name, 100);
        return text && text_of(*text) == "what was there";
    }
    std::string refusal(const fs::path& out, Existing existing = Existing::replaced) {
        const auto done =
            require_good_out(out, {data_, {"", "-", home_ / "desk" / "applicant.toml"}, existing});
        if (!done) {
            EXPECT_TRUE(done.failed_with(Code::app_usage));
            EXPECT_EQ(done.failure().where->file, out.string());
        }
        return done ? "" : done.failure().detail;
    }
    // koltamgactl on this station, where nobody is enrolled.
    std::string say(std::vector<std::string> words, int status) {
        const auto data = data_.string();
        std::vector<const char*> line = {"koltamgactl", "--language", "en", "--data", data.c_str()};
        for (const auto& word : words) {
            line.push_back(word.c_str());
        }
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_EQ(run_koltamgactl(static_cast<int>(line.size()), line.data(), out, err), status);
        return err.str();
    }

    fs::path home_, data_;
};

TEST_F(OutPath, IntoTheDataFolderIsRefusedHoweverItIsSpelled) {
    fs::create_directory_symlink(data_, home_ / "link");
    fs::create_symlink(data_ / "station.db", home_ / "desk" / "shortcut");
    fs::create_symlink(home_ / "desk" / "elsewhere", data_ / "inner");
    for (const auto& out : {data_, data_ / "", data_ / "station.db", data_ / "new" / "papers",
                            home_ / "desk" / ".." / "station" / "machine.secret",
                            home_ / "link" / "keys", home_ / "link", home_ / "desk" / "shortcut",
                            data_ / "inner", fs::relative(data_ / "blobs")}) {
        EXPECT_THAT(refusal(out), HasSubstr("into the data folder")) << out;
    }
}

TEST_F(OutPath, BesideTheDataFolderIsGood) {
    keep("desk/agreement.pdf");
    for (const auto& out : {home_, home_ / "station-papers", home_ / "desk" / "agreement.pdf",
                            home_ / "new" / "folder", data_ / ".." / "copy", fs::path("copy")}) {
        EXPECT_EQ(refusal(out), "") << out;
    }
}

TEST_F(OutPath, OfAFileThatIsReadIsRefused) {
    fs::create_symlink(home_ / "desk" / "applicant.toml", home_ / "desk" / "shortcut");
    fs::create_hard_link(home_ / "desk" / "applicant.toml", home_ / "desk" / "second-name");
    for (const auto& out :
         {home_ / "desk" / "applicant.toml", home_ / "desk" / "." / "applicant.toml",
          home_ / "desk" / "shortcut", home_ / "desk" / "second-name"}) {
        EXPECT_THAT(refusal(out), HasSubstr("the same command reads")) << out;
    }
}

TEST_F(OutPath, OfWhatIsKeptMustBeNew) {
    keep("desk/copy.backup");
    fs::create_symlink(home_ / "nowhere", home_ / "desk" / "dangling");
    for (const auto* name : {"copy.backup", "dangling", ""}) {
        EXPECT_THAT(refusal(home_ / "desk" / name, Existing::kept), HasSubstr("there already"))
            << name;
    }
    EXPECT_EQ(refusal(home_ / "desk" / "new.backup", Existing::kept), "");
    EXPECT_EQ(refusal(home_ / "desk" / "new.pdf", Existing::kept_unless_pdf), "");
    EXPECT_THAT(refusal(home_ / "desk" / "copy.backup", Existing::kept_unless_pdf),
                HasSubstr("there already"));
}

TEST_F(OutPath, IsLookedAtByEveryCommandBeforeAnythingElse) {
    const auto applicant = (home_ / "desk" / "applicant.toml").string();
    const auto database = (data_ / "station.db").string();
    const std::vector<std::string> commands[] = {
        {"backup"},
        {"journal", "export"},
        {"agreement", "ID"},
        {"refusal", "ID"},
        {"register", "--on", "2026-11-22"},
        {"resume", "ID"},
        {"issue", applicant, "--portrait", "p", "--applicant-password-file", "w"}};
    for (auto words : commands) {
        const auto name = words.front();
        words.insert(words.end(), {"--out", database});
        EXPECT_THAT(say(words, 2), HasSubstr("into the data folder")) << name;
        EXPECT_TRUE(still_there("station/station.db")) << name;
    }
    EXPECT_THAT(say({"issue", applicant, "--portrait", "p", "--applicant-password-file", "w",
                     "--out", applicant},
                    2),
                HasSubstr("the same command reads"));
    EXPECT_THAT(
        say({"--operator-password-file", applicant, "agreement", "ID", "--out", applicant}, 2),
        HasSubstr("the same command reads"));
    EXPECT_THAT(say({"--profile", applicant, "agreement", "ID", "--out", applicant}, 2),
                HasSubstr("the same command reads"));
}

TEST_F(OutPath, OfBackupAndExportReplacesNothing) {
    keep("desk/copy");
    const auto copy = (home_ / "desk" / "copy").string();
    const std::vector<std::string> commands[] = {{"backup", "--out"},
                                                 {"journal", "export", "--out"}};
    for (auto words : commands) {
        words.push_back(copy);
        EXPECT_THAT(say(words, 2), HasSubstr("it is not replaced"));
        words.back() = "-";
        EXPECT_THAT(say(words, 2), HasSubstr("expects the name of a file"));
    }
    EXPECT_TRUE(still_there("desk/copy"));
}

} // namespace
} // namespace koltamga::app
