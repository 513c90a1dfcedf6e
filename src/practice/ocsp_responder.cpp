#include "practice/ocsp_responder.h"

#include "crypto/certificate_facts.h"
#include "crypto/openssl.h"

#include <openssl/ocsp.h>

namespace koltamga::practice {
namespace {

using crypto::Closer;
using crypto::must;
using crypto::must_have;

using RequestPtr = std::unique_ptr<OCSP_REQUEST, Closer<OCSP_REQUEST_free>>;
using BasicPtr = std::unique_ptr<OCSP_BASICRESP, Closer<OCSP_BASICRESP_free>>;
using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, Closer<OCSP_RESPONSE_free>>;
using CertIdPtr = std::unique_ptr<OCSP_CERTID, Closer<OCSP_CERTID_free>>;

Bytes response(int status, OCSP_BASICRESP* basic) {
    const ResponsePtr made(must_have(OCSP_response_create(status, basic), "OCSP_response_create"));
    return crypto::to_der(i2d_OCSP_RESPONSE, made.get());
}

// Whether the question is about a certificate of this issuer, by the question's own digest.
bool is_of(OCSP_CERTID* id, const crypto::Certificate& issuer) {
    ASN1_OBJECT* digest = nullptr;
    if (OCSP_id_get0_info(nullptr, &digest, nullptr, nullptr, id) != 1) {
        return false;
    }
    const EVP_MD* kind = EVP_get_digestbyobj(digest);
    const CertIdPtr own(kind == nullptr
                            ? nullptr
                            : OCSP_cert_to_id(kind, nullptr, crypto::Native::certificate(issuer)));
    return own && OCSP_id_issuer_cmp(own.get(), id) == 0;
}

void add_answer(OCSP_BASICRESP* basic, OCSP_CERTID* id, const OcspStatus& status, Instant now) {
    const auto this_update = crypto::asn1_time(now);
    const auto next_update = crypto::asn1_time(now + std::chrono::hours(1));
    const auto revoked = crypto::asn1_time(status.revoked);
    const int kind = status.kind == OcspStatus::Kind::good      ? V_OCSP_CERTSTATUS_GOOD
                     : status.kind == OcspStatus::Kind::revoked ? V_OCSP_CERTSTATUS_REVOKED
                                                                : V_OCSP_CERTSTATUS_UNKNOWN;
    must(OCSP_basic_add1_status(basic, id, kind, status.reason,
                                kind == V_OCSP_CERTSTATUS_REVOKED ? revoked.get() : nullptr,
                                this_update.get(), next_update.get()) != nullptr,
         "OCSP_basic_add1_status");
}

} // namespace

Bytes answer_ocsp(BytesView octets, const crypto::Certificate& issuer,
                  const crypto::KeyPair& issuer_key, Instant now,
                  const std::function<OcspStatus(const std::string& serial)>& status_of) {
    const crypto::ErrorQueue errors;
    bool all_read = false;
    const auto request = crypto::from_der<RequestPtr>(d2i_OCSP_REQUEST, octets, all_read);
    if (!all_read || OCSP_request_onereq_count(request.get()) < 1) {
        return response(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, nullptr);
    }
    const BasicPtr basic(must_have(OCSP_BASICRESP_new(), "OCSP_BASICRESP_new"));
    for (int i = 0; i < OCSP_request_onereq_count(request.get()); ++i) {
        OCSP_CERTID* id = OCSP_onereq_get0_id(OCSP_request_onereq_get0(request.get(), i));
        ASN1_INTEGER* serial = nullptr;
        must(OCSP_id_get0_info(nullptr, nullptr, nullptr, &serial, id) == 1, "OCSP_id_get0_info");
        add_answer(basic.get(), id,
                   is_of(id, issuer) ? status_of(crypto::serial_text(serial)) : OcspStatus(), now);
    }
    must(OCSP_copy_nonce(basic.get(), request.get()) != 0, "OCSP_copy_nonce");
    must(OCSP_basic_sign(basic.get(), crypto::Native::certificate(issuer),
                         crypto::Native::key(issuer_key), EVP_sha256(), nullptr, 0) == 1,
         "OCSP_basic_sign");
    return response(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get());
}

} // namespace koltamga::practice
