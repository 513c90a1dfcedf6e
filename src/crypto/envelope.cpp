// AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).
#include "crypto/cms.h"
#include "crypto/der.h"
#include "crypto/failures.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"

#include <openssl/rsa.h>

namespace koltamga::crypto {
namespace {

constexpr std::string_view enveloped_oid = "1.2.840.113549.1.9.16.1.23"; // id-ct-authEnvelopedData
constexpr std::string_view gcm_oid = "2.16.840.1.101.3.4.1.46";          // id-aes256-GCM

// Key transport and agreement by today's standards; the library's defaults are PKCS#1 v1.5 and
// SHA-1.
Done choose_scheme(CMS_RecipientInfo* recipient, const PublicKey& key) {
    EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(recipient);
    if (EVP_PKEY_is_a(Native::key(key), "RSA") == 1) {
        must(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1, "rsa_padding");
        must(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1, "rsa_oaep_md");
        return {};
    }
    must(EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) == 1, "ecdh_kdf_md");
    return {};
}

bool can_receive(const PublicKey& key) {
    EVP_PKEY* native = Native::key(key);
    return EVP_PKEY_is_a(native, "RSA") == 1 || EVP_PKEY_is_a(native, "EC") == 1;
}

std::optional<std::string> next_oid(der::Reader& reader) {
    const auto oid = reader.next(der::oid_tag);
    return oid ? der::oid_text(oid->content) : std::nullopt;
}

// ContentInfo { OID, [0] AuthEnvelopedData { version, [0] originatorInfo OPTIONAL, recipientInfos,
// EncryptedContentInfo { contentType, { cipher, … }, [0] … }, … } }: the cipher's OID.
Result<std::string> cipher_of(BytesView der) {
    der::Reader outer(der);
    const auto info = outer.next(der::sequence_tag);
    if (!info) {
        return cms_unreadable("not-cms");
    }
    if (!outer.at_end()) {
        return cms_unreadable("trailing-octets");
    }
    der::Reader parts(info->content);
    if (next_oid(parts) != enveloped_oid) {
        return cms_unreadable("not-enveloped");
    }
    const auto wrapper = parts.next(der::around(0));
    const auto body =
        wrapper ? der::Reader(wrapper->content).next(der::sequence_tag) : std::nullopt;
    der::Reader fields(body ? body->content : BytesView());
    static_cast<void>(fields.next(der::integer_tag));
    static_cast<void>(fields.next(der::around(0)));
    static_cast<void>(fields.next(der::set_tag));
    const auto encrypted = fields.next(der::sequence_tag);
    der::Reader content(encrypted ? encrypted->content : BytesView());
    static_cast<void>(next_oid(content));
    const auto algorithm = content.next(der::sequence_tag);
    der::Reader cipher(algorithm ? algorithm->content : BytesView());
    const auto oid = next_oid(cipher);
    return oid ? Result<std::string>(*oid) : cms_unreadable("not-cms");
}

Result<CmsPtr> read_enveloped(BytesView der) {
    if (der.size() > cms_limit) {
        return cms_unreadable("too-large");
    }
    KOLTAMGA_TRY(const auto cipher, cipher_of(der));
    if (cipher != gcm_oid) {
        return cms_unreadable("cipher-not-allowed");
    }
    bool all_read = false;
    auto cms = from_der<CmsPtr>(d2i_CMS_ContentInfo, der, all_read);
    return cms && all_read ? Result<CmsPtr>(std::move(cms)) : cms_unreadable("not-cms");
}

SecretBytes secret_content_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? SecretBytes({reinterpret_cast<const std::uint8_t*>(data),
                                   static_cast<std::size_t>(size)})
                    : SecretBytes();
}

} // namespace

Result<Bytes> envelope(BytesView content, const Certificate& recipient) {
    const ErrorQueue quiet;
    if (!can_receive(recipient.public_key())) {
        return key_refused("recipient");
    }
    const CmsPtr cms(must_have(
        CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), CMS_PARTIAL | CMS_BINARY), "CMS_encrypt"));
    CMS_RecipientInfo* info =
        must_have(CMS_add1_recipient_cert(cms.get(), Native::certificate(recipient), CMS_KEY_PARAM),
                  "CMS_add1_recipient_cert");
    KOLTAMGA_CHECK(choose_scheme(info, recipient.public_key()));
    const auto input = reading_bio(content);
    must(CMS_final(cms.get(), input.get(), nullptr, CMS_BINARY) == 1, "CMS_final");
    scrub_stack();
    return to_der(i2d_CMS_ContentInfo, static_cast<const CMS_ContentInfo*>(cms.get()));
}

Result<SecretBytes> open_envelope(BytesView der, const KeyPair& key,
                                  const Certificate& certificate) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(const auto cms, read_enveloped(der));
    const auto output = writing_bio();
    const bool opened = CMS_decrypt(cms.get(), Native::key(key), Native::certificate(certificate),
                                    nullptr, output.get(), CMS_BINARY) == 1;
    scrub_stack();
    if (!opened) {
        const bool other = ERR_GET_REASON(ERR_peek_error()) == CMS_R_NO_MATCHING_RECIPIENT;
        return envelope_not_opened(other ? "other-recipient" : "altered");
    }
    return secret_content_of(output.get());
}

} // namespace koltamga::crypto
