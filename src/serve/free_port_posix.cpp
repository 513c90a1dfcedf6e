#include "serve/free_port.h"

#include <cstdint>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::serve {
namespace {

// The port that binding gave; 0: it could not be bound.
int bound(int port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return 0;
    }
    bind_alone(descriptor);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    const bool fine = ::bind(descriptor, general, length) == 0 && ::listen(descriptor, 1) == 0 &&
                      ::getsockname(descriptor, general, &length) == 0;
    ::close(descriptor);
    return fine ? int{ntohs(address.sin_port)} : 0;
}

} // namespace

void bind_alone(int socket) {
    const int reuse = 1;
    static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)));
}

int free_port() {
    return bound(0);
}
bool is_free(int port) {
    return bound(port) == port;
}

} // namespace koltamga::serve
