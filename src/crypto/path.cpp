#include "crypto/path.h"

#include "crypto/failures.h"
#include "crypto/openssl.h"

#include <algorithm>

namespace koltamga::crypto {
namespace {

constexpr int least_security_level = 2; // 112 bits, and no SHA-1 (SP 800-57 part 1)
constexpr int longest_path = 8;

struct Wording {
    int error;
    std::string_view words;
};

constexpr Wording wordings[] = {
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "issuer-unknown"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "issuer-unknown"},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "issuer-unknown"},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "issuer-unknown"},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "issuer-unknown"},
    {X509_V_ERR_CERT_NOT_YET_VALID, "not-yet-valid"},
    {X509_V_ERR_CERT_HAS_EXPIRED, "expired"},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, "signature-wrong"},
    {X509_V_ERR_CERT_REVOKED, "revoked"},
    {X509_V_ERR_INVALID_CA, "not-an-authority"},
    {X509_V_ERR_KEYUSAGE_NO_CERTSIGN, "not-an-authority"},
    {X509_V_ERR_PATH_LENGTH_EXCEEDED, "path-too-long"},
    {X509_V_ERR_CERT_CHAIN_TOO_LONG, "path-too-long"},
    {X509_V_ERR_UNABLE_TO_GET_CRL, "crl-missing"},
    {X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, "crl-issuer-unknown"},
    {X509_V_ERR_CRL_HAS_EXPIRED, "crl-expired"},
    {X509_V_ERR_CRL_NOT_YET_VALID, "crl-not-yet-valid"},
    {X509_V_ERR_CRL_SIGNATURE_FAILURE, "crl-signature-wrong"},
    {X509_V_ERR_CA_MD_TOO_WEAK, "digest-weak"},
    {X509_V_ERR_CA_KEY_TOO_SMALL, "key-weak"},
    {X509_V_ERR_EE_KEY_TOO_SMALL, "key-weak"},
    {X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, "extension-critical-unknown"},
};

std::string words_for(int error) {
    const auto found = std::ranges::find(wordings, error, &Wording::error);
    if (found != std::end(wordings)) {
        return std::string(found->words);
    }
    std::string words = X509_verify_cert_error_string(error);
    std::ranges::replace(words, ' ', '-');
    return words;
}

X509StorePtr store_of(const PathQuestion& question) {
    X509StorePtr store(must_have(X509_STORE_new(), "X509_STORE_new"));
    for (const auto& root : question.roots) {
        must(X509_STORE_add_cert(store.get(), Native::certificate(root)) == 1,
             "X509_STORE_add_cert");
    }
    for (const auto& crl : question.crls) {
        must(X509_STORE_add_crl(store.get(), Native::crl(crl)) == 1, "X509_STORE_add_crl");
    }
    return store;
}

void set_conditions(X509_STORE_CTX* context, const PathQuestion& question) {
    X509_VERIFY_PARAM* conditions = X509_STORE_CTX_get0_param(context);
    unsigned long flags = X509_V_FLAG_X509_STRICT;
    if (question.check_revocation) {
        flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
    }
    must(X509_VERIFY_PARAM_set_flags(conditions, flags) == 1, "X509_VERIFY_PARAM_set_flags");
    X509_VERIFY_PARAM_set_auth_level(conditions, least_security_level);
    X509_VERIFY_PARAM_set_depth(conditions, longest_path);
    const auto at = std::chrono::floor<std::chrono::seconds>(question.at).time_since_epoch();
    X509_VERIFY_PARAM_set_time(conditions, at.count());
}

Result<std::vector<Certificate>> path_found(X509_STORE_CTX* context) {
    std::vector<Certificate> path;
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        KOLTAMGA_TRY(auto certificate, Native::copy(sk_X509_value(chain, i)));
        path.push_back(std::move(certificate));
    }
    return path;
}

} // namespace

Result<std::vector<Certificate>> verify_path(const Certificate& certificate,
                                             const PathQuestion& question) {
    const ErrorQueue quiet;
    const auto store = store_of(question);
    const auto helpers = stack_of(question.intermediates);
    const X509StoreCtxPtr context(must_have(X509_STORE_CTX_new(), "X509_STORE_CTX_new"));
    must(X509_STORE_CTX_init(context.get(), store.get(), Native::certificate(certificate),
                             helpers.get()) == 1,
         "X509_STORE_CTX_init");
    set_conditions(context.get(), question);
    if (X509_verify_cert(context.get()) == 1) {
        return path_found(context.get());
    }
    return path_refused(words_for(X509_STORE_CTX_get_error(context.get())) + " " +
                        std::to_string(X509_STORE_CTX_get_error_depth(context.get())));
}

} // namespace koltamga::crypto
