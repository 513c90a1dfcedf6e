#include "tests/net/raw_tls_server.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::test {
namespace {

struct Release {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* connection) const { SSL_free(connection); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

template <class T>
using Handle = std::unique_ptr<T, Release>;

Handle<SSL_CTX> context_of(const RawTls& settings) {
    Handle<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    const auto* at = settings.leaf.certificate.der().data();
    const Handle<X509> certificate(
        d2i_X509(nullptr, &at, static_cast<long>(settings.leaf.certificate.der().size())));
    const auto secret = settings.leaf.key.pkcs8();
    at = secret.data();
    const Handle<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(secret.size())));
    if (SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
        throw std::runtime_error("the test's server certificate is not usable");
    }
    if (settings.newest_version != 0) {
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), settings.newest_version);
        SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    }
    return context;
}

} // namespace

RawTlsServer::RawTlsServer(RawTls settings) : settings_(std::move(settings)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    if (::bind(listening_, general, length) != 0 || ::listen(listening_, 8) != 0 ||
        ::getsockname(listening_, general, &length) != 0) {
        throw std::runtime_error("no port for the test");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

RawTlsServer::~RawTlsServer() {
    stopping_ = true;
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
}

std::string RawTlsServer::request() {
    const std::lock_guard lock(mutex_);
    return request_;
}

void RawTlsServer::serve() {
    while (!stopping_) {
        const int client = ::accept(listening_, nullptr, nullptr);
        if (client < 0) {
            return;
        }
        const timeval patience{2, 0};
        ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        talk(client);
        ::close(client);
    }
}

void RawTlsServer::talk(int client) {
    const auto context = context_of(settings_);
    const Handle<SSL> connection(SSL_new(context.get()));
    SSL_set_fd(connection.get(), client);
    if (SSL_accept(connection.get()) != 1) {
        return;
    }
    std::array<char, 8192> piece{};
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos) {
        const int got = SSL_read(connection.get(), piece.data(), static_cast<int>(piece.size()));
        if (got <= 0) {
            return;
        }
        head.append(piece.data(), static_cast<std::size_t>(got));
    }
    {
        const std::lock_guard lock(mutex_);
        request_ = head;
    }
    SSL_write(connection.get(), settings_.answer.data(), static_cast<int>(settings_.answer.size()));
    SSL_shutdown(connection.get());
}

} // namespace koltamga::test
