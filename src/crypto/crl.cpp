#include "crypto/crl.h"

#include "crypto/base64.h"
#include "crypto/certificate_facts.h"
#include "crypto/der.h"
#include "crypto/failures.h"

#include <algorithm>

namespace koltamga::crypto {

struct Crl::Facts {
    X509CrlPtr native;
    Bytes der;
    Name issuer;
    Instant this_update{};
    std::optional<Instant> next_update;
    std::vector<Revoked> revoked;
};

namespace {

Result<X509CrlPtr> read_crl(BytesView der) {
    bool all_read = false;
    auto crl = from_der<X509CrlPtr>(d2i_X509_CRL, der, all_read);
    if (!crl) {
        return crl_unreadable("not-a-crl");
    }
    return all_read ? Result<X509CrlPtr>(std::move(crl)) : crl_unreadable("trailing-octets");
}

int reason_of(const X509_REVOKED* entry) {
    int critical = 0;
    auto* value = static_cast<ASN1_ENUMERATED*>(
        X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, nullptr));
    const std::unique_ptr<ASN1_ENUMERATED, Closer<ASN1_ENUMERATED_free>> holder(value);
    return value == nullptr ? 0 : static_cast<int>(ASN1_ENUMERATED_get(value));
}

Result<std::vector<Revoked>> read_revoked(X509_CRL* crl) {
    std::vector<Revoked> revoked;
    STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(crl);
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        const X509_REVOKED* entry = sk_X509_REVOKED_value(entries, i);
        bool readable = false;
        const auto at = instant_of(X509_REVOKED_get0_revocationDate(entry), readable);
        if (!readable) {
            return crl_unreadable("time-unreadable");
        }
        revoked.push_back(
            {serial_text(X509_REVOKED_get0_serialNumber(entry)), at, reason_of(entry)});
    }
    return revoked;
}

void add_extension(X509_CRL* crl, const char* oid, const Bytes& der) {
    const Asn1ObjectPtr object = object_named(oid);
    const Asn1OctetsPtr data(must_have(ASN1_OCTET_STRING_new(), "ASN1_OCTET_STRING_new"));
    must(ASN1_OCTET_STRING_set(data.get(), der.data(), static_cast<int>(der.size())) == 1,
         "ASN1_OCTET_STRING_set");
    const std::unique_ptr<X509_EXTENSION, Closer<X509_EXTENSION_free>> extension(must_have(
        X509_EXTENSION_create_by_OBJ(nullptr, object.get(), 0, data.get()), "X509_EXTENSION"));
    must(X509_CRL_add_ext(crl, extension.get(), -1) == 1, "X509_CRL_add_ext");
}

Asn1IntegerPtr serial_number(const std::string& text) {
    const auto octets = from_hex(text);
    must(octets.has_value(), "serial");
    const BignumPtr number(must_have(
        BN_bin2bn(octets->data(), static_cast<int>(octets->size()), nullptr), "BN_bin2bn"));
    return Asn1IntegerPtr(must_have(BN_to_ASN1_INTEGER(number.get(), nullptr), "ASN1_INTEGER"));
}

void add_revoked(X509_CRL* crl, const Revoked& revoked) {
    using RevokedPtr = std::unique_ptr<X509_REVOKED, Closer<X509_REVOKED_free>>;
    RevokedPtr entry(must_have(X509_REVOKED_new(), "X509_REVOKED_new"));
    must(X509_REVOKED_set_serialNumber(entry.get(), serial_number(revoked.serial).get()) == 1,
         "X509_REVOKED_set_serialNumber");
    must(X509_REVOKED_set_revocationDate(entry.get(), asn1_time(revoked.at).get()) == 1,
         "X509_REVOKED_set_revocationDate");
    if (revoked.reason != 0) {
        const std::unique_ptr<ASN1_ENUMERATED, Closer<ASN1_ENUMERATED_free>> reason(
            must_have(ASN1_ENUMERATED_new(), "ASN1_ENUMERATED_new"));
        must(ASN1_ENUMERATED_set(reason.get(), revoked.reason) == 1, "ASN1_ENUMERATED_set");
        must(X509_REVOKED_add1_ext_i2d(entry.get(), NID_crl_reason, reason.get(), 0, 0) == 1,
             "X509_REVOKED_add1_ext_i2d");
    }
    must(X509_CRL_add0_revoked(crl, entry.get()) == 1, "X509_CRL_add0_revoked");
    static_cast<void>(entry.release()); // now the list's
}

} // namespace

X509_CRL* Native::crl(const Crl& crl) {
    return crl.facts_->native.get();
}

const Bytes& Crl::der() const {
    return facts_->der;
}
const Name& Crl::issuer() const {
    return facts_->issuer;
}
Instant Crl::this_update() const {
    return facts_->this_update;
}
std::optional<Instant> Crl::next_update() const {
    return facts_->next_update;
}
const std::vector<Revoked>& Crl::revoked() const {
    return facts_->revoked;
}

std::optional<Revoked> Crl::find(std::string_view serial) const {
    const auto found = std::ranges::find(facts_->revoked, serial, &Revoked::serial);
    return found == facts_->revoked.end() ? std::nullopt : std::optional(*found);
}

Result<Crl> Crl::parse(BytesView der_or_pem) {
    const ErrorQueue quiet;
    if (der_or_pem.size() > crl_limit) {
        return crl_unreadable("too-large");
    }
    Bytes der(der_or_pem.begin(), der_or_pem.end());
    if (der.empty() || der[0] != der::sequence_tag) {
        auto read = from_pem("X509 CRL", text_of(der_or_pem));
        if (!read) {
            return crl_unreadable("not-a-crl");
        }
        der = std::move(*read);
    }
    auto facts = std::make_shared<Facts>();
    KOLTAMGA_TRY(facts->native, read_crl(der));
    facts->der = std::move(der);
    facts->issuer = name_from(X509_CRL_get_issuer(facts->native.get()));
    bool readable = false;
    facts->this_update = instant_of(X509_CRL_get0_lastUpdate(facts->native.get()), readable);
    if (!readable) {
        return crl_unreadable("time-unreadable");
    }
    const auto next = instant_of(X509_CRL_get0_nextUpdate(facts->native.get()), readable);
    facts->next_update = readable ? std::optional(next) : std::nullopt;
    KOLTAMGA_TRY(facts->revoked, read_revoked(facts->native.get()));
    return Crl(std::move(facts));
}

Done Crl::verify_signature(const Certificate& issuer) const {
    const ErrorQueue quiet;
    return X509_CRL_verify(facts_->native.get(), Native::key(issuer.public_key())) == 1
               ? Done()
               : Done(signature_wrong());
}

Crl make_crl(const CrlTemplate& content, const Certificate& issuer, const KeyPair& issuer_key) {
    const ErrorQueue quiet;
    const X509CrlPtr crl(must_have(X509_CRL_new(), "X509_CRL_new"));
    must(X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1, "X509_CRL_set_version");
    must(X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(Native::certificate(issuer))) ==
             1,
         "X509_CRL_set_issuer_name");
    must(X509_CRL_set1_lastUpdate(crl.get(), asn1_time(content.this_update).get()) == 1,
         "X509_CRL_set1_lastUpdate");
    must(X509_CRL_set1_nextUpdate(crl.get(), asn1_time(content.next_update).get()) == 1,
         "X509_CRL_set1_nextUpdate");
    add_extension(crl.get(), "2.5.29.35",
                  der::sequence({der::element(der::instead(0), issuer.subject_key_id())}));
    add_extension(crl.get(), "2.5.29.20", der::integer(content.number));
    for (const auto& revoked : content.revoked) {
        add_revoked(crl.get(), revoked);
    }
    must(X509_CRL_sort(crl.get()) == 1, "X509_CRL_sort");
    must(X509_CRL_sign(crl.get(), Native::key(issuer_key), EVP_sha256()) > 0, "X509_CRL_sign");
    return std::move(*Crl::parse(to_der(i2d_X509_CRL, static_cast<const X509_CRL*>(crl.get()))));
}

} // namespace koltamga::crypto
