// Which connections are open, so that stopping does not wait for the idle ones.
#pragma once

#include <memory>
#include <mutex>
#include <set>

#include <openssl/ssl.h>

namespace koltamga::serve {

class OpenConnections {
  public:
    OpenConnections() = default;
    OpenConnections(const OpenConnections&) = delete;
    OpenConnections& operator=(const OpenConnections&) = delete;

    // Follows every connection of this context from its handshake to its end.
    bool watch(SSL_CTX& context);
    void cut_all();
    // Ends one connection at once, from its own handler.
    static void cut(const SSL* ssl);

    void opened(int socket);
    void closed(int socket);

  private:
    std::mutex mutex_;
    std::set<int> sockets_;
    bool stopping_ = false;
};

} // namespace koltamga::serve
