#include "net/tls_context.h"

#include <memory>

#include <openssl/err.h>
#include <openssl/x509.h>

namespace koltamga::net {
namespace {

template <auto Release>
struct Releaser {
    template <class T>
    void operator()(T* object) const noexcept {
        Release(object);
    }
};

using CertificateHandle = std::unique_ptr<X509, Releaser<X509_free>>;
using ListHandle = std::unique_ptr<X509_CRL, Releaser<X509_CRL_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using StoreHandle = std::unique_ptr<X509_STORE, Releaser<X509_STORE_free>>;

CertificateHandle certificate_from(BytesView der) {
    const auto* at = der.data();
    return CertificateHandle(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

bool add_lists(X509_STORE& store, const std::vector<Bytes>& lists) {
    for (const auto& der : lists) {
        const auto* at = der.data();
        const ListHandle list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
        if (!list || X509_STORE_add_crl(&store, list.get()) != 1) {
            return false;
        }
    }
    return lists.empty() || X509_STORE_set_flags(&store, X509_V_FLAG_CRL_CHECK) == 1;
}

bool trust_only(SSL_CTX& context, const TlsSettings& settings) {
    StoreHandle store(X509_STORE_new());
    if (!store) {
        return false;
    }
    for (const auto& der : settings.roots) {
        const auto root = certificate_from(der);
        if (!root || X509_STORE_add_cert(store.get(), root.get()) != 1) {
            return false;
        }
    }
    if (!add_lists(*store, settings.revocation_lists) ||
        X509_STORE_set_flags(store.get(), X509_V_FLAG_X509_STRICT) != 1) {
        return false;
    }
    SSL_CTX_set_cert_store(&context, store.release());
    return true;
}

bool show_certificates(SSL_CTX& context, const std::vector<Bytes>& certificates) {
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        auto certificate = certificate_from(certificates[i]);
        if (!certificate) {
            return false;
        }
        const bool taken = i == 0 ? SSL_CTX_use_certificate(&context, certificate.get()) == 1
                                  : SSL_CTX_add1_chain_cert(&context, certificate.get()) == 1;
        if (!taken) {
            return false;
        }
    }
    return !certificates.empty();
}

bool identify_as(SSL_CTX& context, const ClientIdentity& identity) {
    const auto* at = identity.key.data();
    const KeyHandle key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(identity.key.size())));
    return key && show_certificates(context, identity.certificates) &&
           SSL_CTX_use_PrivateKey(&context, key.get()) == 1 &&
           SSL_CTX_check_private_key(&context) == 1;
}

} // namespace

bool configure(SSL_CTX& context, const TlsSettings& settings) {
    SSL_CTX_set_security_level(&context, 2);
    const bool usable = SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) == 1 &&
                        trust_only(context, settings) &&
                        (!settings.identity || identify_as(context, *settings.identity));
    ERR_clear_error();
    return usable;
}

bool own_certificate_has_ended(const SSL_CTX& context) {
    const X509* own = SSL_CTX_get0_certificate(&context);
    return own != nullptr && X509_cmp_current_time(X509_get0_notAfter(own)) < 0;
}

} // namespace koltamga::net
