#include "net/send_buffer.h"

#include <sys/socket.h>

namespace koltamga::net {

void keep_little_unsent(curl_socket_t socket) {
    constexpr int octets = 32 << 10;
    static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &octets, sizeof(octets)));
}

} // namespace koltamga::net
