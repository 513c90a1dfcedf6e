// The certificate of an application whose record was released: the station can no longer read who
// it is, and must still be able to end it. The station's own entries say so, under its own key.
#pragma once

#include "db/entry_header.h"
#include "issuance/ports.h"

#include <optional>
#include <string>

namespace koltamga::db {

struct KeptCertificate {
    std::string serial;  // lower-case hexadecimal
    Digest sha256{};     // of the certificate, DER: what the register shows must have it
    Digest public_key{}; // hash of the SubjectPublicKeyInfo: what the register is asked with
};

// Who asked for the end of it, and how they proved who they are.
struct RevocationRequest {
    issuance::RevocationReason reason{};
    std::string requested_by, proof;
};

issuance::EntryDraft revocation_asked(const ApplicationId& application,
                                      const KeptCertificate& certificate,
                                      const RevocationRequest& request);
// What such an entry of the station's asked for; nothing: it is about something else.
std::optional<RevocationRequest> revocation_request_in(const issuance::Entry& entry,
                                                       const ApplicationId& application);
issuance::EntryDraft revocation_done(const ApplicationId& application,
                                     const KeptCertificate& certificate);

} // namespace koltamga::db
