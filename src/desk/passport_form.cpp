#include "desk/passport_form.h"

#include "desk/failures.h"
#include "desk/field_labels.h"
#include "desk/typed_date.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace koltamga::desk {
namespace {

using domain::Date;

constexpr std::array needed = {Field::pin,        Field::surname,       Field::sex,
                               Field::birth_date, Field::document_type, Field::document_number,
                               Field::expires};
constexpr std::array all_fields = {Field::mrz,
                                   Field::pin,
                                   Field::surname,
                                   Field::given_names,
                                   Field::surname_cyrillic,
                                   Field::given_names_cyrillic,
                                   Field::patronymic,
                                   Field::sex,
                                   Field::birth_date,
                                   Field::document_type,
                                   Field::document_number,
                                   Field::issued,
                                   Field::expires,
                                   Field::issuer};
constexpr std::size_t pin_digits = 14;

bool is_needed(Field field) {
    return std::ranges::find(needed, field) != needed.end();
}

// Blanks between groups are how people read a number out: "2 0101 1990 00008".
std::string without_blanks(std::string_view text) {
    std::string joined;
    std::ranges::copy_if(text, std::back_inserter(joined), [](char one) { return one != ' '; });
    return joined;
}

Judgement good() {
    return {Standing::good, {}};
}
Judgement odd(Texts says) {
    return {Standing::odd, std::move(says)};
}

Judgement wrong(const Failure& failure) {
    return judgement_of(Done(failure));
}

template <class T>
Judgement judged(const Result<T>& result) {
    return judgement_of(result ? Done() : Done(result.failure()));
}

// "14 digits; this has 13": how many are missing is what a clerk looks for first.
// Which one stands above it.
Judgement empty_field() {
    return {Standing::wrong, {"Толтуруңуз", "Заполните", "Fill this in"}};
}

Judgement wrong_length(std::size_t has) {
    const auto count = std::to_string(has);
    return {Standing::wrong,
            {"14 цифра болушу керек, азыр " + count + ".",
             "Должно быть 14 цифр, сейчас их " + count + ".",
             "It has 14 digits; this has " + count + "."}};
}

Texts pin_warning(domain::PersonalNumberWarning warning) {
    switch (warning) {
    case domain::PersonalNumberWarning::check_digit:
        return {"Акыркы цифрасы адаттагыдай эмес: документтен кайра окуңуз.",
                "Последняя цифра необычна: сверьте с документом.",
                "Its last digit is unusual: compare it with the document."};
    case domain::PersonalNumberWarning::birth_date:
        return {"Ичиндеги күн туулган күнгө дал келбейт: экөөнү тең текшериңиз.",
                "Дата внутри не совпадает с датой рождения: проверьте обе.",
                "The date inside is not the date of birth: look at both."};
    case domain::PersonalNumberWarning::sex:
        return {"Биринчи цифрасы жынысына дал келбейт: экөөнү тең текшериңиз.",
                "Первая цифра не соответствует полу: проверьте оба поля.",
                "Its first digit does not go with the sex: look at both."};
    }
    return {};
}

domain::Sex sex_of(const PassportForm& form) {
    return domain::sex_from(form[Field::sex]).value_or(domain::Sex::unspecified);
}

Result<domain::PersonalNumber> pin_of(const PassportForm& form, const PassportRules& rules) {
    return domain::PersonalNumber::parse(without_blanks(form[Field::pin]), rules.pin, rules.today);
}

Judgement judge_pin(const PassportForm& form, const PassportRules& rules) {
    const auto typed = without_blanks(form[Field::pin]);
    const bool digits = std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && typed.size() != pin_digits) {
        return wrong_length(typed.size());
    }
    const auto pin = pin_of(form, rules);
    if (!pin) {
        return wrong(pin.failure());
    }
    const auto warnings = domain::warnings_of(
        *pin, rules.pin, typed_birth_date(form[Field::birth_date]), sex_of(form));
    return warnings.empty() ? good() : odd(pin_warning(warnings.front()));
}

Judgement judge_zone(const PassportForm& form, const PassportRules& rules) {
    const auto zone = domain::read_mrz(form[Field::mrz], rules.today);
    return zone ? judged(domain::identity_from(*zone, rules.documents)) : wrong(zone.failure());
}

Result<Date> date_in(const std::string& text) {
    const auto date = typed_date(text);
    return date ? Result<Date>(*date) : date_malformed();
}

Judgement judge_birth_date(const PassportForm& form, const PassportRules& rules) {
    const auto date = typed_birth_date(form[Field::birth_date]);
    if (!date) {
        return wrong(date_malformed());
    }
    const auto range = date->range();
    return range && range->earliest > rules.today
               ? odd({"Бул күн али келе элек.", "Этот день ещё не наступил.",
                      "This day is yet to come."})
               : good();
}

Judgement judge_issued(const PassportForm& form, const PassportRules& rules) {
    const auto date = date_in(form[Field::issued]);
    return date && *date > rules.today
               ? odd({"Бул күн али келе элек.", "Этот день ещё не наступил.",
                      "This day is yet to come."})
               : judged(date);
}

Judgement judge_expires(const PassportForm& form, const PassportRules& rules) {
    const auto date = date_in(form[Field::expires]);
    return date && *date < rules.today
               ? odd({"Документтин мөөнөтү бүткөн.", "Срок действия документа истёк.",
                      "The document has expired."})
               : judged(date);
}

Judgement judge_sex(const PassportForm& form) {
    return domain::sex_from(form[Field::sex]) ? good() : empty_field();
}

Judgement judge_type(const PassportForm& form, const PassportRules& rules) {
    const auto known = std::ranges::any_of(
        rules.documents, [&](const auto& type) { return type.id == form[Field::document_type]; });
    return known ? good() : empty_field();
}

Judgement judge_filled(const PassportForm& form, Field field, const PassportRules& rules) {
    switch (field) {
    case Field::mrz:
        return judge_zone(form, rules);
    case Field::pin:
        return judge_pin(form, rules);
    case Field::surname:
    case Field::given_names:
        return judged(domain::latin_name(form[field]));
    case Field::surname_cyrillic:
    case Field::given_names_cyrillic:
    case Field::patronymic:
        return judged(domain::cyrillic_name(form[field]));
    case Field::sex:
        return judge_sex(form);
    case Field::birth_date:
        return judge_birth_date(form, rules);
    case Field::document_type:
        return judge_type(form, rules);
    case Field::document_number:
        return judged(domain::parse_document_number(form[field]));
    case Field::issued:
        return judge_issued(form, rules);
    case Field::expires:
        return judge_expires(form, rules);
    case Field::issuer:
        return good();
    }
    return good();
}

// The first failure of the form; the domain's own words for what it is.
Done check_field(const PassportForm& form, Field field, const PassportRules& rules) {
    if (form[field].empty()) {
        return is_needed(field) ? Done(field_missing(label_of(field))) : Done();
    }
    return judge_filled(form, field, rules).standing == Standing::wrong
               ? Done(field_wrong(label_of(field)))
               : Done();
}

template <class Read>
Done put(std::string& into, const std::string& text, Read read) {
    if (text.empty()) {
        return {};
    }
    KOLTAMGA_TRY(into, read(text));
    return {};
}

Result<domain::Names> names_of(const PassportForm& form) {
    domain::Names names;
    KOLTAMGA_CHECK(put(names.surname, form[Field::surname], domain::latin_name));
    KOLTAMGA_CHECK(put(names.given_names, form[Field::given_names], domain::latin_name));
    KOLTAMGA_CHECK(
        put(names.surname_cyrillic, form[Field::surname_cyrillic], domain::cyrillic_name));
    KOLTAMGA_CHECK(
        put(names.given_names_cyrillic, form[Field::given_names_cyrillic], domain::cyrillic_name));
    KOLTAMGA_CHECK(put(names.patronymic, form[Field::patronymic], domain::cyrillic_name));
    return names;
}

Result<domain::Document> document_of(const PassportForm& form) {
    domain::Document document;
    document.type = form[Field::document_type];
    if (const auto& typed = form[Field::document_number]; !typed.empty()) {
        KOLTAMGA_TRY(const auto number, domain::parse_document_number(typed));
        document.number = number.text();
    }
    document.issued = typed_date(form[Field::issued]);
    document.expires = typed_date(form[Field::expires]);
    const auto& issuer = form[Field::issuer];
    document.issuer = domain::normalise_issuer(issuer).value_or(issuer);
    return document;
}

Result<domain::Identity> typed_identity(const PassportForm& form) {
    domain::Identity identity;
    identity.source = domain::IdentitySource::typed;
    identity.pin = without_blanks(form[Field::pin]);
    KOLTAMGA_TRY(identity.names, names_of(form));
    identity.sex = sex_of(form);
    identity.birth_date = typed_birth_date(form[Field::birth_date]);
    KOLTAMGA_TRY(identity.document, document_of(form));
    return identity;
}

Result<std::optional<domain::Identity>> zone_identity(const PassportForm& form,
                                                      const PassportRules& rules) {
    if (form[Field::mrz].empty()) {
        return std::optional<domain::Identity>();
    }
    KOLTAMGA_TRY(const auto zone, domain::read_mrz(form[Field::mrz], rules.today));
    KOLTAMGA_TRY(auto identity, domain::identity_from(zone, rules.documents));
    return std::optional(std::move(identity));
}

void fill(PassportForm& form, Field field, std::string value) {
    if (form[field].empty() && !value.empty()) {
        form[field] = std::move(value);
        form.from_zone[static_cast<std::size_t>(field)] = true;
    }
}

// What the zone wrote is the zone's word: compared with itself it would always agree.
PassportForm typed_only(PassportForm form) {
    for (std::size_t at = 0; at < field_count; ++at) {
        if (form.from_zone[at]) {
            form.text[at].clear();
        }
    }
    return form;
}

} // namespace

void PassportForm::type(Field field, std::string words) {
    (*this)[field] = std::move(words);
    from_zone[static_cast<std::size_t>(field)] = false;
}

bool PassportForm::empty() const {
    return std::ranges::all_of(text, [](const auto& one) { return one.empty(); });
}

Judgement judge(const PassportForm& form, Field field, const PassportRules& rules) {
    return form[field].empty() ? Judgement() : judge_filled(form, field, rules);
}

Judgement judge_finally(const PassportForm& form, Field field, const PassportRules& rules) {
    return form[field].empty() && is_needed(field) ? empty_field() : judge(form, field, rules);
}

std::optional<Field> first_wrong(const PassportForm& form, const PassportRules& rules) {
    const auto found = std::ranges::find_if(
        all_fields, [&](Field field) { return !check_field(form, field, rules); });
    return found == all_fields.end() ? std::nullopt : std::optional(*found);
}

PassportForm filled_from_zone(PassportForm form, const PassportRules& rules) {
    const auto zone = zone_identity(form, rules);
    if (!zone || !*zone) {
        return form;
    }
    const auto& identity = **zone;
    const auto& document = identity.document;
    fill(form, Field::pin, identity.pin);
    fill(form, Field::surname, identity.names.surname);
    fill(form, Field::given_names, identity.names.given_names);
    fill(form, Field::sex,
         identity.sex == domain::Sex::unspecified ? std::string()
                                                  : std::string(domain::to_text(identity.sex)));
    fill(form, Field::birth_date,
         identity.birth_date ? identity.birth_date->for_clerk() : std::string());
    fill(form, Field::document_type, document.type);
    fill(form, Field::document_number, document.number);
    fill(form, Field::expires, document.expires ? document.expires->for_clerk() : std::string());
    return form;
}

Result<issuance::Person> person_of(const PassportForm& form, const PassportRules& rules) {
    if (const auto field = first_wrong(form, rules)) {
        return check_field(form, *field, rules).failure();
    }
    issuance::Person person;
    KOLTAMGA_TRY(person.typed, typed_identity(typed_only(form)));
    KOLTAMGA_TRY(person.mrz, zone_identity(form, rules));
    std::vector<domain::Identity> sources = {*person.typed};
    if (person.mrz) {
        sources.push_back(*person.mrz);
    }
    person.identity = domain::verified_identity(sources);
    return person;
}

std::string written(const PassportForm& form) {
    auto json = nlohmann::json::object();
    for (const auto field : all_fields) {
        if (!form[field].empty()) {
            json[std::string(name_of(field))] = {
                {"text", form[field]},
                {"from_zone", form.from_zone[static_cast<std::size_t>(field)]}};
        }
    }
    return json.dump();
}

std::optional<PassportForm> read_form(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return std::nullopt;
    }
    PassportForm form;
    for (const auto& [name, kept] : json.items()) {
        const auto field = field_named(name);
        if (!field || !kept.is_object() || !kept.value("text", nlohmann::json()).is_string()) {
            return std::nullopt;
        }
        form[*field] = kept.at("text").get<std::string>();
        form.from_zone[static_cast<std::size_t>(*field)] =
            kept.value("from_zone", nlohmann::json()) == true;
    }
    return form;
}

} // namespace koltamga::desk
