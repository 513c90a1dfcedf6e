// The command line: what it understands, what it says when it does not, and that every command a
// remedy names is one.
#include "app/ctl.h"

#include "app/journey.h"
#include "base/failure.h"
#include "tests/app/spoken.h"

#include <gmock/gmock.h>

#include <sstream>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Words = std::vector<std::string>;

std::vector<const char*> pointers(const Words& words) {
    std::vector<const char*> all = {"koltamgactl"};
    for (const auto& word : words) {
        all.push_back(word.c_str());
    }
    return all;
}

CommandLine::Outcome understood(const Words& words) {
    Ctl ctl;
    std::ostringstream help;
    const auto all = pointers(words);
    return read_line(ctl, Language::en, static_cast<int>(all.size()), all.data(), help).outcome;
}

struct Said {
    int status = -1;
    std::string out, err;
};

Said say(const Words& words) {
    std::ostringstream out;
    std::ostringstream err;
    const auto all = pointers(words);
    const int status = run_koltamgactl(static_cast<int>(all.size()), all.data(), out, err);
    return {status, out.str(), err.str()};
}

Said say_in_english(const Words& words) {
    Words line = {"--language", "en"};
    line.insert(line.end(), words.begin(), words.end());
    return say(line);
}

Words words_of(const std::string& text) {
    std::istringstream stream(text);
    Words words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

// The commands that stand in backticks, without the program's name.
std::vector<Words> commands_in(const std::string& text) {
    const std::regex command("`koltamgactl ([^`]+)`");
    std::vector<Words> all;
    for (std::sregex_iterator at(text.begin(), text.end(), command), end; at != end; ++at) {
        all.push_back(words_of((*at)[1]));
    }
    return all;
}

// A command named whole is understood; one named without its arguments exists.
bool exists(Words words) {
    if (understood(words) == CommandLine::Outcome::parsed) {
        return true;
    }
    const bool bare = std::ranges::all_of(words, [](const std::string& word) {
        return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    });
    std::string spelled = "koltamgactl";
    for (const auto& word : words) {
        spelled += " " + word;
    }
    words.emplace_back("--help"); // of the command, not of the line that did not know it
    return bare && say(words).out.find(spelled + " ") != std::string::npos;
}

constexpr Language languages[] = {Language::ky, Language::ru, Language::en};

TEST(Remedies, NameOnlyCommandsThatAreUnderstood) {
    std::size_t named = 0;
    for (const auto& failure : all_failures()) {
        for (const auto language : languages) {
            const auto text = text_for(failure.code, language);
            for (const auto& command :
                 commands_in(std::string(text.cause) + " " + std::string(text.remedy))) {
                EXPECT_TRUE(exists(command)) << failure.name << ": " << text.remedy;
                ++named;
            }
        }
    }
    EXPECT_GT(named, 100U);
}

TEST(Remedies, NameTheSameCommandsInEveryLanguage) {
    for (const auto& failure : all_failures()) {
        const auto commands = [&](Language language) {
            return commands_in(std::string(text_for(failure.code, language).remedy));
        };
        EXPECT_EQ(commands(Language::ky), commands(Language::en)) << failure.name;
        EXPECT_EQ(commands(Language::ru), commands(Language::en)) << failure.name;
    }
}

TEST(Remedies, LeaveTheSamePlacesOpenInEveryLanguage) {
    const std::regex place("\\{([a-z]+)\\}");
    for (const auto& failure : all_failures()) {
        std::set<std::string> names[3];
        for (const auto language : languages) {
            const auto text = text_for(failure.code, language);
            const std::string both = std::string(text.cause) + std::string(text.remedy);
            for (std::sregex_iterator at(both.begin(), both.end(), place), end; at != end; ++at) {
                names[static_cast<std::size_t>(language)].insert((*at)[1]);
            }
        }
        EXPECT_EQ(names[0], names[2]) << failure.name;
        EXPECT_EQ(names[1], names[2]) << failure.name;
    }
}

TEST(Line, ThatIsNoCommandIsNotTakenForOne) { // so that the test above can fail
    EXPECT_FALSE(exists({"retry"}));
    EXPECT_FALSE(exists({"resume", "ID", "--again"}));
    EXPECT_FALSE(exists({"revoke", "ID"}));
    EXPECT_TRUE(exists({"issue"}));
    EXPECT_TRUE(exists({"journal", "verify"}));
}

TEST(Line, AMistypedCommandIsToldTheNearest) {
    const auto said = say({"--language", "en", "isue", "applicant.toml"});
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.err, HasSubstr("“isue” is not known here; perhaps “issue”"));
    EXPECT_THAT(said.err, HasSubstr("issue, resume, cancel, revoke"));
    EXPECT_THAT(say({"--language", "en", "mrz", "prse", "x"}).err, HasSubstr("perhaps “parse”"));
    EXPECT_THAT(say({"--language", "en"}).err,
                HasSubstr("there is no command. The commands are: "));
}

TEST(Line, AMistypedOptionIsToldTheNearest) {
    EXPECT_THAT(say({"--language", "en", "cancel", "X", "--reason", "x", "--raeson", "y"}).err,
                HasSubstr("“--raeson” is not known here"));
    EXPECT_THAT(say({"--language", "en", "cancel", "X"}).err, HasSubstr("--reason is missing"));
    EXPECT_THAT(say({"--language", "en", "show", "--data"}).err, HasSubstr("--data"));
}

TEST(Line, RevocationNamesItsProofAndWhoAsks) {
    EXPECT_EQ(understood({"revoke", "ID", "--reason", "keyCompromise"}),
              CommandLine::Outcome::parsed)
        << "a supervisor's word is enough";
    const auto unproved =
        say_in_english({"revoke", "ID", "--reason", "keyCompromise", "--by", "holder"});
    EXPECT_EQ(unproved.status, 2);
    EXPECT_THAT(unproved.err, HasSubstr("--proof is missing"));
    EXPECT_EQ(understood({"revoke", "ID", "--reason", "keyCompromise", "--proof", "ID card"}),
              CommandLine::Outcome::parsed);
    const Words line = {"--language",    "en",      "revoke",  "ID",   "--reason",
                        "keyCompromise", "--proof", "ID card", "--by", "neighbour"};
    const auto said = say(line);
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.err, HasSubstr("“--by” expects one of: holder, supervisor"));
    const auto blank =
        say({"--language", "en", "revoke", "ID", "--reason", "keyCompromise", "--proof", " "});
    EXPECT_EQ(blank.status, 2);
    EXPECT_THAT(blank.err, HasSubstr("“--proof” needs a value"));
}

db::Session as(db::Role role) {
    return {"aida", role, nullptr};
}

TEST(RevocationWish, OfAHolderIsProved) {
    for (const auto role : {db::Role::clerk, db::Role::supervisor}) {
        EXPECT_TRUE(with_who_asks({"x", "holder", ""}, as(role)).failed_with(Code::app_usage));
        EXPECT_EQ(with_who_asks({"x", "holder", "card"}, as(role))->proof, "card");
        EXPECT_EQ(with_who_asks({"x", "", "card"}, as(role))->by, "holder");
    }
    EXPECT_TRUE(with_who_asks({"x", "", ""}, as(db::Role::clerk)).failed_with(Code::app_usage));
}

TEST(RevocationWish, OfASupervisorNeedsNoProofAndIsGivenNone) {
    for (const auto* by : {"", "supervisor"}) {
        const auto wish = with_who_asks({"x", by, ""}, as(db::Role::supervisor));
        ASSERT_TRUE(wish);
        EXPECT_EQ(wish->by, "supervisor");
        EXPECT_EQ(wish->proof, "");
        EXPECT_EQ(wish->reason, "x");
    }
    const auto told = with_who_asks({"x", "supervisor", "order"}, as(db::Role::supervisor));
    EXPECT_EQ(told->proof, "order");
    EXPECT_TRUE(with_who_asks({"x", "supervisor", "order"}, as(db::Role::clerk))
                    .failed_with(Code::operator_not_allowed));
}

TEST(Line, AValueOfNothingButSpaceIsNone) {
    const Words lines[] = {
        {"cancel", "ID", "--reason", " "},
        {"cancel", "ID", "--reason", ""},
        {"decide", "file", "--on", "\t"},
        {"issue", "file", "--portrait", "p", "--applicant-password-file", "w", "--reissue", ""},
        {"backup", "--out", ""},
        {"show", " "}};
    for (const auto& words : lines) {
        const auto said = say_in_english(words);
        EXPECT_EQ(said.status, 2) << words.back();
        EXPECT_THAT(said.err, HasSubstr("needs a value")) << words.front();
    }
}

TEST(Line, SaysThatAnOptionIsGivenOnce) {
    for (const Words& words : {Words{"--data", "a", "--data", "b", "queue"},
                               Words{"cancel", "ID", "--reason", "a", "--reason", "b"}}) {
        const auto said = say_in_english(words);
        EXPECT_EQ(said.status, 2);
        EXPECT_THAT(said.err, HasSubstr("” is given once")) << said.err;
    }
}

TEST(Line, AnOptionBehindItsCommandIsToldWhereItStands) {
    EXPECT_THAT(say_in_english({"show", "ID", "--json"}).err,
                HasSubstr("“--json” stands before the command"));
    EXPECT_THAT(say_in_english({"operator", "list", "--data", "x"}).err,
                HasSubstr("“--data” stands before the command"));
}

TEST(Line, StandardInputIsReadOnce) {
    const Words twice[] = {{"issue", "a.toml", "--portrait", "p", "--applicant-password-file", "-"},
                           {"station", "enrol", "--code", "-"},
                           {"operator", "add", "bek", "--password-file", "-"},
                           {"operator", "reset", "bek", "--password-file", "-"}};
    for (const auto& words : twice) {
        Words line = {"--data", "/nowhere", "--operator", "aida", "--operator-password-file", "-"};
        line.insert(line.end(), words.begin(), words.end());
        const auto said = say_in_english(line);
        EXPECT_EQ(said.status, 2);
        EXPECT_THAT(said.err, HasSubstr("standard input can be read once only")) << words.front();
    }
    EXPECT_THAT(say_in_english({"agreement", "ID", "--out", "-"}).err,
                HasSubstr("“--out” expects the name of a file"));
}

TEST(Line, ARegisterIsOfOneDayAndAPaperOfALanguageThereIs) {
    for (const auto* day : {"22.11.2026", "2026-11-31", "today", ""}) {
        const auto said = say_in_english({"register", "--on", day, "--out", "r.pdf"});
        EXPECT_EQ(said.status, 2) << day;
        EXPECT_THAT(said.err, HasSubstr("“--on”")) << day;
    }
    for (const Words& words : {Words{"register", "--on", "2026-11-22"}, {"refusal", "ID"}}) {
        Words line = words;
        line.insert(line.end(), {"--out", "r.pdf", "--language", "de"});
        EXPECT_THAT(say_in_english(line).err, HasSubstr("“--language”")) << words.front();
    }
    EXPECT_EQ(say({"register", "--out", "r.pdf"}).status, 2);
    EXPECT_EQ(say({"refusal", "ID"}).status, 2);
}

TEST(Line, ReplayTakesNoOtherDay) {
    const auto said = say({"--language", "en", "decide", "--replay", "ID", "--on", "2026-11-22"});
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.err, HasSubstr("takes no “--on”"));
}

TEST(Line, SpeaksTheLanguageItNames) {
    EXPECT_THAT(say({"--language", "ru", "isue"}).err, HasSubstr("Команда записана неверно"));
    EXPECT_THAT(say({"--language=ky", "isue"}).err, HasSubstr("Буйрук туура эмес"));
    EXPECT_THAT(say({"--data", "/nowhere", "--language", "ru", "isue"}).err, HasSubstr("Команда"));
    EXPECT_EQ(say({"--language", "de", "applications"}).status, 2);
}

// Each command's help, found through the help of the one above it.
void collect_help(const Words& command, const char* language, std::vector<std::string>& pages) {
    Words line = {"--language", language};
    line.insert(line.end(), command.begin(), command.end());
    line.emplace_back("--help");
    pages.push_back(say(line).out);
    const std::regex sub("\\n  ([a-z]+) ");
    const auto page = pages.back();
    for (std::sregex_iterator at(page.begin(), page.end(), sub), end; at != end; ++at) {
        auto deeper = command;
        deeper.push_back((*at)[1]);
        if (deeper.size() <= 2) {
            collect_help(deeper, language, pages);
        }
    }
}

TEST(Help, IsOfTheLanguageThatIsSpoken) {
    // A long name stands on a line of its own.
    const std::regex name_alone("( *--[a-z-]+ [.* ]*)?");
    for (const auto* language : {"ky", "ru"}) {
        std::vector<std::string> pages;
        collect_help({}, language, pages);
        EXPECT_GT(pages.size(), 25U);
        for (const auto& page : pages) {
            std::istringstream lines(page);
            for (std::string line; std::getline(lines, line);) {
                const bool cyrillic =
                    line.find('\xD0') != line.npos || line.find('\xD1') != line.npos;
                EXPECT_TRUE(cyrillic || std::regex_match(line, name_alone))
                    << language << ": " << line;
            }
        }
    }
}

TEST(Line, WrongInAnyWaySpeaksNoEnglishToOthers) {
    const std::vector<Words> wrong = {{},
                                      {"isue"},
                                      {"mrz"},
                                      {"mrz", "prse"},
                                      {"issue"},
                                      {"show"},
                                      {"show", "a", "b"},
                                      {"show", "--frob"},
                                      {"show", "--data"},
                                      {"revoke", "ID"},
                                      {"revoke", "ID", "--reason", "x", "--proof", "y"},
                                      {"applications", "--state", "x"},
                                      {"decide"},
                                      {"decide", "file", "--on", "x"},
                                      {"decide", "/nowhere/applicant.toml"},
                                      {"mrz", "parse", "/nowhere/zone"},
                                      {"show", "ID"},
                                      {"queue"},
                                      {"operator", "list"},
                                      {"journal", "export", "--out", "x"},
                                      {"cancel", "ID", "--reason", "x"}};
    for (const auto* language : {"ky", "ru"}) {
        for (const auto& words : wrong) {
            Words line = {"--data", "/nowhere/station", "--language", language};
            line.insert(line.end(), words.begin(), words.end());
            const auto said = say(line);
            EXPECT_EQ(said.status, 2) << said.err;
            EXPECT_THAT(spoken::english_in(said.err + said.out), IsEmpty())
                << language << ": " << said.err;
        }
    }
}

} // namespace
} // namespace koltamga::app
