// What the office profile says of the certification authority, in the words of ca.
#pragma once

#include "ca/answer_check.h"
#include "ca/certificate_check.h"
#include "profile/office_profile.h"

#include <vector>

namespace koltamga::app {

using Certificates = std::vector<crypto::Certificate>;

// Who may sign a CMP answer. `issuing`: the profile's, parsed; where there are any, they alone,
// and of them those that `ca_names` names. Otherwise a CA under the roots, or one it says so of.
ca::AnswerTrust answer_trust(const profile::OfficeProfile& profile, Certificates roots,
                             Certificates issuing);

// What a certificate must be. No key of custody `cloud` or `file` was made in a qualified device,
// so none may say so.
ca::CertificateExpectations certificate_expectations(const profile::OfficeProfile& profile,
                                                     Certificates roots, Certificates issuing);

} // namespace koltamga::app
