#include "crypto/certificate_core.h"

#include "crypto/certificate_facts.h"
#include "crypto/der.h"

namespace koltamga::crypto {
namespace {

Bytes copy(BytesView view) {
    return {view.begin(), view.end()};
}

bool read_serial(const der::Element& element, CertificateCore& core) {
    bool all_read = false;
    const auto serial = from_der<Asn1IntegerPtr>(d2i_ASN1_INTEGER, element.whole, all_read);
    if (!all_read) {
        return false;
    }
    core.serial = serial_text(serial.get());
    core.serial_der = copy(element.whole);
    return true;
}

// TBSCertificate ::= SEQUENCE { version [0], serialNumber, signature, issuer, validity, subject,
// subjectPublicKeyInfo, … } (RFC 5280 §4.1)
bool read_tbs(BytesView content, CertificateCore& core) {
    der::Reader fields(content);
    fields.next(der::around(0));
    const auto serial = fields.next(der::integer_tag);
    const auto signature = fields.next(der::sequence_tag);
    const auto issuer = fields.next(der::sequence_tag);
    const auto validity = fields.next(der::sequence_tag);
    const auto subject = fields.next(der::sequence_tag);
    const auto spki = fields.next(der::sequence_tag);
    if (!serial || !signature || !issuer || !validity || !subject || !spki ||
        !read_serial(*serial, core)) {
        return false;
    }
    bool all_read = false;
    const auto name = from_der<X509NamePtr>(d2i_X509_NAME, subject->whole, all_read);
    core.subject = all_read ? name_from(name.get()) : Name();
    core.issuer = copy(issuer->whole);
    core.spki = copy(spki->whole);
    return true;
}

} // namespace

std::optional<CertificateCore> read_certificate_core(BytesView der) {
    const ErrorQueue quiet;
    const auto whole =
        der.size() <= certificate_limit ? der::only(der, der::sequence_tag) : std::nullopt;
    const auto tbs = whole ? der::Reader(whole->content).next(der::sequence_tag) : std::nullopt;
    CertificateCore core;
    return tbs && read_tbs(tbs->content, core) ? std::optional(std::move(core)) : std::nullopt;
}

} // namespace koltamga::crypto
