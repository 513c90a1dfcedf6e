// The server's side of TLS: its certificate, and whose client certificates it believes.
#pragma once

#include "serve/server.h"

#include <openssl/ssl.h>

namespace koltamga::serve {

// TLS 1.2 or later, security level 2; client certificates asked for, not demanded, when there are
// roots for them. False: certificate, key or roots are not usable.
bool configure(SSL_CTX& context, const ServerSettings& settings);

} // namespace koltamga::serve
