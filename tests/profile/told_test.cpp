// What the clerk reads of a file that is wrong: what it is, where, and what would be right, in the
// language of the terminal.
#include "profile/applicant_file.h"
#include "profile/schema.h"
#include "tests/profile/example.h"

#include <gmock/gmock.h>

#include <regex>
#include <set>

namespace koltamga::profile {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto person = R"([applicant]
pin = "20101199000008"
surname = "ASANOV"
given_names = "USON"
sex = "M"
birth_date = 1990-01-01
[document]
type = "id-card"
number = "ID0000000"
expires = 2035-01-01
)";

constexpr auto document = R"([document]
type = "id-card"
number = "ID0000000"
expires = 2035-01-01
)";

std::string with(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

Failure of_applicant(std::string_view what, std::string_view by) {
    const auto file = parse_applicant(with(person, what, by), domain::default_document_types(),
                                      *domain::Date::from(2026, 11, 22));
    return file ? Failure{Code::app_surprise, "taken as good"} : file.failure();
}

Failure of_profile(std::string_view what, std::string_view by) {
    const auto profile = parse_profile(with(shortest(), what, by));
    return profile ? Failure{Code::app_surprise, "taken as good"} : profile.failure();
}

// Words of another language, beside what stands in quotes as the file spells it.
std::vector<std::string> english_in(const std::string& text) {
    const auto own = std::regex_replace(text, std::regex("«[^»]*»|SHA-256|base64"), " ");
    const std::regex word("\\b[a-z]{3,}\\b");
    return {std::sregex_token_iterator(own.begin(), own.end(), word), {}};
}

void expect_told_in_each_language(const Failure& failure) {
    std::set<std::string> different;
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        const auto words = words_for(failure, language);
        EXPECT_EQ(words.cause.find("…."), std::string::npos) << "left open: " << words.cause;
        EXPECT_EQ(words.cause.find(": ."), std::string::npos) << "nothing told: " << words.cause;
        different.insert(words.cause);
        if (language != Language::en) {
            EXPECT_THAT(english_in(words.cause + words.remedy), IsEmpty()) << words.cause;
        }
    }
    EXPECT_EQ(different.size(), 3U) << failure.detail;
}

struct Told {
    const char *what, *by;
    const char *ky, *ru, *en;
};

TEST(ApplicantFile, TellsTheClerkWhatWouldBeRight) {
    const Told table[] = {
        {"expires = 2035-01-01", "expires = \"2035-XX-XX\"", "туурасы: 2035-01-01",
         "верно было бы: 2035-01-01", "right would be 2035-01-01."},
        {"birth_date = 1990-01-01", "birth_date = \"1.1.1990\"",
         "туурасы: 1961-04-12 же «1961-XX-XX»", "верно было бы: 1961-04-12 или «1961-XX-XX»",
         "right would be 1961-04-12 or \"1961-XX-XX\"."},
        {"birth_date = 1990-01-01", "birth_date = 1990-02-30", "мындай күн жок", "такого дня нет",
         "there is no such day"},
        {"sex = \"M\"", "sex = \"M\"\nsex = \"F\"", "эки жолу берилген", "дана дважды",
         "given twice"},
        {"surname = ", "sirname = ", "балким, «surname»", "возможно, «surname»",
         "did you mean 'surname'?"},
        {"pin = \"20101199000008\"", "pin = 7", "«[applicant] pin» — бүтүн сан; туурасы: тырмакча",
         "«[applicant] pin» — целое число; верно было бы: текст в кавычках",
         "[applicant] pin is a whole number; right would be a text in quotes"},
        {"sex = \"M\"", "sex = \"male\"", "«M», «F», «X»", "не «M»", "none of \"M\""},
        {"number = \"ID0000000\"\n", "", "«[document] number» жок",
         "«[document] number» — нет такой записи", "[document] number is missing"},
        {document, "", "«[document]» жок", "«[document]» — нет такой записи",
         "[document] is missing"},
        {"[document]\n", "[document]\nmrz = []\n", "эки же үч сабы", "две или три её строки",
         "two or three lines"},
        {"[document]\n", "[document]\nmrz = [\"\"]\n", "тексттердин тизмеси", "список текстов",
         "a list of texts in quotes"},
        {"type = \"id-card\"\n", "type = \"id-card\nx\"\n", "жабылбаган тырмакча",
         "кавычки, не закрытые", "quotes that are not closed"},
        {"sex = \"M\"", "sex", "«ачкыч = маани»", "«ключ = значение»", "key = value"},
        {"sex = \"M\"", "sex = \"M\"\npoл = 1", "ASCII эмес тамга", "буква не из ASCII",
         "a letter beyond ASCII"},
    };
    for (const auto& row : table) {
        const auto failure = of_applicant(row.what, row.by);
        expect_told_in_each_language(failure);
        EXPECT_THAT(words_for(failure, Language::ky).cause, HasSubstr(row.ky)) << row.by;
        EXPECT_THAT(words_for(failure, Language::ru).cause, HasSubstr(row.ru)) << row.by;
        EXPECT_THAT(words_for(failure, Language::en).cause, HasSubstr(row.en)) << row.by;
    }
}

TEST(ApplicantFile, OffersNoUnknownPartsWhereADateMustBeWhole) {
    for (const auto* by : {"expires = \"soon\"", "expires = 2035", "expires = \"2035-XX-XX\""}) {
        const auto failure = of_applicant("expires = 2035-01-01", by);
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_EQ(words_for(failure, language).cause.find("XX"), std::string::npos) << by;
        }
    }
}

TEST(ApplicantFile, NamesNoLineForWhatTheWholeFileLacks) {
    EXPECT_FALSE(of_applicant(document, "").where);
    EXPECT_EQ(of_applicant("number = \"ID0000000\"\n", "").where.value().line, 7U)
        << "the table it is missing from";
    const auto no_utf8 = of_applicant("USON", "\xff");
    EXPECT_TRUE(no_utf8.code == Code::applicant_malformed);
    EXPECT_FALSE(no_utf8.where);
    EXPECT_THAT(words_for(no_utf8, Language::ru).cause, HasSubstr("файл не в UTF-8"));
}

TEST(ApplicantFile, IsNotCalledForeignToTomlForASlip) {
    for (const auto* by : {"birth_date = 1990-02-30", "birth_date = 1990-01-01\nsex = \"M\""}) {
        EXPECT_EQ(name_of(of_applicant("birth_date = 1990-01-01", by).code), "applicant.schema");
        EXPECT_EQ(of_applicant("birth_date = 1990-01-01", by).where.value().line,
                  std::string(by).find('\n') == std::string::npos ? 6U : 7U);
    }
}

TEST(OfficeProfile, TellsTheClerkWhatWouldBeRight) {
    const auto addition = [](const char* lines) { return std::string(lines) + "\n[centre]"; };
    const std::pair<std::string, std::array<const char*, 3>> rows[] = {
        {addition("[rules]\nfull_age = 31"), {"туурасы: 14–30", "от 14 до 30", "14 to 30"}},
        {addition("[rules]\nfull_agee = 18"),
         {"балким, «full_age»", "возможно, «full_age»", "did you mean 'full_age'"}},
        {addition("[colours]\na = 1"), {"таблицадан тышкары", "вне таблиц", "at the top"}},
        {addition("[rules]\nleap_birthday = \"x\""),
         {"«1 March, 28 February»", "одно из: «1 March, 28 February»", "one of: 1 March"}},
        {addition("[rules]\npin_first_digits = \"11\""),
         {"ар бири бир жолу", "каждая один раз", "each once"}},
        {addition("[rules]\npin_check_digit = 1"),
         {"туурасы: «true» же «false»", "верно было бы: «true» или «false»", "true or false"}},
        {addition("[certificate]\npolicies = [\"a\"]"),
         {"чекиттүү OID", "OID с точками", "dotted OIDs"}},
        {addition("[certificate]\nkey_usage = [\"a\"]"),
         {"экөө тең", "или оба", "digitalSignature, or both"}},
        {addition("[certificate]\nkey_usage = []"), {"бош", "пусто", "key_usage is empty"}},
        {addition("[certificate]\nqc_legislation = \"kg\""),
         {"эки баш тамгасы", "две заглавные буквы", "two capital letters"}},
        {addition("[certificate]\nsubject = [1]"),
         {"таблицалардын тизмеси", "список таблиц", "list of tables"}},
        {addition("[certificate]\nsubject = [{ attribute = \"CN\", value = \"{name}\" }]"),
         {"белгилүүлөрү: «{surname}", "известны: «{surname}", "known: {surname}"}},
        {addition("[certificate]\nsubject = [{ attribute = \"surename\", value = \"x\" }]"),
         {"кыска аты", "краткое имя", "a short name"}},
        {addition("[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"id\"]"),
         {"чоң латын тамга", "заглавных латинских букв", "capital Latin letters"}},
        {addition("[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"I\"]"),
         {"тогуз орун", "девять мест", "nine places"}},
        {addition("[keys]\ncustody = \"file\"\ncustody_allowed = [\"cloud\"]"),
         {"«custody» өзү жок", "самого «custody»", "lacks custody itself"}},
    };
    for (const auto& [lines, words] : rows) {
        const auto failure = of_profile("[centre]", lines);
        EXPECT_EQ(name_of(failure.code), "profile.schema") << lines;
        expect_told_in_each_language(failure);
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_THAT(words_for(failure, language).cause,
                        HasSubstr(words[static_cast<std::size_t>(language)]))
                << lines;
        }
    }
}

TEST(OfficeProfile, TellsOfAddressesCertificatesAndKeys) {
    const std::string pem = "\"\"\"\n" + a_certificate() + "\"\"\"\n";
    const std::tuple<std::string, std::string, std::array<const char*, 3>> rows[] = {
        {"\"https://127.0.0.1:8443\"",
         "\"http://x\"",
         {"дарек эмес", "не адрес", "is no address; right would be https://host:port/path"}},
        {a_certificate(), "none\n", {"сертификат эмес", "не сертификат", "is no certificate"}},
        {pem, "true\n", {"туурасы: PEM же", "верно было бы: PEM или", "right would be PEM, or"}},
        {"agency_key = \"", "agency_key = \"?", {"base64", "base64", "is no base64"}},
        {pem + "recovery", "[]\nrecovery", {"тизме", "список", "is a list"}},
    };
    for (const auto& [what, by, words] : rows) {
        const auto failure = of_profile(what, by);
        EXPECT_EQ(name_of(failure.code), "profile.schema") << by << failure.detail;
        expect_told_in_each_language(failure);
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_THAT(words_for(failure, language).cause,
                        HasSubstr(words[static_cast<std::size_t>(language)]));
        }
    }
    const auto elsewhere =
        of_profile(pem, "{ file = \"../root.pem\", sha256 = \"" + std::string(64, '0') + "\" }\n");
    EXPECT_EQ(name_of(elsewhere.code), "profile.certificate-file");
    expect_told_in_each_language(elsewhere);
    EXPECT_THAT(words_for(elsewhere, Language::ru).cause, HasSubstr("называться без папки"));
}

TEST(OfficeProfile, ThatIsNoTomlSaysSoToTheClerkAndMoreToTheAdministrator) {
    const auto failure = of_profile("version = 7", "version = 7 8");
    EXPECT_EQ(name_of(failure.code), "profile.malformed");
    EXPECT_EQ(failure.where.value().line, 3U);
    expect_told_in_each_language(failure);
    EXPECT_THAT(failure.detail, HasSubstr("line 3, "));
    EXPECT_THAT(failure.detail, HasSubstr("(Error while parsing")) << "the parser's own words";
    EXPECT_EQ(words_for(failure, Language::en).cause.find("Error"), std::string::npos);
}

TEST(Nearest, IsWithinTwoLettersOfAKnownWord) {
    const std::vector<std::string> known = {"full_age", "id", "version"};
    EXPECT_EQ(nearest("full_age", known), "full_age");
    EXPECT_EQ(nearest("ful_age", known), "full_age");
    EXPECT_EQ(nearest("ful_ag", known), "full_age");
    EXPECT_EQ(nearest("fl_ag", known), "");
    EXPECT_EQ(nearest("verison", known), "version");
    EXPECT_EQ(nearest("idd", known), "id");
    EXPECT_EQ(nearest("ix", known), "id");
    EXPECT_EQ(nearest("xx", known), "") << "no letter in common";
    EXPECT_EQ(nearest("", known), "");
    const std::vector<std::string> long_one = {std::string(66, 'a')};
    EXPECT_EQ(nearest(std::string(64, 'a'), long_one), long_one.front());
    EXPECT_EQ(nearest(std::string(65, 'a'), long_one), "");
}

TEST(UnknownKey, IsQuotedNoLongerThanAKeyAndOnlyInAscii) {
    const auto failure = of_applicant("sex = \"M\"", "\"" + std::string(39, 'k') + "ү" +
                                                         std::string(9, 'z') + "\" = 1");
    EXPECT_THAT(failure.detail, HasSubstr("'" + std::string(39, 'k') + "?' in [applicant]"));
}

} // namespace
} // namespace koltamga::profile
