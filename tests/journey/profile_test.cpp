// Which profile a station goes by: what it keeps of it, and who may change what is kept.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

namespace koltamga::journey {
namespace {

class OfficeProfiles : public testing::Test {
  protected:
    std::string root() const { return read_text(office.practice() / "root.pem"); }

    // As at an office where nobody names the profile any more.
    Said by_itself(const std::vector<std::string>& command) {
        auto line = office.ctl_line(command);
        line.erase(line.begin() + 2, line.begin() + 4); // --profile FILE
        const auto ended = run(line);
        return {ended.status, Json::parse(ended.out, nullptr, false), ended.err};
    }

    std::string kept() const {
        return read_text(office.station() / "profile.toml") +
               read_text(office.station() / "profile.pin");
    }

    Office office;
};

TEST_F(OfficeProfiles, WithCertificatesInFilesAreKeptWithThem) {
    office.sign_profile_with_root_file(read_text(office.profile()), root());
    ASSERT_EQ(office.enrol().status, 0);
    std::filesystem::remove(office.root_file());
    const auto said = by_itself(office.issue_command(grown_up()));
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.json.at("state"), "handed-over");
}

TEST_F(OfficeProfiles, ThatAreNewerAreKeptByWhoeverWritesAndByNobodyElse) {
    ASSERT_EQ(office.enrol().status, 0);
    const auto before = kept();
    auto text = read_text(office.profile());
    text.replace(text.find("version = 1"), 11, "version = 2");
    office.sign_profile_with_root_file(text, root() + "\n");
    for (const auto& reading : {std::vector<std::string>{"applications"},
                                {"journal", "verify"},
                                {"operator", "list"},
                                {"doctor"}}) {
        EXPECT_EQ(office.ctl(reading, "").status, 0) << reading.front();
        EXPECT_EQ(kept(), before) << reading.front();
    }
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    EXPECT_NE(kept(), before);
    EXPECT_EQ(read_text(office.station() / "profile.toml"), read_text(office.profile()));
    std::filesystem::remove(office.root_file());
    EXPECT_EQ(by_itself({"sync"}).status, 0);
}

} // namespace
} // namespace koltamga::journey
