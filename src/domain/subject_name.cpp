#include "domain/subject_name.h"

#include "domain/text.h"

#include <map>

namespace koltamga::domain {
namespace {

constexpr std::size_t longest_value = 64; // ub-common-name, ub-serial-number, … of RFC 5280

using Values = std::map<std::string, std::string, std::less<>>;

Failure incomplete(const std::string& attribute) {
    return fail(Code::subject_incomplete, attribute);
}

Values values_of(const Identity& identity, const std::optional<Organisation>& organisation) {
    return {{"surname", identity.names.surname},
            {"given_names", identity.names.given_names},
            {"pin", identity.pin},
            {"organisation", organisation ? organisation->name : ""},
            {"organisation_identifier", organisation ? organisation->identifier : ""}};
}

// The names between braces, in order; one that never closes counts as a name.
std::vector<std::string> placeholders(std::string_view text) {
    std::vector<std::string> names;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
        const auto close = text.find('}', open);
        names.emplace_back(text.substr(
            open + 1, close == std::string_view::npos ? std::string_view::npos : close - open - 1));
        open = close == std::string_view::npos ? text.size() : close;
    }
    return names;
}

std::string filled(std::string text, const Values& values) {
    for (const auto& name : placeholders(text)) {
        const auto mark = '{' + name + '}';
        const auto value = values.find(name);
        if (const auto at = text.find(mark); at != std::string::npos && value != values.end()) {
            text.replace(at, mark.size(), value->second);
        }
    }
    return utf8(single_blanks(code_points(text).value_or(std::u32string())));
}

bool concerns_organisation(const SubjectAttribute& one) {
    return one.value.find("{organisation") != std::string::npos;
}

// A name of one part has no given name to certify; the attribute is then left out.
bool may_be_left_out(const SubjectAttribute& one, const Values& values) {
    return one.value == "{given_names}" && values.at("given_names").empty();
}

bool lacks_a_value(const SubjectAttribute& one, const Values& values) {
    for (const auto& name : placeholders(one.value)) {
        const auto value = values.find(name);
        const bool optional = name == "given_names";
        if (value == values.end() || (value->second.empty() && !optional)) {
            return true;
        }
    }
    return false;
}

// Cuts at the last blank that leaves a value of a bounded length: only common names, which repeat
// what surname and given name say in full, are ever as long.
std::string bounded(const std::string& value) {
    const auto points = code_points(value).value_or(std::u32string());
    if (points.size() <= longest_value) {
        return value;
    }
    const auto blank = points.rfind(U' ', longest_value);
    return utf8(points.substr(0, blank == std::u32string::npos ? longest_value : blank));
}

} // namespace

SubjectMapping default_subject_mapping() {
    return {{"C", "KG"},
            {"CN", "{surname} {given_names}"},
            {"SN", "{surname}"},
            {"GN", "{given_names}"},
            {"serialNumber", "PNOKG-{pin}"},
            {"O", "{organisation}"},
            {"organizationIdentifier", "{organisation_identifier}"}};
}

std::optional<std::string> unknown_placeholder(const SubjectMapping& mapping) {
    const auto known = values_of({}, std::nullopt);
    for (const auto& one : mapping) {
        for (const auto& name : placeholders(one.value)) {
            if (known.find(name) == known.end()) {
                return name;
            }
        }
    }
    return std::nullopt;
}

Result<SubjectName> subject_name(const Identity& identity, const SubjectMapping& mapping,
                                 const std::optional<Organisation>& organisation) {
    const auto values = values_of(identity, organisation);
    SubjectName subject;
    for (const auto& one : mapping) {
        if ((concerns_organisation(one) && !organisation) || may_be_left_out(one, values)) {
            continue;
        }
        if (lacks_a_value(one, values)) {
            return incomplete(one.attribute);
        }
        subject.push_back({one.attribute, bounded(filled(one.value, values))});
    }
    return subject;
}

} // namespace koltamga::domain
