#include "domain/identity.h"

#include <algorithm>
#include <array>

namespace koltamga::domain {
namespace {

constexpr std::string_view country = "KGZ";

Failure foreign(std::string_view what) {
    return fail(Code::mrz_foreign, std::string(what));
}

constexpr std::array<std::pair<IdentitySource, std::string_view>, 4> source_names = {
    {{IdentitySource::typed, "typed"},
     {IdentitySource::mrz, "mrz"},
     {IdentitySource::chip, "chip"},
     {IdentitySource::population_register, "register"}}};

constexpr std::array<std::pair<Agreement, std::string_view>, 4> agreement_names = {
    {{Agreement::agrees, "agrees"},
     {Agreement::loosely, "loosely"},
     {Agreement::differs, "differs"},
     {Agreement::not_given, "not-given"}}};

std::string iso(const std::optional<Date>& date) {
    return date ? date->iso() : std::string();
}

std::string iso(const std::optional<PartialDate>& date) {
    return date ? date->iso() : std::string();
}

std::string text(Sex sex) {
    return sex == Sex::unspecified ? std::string() : std::string(to_text(sex));
}

std::string plain_number(const std::string& number) {
    const auto parsed = parse_document_number(number);
    return parsed ? parsed->text() : number;
}

std::string plain_issuer(const std::string& issuer) {
    return normalise_issuer(issuer).value_or(issuer);
}

// One field of a comparison; `alike` is asked only when both are given and not the same.
template <class Alike>
FieldComparison field(std::string_view name, const std::string& first, const std::string& second,
                      Alike alike) {
    auto agreement = Agreement::not_given;
    if (!first.empty() && !second.empty()) {
        agreement = first == second ? Agreement::agrees
                    : alike()       ? Agreement::loosely
                                    : Agreement::differs;
    }
    return {std::string(name), agreement, first, second};
}

FieldComparison exact(std::string_view name, const std::string& first, const std::string& second) {
    return field(name, first, second, [] { return false; });
}

FieldComparison surname(const Identity& a, const Identity& b) {
    return field("surname", a.names.surname, b.names.surname, [&] {
        return same_loosely(a.names.surname, b.names.surname, a.names_cut_off) ||
               same_loosely(b.names.surname, a.names.surname, b.names_cut_off);
    });
}

// Zones of some years hold the patronymic after the given names.
bool with_patronymic(const Names& shorter, const Names& longer) {
    const auto& given = shorter.given_names;
    const bool begins = longer.given_names.substr(0, given.size()) == given;
    return begins && !shorter.patronymic.empty() &&
           spells_loosely(longer.given_names.substr(given.size()), shorter.patronymic);
}

FieldComparison given_names(const Identity& a, const Identity& b) {
    const auto& first = a.names.given_names;
    const auto& second = b.names.given_names;
    return field("given-names", first, second, [&] {
        return same_loosely(first, second, a.names_cut_off) ||
               same_loosely(second, first, b.names_cut_off) || with_patronymic(a.names, b.names) ||
               with_patronymic(b.names, a.names);
    });
}

FieldComparison cyrillic(std::string_view name, const std::string& a, const std::string& b) {
    return field(name, a, b, [&] { return same_cyrillic_loosely(a, b); });
}

FieldComparison birth_date(const Identity& a, const Identity& b) {
    return field("birth-date", iso(a.birth_date), iso(b.birth_date),
                 [&] { return a.birth_date->may_be(*b.birth_date); });
}

int weight(IdentitySource source) {
    switch (source) {
    case IdentitySource::chip:
        return 3;
    case IdentitySource::mrz:
        return 2;
    case IdentitySource::typed:
        return 1;
    case IdentitySource::population_register:
        break;
    }
    return 0;
}

void take(std::string& into, const std::string& from) {
    if (into.empty()) {
        into = from;
    }
}

template <class T>
void take(std::optional<T>& into, const std::optional<T>& from) {
    if (!into) {
        into = from;
    }
}

bool goes_on(const std::string& cut, const std::string& whole) {
    return cut.empty() || same_loosely(cut, whole, true);
}

void lengthen(std::string& cut, const std::string& whole) {
    if (!same_loosely(cut, whole)) {
        cut = whole;
    }
}

// A zone had no room for all of the names: where another source goes on where it broke off, the
// names are those. Otherwise they stay cut off, and the clerk is asked.
void lengthen(Identity& into, const Identity& from) {
    const auto& names = from.names;
    const bool same_person = goes_on(into.names.surname, names.surname) &&
                             goes_on(into.names.given_names, names.given_names);
    if (!into.names_cut_off || from.names_cut_off || names.surname.empty() || !same_person) {
        return;
    }
    lengthen(into.names.surname, names.surname);
    lengthen(into.names.given_names, names.given_names);
    into.names_cut_off = false;
}

// Fills what `into` lacks from a source that weighs less.
void complete(Identity& into, const Identity& from) {
    take(into.pin, from.pin);
    if (into.names.surname.empty()) { // Latin names belong together
        into.names.surname = from.names.surname;
        into.names.given_names = from.names.given_names;
        into.names_cut_off = from.names_cut_off;
    }
    lengthen(into, from);
    take(into.names.surname_cyrillic, from.names.surname_cyrillic);
    take(into.names.given_names_cyrillic, from.names.given_names_cyrillic);
    take(into.names.patronymic, from.names.patronymic);
    into.sex = into.sex == Sex::unspecified ? from.sex : into.sex;
    take(into.birth_date, from.birth_date);
    take(into.nationality, from.nationality);
    take(into.document.type, from.document.type);
    take(into.document.number, from.document.number);
    take(into.document.issued, from.document.issued);
    take(into.document.expires, from.document.expires);
    take(into.document.issuer, from.document.issuer);
}

} // namespace

std::string_view to_text(IdentitySource source) {
    return source_names.at(static_cast<std::size_t>(source)).second;
}

std::optional<IdentitySource> identity_source_from(std::string_view text) {
    for (const auto& [source, name] : source_names) {
        if (name == text) {
            return source;
        }
    }
    return std::nullopt;
}

std::string_view to_text(Agreement agreement) {
    return agreement_names.at(static_cast<std::size_t>(agreement)).second;
}

std::optional<Agreement> agreement_from(std::string_view text) {
    for (const auto& [agreement, name] : agreement_names) {
        if (name == text) {
            return agreement;
        }
    }
    return std::nullopt;
}

Result<Identity> identity_from(const Mrz& mrz, std::span<const DocumentType> types) {
    KOLTAMGA_CHECK(check_read(mrz));
    const auto& fields = mrz.fields;
    if (fields.document_code.front() == 'V') {
        return foreign("visa");
    }
    if (fields.issuing_state != country || fields.nationality != country) {
        return foreign("state");
    }
    auto pin = personal_number_in(fields);
    if (!pin) {
        return fail(Code::mrz_without_pin);
    }
    KOLTAMGA_TRY(const auto number, parse_document_number(fields.document_number));
    Identity identity;
    identity.source = IdentitySource::mrz;
    identity.pin = std::move(*pin);
    identity.names.surname = fields.surname;
    identity.names.given_names = fields.given_names;
    identity.names_cut_off = fields.names_cut_off;
    identity.sex = fields.sex;
    identity.birth_date = fields.birth_date;
    identity.nationality = fields.nationality;
    identity.document.type =
        document_type_id(types, fields.document_code, number.series).value_or("");
    identity.document.number = number.text();
    identity.document.expires = fields.expires;
    return identity;
}

std::vector<std::string> Comparison::differing() const {
    std::vector<std::string> names;
    for (const auto& one : fields) {
        if (one.agreement == Agreement::differs) {
            names.push_back(one.field);
        }
    }
    return names;
}

Comparison compare(const Identity& a, const Identity& b) {
    Comparison comparison{a.source, b.source, {}};
    comparison.fields = {
        exact("pin", a.pin, b.pin),
        surname(a, b),
        given_names(a, b),
        cyrillic("surname-cyrillic", a.names.surname_cyrillic, b.names.surname_cyrillic),
        cyrillic("given-names-cyrillic", a.names.given_names_cyrillic,
                 b.names.given_names_cyrillic),
        cyrillic("patronymic", a.names.patronymic, b.names.patronymic),
        exact("sex", text(a.sex), text(b.sex)),
        birth_date(a, b),
        exact("nationality", a.nationality, b.nationality),
        exact("document-type", a.document.type, b.document.type),
        exact("document-number", plain_number(a.document.number), plain_number(b.document.number)),
        exact("document-issued", iso(a.document.issued), iso(b.document.issued)),
        exact("document-expires", iso(a.document.expires), iso(b.document.expires)),
        exact("document-issuer", plain_issuer(a.document.issuer), plain_issuer(b.document.issuer)),
    };
    return comparison;
}

Identity verified_identity(std::span<const Identity> identities) {
    std::vector<Identity> sorted(identities.begin(), identities.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const Identity& a, const Identity& b) {
        return weight(a.source) > weight(b.source);
    });
    Identity verified = sorted.at(0);
    for (const auto& lighter : sorted) {
        complete(verified, lighter);
    }
    return verified;
}

} // namespace koltamga::domain
