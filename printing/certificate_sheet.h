// The certificate sheet: what the certificate says, in words, and that its holder has accepted it.
#pragma once

#include "printing/agreement.h"

namespace koltamga::printing {

// One attribute of the subject as it stands in the certificate: "CN", "ASANOV USON".
struct SubjectAttribute {
    std::string name;
    std::string value;
};

struct CertificateSheetRecord {
    std::string record_id;
    bool practice = false;
    Instant made_at;  // the file's creation date
    std::string date; // ISO, in the office's time zone
    Texts place;
    Texts law;
    PaperOffice office;
    std::string operator_name;
    std::string holder; // name as the holder reads it, Cyrillic if there is one
    std::vector<SubjectAttribute> subject;
    std::string serial; // hexadecimal
    std::string issuer;
    std::string valid_from; // "22.11.2026 15:41:07 UTC+6", as it shall stand there
    std::string valid_until;
    std::string policy;      // object identifier
    std::string fingerprint; // SHA-256 of the certificate, hexadecimal
    std::string key_algorithm;
    std::string key_fingerprint; // SHA-256 of the SubjectPublicKeyInfo, hexadecimal
    std::string custody;
    std::string accepted_at;   // when the holder's acceptance was recorded; empty while it was not
    std::string sheet_version; // of the template "certificate-sheet" that the record is bound to
};

} // namespace koltamga::printing
