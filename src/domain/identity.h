// Who somebody is, according to one source; and how two sources agree.
#pragma once

#include "base/result.h"
#include "domain/document.h"
#include "domain/mrz.h"
#include "domain/names.h"
#include "domain/personal_number.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::domain {

// In order of weight: what the chip says counts before the printed zone, and that before typing.
enum class IdentitySource { typed, mrz, chip, population_register };

std::string_view to_text(IdentitySource source); // "typed", "mrz", "chip", "register"
std::optional<IdentitySource> identity_source_from(std::string_view text);

struct Identity {
    std::string pin; // as given; decide() says whether it is one
    Names names;
    bool names_cut_off = false; // the machine readable zone had no room for all of them
    Sex sex = Sex::unspecified;
    std::optional<PartialDate> birth_date;
    std::string nationality; // "KGZ", empty when not given
    Document document;
    IdentitySource source = IdentitySource::typed;
    bool operator==(const Identity&) const = default;
};

// What the zone of a Kyrgyz document says. Fails with mrz_refused for one that was not read well,
// mrz_foreign when it is not the country's, mrz_without_pin, document_number_malformed.
Result<Identity> identity_from(const Mrz& mrz, std::span<const DocumentType> types);

enum class Agreement { agrees, loosely, differs, not_given };

std::string_view to_text(Agreement agreement); // "agrees", "loosely", "differs", "not-given"
std::optional<Agreement> agreement_from(std::string_view text);

struct FieldComparison {
    std::string field; // "surname", "pin", "birth-date", …
    Agreement agreement = Agreement::not_given;
    std::string first;
    std::string second;
    bool operator==(const FieldComparison&) const = default;
};

// Kept with the application, as it was.
struct Comparison {
    IdentitySource first = IdentitySource::typed;
    IdentitySource second = IdentitySource::mrz;
    std::vector<FieldComparison> fields; // always all of them, in one order
    bool operator==(const Comparison&) const = default;

    // The names of the fields that differ.
    std::vector<std::string> differing() const;
};

Comparison compare(const Identity& first, const Identity& second);

// Field by field from the weightiest source that gives it (chip > zone > typed); the register adds
// only what none of these has. Names that a zone had to cut off are those of the next source that
// begins like them. Expects at least one.
Identity verified_identity(std::span<const Identity> identities);

} // namespace koltamga::domain
