// Deciding at the terminal, which needs no station: what it prints and how it ends.
#include "app/ctl.h"
#include "base/file.h"
#include "tests/profile/example.h"

#include <gmock/gmock.h>

#include <sstream>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DecideLine : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / "decide-line";
        std::filesystem::remove_all(folder_);
        ASSERT_TRUE(make_private_folder(folder_));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(const char* name, const std::string& text) const {
        EXPECT_TRUE(write_file(folder_ / name, bytes_of(text)));
        return (folder_ / name).string();
    }

    std::string applicant(const char* born, const char* pin) const {
        return file("applicant.toml",
                    std::string("[applicant]\npin = \"") + pin +
                        "\"\nsurname = \"ASANOV\"\ngiven_names = \"USON\"\nsex = \"M\"\n"
                        "birth_date = " +
                        born +
                        "\n[document]\ntype = \"id-card\"\nnumber = \"ID0000000\"\n"
                        "expires = 2035-01-01\n[consent]\npersonal_data = true\n"
                        "register_lookup = true\nuis_account = true\nterms = true\n");
    }
    std::string grown_up() const { return applicant("1990-01-01", "20101199000008"); }

    std::string profile_east_of_greenwich_by(int minutes) const {
        auto text = profile::shortest();
        const std::string office = "[office]\n";
        text.insert(text.find(office) + office.size(),
                    "utc_offset_minutes = " + std::to_string(minutes) + "\n");
        return file("profile.toml", profile::sign_profile(text, profile::agency_key()).value());
    }

    struct Decided {
        int status = -1;
        Json json;
        std::string err;
    };
    Decided decide(std::vector<std::string> words) const {
        const auto nowhere = (folder_ / "no-station").string();
        words.insert(words.begin(), {"--json", "--language", "en", "--data", nowhere});
        std::vector<const char*> line = {"koltamgactl"};
        for (const auto& word : words) {
            line.push_back(word.c_str());
        }
        std::ostringstream out;
        std::ostringstream err;
        const int status = run_koltamgactl(static_cast<int>(line.size()), line.data(), out, err);
        return {status, Json::parse(out.str(), nullptr, false), err.str()};
    }

    std::filesystem::path folder_;
};

TEST_F(DecideLine, EndsAsTheVerdictSays) {
    const auto eligible = decide({"decide", grown_up(), "--on", "2026-11-22"});
    EXPECT_EQ(eligible.status, 0) << eligible.err;
    EXPECT_EQ(eligible.json.at("verdict"), "eligible");
    EXPECT_EQ(eligible.json.at("reference_date"), "2026-11-22");
    const auto refused =
        decide({"decide", applicant("2010-06-15", "21506201000003"), "--on", "2026-11-22"});
    EXPECT_EQ(refused.status, 1) << refused.err;
    EXPECT_EQ(refused.json.at("verdict"), "refused");
    EXPECT_EQ(refused.json.at("reasons").at(0).at("rule"), "full-age");
    EXPECT_FALSE(refused.json.contains("error")) << "a verdict is no failure";
}

TEST_F(DecideLine, TakesTheDayThatIsNamed) {
    const auto young = applicant("2010-06-15", "21506201000003");
    EXPECT_EQ(decide({"decide", young, "--on", "2028-06-14"}).status, 1);
    EXPECT_EQ(decide({"decide", young, "--on", "2028-06-15"}).status, 0);
    for (const auto* day : {"15.06.2028", "2028-06-XX", "2028-02-30", "today"}) {
        const auto said = decide({"decide", young, "--on", day});
        EXPECT_EQ(said.status, 2) << day;
        EXPECT_THAT(said.err, HasSubstr("YYYY-MM-DD"));
    }
}

// Where the sun rises first and last it is never the same day.
TEST_F(DecideLine, TakesTheOfficesDayWhereNoneIsNamed) {
    const auto today_at = [&](int minutes) {
        const auto profile = profile_east_of_greenwich_by(minutes);
        const auto said = decide({"--profile", profile, "decide", grown_up()});
        EXPECT_EQ(said.status, 0) << said.err;
        return said.json.value("reference_date", "");
    };
    const auto first = today_at(14 * 60);
    const auto last = today_at(-12 * 60);
    EXPECT_GT(first, last);
}

TEST_F(DecideLine, WeighsWhatWasTypedAgainstTheZone) {
    auto text = text_of(read_file(grown_up(), 10'000).value());
    text.insert(text.find("type = "), "mrz = [\"IDKGZID0000000520101199000008<\", "
                                      "\"9001011M3501014KGZ<<<<<<<<<<<1\", "
                                      "\"ASANOV<<USON<<<<<<<<<<<<<<<<<<\"]\n");
    const auto rules = [&](const std::string& applicant) {
        const auto said = decide({"decide", file("both.toml", applicant), "--on", "2026-11-22"});
        EXPECT_EQ(said.status, 0) << said.err;
        std::string all;
        for (const auto& reason : said.json.at("reasons")) {
            all += reason.at("rule").get<std::string>() + ' ' +
                   reason.at("inputs").value("fields", "") + '\n';
        }
        return all;
    };
    EXPECT_THAT(rules(text), Not(HasSubstr("identity-differs")));
    text.replace(text.find("\"ASANOV\""), 8, "\"SADYROV\"");
    EXPECT_THAT(rules(text), HasSubstr("identity-differs surname\n"));
}

TEST_F(DecideLine, NeedsEveryConsent) {
    const auto text = text_of(read_file(grown_up(), 10'000).value());
    for (const std::string name : {"personal_data", "register_lookup", "uis_account", "terms"}) {
        auto without = text;
        without.replace(without.find(name + " = true"), name.size() + 7, name + " = false");
        const auto said = decide({"decide", file("no.toml", without), "--on", "2026-11-22"});
        EXPECT_EQ(said.status, 1) << said.err;
        EXPECT_EQ(said.json.at("reasons").at(0).at("rule"), "consent-missing") << name;
    }
}

TEST_F(DecideLine, NeedsAFileOrARecordAndNotBoth) {
    for (const auto& words : {std::vector<std::string>{"decide"},
                              {"decide", grown_up(), "--replay", "7K3M-0QXT-9B2E-HN4W"}}) {
        const auto said = decide(words);
        EXPECT_EQ(said.status, 2);
        EXPECT_EQ(said.json.at("error").at("code"), "app.usage");
    }
}

} // namespace
} // namespace koltamga::app
