// Identity documents. Which types and series exist is data, given by the office profile.
#pragma once

#include "base/failure.h"
#include "base/result.h"
#include "domain/date.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::domain {

// One edition of a kind of document; several rows may share an id ("id-card" of 2004 and of 2017).
struct DocumentType {
    std::string id;                  // "id-card", "passport"
    std::string edition;             // "2017"
    std::string mrz_code;            // "I" (any second letter) or "P"
    std::vector<std::string> series; // "ID"
    int digits = 7;                  // after the series
    bool chip = false;
    bool accepted = true;
    Texts name = {}; // on papers; empty: the program's word for the id. No rule asks for it
    bool operator==(const DocumentType&) const = default;
};

// What is known of the country's documents; a profile may give its own list instead.
std::vector<DocumentType> default_document_types();

struct DocumentNumber {
    std::string series;
    std::string digits;
    std::string text() const { return series + digits; } // as in the machine readable zone
    bool operator==(const DocumentNumber&) const = default;
};

// "ID0000000" or "ID 0000000", small letters and Cyrillic look-alikes put right. Fails with
// document_number_malformed when it is not letters and digits of a known shape.
Result<DocumentNumber> parse_document_number(std::string_view text);

// The row for a type and series; nullptr when there is none.
const DocumentType* find_document_type(std::span<const DocumentType> types, std::string_view id,
                                       std::string_view series);

// The type id that a machine readable zone means: its document code and series.
std::optional<std::string> document_type_id(std::span<const DocumentType> types,
                                            std::string_view mrz_code, std::string_view series);

struct Document {
    std::string type;   // id of a DocumentType
    std::string number; // series and digits
    std::optional<Date> issued;
    std::optional<Date> expires; // the last good day
    std::string issuer;          // "МКК 211011", empty when not given
    bool operator==(const Document&) const = default;
};

} // namespace koltamga::domain
