#include "tests/net/cutting_proxy.h"

#include <array>
#include <chrono>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::test {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::pair<int, int> listen_anywhere() {
    const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    if (::bind(listening, general, length) != 0 || ::listen(listening, 64) != 0 ||
        ::getsockname(listening, general, &length) != 0) {
        throw std::runtime_error("no port for the test");
    }
    return {listening, ntohs(address.sin_port)};
}

bool put(int to, const char* from, std::size_t octets) {
    while (octets > 0) {
        const auto sent = ::send(to, from, octets, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        from += sent;
        octets -= static_cast<std::size_t>(sent);
    }
    return true;
}

// Moves what is there; false when the line ends here.
bool pump(int from, int to, std::int64_t limit, std::atomic<std::int64_t>& done) {
    std::array<char, 4096> piece{};
    const auto got = ::recv(from, piece.data(), piece.size(), 0);
    if (got <= 0) {
        return false;
    }
    auto octets = got;
    if (limit != CuttingProxy::never && done + octets > limit) {
        octets = limit - done;
    }
    done += octets;
    return put(to, piece.data(), static_cast<std::size_t>(octets)) && octets == got;
}

} // namespace

CuttingProxy::CuttingProxy(int target) : target_(target) {
    std::tie(listening_, port_) = listen_anywhere();
    acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
    stopping_ = true;
    ::shutdown(listening_, SHUT_RDWR);
    acceptor_.join();
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : open_) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
    for (auto& forwarder : forwarders_) {
        forwarder.join();
    }
    ::close(listening_);
}

void CuttingProxy::accept_all() {
    while (!stopping_) {
        const int client = ::accept(listening_, nullptr, nullptr);
        if (client < 0) {
            return;
        }
        ++connections_;
        const std::lock_guard lock(mutex_);
        open_.insert(client);
        forwarders_.emplace_back([this, client] { forward(client); });
    }
}

// The line's own slowness: nothing is waited for.
void CuttingProxy::rest() const {
    if (const int pieces = pieces_; pieces > 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1000 / pieces));
    }
}

void CuttingProxy::forward(int client) {
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(target_);
    if (pieces_ > 0) { // or the machine takes in at once what the line carries slowly
        constexpr int little = 16 << 10;
        ::setsockopt(client, SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
    }
    sent_ = 0;
    received_ = 0;
    const auto to_server = to_server_.load();
    const auto to_client = to_client_.load();
    bool going = ::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
                 to_server != 0 && to_client != 0;
    while (going && !stopping_) {
        std::array<pollfd, 2> ready = {{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), 100) < 0) {
            break;
        }
        if ((ready[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            rest();
            going = pump(client, server, to_server, sent_);
        }
        if (going && (ready[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            going = pump(server, client, to_client, received_);
        }
    }
    const std::lock_guard lock(mutex_);
    open_.erase(client);
    ::close(client);
    ::close(server);
}

SilentPort::SilentPort() {
    std::tie(listening_, port_) = listen_anywhere();
}

SilentPort::~SilentPort() {
    ::close(listening_);
}

} // namespace koltamga::test
