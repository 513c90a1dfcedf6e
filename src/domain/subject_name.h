// The subject of the certificate: the verified identity in Latin, attribute by attribute.
//
// The default follows ETSI EN 319 412-2 (natural person) and 319 412-1 (semantics of the serial
// number: PNO, country, hyphen, number). CAs of the country differ, so the mapping is
// configuration.
#pragma once

#include "base/result.h"
#include "domain/identity.h"

#include <optional>
#include <string>
#include <vector>

namespace koltamga::domain {

struct SubjectAttribute {
    std::string attribute; // OpenSSL's short name ("CN", "serialNumber") or a dotted OID
    std::string value; // in a mapping: with {surname}, {given_names}, {pin}, {organisation}, …
    bool operator==(const SubjectAttribute&) const = default;
};

using SubjectName = std::vector<SubjectAttribute>;
using SubjectMapping = std::vector<SubjectAttribute>;

struct Organisation {
    std::string name;
    std::string identifier; // NTRKG-…, as EN 319 412-1 writes it
    bool operator==(const Organisation&) const = default;
};

SubjectMapping default_subject_mapping();

// Whether every placeholder of a mapping is known: the first unknown one, or nothing.
std::optional<std::string> unknown_placeholder(const SubjectMapping& mapping);

// Attributes that only concern an organisation are left out without one. Fails with
// subject_incomplete (detail: the attribute) when another has no value.
Result<SubjectName> subject_name(const Identity& identity, const SubjectMapping& mapping,
                                 const std::optional<Organisation>& organisation = std::nullopt);

} // namespace koltamga::domain
