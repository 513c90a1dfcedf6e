#include "crypto/certificate_builder.h"

#include "crypto/der.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

#include <algorithm>

namespace koltamga::crypto {
namespace {

constexpr std::size_t serial_octets = 16;
constexpr std::size_t key_id_octets = 20;

void add(X509* certificate, const ExtensionDer& extension) {
    const auto object = object_named(extension.oid);
    must(object != nullptr, "extension OID");
    const Asn1OctetsPtr data(must_have(ASN1_OCTET_STRING_new(), "ASN1_OCTET_STRING_new"));
    must(ASN1_OCTET_STRING_set(data.get(), extension.der.data(),
                               static_cast<int>(extension.der.size())) == 1,
         "ASN1_OCTET_STRING_set");
    const std::unique_ptr<X509_EXTENSION, Closer<X509_EXTENSION_free>> made(must_have(
        X509_EXTENSION_create_by_OBJ(nullptr, object.get(), extension.critical ? 1 : 0, data.get()),
        "X509_EXTENSION_create_by_OBJ"));
    must(X509_add_ext(certificate, made.get(), -1) == 1, "X509_add_ext");
}

Bytes sequence_of(const std::vector<Bytes>& elements) {
    Bytes content;
    for (const auto& element : elements) {
        content.insert(content.end(), element.begin(), element.end());
    }
    return der::element(der::sequence_tag, content);
}

Bytes sequence_of_oids(const std::vector<std::string>& oids) {
    std::vector<Bytes> elements;
    std::ranges::transform(oids, std::back_inserter(elements), der::oid);
    return sequence_of(elements);
}

// RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256, here of the whole SubjectPublicKeyInfo.
Bytes key_id_of(const PublicKey& key) {
    const auto digest = key.fingerprint();
    return {digest.begin(), digest.begin() + key_id_octets};
}

ExtensionDer basic_constraints(const BasicConstraints& constraints) {
    Bytes content;
    if (constraints.authority) {
        content = {0x01, 0x01, 0xff};
    }
    if (constraints.path_length) {
        const auto length = der::integer(static_cast<std::uint64_t>(*constraints.path_length));
        content.insert(content.end(), length.begin(), length.end());
    }
    return {"2.5.29.19", constraints.authority, der::element(der::sequence_tag, content)};
}

ExtensionDer key_usage(const CertificateTemplate& content) {
    std::uint16_t bits = 0;
    for (const auto usage : content.key_usage) {
        bits = static_cast<std::uint16_t>(bits | (0x8000U >> static_cast<unsigned>(usage)));
    }
    return {"2.5.29.15", content.key_usage_critical, der::bit_list(bits)};
}

ExtensionDer policies(const std::vector<std::string>& oids) {
    std::vector<Bytes> elements;
    for (const auto& oid : oids) {
        elements.push_back(der::sequence({der::oid(oid)}));
    }
    return {"2.5.29.32", false, sequence_of(elements)};
}

ExtensionDer qc_statements(const std::vector<QcStatement>& statements) {
    std::vector<Bytes> elements;
    for (const auto& statement : statements) {
        elements.push_back(der::sequence({der::oid(statement.oid), statement.info}));
    }
    return {"1.3.6.1.5.5.7.1.3", false, sequence_of(elements)};
}

Bytes ip_octets(const std::string& address) {
    const Asn1OctetsPtr octets(must_have(a2i_IPADDRESS(address.c_str()), "IP address"));
    const auto* data = ASN1_STRING_get0_data(octets.get());
    return {data, data + ASN1_STRING_length(octets.get())};
}

// GeneralName: dNSName [2], uniformResourceIdentifier [6], iPAddress [7].
ExtensionDer alternative_names(const CertificateTemplate& content) {
    std::vector<Bytes> names;
    for (const auto& name : content.dns_names) {
        names.push_back(der::element(der::instead(2), name));
    }
    for (const auto& address : content.ip_addresses) {
        names.push_back(der::element(der::instead(7), ip_octets(address)));
    }
    return {"2.5.29.17", false, sequence_of(names)};
}

ExtensionDer crl_points(const std::vector<std::string>& urls) {
    std::vector<Bytes> points;
    for (const auto& url : urls) {
        const auto name = der::element(der::instead(6), url);
        points.push_back(
            der::sequence({der::element(der::around(0), der::element(der::around(0), name))}));
    }
    return {"2.5.29.31", false, sequence_of(points)};
}

ExtensionDer ocsp_access(const std::vector<std::string>& urls) {
    std::vector<Bytes> accesses;
    for (const auto& url : urls) {
        accesses.push_back(
            der::sequence({der::oid("1.3.6.1.5.5.7.48.1"), der::element(der::instead(6), url)}));
    }
    return {"1.3.6.1.5.5.7.1.1", false, sequence_of(accesses)};
}

// In the order of the template; `issuer_key_id` empty: no authority key identifier.
std::vector<ExtensionDer> extensions_of(const CertificateTemplate& content, const PublicKey& key,
                                        const Bytes& issuer_key_id) {
    std::vector<ExtensionDer> list;
    const auto add_if = [&](bool wanted, auto make) {
        if (wanted) {
            list.push_back(make());
        }
    };
    add_if(content.basic_constraints.has_value(),
           [&] { return basic_constraints(*content.basic_constraints); });
    add_if(!content.key_usage.empty(), [&] { return key_usage(content); });
    add_if(!content.extended_key_usage.empty(), [&] {
        return ExtensionDer{"2.5.29.37", false, sequence_of_oids(content.extended_key_usage)};
    });
    add_if(!content.policies.empty(), [&] { return policies(content.policies); });
    add_if(!content.qc_statements.empty(), [&] { return qc_statements(content.qc_statements); });
    add_if(!content.dns_names.empty() || !content.ip_addresses.empty(),
           [&] { return alternative_names(content); });
    add_if(!content.crl_urls.empty(), [&] { return crl_points(content.crl_urls); });
    add_if(!content.ocsp_urls.empty(), [&] { return ocsp_access(content.ocsp_urls); });
    add_if(content.subject_key_id, [&] {
        return ExtensionDer{"2.5.29.14", false,
                            der::element(der::octet_string_tag, key_id_of(key))};
    });
    add_if(content.authority_key_id && !issuer_key_id.empty(), [&] {
        return ExtensionDer{"2.5.29.35", false,
                            der::sequence({der::element(der::instead(0), issuer_key_id)})};
    });
    list.insert(list.end(), content.extensions.begin(), content.extensions.end());
    return list;
}

Asn1IntegerPtr serial_number(Bytes octets) {
    if (octets.empty()) {
        octets = random_octets(serial_octets);
        octets[0] = static_cast<std::uint8_t>((octets[0] & 0x7fU) | 0x40U); // positive, full length
    }
    const BignumPtr number(
        must_have(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr), "BN_bin2bn"));
    return Asn1IntegerPtr(must_have(BN_to_ASN1_INTEGER(number.get(), nullptr), "ASN1_INTEGER"));
}

void set_validity(X509* certificate, const CertificateTemplate& content) {
    must(X509_set1_notBefore(certificate, asn1_time(content.not_before).get()) == 1,
         "X509_set1_notBefore");
    must(X509_set1_notAfter(certificate, asn1_time(content.not_after).get()) == 1,
         "X509_set1_notAfter");
}

void sign(X509* certificate, const KeyPair& key, SignatureDigest digest) {
    const EVP_MD* md = digest == SignatureDigest::sha1 ? EVP_sha1() : EVP_sha256();
    must(X509_sign(certificate, Native::key(key), md) > 0, "X509_sign");
    scrub_stack();
}

// No issuer: self-signed.
Result<Bytes> make(const CertificateTemplate& content, const PublicKey& key,
                   const Certificate* issuer, const KeyPair& signer) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(const auto subject, native_name(content.subject));
    const X509Ptr made(must_have(X509_new(), "X509_new"));
    X509* x509 = made.get();
    must(X509_set_version(x509, X509_VERSION_3) == 1, "X509_set_version");
    must(X509_set_serialNumber(x509, serial_number(content.serial).get()) == 1,
         "X509_set_serialNumber");
    must(X509_set_subject_name(x509, subject.get()) == 1, "X509_set_subject_name");
    must(X509_set_issuer_name(x509, issuer == nullptr
                                        ? subject.get()
                                        : X509_get_subject_name(Native::certificate(*issuer))) == 1,
         "X509_set_issuer_name");
    set_validity(x509, content);
    must(X509_set_pubkey(x509, Native::key(key)) == 1, "X509_set_pubkey");
    const Bytes issuer_key_id = issuer == nullptr ? key_id_of(key) : issuer->subject_key_id();
    for (const auto& extension : extensions_of(content, key, issuer_key_id)) {
        add(x509, extension);
    }
    sign(x509, signer, content.digest);
    return to_der(i2d_X509, static_cast<const X509*>(x509));
}

} // namespace

Result<Bytes> make_certificate_der(const CertificateTemplate& content, const PublicKey& key,
                                   const Certificate& issuer, const KeyPair& issuer_key) {
    return make(content, key, &issuer, issuer_key);
}

Result<Certificate> make_certificate(const CertificateTemplate& content, const PublicKey& key,
                                     const Certificate& issuer, const KeyPair& issuer_key) {
    KOLTAMGA_TRY(const auto der, make(content, key, &issuer, issuer_key));
    return Certificate::parse(der);
}

Result<Certificate> make_self_signed(const CertificateTemplate& content, const KeyPair& key) {
    KOLTAMGA_TRY(const auto der, make(content, key.public_key(), nullptr, key));
    return Certificate::parse(der);
}

} // namespace koltamga::crypto
