// What the clerk types from the passport, and what is said of each field when it is left.
//
// Pure. Texts stand as typed until the form is complete; nothing typed is ever thrown away.
#pragma once

#include "desk/judgement.h"
#include "domain/eligibility.h"
#include "domain/identity.h"
#include "issuance/runner.h"

#include <array>
#include <optional>
#include <string>

namespace koltamga::desk {

enum class Field {
    mrz, // read by a wedge scanner, or typed; fills the others
    pin,
    surname,
    given_names,
    surname_cyrillic,
    given_names_cyrillic,
    patronymic,
    sex,
    birth_date,
    document_type,
    document_number,
    issued,
    expires,
    issuer,
};
inline constexpr std::size_t field_count = 14;

std::string_view name_of(Field field); // "birth-date", stable
std::optional<Field> field_named(std::string_view name);

struct PassportForm {
    std::array<std::string, field_count> text; // by Field, as typed
    std::array<bool, field_count> from_zone{}; // written by the zone, and not touched since
    std::string& operator[](Field field) { return text[static_cast<std::size_t>(field)]; }
    const std::string& operator[](Field field) const {
        return text[static_cast<std::size_t>(field)];
    }
    // Typed by the clerk: nobody else's word any more.
    void type(Field field, std::string words);
    bool empty() const;
    bool operator==(const PassportForm&) const = default;
};

// By what a form is judged: the office's rules, and the day at the office.
struct PassportRules {
    domain::PersonalNumberRules pin;
    std::vector<domain::DocumentType> documents = domain::default_document_types();
    domain::Date today;
};

// Of a field that is being left. The others are read only where two belong together (the date in
// the personal number and the date of birth).
Judgement judge(const PassportForm& form, Field field, const PassportRules& rules);

// The same when the clerk wants to go on: what must be there and is not is wrong.
Judgement judge_finally(const PassportForm& form, Field field, const PassportRules& rules);

// The first field that keeps the form from going on; nothing: it may go on.
std::optional<Field> first_wrong(const PassportForm& form, const PassportRules& rules);

// The form with what a good machine readable zone says written into the fields that are still
// empty; unchanged for a zone that was not read well.
PassportForm filled_from_zone(PassportForm form, const PassportRules& rules);

// Fails with desk.field-missing or with what the domain says of the first field that is wrong.
Result<issuance::Person> person_of(const PassportForm& form, const PassportRules& rules);

// As kept in a sealed draft, and back; nothing for what is no such text.
std::string written(const PassportForm& form);
std::optional<PassportForm> read_form(std::string_view text);

} // namespace koltamga::desk
