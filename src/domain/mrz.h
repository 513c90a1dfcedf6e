// The machine readable zone as text (ICAO 9303-3 to -7): TD1, TD2, TD3, MRV-A, MRV-B.
//
// Nothing is guessed. Scanners that type differ in line ends, and those are forgiven; a letter that
// is not there, a digit read as a letter, or a wrong check digit are not. What has the shape of a
// zone is shown field by field with each check digit, and is `refused` unless every one fits.
#pragma once

#include "base/result.h"
#include "domain/date.h"
#include "domain/personal_number.h"

#include <string>
#include <string_view>
#include <vector>

namespace koltamga::domain {

enum class MrzFormat { td1, td2, td3, mrv_a, mrv_b };

std::string_view to_text(MrzFormat format); // "TD1", "TD2", "TD3", "MRV-A", "MRV-B"

enum class MrzStatus {
    read,    // every check digit fits and every field has its form
    refused, // a zone, but something in it is wrong
    none,    // not the shape of a zone at all
};

std::string_view to_text(MrzStatus status); // "read", "refused", "none"

struct MrzCheck {
    std::string
        name; // "document-number", "birth-date", "expiry-date", "optional-data", "composite"
    std::size_t line;     // from 1
    std::size_t position; // from 1, of the check digit in its line
    char expected;
    char found;
    bool fits;
    bool operator==(const MrzCheck&) const = default;
};

// One thing that is wrong, and where a clerk finds it.
struct MrzFlaw {
    std::string what; // "check-digit birth-date", "sex", "names", "character"
    std::size_t line; // both from 1
    std::size_t position;
    bool operator==(const MrzFlaw&) const = default;
};

struct MrzFields {
    std::string document_code;   // "ID", "P"
    std::string issuing_state;   // "KGZ"
    std::string surname;         // primary identifier, blanks between its parts
    std::string given_names;     // secondary identifier, may be empty
    bool names_cut_off = false;  // the name field is full to its last position
    std::string document_number; // without fillers, however long
    std::string nationality;
    std::optional<PartialDate> birth_date;
    Sex sex = Sex::unspecified;
    std::optional<Date> expires;
    std::string optional_data;        // of line 1 (TD1), else of line 2; inner fillers as blanks
    std::string optional_data_second; // TD1, line 2
    bool operator==(const MrzFields&) const = default;
};

struct Mrz {
    MrzStatus status = MrzStatus::none;
    std::optional<MrzFormat> format;
    std::vector<std::string> lines;
    MrzFields fields;
    std::vector<MrzCheck> checks;
    std::vector<MrzFlaw> flaws; // in the order of the reading; empty when read, and for no zone
    // Stable words: "check-digit composite", "sex", "length"; empty when read. No personal data.
    std::string reason;
    bool operator==(const Mrz&) const = default;
};

// Never fails: what cannot be read says so in its status. `reference` resolves two-digit years.
Mrz parse_mrz(std::string_view text, Date reference);
Mrz parse_mrz_lines(const std::vector<std::string>& lines, Date reference);

// The same for whoever needs a good one: fails with mrz_none or mrz_refused (detail: the reason).
Done check_read(const Mrz& mrz);
Result<Mrz> read_mrz(std::string_view text, Date reference);

// The lines for these fields, names cut as ICAO 9303-4 asks when they are too long. Fails with
// mrz_not_composable (detail: the field) for what a zone of this format cannot hold.
Result<std::vector<std::string>> compose_mrz(MrzFormat format, const MrzFields& fields);

// The digit for 7-3-1 weights, modulo 10 (ICAO 9303-3, 4.9). Expects A–Z, 0–9 and `<` only.
char mrz_check_digit(std::string_view characters);

// The personal number that Kyrgyz documents hold in their optional data; nothing if it is not
// fourteen digits.
std::optional<std::string> personal_number_in(const MrzFields& fields);

} // namespace koltamga::domain
