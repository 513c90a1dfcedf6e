// Secrets and persons come from files and standard input: a command line is everybody's to read,
// an environment every child's.
#include "tests/house/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <regex>

namespace koltamga::house {
namespace {

constexpr std::array<std::string_view, 2> name_a_file = {"--code", "--key"};

bool takes_a_secret(const std::string& option) {
    static const std::regex telling(
        ".*(password|secret|code|key|pin|can|mrz|name|birth|mail|phone|document).*");
    return std::regex_match(option, telling);
}

bool from_a_file(const std::string& option) {
    return option.ends_with("-file") || std::ranges::find(name_a_file, option) != name_a_file.end();
}

std::vector<std::string> options_in(const SourceFile& file) {
    static const std::regex pattern("\"(?:-[a-z],)?(--[a-z-]+)");
    std::vector<std::string> options;
    for (const auto& line : file.lines) {
        for (std::sregex_iterator at(line.begin(), line.end(), pattern), end; at != end; ++at) {
            options.push_back((*at)[1]);
        }
    }
    return options;
}

TEST(Secrets, ComeFromFilesNeverFromTheCommandLine) {
    std::size_t seen = 0;
    std::size_t telling = 0;
    for (const auto& file : program_files({".cpp"})) {
        if (file.folder() != "app") {
            continue;
        }
        for (const auto& option : options_in(file)) {
            ++seen;
            telling += takes_a_secret(option) ? 1 : 0;
            EXPECT_TRUE(!takes_a_secret(option) || from_a_file(option)) << file.path << option;
        }
    }
    EXPECT_GT(seen, 20U);
    EXPECT_GT(telling, 3U);
}

TEST(Secrets, ThisTestKnowsAnOptionThatWouldTell) {
    const SourceFile file{"src/app/x.cpp", {R"(x.option("-p,--password", p, ""); f("--pin"))"}};
    const auto options = options_in(file);
    ASSERT_EQ(options.size(), 2U);
    for (const auto& option : options) {
        EXPECT_TRUE(takes_a_secret(option) && !from_a_file(option)) << option;
    }
}

TEST(Secrets, AreNeitherReadFromTheEnvironmentNorPutThere) {
    static const std::regex asks("getenv\\((?!\"XDG_DATA_HOME\"|\"HOME\"|name\\))");
    static const std::regex puts("\\b(setenv|putenv|environ|clearenv)\\b");
    std::vector<std::string> violations;
    for (const auto& file : program_files({".cpp", ".h"})) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string code(code_of(file.lines[i]));
            if (std::regex_search(code, asks) || std::regex_search(code, puts)) {
                violations.push_back(file.at(i));
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

} // namespace
} // namespace koltamga::house
