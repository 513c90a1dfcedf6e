// One table of failure codes: each made in one place, each described so that a clerk can act.
#include "base/failure.h"
#include "tests/house/tree.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>

namespace koltamga::house {
namespace {

// The code's name in the sources: "file_unreadable".
std::vector<std::string> identifiers() {
    return {
#define KOLTAMGA_FAILURE(id, ...) #id,
#include "base/failures/all.def"
#undef KOLTAMGA_FAILURE
    };
}

// Where each code is made.
std::map<std::string, std::vector<std::string>> places() {
    static const std::regex made("\\bfail\\s*\\(\\s*(?:koltamga::)?Code::(\\w+)");
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& file : program_files({".h", ".cpp"})) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string code(code_of(file.lines[i]));
            for (std::sregex_iterator at(code.begin(), code.end(), made), end; at != end; ++at) {
                found[(*at)[1]].push_back(file.at(i));
            }
        }
    }
    return found;
}

bool has_cyrillic(std::string_view text) {
    return text.find('\xD0') != std::string_view::npos ||
           text.find('\xD1') != std::string_view::npos;
}

constexpr Language languages[] = {Language::ky, Language::ru, Language::en};

TEST(FailureCodes, EachIsMadeInOnePlaceOnly) {
    std::vector<std::string> violations;
    for (const auto& [code, where] : places()) {
        if (where.size() > 1) {
            std::string all = code;
            for (const auto& place : where) {
                all += " " + place;
            }
            violations.push_back(all);
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(FailureCodes, NoneIsDeclaredAndNeverMade) {
    const auto made = places();
    std::vector<std::string> violations;
    for (const auto& code : identifiers()) {
        if (!made.contains(code)) {
            violations.push_back(code);
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(FailureCodes, AreMadeByTheirOneSpelling) {
    const std::regex around("Failure\\s*\\{\\s*(?:koltamga::)?Code::|return\\s*\\{\\s*Code::");
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp"})) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (std::regex_search(std::string(code_of(file.lines[i])), around)) {
                violations.push_back(file.at(i));
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(FailureCodes, AreNamedByClassAndDetail) {
    const std::regex form("[a-z][a-z0-9]*(-[a-z0-9]+)*\\.[a-z][a-z0-9]*(-[a-z0-9]+)*");
    std::set<std::string_view> names;
    for (const auto& failure : all_failures()) {
        EXPECT_TRUE(std::regex_match(std::string(failure.name), form)) << failure.name;
        EXPECT_TRUE(names.insert(failure.name).second) << failure.name << " stands twice";
        EXPECT_EQ(code_named(failure.name), failure.code) << failure.name;
    }
}

TEST(FailureCodes, SayACauseAndARemedyInEveryLanguage) {
    for (const auto& failure : all_failures()) {
        for (const auto language : languages) {
            const auto text = text_for(failure.code, language);
            EXPECT_GT(text.cause.size(), 10u) << failure.name;
            EXPECT_GT(text.remedy.size(), 10u) << failure.name;
            EXPECT_NE(text.cause, text.remedy) << failure.name;
            for (const auto sentence : {text.cause, text.remedy}) {
                EXPECT_EQ(has_cyrillic(sentence), language != Language::en)
                    << failure.name << ": " << sentence;
                EXPECT_TRUE(sentence.ends_with('.') || sentence.ends_with('!'))
                    << failure.name << ": " << sentence;
            }
        }
        EXPECT_NE(text_for(failure.code, Language::ky).cause,
                  text_for(failure.code, Language::ru).cause)
            << failure.name << ": Kyrgyz is Russian";
    }
}

TEST(FailureCodes, NoTwoSayTheSame) {
    for (const auto language : languages) {
        std::map<std::string_view, std::string_view> causes;
        for (const auto& failure : all_failures()) {
            const auto [other, fresh] =
                causes.emplace(text_for(failure.code, language).cause, failure.name);
            EXPECT_TRUE(fresh) << failure.name << " and " << other->second
                               << " cannot be told apart: " << other->first;
        }
    }
}

TEST(FailureCodes, TheKyrgyzIsKyrgyz) {
    std::size_t with_its_letters = 0;
    for (const auto& failure : all_failures()) {
        const auto text = text_for(failure.code, Language::ky);
        const std::string both = std::string(text.cause) + std::string(text.remedy);
        with_its_letters += both.find("ү") != both.npos || both.find("ө") != both.npos ||
                                    both.find("ң") != both.npos || both.find("Ө") != both.npos ||
                                    both.find("Ү") != both.npos
                                ? 1
                                : 0;
    }
    // Nearly every two sentences of Kyrgyz hold one of ң, ө, ү.
    EXPECT_GT(with_its_letters * 10, all_failures().size() * 9);
}

} // namespace
} // namespace koltamga::house
