// One applicant's data from a TOML file: for practice, and for filling in before the visit.
#pragma once

#include "base/result.h"
#include "domain/contact.h"
#include "domain/eligibility.h"
#include "domain/identity.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace koltamga::profile {

constexpr std::size_t largest_applicant_file = 64 * 1024; // octets

struct ApplicantFile {
    std::optional<domain::Identity> typed;        // single fields, when any was given
    std::optional<domain::Identity> mrz;          // from `[document] mrz`
    std::optional<domain::Mrz> zone;              // the zone itself, with its checks
    std::optional<domain::Comparison> comparison; // when both were given
    domain::Identity identity;                    // verified: the zone before typing
    std::optional<domain::Contact> contact;
    domain::Consents consents; // what is not given as true is withheld
};

// `reference` resolves two-digit years. Fails with applicant_too_large, applicant_malformed (no
// TOML), applicant_schema (unknown key, a key given twice, wrong type, missing document, malformed
// date: line and, in each language, what would be right), and with what domain says of zone,
// document number, names, e-mail and phone. The personal number is taken as it stands: decide()
// refuses what is none. Failures about a field say where it stands (Failure::where), those of
// load_applicant in which file.
Result<ApplicantFile> parse_applicant(std::string_view text,
                                      std::span<const domain::DocumentType> documents,
                                      domain::Date reference,
                                      const std::string& phone_region = "KG");

Result<ApplicantFile> load_applicant(const std::filesystem::path& file,
                                     std::span<const domain::DocumentType> documents,
                                     domain::Date reference,
                                     const std::string& phone_region = "KG");

} // namespace koltamga::profile
