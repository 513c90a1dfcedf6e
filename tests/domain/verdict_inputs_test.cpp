// What a verdict's reasons weigh, what they saw, and the sentence they make of it.
#include "domain/eligibility_texts.h"
#include "tests/domain/day.h"

#include <algorithm>
#include <map>

namespace koltamga::domain {
namespace {

const RuleSet rules;

using Inputs = std::vector<std::pair<std::string, std::string>>;

const Reason* reason_of(const Verdict& verdict, std::string_view rule) {
    const auto found = std::find_if(verdict.reasons.begin(), verdict.reasons.end(),
                                    [&](const Reason& one) { return one.rule == rule; });
    return found == verdict.reasons.end() ? nullptr : &*found;
}

TEST(Rules, WeighWhatTheyWeigh) {
    std::map<std::string_view, std::string> by_effect;
    for (const auto& row : rule_rows()) {
        by_effect[to_text(row.effect)] += std::string(row.rule) + ' ';
    }
    const std::map<std::string_view, std::string> expected = {
        {"refuses", "full-age full-age-undetermined birth-date-missing birth-date-future "
                    "document-unknown document-not-accepted document-number document-expired "
                    "document-expiry-missing document-not-yet-valid document-dates document-void "
                    "pin-invalid pin-blocked person-deceased name-missing certificate-held "
                    "consent-missing "},
        {"doubts", "document-void-unknown clock-doubtful "},
        {"warns", "pin-check-digit pin-birth-date pin-sex name-spelling name-cut-off "
                  "identity-differs "},
        {"notes", "document-void-unchecked certificate-reissue certificate-held-unchecked "
                  "eligible "}};
    EXPECT_EQ(by_effect, expected);
}

struct Seen {
    const char* rule;
    void (*change)(Case&);
    Inputs inputs; // without the reference date, which is always last
    const char* english;
};

std::vector<Seen> table() {
    return {
        {"document-dates",
         [](Case& c) {
             c.identity.document.issued = day("2026-01-02");
             c.identity.document.expires = day("2025-03-04");
         },
         {{"issued", "2026-01-02"}, {"expires", "2025-03-04"}},
         "The dates of your document contradict each other: issued 02.01.2026, valid until "
         "04.03.2025."},
        {"document-not-yet-valid",
         [](Case& c) { c.identity.document.issued = day("2026-11-23"); },
         {{"issued", "2026-11-23"}, {"expires", "2035-01-01"}},
         "Your document's date of issue (23.11.2026) lies in the future."},
        {"document-expiry-missing",
         [](Case& c) { c.identity.document.expires.reset(); },
         {{"issued", "2025-01-01"}, {"expires", ""}},
         "It is not given until when your document is valid."},
        {"document-number",
         [](Case& c) { c.identity.document.number = "ID1"; },
         {{"type", "id-card"}},
         "The document's number is not right: it should be two letters and seven digits."},
        {"document-unknown",
         [](Case& c) { c.identity.document.number = "ZZ0000000"; },
         {{"type", "id-card"}, {"series", "ZZ"}},
         "A document of this type or series is not known. Please bring a valid passport or ID card "
         "of the Kyrgyz Republic."},
        {"document-void",
         [](Case& c) {
             c.void_status = VoidStatus::voided;
             c.void_code = "7";
         },
         {{"void-code", "7"}},
         "According to the register your document is void (code: 7)."},
        {"document-void-unknown",
         [](Case& c) {
             c.void_status = VoidStatus::unknown_code;
             c.void_code = "42";
         },
         {{"void-code", "42"}},
         "The register answered with an unknown code about your document (42); the clerk has to "
         "decide."},
        {"pin-birth-date",
         [](Case& c) { c.identity.birth_date = day("1990-01-02"); },
         {{"pin-birth-date", "1990-01-01"},
          {"birth-date", "1990-01-02"},
          {"pin-sex", "M"},
          {"sex", "M"}},
         "The date of birth in the personal number (01.01.1990) differs from the document's "
         "(02.01.1990); the clerk confirms it."},
        {"pin-sex",
         [](Case& c) { c.identity.sex = Sex::female; },
         {{"pin-birth-date", "1990-01-01"},
          {"birth-date", "1990-01-01"},
          {"pin-sex", "M"},
          {"sex", "F"}},
         "The sex in the personal number differs from the document's; the clerk confirms it."},
        {"pin-invalid",
         [](Case& c) { c.identity.pin = "30101199000008"; },
         {{"failure", "domain.pin-first-digit"}, {"first-digits", "12"}},
         nullptr},
        {"birth-date-future",
         [](Case& c) { c.identity.birth_date = day("2026-11-23"); },
         {{"birth-date", "2026-11-23"}, {"full-age", "18"}, {"leap-birthday", "first-of-march"}},
         "The date of birth that is given (23.11.2026) lies in the future."},
        {"full-age-undetermined",
         [](Case& c) { c.identity.birth_date = partly("2008-XX-XX"); },
         {{"birth-date", "2008-XX-XX"},
          {"full-age", "18"},
          {"leap-birthday", "first-of-march"},
          {"full-age-day", "2026-12-31"}},
         "Your document does not give your full date of birth (XX.XX.2008), so it cannot be "
         "determined whether you are of full age. Please bring a document that proves your date of "
         "birth."},
        {"certificate-reissue",
         [](Case& c) {
             c.held = Held::held;
             c.reissue_reason = "lost password";
         },
         {{"reason", "lost password"}},
         "The certificate is issued again; your earlier one will be revoked when you receive the "
         "new one."},
        {"consent-missing",
         [](Case& c) {
             c.consents = {Consent::withheld, Consent::withheld, Consent::withheld,
                           Consent::withheld};
         },
         {{"consents", "personal-data,register-lookup,uis-account,terms"}},
         "You have not given every consent that is needed (personal data, register look-up, UIS "
         "account, terms of the agreement); without it no certificate can be issued."},
        {"eligible",
         [](Case&) {},
         {{"birth-date", "1990-01-01"},
          {"full-age", "18"},
          {"leap-birthday", "first-of-march"},
          {"full-age-day", "2008-01-01"},
          {"expires", "2035-01-01"}},
         "You have been of full age since 01.01.2008 and your document is valid until 01.01.2035: "
         "a certificate can be issued to you."},
    };
}

TEST(Reasons, KeepWhatTheySawAndSayIt) {
    for (const auto& row : table()) {
        auto one = good_case();
        row.change(one);
        const auto verdict = decide(one, rules, today);
        const auto* reason = reason_of(verdict, row.rule);
        ASSERT_TRUE(reason) << row.rule;
        auto inputs = row.inputs;
        inputs.emplace_back("reference-date", "2026-11-22");
        EXPECT_EQ(reason->inputs, inputs) << row.rule;
        EXPECT_TRUE(!row.english || reason->in(Language::en) == row.english)
            << reason->in(Language::en);
    }
}

TEST(Reasons, OfARefusedPersonalNumberNameItsFaultInEachLanguage) {
    auto one = good_case();
    one.identity.pin = "2010119900000";
    const auto verdict = decide(one, rules, today);
    const auto failure = PersonalNumber::parse(one.identity.pin, rules.pin, today).failure();
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        const auto& text = verdict.reasons.front().in(language);
        EXPECT_NE(text.find(words_for(failure, language).cause), std::string::npos) << text;
    }
}

TEST(Reasons, ListTheFieldsOfEveryComparison) {
    auto one = good_case();
    auto zone = one.identity;
    zone.source = IdentitySource::mrz;
    zone.names.surname = "SADYROV";
    zone.sex = Sex::female;
    auto chip = one.identity;
    chip.source = IdentitySource::chip;
    chip.nationality = "KGZ";
    one.identity.nationality = "UZB";
    one.comparisons = {compare(one.identity, zone), compare(one.identity, chip)};
    const auto verdict = decide(one, rules, today);
    const auto* reason = reason_of(verdict, "identity-differs");
    ASSERT_TRUE(reason);
    EXPECT_EQ(reason->inputs.front(),
              (std::pair<std::string, std::string>{"fields", "surname,sex,nationality"}));
    EXPECT_NE(reason->in(Language::ky).find("(фамилия, жынысы, жарандыгы)"), std::string::npos);
}

TEST(FieldsInWords, AreOfEachLanguage) {
    const std::pair<const char*, std::array<const char*, 3>> words[] = {
        {"personal-data", {"жеке маалымат", "персональные данные", "personal data"}},
        {"register-lookup", {"реестрден издөө", "запрос в реестр", "register look-up"}},
        {"uis-account",
         {"Бирдиктүү идентификация тутумундагы эсеп жазуусу", "учётная запись в ЕСИ",
          "UIS account"}},
        {"terms", {"макулдашуунун шарттары", "условия соглашения", "terms of the agreement"}},
        {"pin", {"ПИН", "ПИН", "personal number"}},
        {"surname", {"фамилия", "фамилия", "surname"}},
        {"given-names", {"аты", "имя", "given names"}},
        {"surname-cyrillic", {"фамилия кириллче", "фамилия кириллицей", "surname in Cyrillic"}},
        {"given-names-cyrillic", {"аты кириллче", "имя кириллицей", "given names in Cyrillic"}},
        {"patronymic", {"атасынын аты", "отчество", "patronymic"}},
        {"sex", {"жынысы", "пол", "sex"}},
        {"birth-date", {"туулган күнү", "дата рождения", "date of birth"}},
        {"nationality", {"жарандыгы", "гражданство", "nationality"}},
        {"document-type", {"документтин түрү", "вид документа", "type of document"}},
        {"document-number", {"документтин номери", "номер документа", "document number"}},
        {"document-issued", {"берилген күнү", "дата выдачи", "date of issue"}},
        {"document-expires", {"жарактуулук мөөнөтү", "срок действия", "date of expiry"}},
        {"document-issuer", {"берген орган", "кем выдан", "issuing authority"}},
        {"email", {"электрондук почта", "электронная почта", "e-mail"}},
        {"phone", {"телефон", "телефон", "telephone"}},
        {"unheard-of", {"unheard-of", "unheard-of", "unheard-of"}},
    };
    for (const auto& [name, texts] : words) {
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_EQ(fields_in_words(name, language), texts[static_cast<std::size_t>(language)]);
        }
    }
    EXPECT_EQ(fields_in_words("pin,sex,email", Language::en), "personal number, sex, e-mail");
    EXPECT_EQ(fields_in_words("", Language::en), "");
}

TEST(FullAge, IsTheProfiles) {
    RuleSet younger = rules;
    younger.full_age = 16;
    auto one = good_case();
    one.identity.pin = minor;
    one.identity.birth_date = day("2010-06-15");
    EXPECT_EQ(decide(one, younger, day("2026-06-14")).kind, VerdictKind::refused);
    const auto verdict = decide(one, younger, day("2026-06-15"));
    EXPECT_EQ(verdict.kind, VerdictKind::eligible);
    const auto refused = decide(one, younger, day("2026-06-14"));
    EXPECT_NE(refused.reasons.front().in(Language::ru).find("16 лет 15.06.2026"),
              std::string::npos);
    younger.leap_birthday = LeapBirthday::last_of_february;
    const auto inputs = decide(one, younger, today).reasons.front().inputs;
    EXPECT_EQ(inputs[2].second, "last-of-february");
}

TEST(Document, OfTodayIsGoodFromItsFirstDayToItsLast) {
    auto one = good_case();
    one.identity.document.issued = today;
    one.identity.document.expires = today;
    EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::eligible);
}

TEST(Document, HasAsManyDigitsAsItsKind) {
    RuleSet other = rules;
    other.documents = {
        {.id = "id-card", .edition = "x", .mrz_code = "I", .series = {"ABC"}, .digits = 6}};
    auto one = good_case();
    one.identity.document.number = "ABC000000";
    EXPECT_EQ(decide(one, other, today).kind, VerdictKind::eligible);
    other.documents[0].digits = 7;
    const auto verdict = decide(one, other, today);
    EXPECT_EQ(verdict.kind, VerdictKind::refused);
    EXPECT_EQ(verdict.reasons.front().rule, "document-unknown");
}

TEST(Spelling, IsOnlyWeighedWhereTheNamesAreWhole) {
    auto one = good_case();
    one.identity.names.surname_cyrillic = "Бакытов";
    one.identity.names_cut_off = true;
    EXPECT_EQ(decide(one, rules, today).to_confirm(), std::vector<std::string>{"name-cut-off"});
    one.identity.names_cut_off = false;
    EXPECT_EQ(decide(one, rules, today).to_confirm(), std::vector<std::string>{"name-spelling"});
}

TEST(Spelling, MayHoldThePatronymicBehindTheGivenNames) {
    auto one = good_case();
    one.identity.names.given_names = "USON JANYBAEVICH";
    EXPECT_TRUE(decide(one, rules, today).to_confirm().empty());
    one.identity.names.patronymic = "Бакытович";
    EXPECT_EQ(decide(one, rules, today).to_confirm(), std::vector<std::string>{"name-spelling"});
    one.identity.names = {"ASANOV", "", "Асанов", "", ""};
    EXPECT_TRUE(decide(one, rules, today).to_confirm().empty()) << "nothing to compare";
}

TEST(Verdict, PutsItsOwnWordBeforeOtherNotes) {
    auto one = good_case();
    one.void_status = VoidStatus::not_checked;
    one.held = Held::not_checked;
    const auto verdict = decide(one, rules, today);
    ASSERT_EQ(verdict.reasons.size(), 3U);
    EXPECT_EQ(verdict.reasons[0].rule, "eligible");
    EXPECT_EQ(verdict.reasons[1].rule, "document-void-unchecked");
    EXPECT_EQ(verdict.reasons[2].rule, "certificate-held-unchecked");
}

TEST(PersonalNumber, IsJudgedByTheOfficesRulesAndDay) {
    RuleSet wider = rules;
    wider.pin.first_digits = "123";
    auto one = good_case();
    one.identity.pin = "30101199000008";
    EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::refused);
    EXPECT_NE(decide(one, wider, today).kind, VerdictKind::refused);
    one.identity.pin = "22311202600008"; // of the day after
    EXPECT_EQ(decide(one, rules, today).reasons.front().inputs.front().second,
              "domain.pin-future-date");
    EXPECT_EQ(decide(one, rules, today.plus_days(1)).kind, VerdictKind::eligible)
        << "only warnings that it is not the document's";
}

} // namespace
} // namespace koltamga::domain
