// How much of what is sent lies with this machine before it leaves.
#pragma once

#include <curl/curl.h>

namespace koltamga::net {

// So that what was handed over has left, but for a little, and a standstill is one of the line's.
// Where the system does not grant it, a standstill is noticed later and nothing is lost; so it is
// no failure.
void keep_little_unsent(curl_socket_t socket);

} // namespace koltamga::net
