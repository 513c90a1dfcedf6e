// SignedData (RFC 5652 §5): signing and verifying.
#include "crypto/cms.h"

#include "crypto/failures.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"

#include <algorithm>

namespace koltamga::crypto {
namespace {

constexpr int strong_digests[] = {NID_sha256, NID_sha384, NID_sha512};

Result<CmsPtr> read_signed(BytesView der) {
    if (der.size() > cms_limit) {
        return cms_unreadable("too-large");
    }
    bool all_read = false;
    auto cms = from_der<CmsPtr>(d2i_CMS_ContentInfo, der, all_read);
    if (!cms) {
        return cms_unreadable("not-cms");
    }
    if (!all_read) {
        return cms_unreadable("trailing-octets");
    }
    if (OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) {
        return cms_unreadable("not-signed-data");
    }
    return cms;
}

// The one signer, whose signature covers attributes that name content type and digest: without
// them, a signature over attributes could pass for one over content (RFC 5652 §11).
Result<CMS_SignerInfo*> only_signer(CMS_ContentInfo* cms) {
    ASN1_OCTET_STRING** content = CMS_get0_content(cms);
    if (content == nullptr || *content == nullptr) {
        return cms_unreadable("no-content");
    }
    if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data) {
        return cms_unreadable("content-type");
    }
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
    if (sk_CMS_SignerInfo_num(signers) != 1) {
        return cms_unreadable("signer-count");
    }
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    if (CMS_signed_get_attr_count(signer) <= 0) {
        return cms_unreadable("no-signed-attributes");
    }
    return signer;
}

Done check_digest(CMS_SignerInfo* signer) {
    X509_ALGOR* digest = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, digest);
    if (std::ranges::find(strong_digests, OBJ_obj2nid(object)) == std::end(strong_digests)) {
        return cms_refused("digest-weak");
    }
    return {};
}

std::optional<Instant> signing_time(const CMS_SignerInfo* signer) {
    const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE* attribute = at < 0 ? nullptr : CMS_signed_get_attr(signer, at);
    const ASN1_TYPE* value =
        attribute == nullptr ? nullptr : X509_ATTRIBUTE_get0_type(attribute, 0);
    if (value == nullptr ||
        (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) {
        return std::nullopt;
    }
    bool readable = false;
    const auto instant = instant_of(value->value.asn1_string, readable);
    return readable ? std::optional(instant) : std::nullopt;
}

// Verifies digest and signature; whose certificate it was comes back, trusted or not.
Result<SignedContent> verify(BytesView der, STACK_OF(X509) * certificates, unsigned int flags) {
    KOLTAMGA_TRY(const auto cms, read_signed(der));
    KOLTAMGA_TRY(CMS_SignerInfo* const signer, only_signer(cms.get()));
    KOLTAMGA_CHECK(check_digest(signer));
    const auto output = writing_bio();
    if (CMS_verify(cms.get(), certificates, nullptr, nullptr, output.get(),
                   flags | CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) != 1) {
        const bool unknown = ERR_GET_REASON(ERR_peek_error()) == CMS_R_SIGNER_CERTIFICATE_NOT_FOUND;
        return cms_refused(unknown ? "signer-unknown" : "signature-wrong");
    }
    X509* native = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, &native, nullptr, nullptr);
    must(native != nullptr, "CMS_SignerInfo_get0_algs");
    KOLTAMGA_TRY(auto certificate, Native::copy(native));
    return SignedContent{content_of(output.get()), std::move(certificate), signing_time(signer)};
}

Result<std::vector<Certificate>> certificates_within(BytesView der) {
    KOLTAMGA_TRY(const auto cms, read_signed(der));
    const X509StackPtr stack(CMS_get1_certs(cms.get()));
    std::vector<Certificate> certificates;
    for (int i = 0; stack && i < sk_X509_num(stack.get()); ++i) {
        KOLTAMGA_TRY(auto certificate, Native::copy(sk_X509_value(stack.get(), i)));
        certificates.push_back(std::move(certificate));
    }
    return certificates;
}

} // namespace

Bytes sign_cms(BytesView content, const KeyPair& key, const Certificate& certificate, Instant at) {
    const ErrorQueue quiet;
    constexpr unsigned int flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    const CmsPtr cms(must_have(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags), "CMS_sign"));
    CMS_SignerInfo* signer = must_have(CMS_add1_signer(cms.get(), Native::certificate(certificate),
                                                       Native::key(key), EVP_sha256(), flags),
                                       "CMS_add1_signer");
    const auto time = asn1_time(at);
    must(CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()),
                                     time.get(), -1) == 1,
         "CMS_signed_add1_attr_by_NID");
    const auto input = reading_bio(content);
    must(CMS_final(cms.get(), input.get(), nullptr, CMS_BINARY) == 1, "CMS_final");
    scrub_stack();
    return to_der(i2d_CMS_ContentInfo, static_cast<const CMS_ContentInfo*>(cms.get()));
}

Result<SignedContent> verify_cms(BytesView der, std::span<const Certificate> trusted_signers) {
    const ErrorQueue quiet;
    const auto trusted = stack_of(trusted_signers);
    return verify(der, trusted.get(), CMS_NOINTERN);
}

Result<SignedContent> verify_cms(BytesView der, const PathQuestion& question) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(auto content, verify(der, nullptr, 0));
    PathQuestion with_helpers = question;
    KOLTAMGA_TRY(const auto within, certificates_within(der));
    auto& helpers = with_helpers.intermediates;
    helpers.insert(helpers.end(), within.begin(), within.end());
    const auto path = verify_path(content.signer, with_helpers);
    return path ? Result<SignedContent>(std::move(content)) : cms_refused(path.failure().detail);
}

} // namespace koltamga::crypto
