#include "crypto/certificate_request.h"

#include "crypto/base64.h"
#include "crypto/der.h"
#include "crypto/failures.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"

namespace koltamga::crypto {
namespace {

Result<Bytes> request_der(BytesView der_or_pem) {
    if (der_or_pem.size() > 2 * request_limit) {
        return request_unreadable("too-large");
    }
    if (!der_or_pem.empty() && der_or_pem[0] == der::sequence_tag) {
        return Bytes(der_or_pem.begin(), der_or_pem.end());
    }
    auto der = from_pem("CERTIFICATE REQUEST", text_of(der_or_pem));
    return der ? std::move(der) : request_unreadable("not-a-request");
}

} // namespace

Result<CertificateRequest> CertificateRequest::make(const Name& subject, const KeyPair& key) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(const auto name, native_name(subject));
    const X509ReqPtr request(must_have(X509_REQ_new(), "X509_REQ_new"));
    must(X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1, "X509_REQ_set_version");
    must(X509_REQ_set_subject_name(request.get(), name.get()) == 1, "X509_REQ_set_subject_name");
    must(X509_REQ_set_pubkey(request.get(), Native::key(key.public_key())) == 1,
         "X509_REQ_set_pubkey");
    must(X509_REQ_sign(request.get(), Native::passing_copy(key).get(), EVP_sha256()) > 0,
         "X509_REQ_sign");
    scrub_stack();
    return CertificateRequest(to_der(i2d_X509_REQ, static_cast<const X509_REQ*>(request.get())),
                              name_from(name.get()), key.public_key());
}

Result<CertificateRequest> CertificateRequest::parse(BytesView der_or_pem) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(auto der, request_der(der_or_pem));
    if (der.size() > request_limit) {
        return request_unreadable("too-large");
    }
    bool all_read = false;
    const auto request = from_der<X509ReqPtr>(d2i_X509_REQ, der, all_read);
    if (!request) {
        return request_unreadable("not-a-request");
    }
    if (!all_read) {
        return request_unreadable("trailing-octets");
    }
    auto key = PublicKey::parse(to_der(
        i2d_X509_PUBKEY, static_cast<const X509_PUBKEY*>(X509_REQ_get_X509_PUBKEY(request.get()))));
    if (!key) {
        return request_unreadable("key-unreadable");
    }
    if (X509_REQ_verify(request.get(), Native::key(*key)) != 1) {
        return request_unreadable("signature-wrong");
    }
    return CertificateRequest(std::move(der), name_from(X509_REQ_get_subject_name(request.get())),
                              std::move(*key));
}

std::string CertificateRequest::pem() const {
    return to_pem("CERTIFICATE REQUEST", der_);
}

} // namespace koltamga::crypto
