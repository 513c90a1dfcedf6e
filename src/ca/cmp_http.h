// CMP over HTTPS (RFC 9811): one connection for each transaction.
#pragma once

#include "ca/cmp_authority.h"
#include "net/http_client.h"

namespace koltamga::ca {

// `path` is the CA's, "/cmp". The answer's size is bounded by the connection's settings.
OpenTransport cmp_over_http(net::HttpSettings settings, std::string path);

} // namespace koltamga::ca
