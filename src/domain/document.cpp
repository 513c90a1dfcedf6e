#include "domain/document.h"

#include "domain/text.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

constexpr std::size_t number_length = 9; // series and digits fill the zone's field exactly
constexpr std::size_t longest_series = 3;

bool has_series(const DocumentType& type, std::string_view series) {
    return std::find(type.series.begin(), type.series.end(), series) != type.series.end();
}

// Capitals, no blanks, Latin letters for Cyrillic look-alikes.
std::u32string compact(std::string_view text) {
    std::u32string out;
    for (const char32_t c : code_points(text).value_or(std::u32string())) {
        if (c != U' ') {
            out += latin_look_alike(capital(c));
        }
    }
    return out;
}

} // namespace

std::vector<DocumentType> default_document_types() {
    return {
        {.id = "id-card", .edition = "2004", .mrz_code = "I", .series = {"AN"}},
        {.id = "id-card", .edition = "2017", .mrz_code = "I", .series = {"ID"}, .chip = true},
        {.id = "passport", .edition = "2006", .mrz_code = "P", .series = {"AC", "AD", "AS"}},
        {.id = "passport",
         .edition = "2020",
         .mrz_code = "P",
         .series = {"PE", "PD", "PS"},
         .chip = true},
    };
}

Result<DocumentNumber> parse_document_number(std::string_view text) {
    const auto number = utf8(compact(text));
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto first_digit = std::find_if(number.begin(), number.end(), is_digit);
    const std::string series(number.begin(), first_digit);
    const bool letters =
        std::all_of(series.begin(), series.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool digits = std::all_of(first_digit, number.end(), is_digit);
    if (number.size() != number_length || series.empty() || series.size() > longest_series ||
        !letters || !digits) {
        return fail(Code::document_number_malformed, "characters " + std::to_string(number.size()));
    }
    return DocumentNumber{series, std::string(first_digit, number.end())};
}

const DocumentType* find_document_type(std::span<const DocumentType> types, std::string_view id,
                                       std::string_view series) {
    const auto found = std::find_if(types.begin(), types.end(), [&](const DocumentType& type) {
        return type.id == id && has_series(type, series);
    });
    return found == types.end() ? nullptr : &*found;
}

std::optional<std::string> document_type_id(std::span<const DocumentType> types,
                                            std::string_view mrz_code, std::string_view series) {
    const auto fits = [&](const DocumentType& type) {
        return !type.mrz_code.empty() && mrz_code.substr(0, type.mrz_code.size()) == type.mrz_code;
    };
    for (const auto& type : types) {
        if (fits(type) && has_series(type, series)) {
            return type.id;
        }
    }
    // A series nobody told us: the code still says which kind it is.
    const auto kind = std::find_if(types.begin(), types.end(), fits);
    return kind == types.end() ? std::nullopt : std::optional(kind->id);
}

} // namespace koltamga::domain
