// What the pages say of the tree is so.
#include "tests/house/tree.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace koltamga::house {
namespace {

namespace fs = std::filesystem;

const fs::path project = KOLTAMGA_SOURCE_DIR;

std::string text_in(const fs::path& file) {
    std::ifstream stream(project / file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<std::string> found(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    std::vector<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
        all.push_back((*at)[1]);
    }
    return all;
}

std::vector<std::string> words_of(const std::string& text) {
    return found(text, "([a-z]+)");
}

// "Suite.Name" of every test there is.
std::set<std::string> all_tests() {
    static const std::regex test("TEST(?:_F|_P)?\\(([A-Za-z0-9]+),\\s*([A-Za-z0-9]+)\\)");
    std::set<std::string> names;
    for (const auto& file : all_files({".cpp"})) {
        if (!file.path.starts_with("tests/")) {
            continue;
        }
        std::string text;
        for (const auto& line : file.lines) {
            text += line + "\n";
        }
        for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) {
            names.insert((*at)[1].str() + "." + (*at)[2].str());
        }
    }
    return names;
}

TEST(Pages, EveryTestThatIsNamedExists) {
    const auto tests = all_tests();
    ASSERT_GT(tests.size(), 700U);
    const auto named =
        found(text_in("tests/README.md"), "`([A-Z][A-Za-z0-9]+\\.[A-Z][A-Za-z0-9]+)`");
    EXPECT_GT(named.size(), 100U);
    for (const auto& name : named) {
        EXPECT_TRUE(tests.contains(name)) << name;
    }
}

TEST(Pages, TheSecurityListHasEachLineOfThisGroundOnce) {
    std::vector<std::string> expected;
    const std::pair<int, int> ground[] = {{1, 3},   {5, 6},   {18, 36}, {38, 43},
                                          {45, 46}, {48, 56}, {58, 58}};
    for (const auto& [first, last] : ground) {
        for (int line = first; line <= last; ++line) {
            expected.push_back(std::to_string(line));
        }
    }
    EXPECT_EQ(found(text_in("tests/README.md"), "\n\\| ([0-9]+) \\|"), expected);
}

TEST(Pages, EveryFuzzTargetIsNamed) {
    const auto page = text_in("tests/README.md");
    const auto targets = found(text_in("tests/fuzz/CMakeLists.txt"), "koltamga_fuzz\\(([a-z_]+)");
    EXPECT_GT(targets.size(), 10U);
    for (const auto& target : targets) {
        EXPECT_NE(page.find("`" + target + "`"), std::string::npos) << target;
    }
}

TEST(Pages, EveryFolderOfTestsIsDescribed) {
    const auto page = text_in("tests/README.md");
    for (const auto& entry : fs::directory_iterator(project / "tests")) {
        if (entry.is_directory()) {
            const auto name = "`" + entry.path().filename().string() + "`";
            EXPECT_NE(page.find(name), std::string::npos) << name;
        }
    }
}

bool exists_somewhere(const std::string& file) {
    return fs::exists(project / file) || fs::exists(project / "src" / file);
}

TEST(Pages, EveryFileThatIsNamedExists) {
    for (const auto* page : {"README.md", "src/README.md", "src/FORMATS.md", "tests/README.md",
                             "src/profile/README.md", "tests/data/README.md"}) {
        for (const auto& file :
             found(text_in(page), "`((?:[a-z_]+/)+[a-z_-]+\\.(?:h|cpp|md|txt))`")) {
            const auto near = fs::path(page).parent_path() / file;
            EXPECT_TRUE(exists_somewhere(file) || fs::exists(project / near))
                << page << ": " << file;
        }
    }
}

// "src/db" and "db" are one folder's name in two places.
std::string short_name(const std::string& folder) {
    return folder.starts_with("src/") ? folder.substr(4) : folder;
}

using SeenFolders = std::map<std::string, std::set<std::string>>;

SeenFolders folders_of_the_page() {
    static const std::regex row("\n\\| `([a-z/]+)` \\|[^|\n]*\\| ([a-z, ]+|–) \\|");
    const auto page = text_in("src/README.md");
    SeenFolders folders;
    for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
        const auto seen = words_of((*at)[2]);
        folders[short_name((*at)[1])] = {seen.begin(), seen.end()};
    }
    folders.erase("app"); // sees all
    return folders;
}

SeenFolders folders_of_the_build() {
    static const std::regex call("koltamga_folder\\(([a-z]+)([^)]*)\\)");
    static const std::regex sees("SEES([a-z\\s]*)");
    SeenFolders folders;
    for (const auto& file : program_files({".txt"})) {
        const auto text = text_in(file.path);
        if (std::smatch found_call; std::regex_search(text, found_call, call)) {
            const std::string rest = found_call[2];
            std::smatch list;
            const auto seen = std::regex_search(rest, list, sees) ? words_of(list[1])
                                                                  : std::vector<std::string>();
            folders[found_call[1]] = {seen.begin(), seen.end()};
        }
    }
    return folders;
}

TEST(Pages, FoldersSeeWhatTheTableSays) {
    const auto build = folders_of_the_build();
    EXPECT_GT(build.size(), 12U);
    EXPECT_EQ(folders_of_the_page(), build);
}

TEST(Pages, EveryKindOfEntryHasItsBodyDescribed) {
    const auto page = text_in("src/FORMATS.md");
    for (const auto& kind :
         found(text_in("src/issuance/entry.cpp"), "\\{Kind::[a-z_]+, \"([a-z.-]+)\"\\}")) {
        const auto short_form = "`…" + kind.substr(kind.find('.') + 1) + "`";
        EXPECT_TRUE(
            page.find("`" + kind + "`") != std::string::npos ||
            (kind.starts_with("application.") && page.find(short_form) != std::string::npos))
            << kind;
    }
}

bool is_word_in(const std::string& word, const std::string& text) {
    return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

TEST(Pages, EveryKeyOfABodyAndEveryTableIsDescribed) {
    const auto page = text_in("src/FORMATS.md");
    for (const auto* file : {"src/issuance/bodies.cpp", "src/issuance/domain_json.cpp"}) {
        const auto keys = found(text_in(file), "\\{\"([a-z0-9_]+)\",");
        EXPECT_GT(keys.size(), 30U) << file;
        for (const auto& key : keys) {
            EXPECT_TRUE(is_word_in(key, page)) << file << ": " << key;
        }
    }
    for (const auto& table : found(text_in("db/station_schema.cpp"), "CREATE TABLE ([a-z_]+)")) {
        EXPECT_TRUE(is_word_in(table, page)) << table;
    }
}

// What differs by a version of the rules is told of each version that the rules ask for.
TEST(Pages, TheRulesAreOfTheVersionThatIsDescribed) {
    const auto version = found(text_in("src/domain/eligibility.h"), "version = \"([0-9]+)\"");
    const auto profile = text_in("src/profile/README.md");
    EXPECT_EQ(
        found(profile, "\n\\| `rules` \\| `id`, `version`[^|]*\\| `\"kg-ces\"`, `\"([0-9]+)\"`"),
        version);
    const auto formats = text_in("src/FORMATS.md");
    const auto differing = found(text_in("src/domain/eligibility.cpp"), "version != \"([0-9]+)\"");
    EXPECT_FALSE(differing.empty());
    for (const auto& one : differing) {
        EXPECT_NE(profile.find("`\"" + one + "\"`"), std::string::npos) << one;
        EXPECT_NE(formats.find("version `" + one + "`"), std::string::npos) << one;
    }
}

TEST(Pages, EveryPathOfTheProtocolIsDescribed) {
    const auto page = text_in("src/FORMATS.md");
    for (const auto* file : {"src/centre/service.cpp", "src/practice/practice_centre.cpp"}) {
        for (const auto& path : found(text_in(file), "Method::[a-z]+, \"(/[a-z/]*[a-z])")) {
            EXPECT_NE(page.find(path), std::string::npos) << path;
        }
    }
}

} // namespace
} // namespace koltamga::house
