#include "crypto/pkcs12.h"

#include "crypto/der.h"
#include "crypto/failures.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "crypto/utf8.h"

#include <climits>

#include <openssl/pkcs12.h>

namespace koltamga::crypto {
namespace {

constexpr std::size_t salt_octets = 16;
constexpr std::size_t mac_octets = 32;

constexpr auto data_oid = "1.2.840.113549.1.7.1";
constexpr auto shrouded_key_bag_oid = "1.2.840.113549.1.12.10.1.2";
constexpr auto certificate_bag_oid = "1.2.840.113549.1.12.10.1.3";
constexpr auto x509_certificate_oid = "1.2.840.113549.1.9.22.1";
constexpr auto friendly_name_oid = "1.2.840.113549.1.9.20";
constexpr auto local_key_id_oid = "1.2.840.113549.1.9.21";
constexpr auto sha256_oid = "2.16.840.1.101.3.4.2.1";

// UTF-16BE.
Bytes bmp_text(std::string_view utf8) {
    int size = 0;
    unsigned char* unused = nullptr;
    const std::string terminated(utf8);
    unsigned char* text = OPENSSL_utf82uni(terminated.c_str(), -1, &unused, &size);
    const OpensslMemory holder(text);
    must(text != nullptr && size >= 2, "OPENSSL_utf82uni");
    return {text, text + size - 2}; // without the closing zero
}

Bytes attribute(const char* oid, BytesView value) {
    return der::sequence({der::oid(oid), der::element(der::set_tag, value)});
}

// SafeBag { bagId, [0] bagValue, SET OF attributes } (RFC 7292 §4.2).
Bytes bag(const char* oid, BytesView value, BytesView attributes) {
    const Bytes set = attributes.empty() ? Bytes() : der::element(der::set_tag, attributes);
    return der::sequence({der::oid(oid), der::element(der::around(0), value), set});
}

Bytes certificate_bag(const Certificate& certificate, BytesView attributes) {
    const auto octets = der::element(der::octet_string_tag, certificate.der());
    return bag(
        certificate_bag_oid,
        der::sequence({der::oid(x509_certificate_oid), der::element(der::around(0), octets)}),
        attributes);
}

// ContentInfo { data, [0] OCTET STRING }
Bytes data_content(BytesView content) {
    return der::sequence(
        {der::oid(data_oid),
         der::element(der::around(0), der::element(der::octet_string_tag, content))});
}

// What ties key and certificate together for the program that imports them; DER wants a SET OF
// sorted.
Bytes bag_attributes(const Certificate& certificate, std::string_view friendly_name) {
    const auto print = certificate.fingerprint();
    const auto id = attribute(local_key_id_oid,
                              der::element(der::octet_string_tag, BytesView(print).first(20)));
    const auto name =
        attribute(friendly_name_oid, der::element(der::bmp_tag, bmp_text(friendly_name)));
    return id < name ? der::joined({id, name}) : der::joined({name, id});
}

// MacData { DigestInfo { sha256, mac }, salt, iterations } (RFC 7292 §4)
Bytes mac_data(BytesView content, const Pkcs12Mac& mac) {
    const auto value = hmac_sha256(mac.key.view(), content);
    const auto algorithm = der::sequence({der::oid(sha256_oid), der::null()});
    const auto digest = der::sequence({algorithm, der::element(der::octet_string_tag, value)});
    return der::sequence(
        {digest, der::element(der::octet_string_tag, mac.salt), der::integer(mac.rounds)});
}

} // namespace

Result<Pkcs12Mac> derive_pkcs12_mac(BytesView password) {
    const ErrorQueue quiet;
    Pkcs12Mac mac{SecretBytes(mac_octets), random_octets(salt_octets)};
    // The library would take what is no UTF-8 for Latin-1, and other programs for something else.
    if (password.size() > INT_MAX || !is_utf8(password)) {
        return password_weak("not-utf-8", least_password_characters);
    }
    must(PKCS12_key_gen_utf8(reinterpret_cast<const char*>(password.data()),
                             static_cast<int>(password.size()), mac.salt.data(),
                             static_cast<int>(mac.salt.size()), PKCS12_MAC_ID,
                             static_cast<int>(mac.rounds), static_cast<int>(mac.key.size()),
                             mac.key.data(), EVP_sha256()) == 1,
         "PKCS12_key_gen_utf8");
    scrub_stack();
    return mac;
}

Bytes assemble_pkcs12(BytesView encrypted_pkcs8, const Certificate& certificate,
                      std::span<const Certificate> chain, std::string_view friendly_name,
                      const Pkcs12Mac& mac) {
    const auto attributes = bag_attributes(certificate, friendly_name);
    const auto key = bag(shrouded_key_bag_oid, encrypted_pkcs8, attributes);
    Bytes certificates = certificate_bag(certificate, attributes);
    for (const auto& above : chain) {
        const auto one = certificate_bag(above, {});
        certificates.insert(certificates.end(), one.begin(), one.end());
    }
    const auto safes = der::sequence({data_content(der::element(der::sequence_tag, certificates)),
                                      data_content(der::sequence({key}))});
    return der::sequence({der::integer(3), data_content(safes), mac_data(safes, mac)});
}

} // namespace koltamga::crypto
