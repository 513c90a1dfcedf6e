// What the practice CA's certificates say: the default profile of DOMAIN.md, and each of its wrong
// sisters. Internal.
#pragma once

#include "practice/certification_authority.h"

#include <span>

namespace koltamga::practice {

// The anniversary of an instant minus a second: the last good second of one year. Born on
// 29 February, it has its anniversary on 1 March.
Instant last_second_of_a_year(Instant start, int years = 1);

// Of a holder: nonRepudiation only, QcCompliance, QcType esign, QcCClegislation, one policy.
crypto::CertificateTemplate holder_template(const crypto::Name& subject, Instant now,
                                            const AuthoritySettings& settings);

// The kinds of `wrong-certificate`.
std::span<const std::string_view> wrong_certificate_kinds();
// Makes the template wrong in exactly one thing. "key" and "issuer" are the caller's to do.
void make_wrong(crypto::CertificateTemplate& content, std::string_view kind);

// The holder's PIN: serialNumber without its "PNOKG-" (ETSI EN 319 412-1 §5.1.3); empty: none.
std::string pin_of(const crypto::Name& subject);

// What stands between the CA and its root.
struct AuthorityKeys {
    crypto::KeyPair root_key, issuing_key, responder_key;
    crypto::Certificate root, issuing, responder;

    // Reads them from the folder, or makes them the first time.
    static Result<AuthorityKeys> open(const std::filesystem::path& folder, Instant now);
};

} // namespace koltamga::practice
