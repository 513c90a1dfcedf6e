#include "domain/eligibility.h"

#include "domain/eligibility_texts.h"
#include "tests/domain/day.h"

#include <algorithm>
#include <set>

namespace koltamga::domain {
namespace {

const RuleSet rules;

bool says(const Verdict& verdict, std::string_view rule) {
    return std::any_of(verdict.reasons.begin(), verdict.reasons.end(),
                       [&](const Reason& reason) { return reason.rule == rule; });
}

Verdict born(const PartialDate& birth, Date on, const RuleSet& set = rules) {
    auto one = good_case();
    one.identity.birth_date = birth;
    one.identity.document.issued.reset();
    one.identity.document.expires = day("2199-01-01");
    return decide(one, set, on);
}

TEST(Eligibility, IsGivenWhenNothingSpeaksAgainstIt) {
    const auto verdict = decide(good_case(), rules, today);
    EXPECT_EQ(verdict.kind, VerdictKind::eligible);
    EXPECT_EQ(verdict.reference, today);
    EXPECT_EQ(verdict.rule_set, "kg-ces");
    EXPECT_EQ(verdict.version, "3");
    ASSERT_EQ(verdict.reasons.size(), 1U);
    EXPECT_EQ(verdict.reasons[0].rule, "eligible");
    EXPECT_EQ(verdict.reasons[0].in(Language::en),
              "You have been of full age since 01.01.2008 and your document is valid until "
              "01.01.2035: a certificate can be issued to you.");
    EXPECT_TRUE(verdict.to_confirm().empty());
}

TEST(Eligibility, OfAMinorBeginsOnTheBirthday) {
    auto one = good_case();
    one.identity.pin = minor;
    one.identity.birth_date = day("2010-06-15");
    const auto verdict = decide(one, rules, today);
    EXPECT_EQ(verdict.kind, VerdictKind::refused);
    ASSERT_FALSE(verdict.reasons.empty());
    const auto& reason = verdict.reasons.front();
    EXPECT_EQ(reason.rule, "full-age");
    EXPECT_EQ(reason.effect, Effect::refuses);
    EXPECT_EQ(reason.in(Language::en), "You will be of full age on 15.06.2028; until then no "
                                       "certificate can be issued to you.");
    EXPECT_EQ(reason.in(Language::ru),
              "Вам исполнится 18 лет 15.06.2028; до этого дня сертификат не выдаётся.");
    EXPECT_EQ(reason.in(Language::ky),
              "Сиз 15.06.2028 күнү 18 жашка толосуз; ага чейин сертификат берилбейт.");
    EXPECT_EQ(decide(one, rules, day("2028-06-14")).kind, VerdictKind::refused);
    EXPECT_EQ(decide(one, rules, day("2028-06-15")).kind, VerdictKind::eligible);
}

// 216 boundary dates: births on every month's first, middle and last day, looked at the day before
// the eighteenth birthday, on it, and the day after.
TEST(Eligibility, FollowsTheCalendarToTheDay) {
    int looked_at = 0;
    for (const int year : {1999, 2004}) {
        for (unsigned month = 1; month <= 12; ++month) {
            const auto first = *Date::from(year, month, 1);
            const auto next =
                month == 12 ? *Date::from(year + 1, 1, 1) : *Date::from(year, month + 1, 1);
            for (const auto birth : {first, first.plus_days(14), next.plus_days(-1)}) {
                const auto birthday = anniversary(birth, 18, LeapBirthday::first_of_march);
                EXPECT_EQ(born(birth, birthday.plus_days(-1)).kind, VerdictKind::refused);
                EXPECT_EQ(born(birth, birthday).kind, VerdictKind::eligible) << birth.iso();
                EXPECT_EQ(born(birth, birthday.plus_days(1)).kind, VerdictKind::eligible);
                looked_at += 3;
            }
        }
    }
    EXPECT_GE(looked_at, 200);
}

TEST(Eligibility, OfThoseBornOn29FebruaryFollowsTheProfile) {
    RuleSet february = rules;
    february.leap_birthday = LeapBirthday::last_of_february;
    const auto leap = day("2008-02-29");
    EXPECT_EQ(born(leap, day("2026-02-27"), february).kind, VerdictKind::refused);
    EXPECT_EQ(born(leap, day("2026-02-28"), february).kind, VerdictKind::eligible);
    EXPECT_EQ(born(leap, day("2026-02-28")).kind, VerdictKind::refused);
    EXPECT_EQ(born(leap, day("2026-03-01")).kind, VerdictKind::eligible);
}

TEST(Eligibility, IsNotGuessedFromPartOfADate) {
    const struct {
        const char* birth;
        const char* on;
        const char* rule; // nullptr: eligible
    } table[] = {
        {"1961-XX-XX", "2026-11-22", nullptr},
        {"2008-XX-XX", "2025-12-31", "full-age"},
        {"2008-XX-XX", "2026-01-01", "full-age-undetermined"},
        {"2008-XX-XX", "2026-12-30", "full-age-undetermined"},
        {"2008-XX-XX", "2026-12-31", nullptr},
        {"2008-11-XX", "2026-10-31", "full-age"},
        {"2008-11-XX", "2026-11-01", "full-age-undetermined"},
        {"2008-11-XX", "2026-11-29", "full-age-undetermined"},
        {"2008-11-XX", "2026-11-30", nullptr},
        {"2008-02-XX", "2026-01-31", "full-age"},
        {"2008-02-XX", "2026-02-28", "full-age-undetermined"}, // 29 February keeps 1 March
        {"2008-02-XX", "2026-03-01", nullptr},
        {"2009-XX-XX", "2026-11-22", "full-age"},
        {"XXXX-XX-XX", "2026-11-22", "full-age-undetermined"},
        {"XXXX-06-15", "2026-11-22", "full-age-undetermined"},
        {"2027-XX-XX", "2026-11-22", "birth-date-future"},
        {"2026-11-23", "2026-11-22", "birth-date-future"},
    };
    for (const auto& row : table) {
        const auto verdict = born(partly(row.birth), day(row.on));
        EXPECT_EQ(verdict.kind, row.rule ? VerdictKind::refused : VerdictKind::eligible)
            << row.birth << " on " << row.on;
        EXPECT_TRUE(!row.rule || verdict.reasons.front().rule == row.rule)
            << row.birth << " on " << row.on << ": " << verdict.reasons.front().rule;
    }
}

TEST(Eligibility, CountsTheDayOfExpiryAsGood) {
    auto one = good_case();
    one.identity.document.expires = today;
    EXPECT_EQ(decide(one, rules, today.plus_days(-1)).kind, VerdictKind::eligible);
    EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::eligible);
    const auto after = decide(one, rules, today.plus_days(1));
    EXPECT_EQ(after.kind, VerdictKind::refused);
    EXPECT_EQ(after.reasons.front().rule, "document-expired");
    EXPECT_EQ(after.reasons.front().in(Language::en),
              "Your document expired on 22.11.2026. Please come back with a new one.");
}

struct Change {
    const char* rule;
    VerdictKind kind;
    void (*change)(Case&);
};

const Change changes[] = {
    {"birth-date-missing", VerdictKind::refused, [](Case& c) { c.identity.birth_date.reset(); }},
    {"document-number", VerdictKind::refused, [](Case& c) { c.identity.document.number = "ID1"; }},
    {"document-number", VerdictKind::refused, [](Case& c) { c.identity.document.number = ""; }},
    {"document-unknown", VerdictKind::refused,
     [](Case& c) { c.identity.document.type = "licence"; }},
    {"document-unknown", VerdictKind::refused,
     [](Case& c) { c.identity.document.number = "ZZ0000000"; }},
    {"document-unknown", VerdictKind::refused,
     [](Case& c) { c.identity.document.number = "PE0000000"; }},
    {"document-expiry-missing", VerdictKind::refused,
     [](Case& c) { c.identity.document.expires.reset(); }},
    {"document-not-yet-valid", VerdictKind::refused,
     [](Case& c) { c.identity.document.issued = day("2026-11-23"); }},
    {"document-dates", VerdictKind::refused,
     [](Case& c) {
         c.identity.document.issued = day("2020-01-01");
         c.identity.document.expires = day("2019-01-01");
     }},
    {"document-void", VerdictKind::refused,
     [](Case& c) {
         c.void_status = VoidStatus::voided;
         c.void_code = "7";
     }},
    {"document-void-unknown", VerdictKind::provisional,
     [](Case& c) {
         c.void_status = VoidStatus::unknown_code;
         c.void_code = "42";
     }},
    {"document-void-unchecked", VerdictKind::eligible,
     [](Case& c) { c.void_status = VoidStatus::not_checked; }},
    {"pin-invalid", VerdictKind::refused, [](Case& c) { c.identity.pin = ""; }},
    {"pin-invalid", VerdictKind::refused, [](Case& c) { c.identity.pin = "2010119900000"; }},
    {"pin-invalid", VerdictKind::refused, [](Case& c) { c.identity.pin = "00101199000008"; }},
    {"pin-blocked", VerdictKind::refused, [](Case& c) { c.pin_blocked = true; }},
    {"person-deceased", VerdictKind::refused, [](Case& c) { c.deceased = true; }},
    {"pin-check-digit", VerdictKind::eligible, [](Case& c) { c.identity.pin = "20101199000009"; }},
    {"pin-birth-date", VerdictKind::eligible,
     [](Case& c) { c.identity.birth_date = day("1990-01-02"); }},
    {"pin-sex", VerdictKind::eligible, [](Case& c) { c.identity.sex = Sex::female; }},
    {"name-missing", VerdictKind::refused, [](Case& c) { c.identity.names.surname = ""; }},
    {"name-spelling", VerdictKind::eligible,
     [](Case& c) { c.identity.names.surname_cyrillic = "Бакытов"; }},
    {"name-spelling", VerdictKind::eligible,
     [](Case& c) { c.identity.names.given_names_cyrillic = "Асан"; }},
    {"name-cut-off", VerdictKind::eligible, [](Case& c) { c.identity.names_cut_off = true; }},
    {"identity-differs", VerdictKind::eligible,
     [](Case& c) {
         auto other = c.identity;
         other.source = IdentitySource::mrz;
         other.names.surname = "SADYROV";
         other.document.number = "ID0000001";
         c.comparisons = {compare(c.identity, other)};
     }},
    {"certificate-held", VerdictKind::refused, [](Case& c) { c.held = Held::held; }},
    {"certificate-reissue", VerdictKind::eligible,
     [](Case& c) {
         c.held = Held::held;
         c.reissue_reason = "lost password";
     }},
    // Another office may have issued again since this one last heard.
    {"certificate-held-unchecked", VerdictKind::provisional,
     [](Case& c) {
         c.held = Held::held;
         c.reissue_reason = "lost password";
         c.offline = true;
     }},
    {"certificate-held-unchecked", VerdictKind::eligible,
     [](Case& c) { c.held = Held::not_checked; }},
    {"certificate-held-unchecked", VerdictKind::provisional,
     [](Case& c) {
         c.held = Held::not_checked;
         c.offline = true;
     }},
    {"consent-missing", VerdictKind::refused,
     [](Case& c) { c.consents.personal_data = Consent::withheld; }},
    {"consent-missing", VerdictKind::refused,
     [](Case& c) { c.consents.register_lookup = Consent::withheld; }},
    {"consent-missing", VerdictKind::refused,
     [](Case& c) { c.consents.uis_account = Consent::withheld; }},
    {"consent-missing", VerdictKind::refused,
     [](Case& c) { c.consents.terms = Consent::withheld; }},
    {"eligible", VerdictKind::eligible, [](Case& c) { c.consents.terms = Consent::not_asked; }},
    {"eligible", VerdictKind::eligible, [](Case& c) { c.identity.names.patronymic = ""; }},
    {"clock-doubtful", VerdictKind::provisional, [](Case& c) { c.clock_doubtful = true; }},
};

TEST(Eligibility, NamesTheRuleThatSpokeAndWhatItDid) {
    for (const auto& row : changes) {
        auto one = good_case();
        row.change(one);
        const auto verdict = decide(one, rules, today);
        EXPECT_EQ(to_text(verdict.kind), to_text(row.kind)) << row.rule;
        EXPECT_TRUE(says(verdict, row.rule)) << row.rule;
        EXPECT_EQ(verdict.kind == VerdictKind::eligible, says(verdict, "eligible")) << row.rule;
    }
}

TEST(Eligibility, SaysEverySentenceWholeInEachLanguage) {
    for (const auto& row : changes) {
        auto one = good_case();
        row.change(one);
        for (const auto& reason : decide(one, rules, today).reasons) {
            EXPECT_EQ(reason.version, "3");
            std::set<std::string> different;
            for (const auto language : {Language::ky, Language::ru, Language::en}) {
                const auto& text = reason.in(language);
                EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << text;
                EXPECT_GT(text.size(), 20U) << reason.rule;
                EXPECT_EQ(text.back(), '.') << text;
                different.insert(text);
            }
            EXPECT_EQ(different.size(), 3U) << reason.rule;
        }
    }
}

TEST(Eligibility, HasARowAndATestForEachRule) {
    std::set<std::string_view> tested = {"full-age", "full-age-undetermined", "birth-date-future",
                                         "document-expired", "document-not-accepted"};
    for (const auto& row : changes) {
        tested.insert(row.rule);
    }
    std::set<std::string_view> all;
    for (const auto rule : eligibility_rules()) {
        EXPECT_TRUE(tested.count(rule)) << rule;
        EXPECT_TRUE(all.insert(rule).second) << rule << " stands twice";
    }
    EXPECT_EQ(all.size(), rule_rows().size());
    EXPECT_THROW(rule_row("no-such-rule"), std::logic_error);
}

TEST(Eligibility, WarnsAreForTheClerkToConfirm) {
    auto one = good_case();
    one.identity.pin = "20905199900000"; // the 2020 specimen's number
    one.identity.sex = Sex::female;
    const auto verdict = decide(one, rules, today);
    EXPECT_EQ(verdict.kind, VerdictKind::eligible);
    EXPECT_EQ(verdict.to_confirm(),
              (std::vector<std::string>{"pin-check-digit", "pin-birth-date", "pin-sex"}));
    RuleSet quiet = rules;
    quiet.pin.warn_of_check_digit = false;
    EXPECT_EQ(decide(one, quiet, today).to_confirm().size(), 2U);
}

TEST(Eligibility, PutsTheGravestReasonFirst) {
    auto one = good_case();
    one.clock_doubtful = true;
    one.held = Held::held;
    one.identity.pin = "20101199000009";
    one.void_status = VoidStatus::not_checked;
    const auto verdict = decide(one, rules, today);
    EXPECT_EQ(verdict.kind, VerdictKind::refused);
    ASSERT_EQ(verdict.reasons.size(), 4U);
    EXPECT_EQ(verdict.reasons[0].rule, "certificate-held");
    EXPECT_EQ(verdict.reasons[1].rule, "clock-doubtful");
    EXPECT_EQ(verdict.reasons[2].rule, "pin-check-digit");
    EXPECT_EQ(verdict.reasons[3].rule, "document-void-unchecked");
}

TEST(Eligibility, DocumentsNoLongerAcceptedAreData) {
    RuleSet strict = rules;
    strict.version = "2";
    for (auto& type : strict.documents) {
        type.accepted = type.edition != "2004";
    }
    auto one = good_case();
    one.identity.document.number = "AN0000000";
    EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::eligible);
    const auto verdict = decide(one, strict, today);
    EXPECT_EQ(verdict.kind, VerdictKind::refused);
    EXPECT_EQ(verdict.reasons.front().rule, "document-not-accepted");
    EXPECT_EQ(verdict.reasons.front().version, "2");
    const std::vector<std::pair<std::string, std::string>> inputs = {
        {"type", "id-card"},
        {"series", "AN"},
        {"edition", "2004"},
        {"reference-date", today.iso()}};
    EXPECT_EQ(verdict.reasons.front().inputs, inputs);
}

// What was decided before the warning came is reckoned again without it.
TEST(Eligibility, OfVersionOneKnowsNoNamesThatWereCutOff) {
    auto one = good_case();
    one.identity.names_cut_off = true;
    one.identity.names.surname_cyrillic = "Бакытов";
    RuleSet before = rules;
    before.version = "1";
    const auto verdict = decide(one, before, today);
    EXPECT_EQ(verdict.version, "1");
    EXPECT_TRUE(verdict.to_confirm().empty());
    EXPECT_EQ(decide(one, rules, today).to_confirm(), std::vector<std::string>{"name-cut-off"});
}

TEST(Eligibility, ARegisterThatMustBeAskedMakesTheVerdictProvisional) {
    RuleSet strict = rules;
    strict.register_required = true;
    auto one = good_case();
    one.void_status = VoidStatus::not_checked;
    EXPECT_EQ(decide(one, strict, today).kind, VerdictKind::provisional);
}

TEST(Eligibility, ListsInWordsWhatIsMissing) {
    auto one = good_case();
    one.consents.personal_data = one.consents.terms = Consent::withheld;
    const auto verdict = decide(one, rules, today);
    const auto& reason = verdict.reasons.front();
    EXPECT_NE(reason.in(Language::en).find("(personal data, terms of the agreement)"),
              std::string::npos)
        << reason.in(Language::en);
    EXPECT_NE(reason.in(Language::ru).find("(персональные данные, условия соглашения)"),
              std::string::npos);
    const std::pair<std::string, std::string> input = {"consents", "personal-data,terms"};
    EXPECT_EQ(reason.inputs.front(), input);
}

TEST(Eligibility, IsReckonedAgainTheSameWay) {
    for (const auto& row : changes) {
        auto one = good_case();
        row.change(one);
        const auto again = one;
        EXPECT_EQ(decide(one, rules, today), decide(again, rules, today)) << row.rule;
    }
}

TEST(Eligibility, NeverPutsThePersonalNumberIntoItsInputs) {
    for (const auto& row : changes) {
        auto one = good_case();
        row.change(one);
        for (const auto& reason : decide(one, rules, today).reasons) {
            for (const auto& [name, value] : reason.inputs) {
                EXPECT_NE(value, one.identity.pin.empty() ? "?" : one.identity.pin) << name;
            }
        }
    }
}

TEST(Eligibility, EveryEnumerationReadsBack) {
    for (const auto* text : {"eligible", "refused", "provisional"}) {
        EXPECT_EQ(to_text(*verdict_kind_from(text)), text);
    }
    for (const auto* text : {"refuses", "doubts", "warns", "notes"}) {
        EXPECT_EQ(to_text(*effect_from(text)), text);
    }
    for (const auto* text : {"given", "withheld", "not-asked"}) {
        EXPECT_EQ(to_text(*consent_from(text)), text);
    }
    for (const auto* text : {"not-checked", "none", "held"}) {
        EXPECT_EQ(to_text(*held_from(text)), text);
    }
    for (const auto* text : {"not-checked", "good", "voided", "unknown-code"}) {
        EXPECT_EQ(to_text(*void_status_from(text)), text);
    }
    EXPECT_FALSE(verdict_kind_from("maybe"));
    EXPECT_FALSE(effect_from(""));
    EXPECT_FALSE(consent_from("yes"));
    EXPECT_FALSE(held_from("HELD"));
    EXPECT_FALSE(void_status_from("0"));
}

// Whoever seems too young, or whose document seems too old, only because the clock is wrong, is
// sent on to be judged when the day is known.
TEST(Eligibility, DoubtsWhereOnlyADoubtfulDaySpeaksAgainst) {
    const auto with = [](auto change) {
        auto one = good_case();
        change(one);
        return one;
    };
    std::pair<const char*, Case> cases[] = {
        {"full-age",
         with([](Case& one) { one.identity.birth_date = PartialDate::parse("2009-01-15"); })},
        {"full-age-undetermined",
         with([](Case& one) { one.identity.birth_date = PartialDate::parse("2008-XX-XX"); })},
        {"birth-date-future",
         with([](Case& one) { one.identity.birth_date = PartialDate::parse("2027-01-15"); })},
        {"document-expired",
         with([](Case& one) { one.identity.document.expires = Date::parse("2026-11-21"); })},
        {"document-not-yet-valid",
         with([](Case& one) { one.identity.document.issued = Date::parse("2026-11-23"); })},
        {"pin-invalid", with([](Case& one) { one.identity.pin = "20101202700008"; })},
    };
    RuleSet before = rules;
    before.version = "2";
    for (auto& [rule, one] : cases) {
        EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::refused) << rule;
        one.clock_doubtful = true;
        const auto verdict = decide(one, rules, today);
        EXPECT_EQ(verdict.kind, VerdictKind::provisional) << rule;
        const auto said = std::ranges::find(verdict.reasons, rule, &Reason::rule);
        ASSERT_NE(said, verdict.reasons.end()) << rule;
        EXPECT_EQ(said->effect, Effect::doubts) << rule;
        EXPECT_EQ(decide(one, before, today).kind, VerdictKind::refused) << rule;
    }
}

TEST(Eligibility, RefusesWhatNoDayCouldHealUnderAnyClock) {
    auto one = good_case();
    one.clock_doubtful = true;
    for (const auto* pin : {"2010119900000", "00101199000008", "abc"}) {
        one.identity.pin = pin;
        EXPECT_EQ(decide(one, rules, today).kind, VerdictKind::refused) << pin;
    }
}

} // namespace
} // namespace koltamga::domain
