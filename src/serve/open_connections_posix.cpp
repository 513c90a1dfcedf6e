#include "serve/open_connections.h"

#include <sys/socket.h>

namespace koltamga::serve {
namespace {

// OpenSSL carries one pointer of ours with each context and one with each connection; it calls
// `forget` when a connection is freed, which is before its socket is closed.
void forget(void* /*parent*/, void* pointer, CRYPTO_EX_DATA* /*data*/, int /*index*/,
            long /*argument*/, void* /*user*/) {
    std::unique_ptr<std::pair<OpenConnections*, int>> entry(
        static_cast<std::pair<OpenConnections*, int>*>(pointer));
    if (entry) {
        entry->first->closed(entry->second);
    }
}

int context_index() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int connection_index() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, &forget);
    return index;
}

void on_info(const SSL* ssl, int where, int /*value*/) {
    auto* connection = const_cast<SSL*>(ssl); // OpenSSL's own signature
    auto* open =
        static_cast<OpenConnections*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), context_index()));
    if ((where & SSL_CB_HANDSHAKE_START) == 0 || open == nullptr ||
        SSL_get_ex_data(ssl, connection_index()) != nullptr) {
        return;
    }
    auto entry = std::make_unique<std::pair<OpenConnections*, int>>(open, SSL_get_fd(ssl));
    if (SSL_set_ex_data(connection, connection_index(), entry.get()) == 1) {
        open->opened(entry.release()->second);
    }
}

} // namespace

bool OpenConnections::watch(SSL_CTX& context) {
    SSL_CTX_set_info_callback(&context, &on_info);
    return SSL_CTX_set_ex_data(&context, context_index(), this) == 1;
}

void OpenConnections::opened(int socket) {
    const std::lock_guard lock(mutex_);
    sockets_.insert(socket);
    if (stopping_) {
        ::shutdown(socket, SHUT_RDWR);
    }
}

void OpenConnections::closed(int socket) {
    const std::lock_guard lock(mutex_);
    sockets_.erase(socket);
}

void OpenConnections::cut_all() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int socket : sockets_) {
        ::shutdown(socket, SHUT_RDWR);
    }
}

void OpenConnections::cut(const SSL* ssl) {
    if (ssl != nullptr) {
        ::shutdown(SSL_get_fd(ssl), SHUT_RDWR);
    }
}

} // namespace koltamga::serve
