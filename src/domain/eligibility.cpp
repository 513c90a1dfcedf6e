#include "domain/eligibility.h"

#include "domain/eligibility_texts.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

using Inputs = std::vector<std::pair<std::string, std::string>>;

// Names that read differently in each language stand in sentences by these words.
struct Word {
    std::string_view name;
    std::array<std::string_view, 3> text;
};

constexpr std::array<Word, 20> words = {{
    {"personal-data", {"жеке маалымат", "персональные данные", "personal data"}},
    {"register-lookup", {"реестрден издөө", "запрос в реестр", "register look-up"}},
    {"uis-account",
     {"Бирдиктүү идентификация тутумундагы эсеп жазуусу", "учётная запись в ЕСИ", "UIS account"}},
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
}};

std::string word_for(std::string_view name, std::size_t language) {
    for (const auto& word : words) {
        if (word.name == name) {
            return std::string(word.text.at(language));
        }
    }
    return std::string(name);
}

std::string word_list(std::string_view names, std::size_t language) {
    std::string list;
    while (!names.empty()) {
        const auto comma = std::min(names.find(','), names.size());
        list += (list.empty() ? "" : ", ") + word_for(names.substr(0, comma), language);
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return list;
}

// An input as a sentence shows it: lists in words, days as a clerk writes them.
std::string shown(std::string_view name, const std::string& value, std::size_t language) {
    if (name == "fields" || name == "consents") {
        return word_list(value, language);
    }
    const auto date = PartialDate::parse(value);
    return date ? date->for_clerk() : value;
}

std::string sentence(std::string_view text, const Inputs& inputs, std::size_t language) {
    std::string filled(text);
    for (const auto& [name, value] : inputs) {
        const auto mark = '{' + name + '}';
        if (const auto at = filled.find(mark); at != std::string::npos) {
            filled.replace(at, mark.size(), shown(name, value, language));
        }
    }
    return filled;
}

std::string iso(const std::optional<Date>& date) {
    return date ? date->iso() : std::string();
}

// Puts together the reasons of one verdict, rule by rule.
class Decision {
  public:
    Decision(const Case& applicant, const RuleSet& rules, Date reference)
        : case_(applicant), rules_(rules), reference_(reference) {}

    Verdict verdict() {
        birth_date();
        document();
        document_dates();
        document_status();
        pin();
        names();
        held();
        consents();
        clock();
        return concluded();
    }

  private:
    Reason& say(std::string_view rule, Inputs inputs = {}) {
        const auto& row = rule_row(rule);
        inputs.emplace_back("reference-date", reference_.iso());
        Reason reason{std::string(rule), rules_.version, row.effect, {}, std::move(inputs)};
        for (std::size_t language = 0; language < reason.text.size(); ++language) {
            reason.text[language] = sentence(row.text.at(language), reason.inputs, language);
        }
        reasons_.push_back(std::move(reason));
        return reasons_.back();
    }

    void say_doubtful_when(bool doubtful, std::string_view rule, Inputs inputs = {}) {
        auto& reason = say(rule, std::move(inputs));
        reason.effect = doubtful ? Effect::doubts : reason.effect;
    }

    // What only the day speaks against refuses nobody while the day itself is in doubt.
    bool day_doubtful() const {
        return case_.clock_doubtful && rules_.version != "1" && rules_.version != "2";
    }
    void say_by_the_day(std::string_view rule, Inputs inputs) {
        say_doubtful_when(day_doubtful(), rule, std::move(inputs));
    }

    Date full_age_day(Date birth) const {
        return anniversary(birth, rules_.full_age, rules_.leap_birthday);
    }

    Inputs age_inputs() const {
        return {{"birth-date", case_.identity.birth_date->iso()},
                {"full-age", std::to_string(rules_.full_age)},
                {"leap-birthday", rules_.leap_birthday == LeapBirthday::first_of_march
                                      ? "first-of-march"
                                      : "last-of-february"}};
    }

    void birth_date() {
        const auto& birth = case_.identity.birth_date;
        if (!birth) {
            say("birth-date-missing");
            return;
        }
        const auto range = birth->range();
        if (range && range->earliest > reference_) {
            say_by_the_day("birth-date-future", age_inputs());
            return;
        }
        auto inputs = age_inputs();
        if (!range) {
            say("full-age-undetermined", std::move(inputs));
            return;
        }
        // Certainly of full age, certainly not, or nobody can tell: three different answers.
        inputs.emplace_back("full-age-day", full_age_day(range->latest).iso());
        if (full_age_day(range->earliest) > reference_) {
            say_by_the_day("full-age", std::move(inputs));
        } else if (full_age_day(range->latest) > reference_) {
            say_by_the_day("full-age-undetermined", std::move(inputs));
        }
    }

    void document() {
        const auto& given = case_.identity.document;
        const auto number = parse_document_number(given.number);
        if (!number) {
            say("document-number", {{"type", given.type}});
            return;
        }
        const auto* type = find_document_type(rules_.documents, given.type, number->series);
        if (!type || number->digits.size() != static_cast<std::size_t>(type->digits)) {
            say("document-unknown", {{"type", given.type}, {"series", number->series}});
        } else if (!type->accepted) {
            say("document-not-accepted",
                {{"type", given.type}, {"series", number->series}, {"edition", type->edition}});
        }
    }

    void document_dates() {
        const auto& given = case_.identity.document;
        const Inputs inputs = {{"issued", iso(given.issued)}, {"expires", iso(given.expires)}};
        if (!given.expires) {
            say("document-expiry-missing", inputs);
        } else if (*given.expires < reference_) {
            say_by_the_day("document-expired", inputs);
        }
        if (given.issued && *given.issued > reference_) {
            say_by_the_day("document-not-yet-valid", inputs);
        }
        if (given.issued && given.expires && *given.issued > *given.expires) {
            say("document-dates", inputs);
        }
    }

    void document_status() {
        const Inputs inputs = {{"void-code", case_.void_code}};
        switch (case_.void_status) {
        case VoidStatus::voided:
            say("document-void", inputs);
            break;
        case VoidStatus::unknown_code:
            say("document-void-unknown", inputs);
            break;
        case VoidStatus::not_checked:
            say_doubtful_when(rules_.register_required, "document-void-unchecked");
            break;
        case VoidStatus::good:
            break;
        }
        if (case_.deceased) {
            say("person-deceased");
        }
        if (case_.pin_blocked) {
            say("pin-blocked");
        }
    }

    void pin() {
        const auto number = PersonalNumber::parse(case_.identity.pin, rules_.pin, reference_);
        if (!number) {
            pin_invalid(number.failure());
            return;
        }
        const auto& identity = case_.identity;
        for (const auto warning :
             warnings_of(*number, rules_.pin, identity.birth_date, identity.sex)) {
            say("pin-" + std::string(to_text(warning)),
                {{"pin-birth-date", number->birth_date().iso()},
                 {"birth-date", identity.birth_date ? identity.birth_date->iso() : ""},
                 {"pin-sex", std::string(to_text(number->sex()))},
                 {"sex", std::string(to_text(identity.sex))}});
        }
    }

    void pin_invalid(const Failure& failure) {
        auto& reason = say("pin-invalid", {{"failure", std::string(name_of(failure.code))},
                                           {"first-digits", rules_.pin.first_digits}});
        if (failure.code == Code::pin_future_date && day_doubtful()) {
            reason.effect = Effect::doubts;
        }
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            auto& text = reason.text.at(static_cast<std::size_t>(language));
            text = sentence(text, {{"cause", words_for(failure, language).cause}},
                            static_cast<std::size_t>(language));
        }
    }

    void names() {
        const auto& names = case_.identity.names;
        if (names.surname.empty()) {
            say("name-missing");
        }
        const auto unlike = [](const std::string& latin, const std::string& cyrillic) {
            return !latin.empty() && !cyrillic.empty() && !spells_loosely(latin, cyrillic);
        };
        const bool given_unlike =
            unlike(names.given_names, names.given_names_cyrillic) &&
            unlike(names.given_names, names.given_names_cyrillic + " " + names.patronymic);
        const bool whole = !case_.identity.names_cut_off;
        if (!whole && rules_.version != "1") {
            say("name-cut-off");
        }
        if (whole && (unlike(names.surname, names.surname_cyrillic) || given_unlike)) {
            say("name-spelling");
        }
        std::string fields;
        for (const auto& comparison : case_.comparisons) {
            for (const auto& field : comparison.differing()) {
                fields += (fields.empty() ? "" : ",") + field;
            }
        }
        if (!fields.empty()) {
            say("identity-differs", {{"fields", fields}});
        }
    }

    void held() {
        switch (case_.held) {
        case Held::not_checked:
            say_doubtful_when(case_.offline, "certificate-held-unchecked");
            break;
        case Held::held:
            if (case_.reissue_reason.empty()) {
                say("certificate-held");
            } else {
                say("certificate-reissue", {{"reason", case_.reissue_reason}});
                if (case_.offline) { // another office may have issued again since we last heard
                    say_doubtful_when(true, "certificate-held-unchecked");
                }
            }
            break;
        case Held::none:
            break;
        }
    }

    void consents() {
        const auto& given = case_.consents;
        const std::array<std::pair<Consent, std::string_view>, 4> all = {
            {{given.personal_data, "personal-data"},
             {given.register_lookup, "register-lookup"},
             {given.uis_account, "uis-account"},
             {given.terms, "terms"}}};
        std::string withheld;
        for (const auto& [consent, name] : all) {
            if (consent == Consent::withheld) {
                withheld += (withheld.empty() ? "" : ",") + std::string(name);
            }
        }
        if (!withheld.empty()) {
            say("consent-missing", {{"consents", withheld}});
        }
    }

    void clock() {
        if (case_.clock_doubtful) {
            say("clock-doubtful");
        }
    }

    bool any(Effect effect) const {
        return std::any_of(reasons_.begin(), reasons_.end(),
                           [&](const Reason& reason) { return reason.effect == effect; });
    }

    Verdict concluded() {
        const auto kind = any(Effect::refuses)  ? VerdictKind::refused
                          : any(Effect::doubts) ? VerdictKind::provisional
                                                : VerdictKind::eligible;
        if (kind == VerdictKind::eligible) {
            auto inputs = age_inputs();
            inputs.emplace_back("full-age-day",
                                full_age_day(case_.identity.birth_date->range()->latest).iso());
            inputs.emplace_back("expires", iso(case_.identity.document.expires));
            say("eligible", std::move(inputs));
            std::rotate(reasons_.begin(), reasons_.end() - 1, reasons_.end()); // before other notes
        }
        std::stable_sort(reasons_.begin(), reasons_.end(),
                         [](const Reason& a, const Reason& b) { return a.effect < b.effect; });
        return {kind, std::move(reasons_), rules_.id, rules_.version, reference_};
    }

    const Case& case_;
    const RuleSet& rules_;
    Date reference_;
    std::vector<Reason> reasons_;
};

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names.at(i) == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

constexpr std::array<std::string_view, 3> kinds = {"eligible", "refused", "provisional"};
constexpr std::array<std::string_view, 4> effects = {"refuses", "doubts", "warns", "notes"};
constexpr std::array<std::string_view, 3> consent_names = {"given", "withheld", "not-asked"};
constexpr std::array<std::string_view, 3> held_names = {"not-checked", "none", "held"};
constexpr std::array<std::string_view, 4> void_names = {"not-checked", "good", "voided",
                                                        "unknown-code"};

} // namespace

std::string fields_in_words(std::string_view names, Language language) {
    return word_list(names, static_cast<std::size_t>(language));
}

std::vector<std::string> Verdict::to_confirm() const {
    std::vector<std::string> rules;
    for (const auto& reason : reasons) {
        if (reason.effect == Effect::warns) {
            rules.push_back(reason.rule);
        }
    }
    return rules;
}

Verdict decide(const Case& applicant, const RuleSet& rules, Date reference) {
    return Decision(applicant, rules, reference).verdict();
}

std::vector<std::string_view> eligibility_rules() {
    std::vector<std::string_view> rules;
    for (const auto& row : rule_rows()) {
        rules.push_back(row.rule);
    }
    return rules;
}

std::string_view to_text(VerdictKind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}
std::string_view to_text(Effect effect) {
    return effects.at(static_cast<std::size_t>(effect));
}
std::string_view to_text(Consent consent) {
    return consent_names.at(static_cast<std::size_t>(consent));
}
std::string_view to_text(Held held) {
    return held_names.at(static_cast<std::size_t>(held));
}
std::string_view to_text(VoidStatus status) {
    return void_names.at(static_cast<std::size_t>(status));
}

std::optional<VerdictKind> verdict_kind_from(std::string_view text) {
    return named<VerdictKind>(kinds, text);
}
std::optional<Effect> effect_from(std::string_view text) {
    return named<Effect>(effects, text);
}
std::optional<Consent> consent_from(std::string_view text) {
    return named<Consent>(consent_names, text);
}
std::optional<Held> held_from(std::string_view text) {
    return named<Held>(held_names, text);
}
std::optional<VoidStatus> void_status_from(std::string_view text) {
    return named<VoidStatus>(void_names, text);
}

} // namespace koltamga::domain
