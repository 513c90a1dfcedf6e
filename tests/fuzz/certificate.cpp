// Certificates, requests, revocation lists and keys as they come from a network or a file.
#include "base/bytes.h"
#include "crypto/certificate_request.h"
#include "crypto/crl.h"
#include "crypto/path.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace koltamga;
    const BytesView octets(data, size);
    if (const auto certificate = crypto::Certificate::parse(octets)) {
        static_cast<void>(certificate->subject_text());
        static_cast<void>(certificate->qc_types());
        static_cast<void>(certificate->qc_legislation());
        static_cast<void>(crypto::check_strength(certificate->public_key()));
        // Nobody is trusted: no octets may ever make a path.
        if (crypto::verify_path(*certificate, {})) {
            std::abort();
        }
    }
    static_cast<void>(crypto::CertificateRequest::parse(octets));
    static_cast<void>(crypto::Crl::parse(octets));
    static_cast<void>(crypto::PublicKey::parse(octets));
    static_cast<void>(crypto::KeyPair::from_pkcs8(octets));
    return 0;
}
