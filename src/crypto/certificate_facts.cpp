#include "crypto/certificate_facts.h"

#include "crypto/failures.h"

#include <algorithm>

namespace koltamga::crypto {
namespace {

// Every extension once (RFC 5280 §4.2), by its dotted OID.
Done collect_extensions(CertificateFacts& facts) {
    for (int i = 0; i < X509_get_ext_count(facts.native.get()); ++i) {
        X509_EXTENSION* extension = X509_get_ext(facts.native.get(), i);
        const ASN1_OCTET_STRING* data = X509_EXTENSION_get_data(extension);
        const auto size = static_cast<std::size_t>(ASN1_STRING_length(data));
        const BytesView content(ASN1_STRING_get0_data(data), size);
        auto oid = oid_text(X509_EXTENSION_get_object(extension));
        if (oid.empty()) {
            return certificate_unreadable("extension-malformed unknown");
        }
        const auto [at, is_new] =
            facts.extensions.try_emplace(std::move(oid), content.begin(), content.end());
        if (!is_new) {
            return certificate_unreadable("extension-twice " + at->first);
        }
    }
    std::string malformed;
    if (!read_extensions(facts, malformed)) {
        return certificate_unreadable("extension-malformed " + malformed);
    }
    // What the library's own reading of purposes and usages finds wrong.
    if ((X509_get_extension_flags(facts.native.get()) & EXFLAG_INVALID) != 0) {
        return certificate_unreadable("extension-malformed unknown");
    }
    return {};
}

Done read_validity(CertificateFacts& facts) {
    bool begin_readable = false;
    bool end_readable = false;
    facts.not_before = instant_of(X509_get0_notBefore(facts.native.get()), begin_readable);
    facts.not_after = instant_of(X509_get0_notAfter(facts.native.get()), end_readable);
    if (!begin_readable || !end_readable) {
        return certificate_unreadable("validity-unreadable");
    }
    return {};
}

// An attribute whose type cannot be spelled out has none.
bool all_named(const Name& name) {
    return std::ranges::none_of(name, [](const auto& one) { return one.type.empty(); });
}

Done read_key(CertificateFacts& facts) {
    const X509_PUBKEY* spki = X509_get_X509_PUBKEY(facts.native.get());
    auto key = PublicKey::parse(to_der(i2d_X509_PUBKEY, spki));
    if (!key) {
        return certificate_unreadable("key-unreadable");
    }
    facts.key = std::move(*key);
    return {};
}

} // namespace

std::string serial_text(const ASN1_INTEGER* serial) {
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(serial));
    const BytesView octets(ASN1_STRING_get0_data(serial), size);
    const bool negative = ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER;
    return (negative ? "-" : "") + hex(octets);
}

Result<CertificateFacts> read_facts(X509Ptr native) {
    CertificateFacts facts;
    facts.native = std::move(native);
    const X509* x509 = facts.native.get();
    facts.der = to_der(i2d_X509, x509);
    facts.serial = serial_text(X509_get0_serialNumber(x509));
    facts.subject = name_from(X509_get_subject_name(x509));
    facts.issuer = name_from(X509_get_issuer_name(x509));
    facts.signature_algorithm = OBJ_nid2ln(X509_get_signature_nid(x509));
    if (!all_named(facts.subject) || !all_named(facts.issuer)) {
        return certificate_unreadable("name-unreadable");
    }
    KOLTAMGA_CHECK(read_validity(facts));
    KOLTAMGA_CHECK(read_key(facts));
    KOLTAMGA_CHECK(collect_extensions(facts));
    return facts;
}

} // namespace koltamga::crypto
