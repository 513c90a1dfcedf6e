// What the office profile says, in the words of the folders that need it.
#pragma once

#include "capture/portrait.h"
#include "issuance/policy.h"
#include "profile/office_profile.h"

#include <string>

namespace koltamga::app {

issuance::ClockTolerance clock_tolerance(const profile::OfficeProfile& profile);
issuance::KeyType key_type(profile::KeyAlgorithm algorithm);
capture::PictureLimits picture_limits(const profile::OfficeProfile& profile);
// Fails with portrait_too_large for a file beyond them, and as reading does.
Result<Bytes> read_picture(const profile::OfficeProfile& profile,
                           const std::filesystem::path& file);
issuance::Custody custody(profile::CustodyKind kind);

// What papers call a document of this type: the profile's word, else the program's.
Texts document_name(const profile::OfficeProfile& profile, const std::string& id);

// What the papers of an application whose key is made now take from the profile.
issuance::PaperFacts paper_facts(const profile::OfficeProfile& profile);

// `station`: as the agreement's record names it; `terms_sha256`: of the wording that the profile
// names.
issuance::Policy policy_of(const profile::OfficeProfile& profile, const std::string& station,
                           profile::CustodyKind custody, const std::string& terms_sha256);

} // namespace koltamga::app
