// Puts our rules of trust into an OpenSSL context that curl has made.
#pragma once

#include "net/tls.h"

#include <openssl/ssl.h>

namespace koltamga::net {

// TLS 1.2 or later, security level 2 (no SHA-1, nothing under 112 bits), the given roots instead
// of any others, strict paths. False: our own certificate or key is not usable.
bool configure(SSL_CTX& context, const TlsSettings& settings);

// Whether our own certificate has ended, by this machine's clock; we show it all the same.
bool own_certificate_has_ended(const SSL_CTX& context);

} // namespace koltamga::net
