// The applicant's key on its way: what stands in the blob `key-package`.
//
// Both kinds begin with a text header, closed by an empty line, that names what they belong to:
//
//     koltamga-cloud-key-1                      koltamga-file-key-1
//     application 7K3M-0QXT-9B2E-HN4W           application 7K3M-0QXT-9B2E-HN4W
//     public-key <64 hex, SHA-256 of SPKI>      public-key <64 hex>
//                                               mac-salt <hex>
//                                               mac-rounds 1200000
//
// Cloud: after the header stands AuthEnvelopedData (DER) for the vault's certificate; header and
// envelope together are the content of a SignedData (DER, attached) signed by the station's journal
// key, and that is the package. Within the envelope stand the same header and the applicant's
// EncryptedPrivateKeyInfo (DER): nobody can put a foreign envelope into a package of their own.
//
// File: after the header stand `nonce || ciphertext || tag` of AES-256-GCM under the package's
// secret, with the header (and its empty line) as associated data. Within are the 32 octets of the
// PKCS#12's MAC key and the EncryptedPrivateKeyInfo (DER).
#pragma once

#include "base/id.h"
#include "crypto/cms.h"
#include "crypto/pkcs12.h"

#include <functional>

namespace koltamga::custody {

// What a package belongs to.
struct Binding {
    ApplicationId application;
    crypto::Digest public_key{}; // SHA-256 of the SubjectPublicKeyInfo

    bool operator==(const Binding&) const = default;
};

// Makes SignedData of a content with the station's journal key.
using SignPackage = std::function<Result<Bytes>(BytesView content)>;

Result<Bytes> make_cloud_package(const Binding& binding, BytesView encrypted_pkcs8,
                                 const crypto::Certificate& vault, const SignPackage& sign);

// A cloud package whose station signature holds. Only the vault can look into the envelope.
struct CloudPackage {
    Binding binding;
    crypto::Certificate station; // the signer: its journal certificate
    std::optional<Instant> signed_at;
    Bytes envelope;
};

// Who may have signed: a path to roots, or named certificates. Fails with
// custody.package-unreadable
// ("header-malformed", …) or custody.package-refused (what verify_cms says).
Result<CloudPackage> read_cloud_package(BytesView package, const crypto::PathQuestion& stations);
Result<CloudPackage> read_cloud_package(BytesView package,
                                        std::span<const crypto::Certificate> stations);

// The vault's part: the EncryptedPrivateKeyInfo within, which the applicant's password opens. Fails
// with crypto.envelope-not-opened, or custody.package-refused ("inner-binding").
Result<Bytes> open_cloud_package(const CloudPackage& package, const crypto::KeyPair& vault_key,
                                 const crypto::Certificate& vault);

Bytes make_file_package(const Binding& binding, BytesView encrypted_pkcs8,
                        const crypto::Pkcs12Mac& mac, const SecretBytes& secret);

struct FilePackage {
    Binding binding;
    Bytes encrypted_pkcs8;
    crypto::Pkcs12Mac mac;
};

// Fails with custody.package-unreadable, or as crypto::open does.
Result<FilePackage> open_file_package(BytesView package, const SecretBytes& secret);

} // namespace koltamga::custody
