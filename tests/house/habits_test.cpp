// Habits of the house that a reader relies on and a machine can see.
#include "tests/house/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <regex>

namespace koltamga::house {
namespace {

constexpr std::size_t most_lines_of_file = 600;
constexpr std::size_t most_lines_of_function = 60;

const std::set<std::string> written_by_hand = {".h",   ".cpp", ".def",   ".in", ".toml", ".md",
                                               ".txt", ".sh",  ".cmake", ".py", ".json", ".sql"};

// Synthetic numbers, and the published specimen's: no others may stand in the tree.
const std::set<std::string> known_numbers = {
    "20101199000008", "20101199000013", "20101199000730", "12902200000011",
    "12902200000009", "12902200000150", "21506201000003", "20905199900000",
    "20101199000009", // the first with a wrong check digit
};

// Sex or first digit, day, month and year of a person who could live: such a number might be
// somebody's. One that nobody can bear may stand in a table of bad inputs.
bool could_be_somebodys(const std::string& number) {
    using namespace std::chrono;
    const auto part = [&](std::size_t from, std::size_t count) {
        return std::stoi(number.substr(from, count));
    };
    const year_month_day born(year(part(5, 4)), month(static_cast<unsigned>(part(3, 2))),
                              day(static_cast<unsigned>(part(1, 2))));
    const bool sex = number[0] == '1' || number[0] == '2';
    return sex && born.ok() && born.year() >= year(1900) && born.year() < year(2026);
}

std::vector<std::string> matches(const std::vector<SourceFile>& files, const std::regex& pattern,
                                 bool code_only) {
    std::vector<std::string> found;
    for (const auto& file : files) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string line(code_only ? code_of(file.lines[i]) : file.lines[i]);
            if (std::regex_search(line, pattern)) {
                found.push_back(file.at(i) + " " + line);
            }
        }
    }
    return found;
}

TEST(Habits, NoPersonalNumberStandsInTheTreeButTheSyntheticOnes) {
    const std::regex digits("[0-9]{14,}");
    std::vector<std::string> violations;
    for (const auto& file : all_files(written_by_hand)) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const auto& line = file.lines[i];
            for (std::sregex_iterator at(line.begin(), line.end(), digits), end; at != end; ++at) {
                const std::string number = at->str();
                if (number.size() == 14 && could_be_somebodys(number) &&
                    !known_numbers.contains(number)) {
                    violations.push_back(file.at(i) + " " + number);
                }
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(Habits, ThisTestKnowsANumberThatMightBeSomebodys) {
    EXPECT_TRUE(could_be_somebodys(std::string("1") + "0203198" + "000000"));
    EXPECT_FALSE(could_be_somebodys("90203198000000"));
    EXPECT_FALSE(could_be_somebodys("13202198000000"));
    EXPECT_FALSE(could_be_somebodys("10203299900000"));
}

// What the clerk would otherwise read under two names, and the word that stands for it everywhere.
const std::map<std::string, std::string> other_words = {
    {"ведомств", "агентство"},
    {"мекемеге", "агенттикке"},
    {"мекемеден", "агенттиктен"},
    {"Мекеме", "Агенттик"},
    {"фистин", "кеңсенин"},
    {"дүмүрчө", "тил кат"},
    {"резервдик", "камдык"},
    {"урам ", "суроо-талап"},
    {"урамды", "суроо-талапты"},
    {"жаңылаңыз", "жаңыртыңыз"},
    {"Окуу ", "Машыгуу"},
    {"окуу бор", "машыгуу борбору"},
    {"кутуу үчүн", "машыгуу үчүн"},
    {"машина окуучу", "машина окуй турган"},
    {"окулуучу зона", "машина окуй турган зона"},
    {"машиносчит", "машиночитаемая"},
    {"аккаунт", "эсеп жазуусу"},
    {"рекратите заявление", "отмените заявление"},
    {"рекратите его", "отмените его"},
    {"сертификатты токтот", "сертификатты жокко чыгаруу"}, // what is given up is an application
    {"сертификатын токтот", "сертификатын жокко чыгаруу"},
    {"сертификат токтот", "сертификат жокко чыгарылды"},
    {"рекращает действие сертификата", "отзывает сертификат"},
    {"рекратите действие сертификата", "отзовите сертификат"},
    {"рекращение действия сертификата", "отзыв сертификата"},
};

TEST(Habits, OneThingHasOneWordForTheClerk) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp", ".def"})) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            for (const auto& [other, word] : other_words) {
                if (file.lines[i].find(other) != std::string::npos) {
                    violations.push_back(file.at(i) + " " + other + ", elsewhere " + word);
                }
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

// An exception's own words may hold anything; and what holds secrets wipes what it gives back.
TEST(Habits, ProgramsKeepWhatTheyKnowToThemselves) {
    EXPECT_EQ(matches(program_files({".cpp"}), std::regex("<<\\s*\\w+\\.what\\(\\)"), true),
              std::vector<std::string>());
    std::size_t programs = 0;
    for (const auto& file : program_files({".cpp"})) {
        const auto says = [&](const char* what) {
            return std::ranges::any_of(
                file.lines, [&](const auto& line) { return line.find(what) != line.npos; });
        };
        if (says("int main(")) {
            ++programs;
            EXPECT_TRUE(says("harden_process();")) << file.path;
            EXPECT_TRUE(says("install_wiping_allocator();")) << file.path;
        }
    }
    EXPECT_EQ(programs, 3U);
}

TEST(Habits, FilesCanBeReadAtOneSitting) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp"})) {
        if (file.lines.size() >= most_lines_of_file) {
            violations.push_back(file.path + " " + std::to_string(file.lines.size()));
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

// A function's body as clang-format leaves it: from a line at the margin that ends in `{` to the
// next `}` at the margin.
bool opens_function(const std::string& line) {
    static const std::regex other(
        "^(namespace|struct|class|enum|union|extern|using|template|#)\\b");
    return !line.empty() && line[0] != ' ' && line.ends_with("{") &&
           line.find('=') == std::string::npos && !std::regex_search(line, other);
}

TEST(Habits, FunctionsAreShort) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".cpp"})) {
        std::size_t begun = 0;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (opens_function(file.lines[i])) {
                begun = i;
            } else if (file.lines[i] == "}" && begun > 0) {
                if (i - begun > most_lines_of_function) {
                    violations.push_back(file.at(begun) + " " + std::to_string(i - begun));
                }
                begun = 0;
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(Habits, NothingStartsAShellOrLoadsCode) {
    const std::regex calls("\\b(system|popen|dlopen|wordexp|execl|execlp)\\s*\\(");
    const auto found = matches(program_files({".h", ".cpp"}), calls, true);
    EXPECT_TRUE(found.empty()) << listed(found);
}

// So that whoever brings the programs to another system finds all there is to write.
TEST(Habits, TheSystemIsSpokenToInFilesOfItsName) {
    const std::regex of_the_system(
        "#include <(?:(?:sys|netinet|arpa|net|linux)/|(?:unistd|fcntl|poll|signal|dirent|pwd|grp|"
        "termios|dlfcn|pthread|netdb|syslog|sched)\\.h)");
    std::vector<std::string> violations;
    std::size_t named_so = 0;
    for (const auto& found : matches(program_files({".h", ".cpp"}), of_the_system, false)) {
        const bool allowed = found.find("_posix.cpp:") != std::string::npos;
        named_so += allowed ? 1 : 0;
        if (!allowed) {
            violations.push_back(found);
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
    EXPECT_GT(named_so, 5U);
}

TEST(Habits, CommentsAreSentencesNotBanners) {
    const std::regex banner(
        "^\\s*(//|/\\*|#|;)\\s*[-=*#~/]{3}|^\\s*(//|/\\*|#|;).*[-=*#~/]{5}\\s*$");
    const auto found =
        matches(all_files({".h", ".cpp", ".def", ".toml", ".cmake", ".sh", ".py"}), banner, false);
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Habits, NothingIsLeftForLaterInAComment) {
    const std::regex later(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X:|HA" + "CK)\\b");
    const auto found = matches(all_files(written_by_hand), later, false);
    EXPECT_TRUE(found.empty()) << listed(found);
}

// What a machine forbids (a mount, a core) cannot be tried on it; a test then says that it was not
// run, and why, and ./check counts it as neither passed nor failed.
TEST(Habits, NoTestIsSwitchedOff) {
    const std::regex off(std::string("DISA") + "BLED_|GTEST_" + "SKIP\\(\\)(?! << \"not run: )");
    const auto found = matches(all_files({".cpp", ".h"}), off, false);
    EXPECT_TRUE(found.empty()) << listed(found);
}

} // namespace
} // namespace koltamga::house
