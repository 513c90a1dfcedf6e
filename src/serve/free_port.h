// Ports of the loopback interface, asked of the operating system.
#pragma once

namespace koltamga::serve {

// One that nobody uses now; 0: none to be had.
int free_port();
bool is_free(int port);

// For a socket before it is bound: lingering connections of an earlier run do not keep it from its
// port, another server does. (The library's own default shares ports between servers.)
void bind_alone(int socket);

} // namespace koltamga::serve
