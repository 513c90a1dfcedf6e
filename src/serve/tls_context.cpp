#include "serve/tls_context.h"

#include <memory>

#include <openssl/err.h>
#include <openssl/x509.h>

namespace koltamga::serve {
namespace {

struct Release {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
};

template <class T>
using Handle = std::unique_ptr<T, Release>;

Handle<X509> certificate_from(BytesView der) {
    const auto* at = der.data();
    return Handle<X509>(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

bool show_certificates(SSL_CTX& context, const std::vector<Bytes>& certificates) {
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        const auto certificate = certificate_from(certificates[i]);
        if (!certificate || (i == 0 ? SSL_CTX_use_certificate(&context, certificate.get())
                                    : SSL_CTX_add1_chain_cert(&context, certificate.get())) != 1) {
            return false;
        }
    }
    return !certificates.empty();
}

bool use_key(SSL_CTX& context, const SecretBytes& secret) {
    const auto* at = secret.data();
    const Handle<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(secret.size())));
    return key && SSL_CTX_use_PrivateKey(&context, key.get()) == 1 &&
           SSL_CTX_check_private_key(&context) == 1;
}

bool ask_for_client(SSL_CTX& context, const std::vector<Bytes>& roots) {
    if (roots.empty()) {
        return true;
    }
    Handle<X509_STORE> store(X509_STORE_new());
    for (const auto& der : roots) {
        const auto root = certificate_from(der);
        if (!store || !root || X509_STORE_add_cert(store.get(), root.get()) != 1 ||
            SSL_CTX_add_client_CA(&context, root.get()) != 1) {
            return false;
        }
    }
    SSL_CTX_set_cert_store(&context, store.release());
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, nullptr);
    return true;
}

} // namespace

bool configure(SSL_CTX& context, const ServerSettings& settings) {
    SSL_CTX_set_security_level(&context, 2);
    // Every connection makes its own handshake, so that a client is always looked at anew.
    SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
    const bool usable = SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) == 1 &&
                        show_certificates(context, settings.certificates) &&
                        use_key(context, settings.key) &&
                        ask_for_client(context, settings.client_roots);
    ERR_clear_error();
    return usable;
}

} // namespace koltamga::serve
