#include "base/file.h"
#include "crypto/hash.h"
#include "printing/template.h"

#include <gmock/gmock.h>

#include <regex>
#include <set>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;

bool has_cyrillic(std::string_view text) {
    return text.find('\xD0') != std::string_view::npos;
}

std::set<std::string> names_to_fill(const std::string& text) {
    const std::regex name("\\{([a-z_]+)\\}");
    std::set<std::string> names;
    for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
        names.insert((*found)[1]);
    }
    return names;
}

std::vector<Texts> every_text(const Template& wording) {
    std::vector<Texts> all;
    for (const auto& [path, texts] : wording.texts()) {
        all.push_back(texts);
    }
    for (const auto& section : wording.terms()) {
        all.push_back(section.heading);
        all.insert(all.end(), section.clauses.begin(), section.clauses.end());
    }
    return all;
}

Template parsed(std::string_view content) {
    return Template::parse({"hash", content});
}

TEST(Templates, TheHashIsThatOfTheFileAnyoneCanRead) {
    ASSERT_EQ(templates().size(), 7u);
    for (const auto& info : templates()) {
        const auto file = read_file(std::string(KOLTAMGA_SOURCE_DIR) + "/printing/templates/" +
                                        info.name + "-" + info.version + ".toml",
                                    100'000);
        ASSERT_TRUE(file) << info.name;
        EXPECT_EQ(hex(crypto::sha256(*file)), info.hash) << info.name;
    }
}

TEST(Templates, TheCurrentVersionIsAmongThem) {
    EXPECT_EQ(current_template("agreement").name, "agreement");
    EXPECT_EQ(current_template("agreement").version, "3") << "the newest";
    EXPECT_EQ(current_template("certificate-sheet").name, "certificate-sheet");
    EXPECT_EQ(agreement_template("1")->version, "1");
    EXPECT_EQ(agreement_template("1")->hash, Template::find("agreement", "1")->info().hash);
    EXPECT_NE(agreement_template("1")->hash, agreement_template("2")->hash);
    EXPECT_EQ(agreement_template("4").failure().detail, "version 4");
    EXPECT_NE(Template::find("agreement", current_template("agreement").version), nullptr);
    EXPECT_THROW(current_template("letter"), std::out_of_range);
    EXPECT_EQ(Template::find("agreement", "0"), nullptr);
    EXPECT_EQ(Template::find("letter", "1"), nullptr);
}

TEST(Templates, StandByNameThenVersion) {
    std::vector<std::string> order;
    for (const auto& info : templates()) {
        order.push_back(info.name + " " + info.version);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"agreement 1", "agreement 2", "agreement 3",
                                               "certificate-sheet 1", "certificate-sheet 2",
                                               "day-register 1", "refusal 1"}));
}

TEST(Templates, KyrgyzAndRussianAreWrittenInCyrillic) {
    for (const auto& wording : Template::all()) {
        for (const auto& texts : every_text(wording)) {
            EXPECT_TRUE(has_cyrillic(texts[0])) << texts[0];
            EXPECT_TRUE(has_cyrillic(texts[1])) << texts[1];
            EXPECT_FALSE(has_cyrillic(texts[2])) << texts[2];
        }
    }
}

TEST(Templates, EveryLanguageLeavesTheSamePlacesToFillIn) {
    for (const auto& wording : Template::all()) {
        for (const auto& texts : every_text(wording)) {
            EXPECT_EQ(names_to_fill(texts[0]), names_to_fill(texts[2])) << texts[2];
            EXPECT_EQ(names_to_fill(texts[1]), names_to_fill(texts[2])) << texts[2];
        }
    }
}

TEST(Templates, TheAgreementSpeaksOfWhatTheLawAndTheHolderNeed) {
    std::string terms;
    for (const auto& texts : every_text(Template::current("agreement"))) {
        terms += texts[2] + "\n";
    }
    for (const auto* needed :
         {"one year", "free of charge", "password to nobody", "revocation", "24 hours", "consents",
          "withdrawn", "state registers", "{law}", "Safe use of the key",
          "ever asks for the password", "how to end the certificate", "come to an office"}) {
        EXPECT_THAT(terms, HasSubstr(needed));
    }
}

// The certificate may run for less; no paper may promise what its certificate does not hold.
TEST(Templates, TheAgreementPromisesNoMoreThanTheCertificateSays) {
    std::string terms;
    for (const auto& texts : every_text(Template::current("agreement"))) {
        terms += texts[0] + "\n" + texts[1] + "\n" + texts[2] + "\n";
    }
    EXPECT_THAT(terms, HasSubstr("at most one year; its exact term stands in the certificate"));
    EXPECT_THAT(terms, HasSubstr("не более чем на один год; точный срок указан в сертификате"));
    EXPECT_THAT(terms, HasSubstr("эң көп дегенде бир жылга"));
}

TEST(Templates, ATextThatIsNotThereIsAMistakeOfOurs) {
    EXPECT_THROW(Template::current("agreement").text("label.nothing"), std::out_of_range);
    EXPECT_FALSE(Template::current("agreement").has("custody.paper"));
    EXPECT_TRUE(Template::current("agreement").has("custody.cloud"));
}

TEST(Templates, ABrokenOneIsNamedByItsLine) {
    const char* broken[] = {
        "name = 'a'\nversion = '1'",
        "name = 'a'\nterms = []",
        "version = '1'\nterms = []",
        "name = 'a'\nversion = '1'\nterms = []\n[text.title]\nky = 'т'\nru = 'т'",
        "name = 'a'\nversion = '1'\nterms = []\n[text.title]\nky = ''\nru = 'т'\nen = 't'",
        "name = 'a'\nversion = '1'\nterms = []\n[text]\ntitle = 'alone'",
        "name = 'a'\nversion = '1'\n[[terms]]\nclauses = []",
        "name = 'a'\nversion = '1'\n[[terms]]\nheading = {ky = 'а', ru = 'а', en = 'a'}",
    };
    for (const auto* content : broken) {
        try {
            parsed(content);
            ADD_FAILURE() << content;
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), HasSubstr("line ")) << content;
        }
    }
}

TEST(Templates, FillingReplacesEveryPlaceInEveryLanguage) {
    const Fillings fillings = {{"law", {"Мыйзам", "Закон", "Law"}}, {"no", {"1", "2", "3"}}};
    const Texts filled = fill({"{law} {no}", "№ {no}: {law}.", "plain"}, fillings);
    EXPECT_EQ(filled, (Texts{"Мыйзам 1", "№ 2: Закон.", "plain"}));
    EXPECT_THROW(fill({"{other}", "", ""}, fillings), std::out_of_range);
    EXPECT_THROW(fill({"{law", "", ""}, fillings), std::out_of_range);
}

TEST(Languages, AreSpelledAsTheContractSays) {
    for (const auto* text : {"ky", "ru", "en", "ky+ru"}) {
        ASSERT_TRUE(languages_from(text)) << text;
        EXPECT_EQ(to_text(*languages_from(text)), text);
    }
    for (const auto* text : {"", "KY", "de", "ru+ky", "ky+ru+en", "ky ru", "ky+"}) {
        EXPECT_FALSE(languages_from(text)) << text;
    }
    EXPECT_EQ(each(Languages::ky_ru), (std::vector{Language::ky, Language::ru}));
    EXPECT_EQ(each(Languages::en), std::vector{Language::en});
    EXPECT_EQ(each(Languages::ky), std::vector{Language::ky});
    EXPECT_EQ(each(Languages::ru), std::vector{Language::ru});
    const Texts texts = {"ky", "ru", "en"};
    EXPECT_EQ(in(Language::ky, texts), "ky");
    EXPECT_EQ(in(Language::ru, texts), "ru");
    EXPECT_EQ(in(Language::en, texts), "en");
}

} // namespace
} // namespace koltamga::printing
