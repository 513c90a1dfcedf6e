#include "tests/faults/cutting_proxy.h"

#include <array>
#include <limits>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::faults {
namespace {

constexpr std::size_t record_header = 5; // RFC 8446, 5.1: type, version, length
constexpr unsigned never = std::numeric_limits<unsigned>::max();

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int listener() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(0);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket, 16) != 0) {
        throw std::runtime_error("proxy: listen");
    }
    return socket;
}

std::uint16_t port_of(int socket) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

// No waiting for more octets: each would cost 44 ms.
void at_once(int socket) {
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

bool send_all(int socket, std::string_view octets) {
    while (!octets.empty()) {
        const auto sent = ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Length of the first record; 0: not yet whole.
std::size_t first_record(std::string_view octets) {
    if (octets.size() < record_header) {
        return 0;
    }
    const auto octet = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(octets[i]));
    };
    const auto size = record_header + (octet(3) << 8U) + octet(4);
    return octets.size() < size ? 0 : size;
}

// One connection: what came from either end and is not a whole record yet.
struct Pair {
    std::array<int, 2> ends = {-1, -1};
    std::array<std::string, 2> unsent;
    std::size_t speaker = 2; // who spoke last; 2: nobody yet
    void close() const {
        ::close(ends[0]);
        ::close(ends[1]);
    }
};

} // namespace

class CuttingProxy::Line {
  public:
    explicit Line(std::uint16_t centre) : centre_(centre) {}
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() {
        for (const auto& pair : pairs_) {
            pair.close();
        }
        ::close(listener_);
        ::close(wake_);
    }

    void work() {
        while (wait()) {
            if ((waiting_[1].revents & POLLIN) != 0) {
                accept_one();
            }
            serve_pairs();
        }
    }
    void end() const {
        const std::uint64_t one = 1;
        static_cast<void>(!::write(wake_, &one, sizeof one));
    }
    std::uint16_t port() const { return port_of(listener_); }
    void set(const Cut& cut) {
        const std::lock_guard lock(mutex_);
        cut_ = cut;
        passed_ = 0;
        has_cut_ = false;
    }
    unsigned passed() const {
        const std::lock_guard lock(mutex_);
        return passed_;
    }
    bool has_cut() const {
        const std::lock_guard lock(mutex_);
        return has_cut_;
    }

  private:
    bool wait() {
        waiting_ = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const auto& pair : pairs_) {
            waiting_.push_back({pair.ends[0], POLLIN, 0});
            waiting_.push_back({pair.ends[1], POLLIN, 0});
        }
        ::poll(waiting_.data(), waiting_.size(), -1);
        return waiting_[0].revents == 0;
    }

    void accept_one() {
        const int station = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const int centre = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto address = loopback(centre_);
        const bool dead = is_dead();
        if (dead ||
            ::connect(centre, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(station);
            ::close(centre);
            return;
        }
        at_once(station);
        at_once(centre);
        pairs_.push_back({{station, centre}, {}});
    }
    bool is_dead() const {
        const std::lock_guard lock(mutex_);
        return has_cut_ && cut_.stays_dead;
    }

    // The pairs of this round; what was accepted in it waits for the next.
    void serve_pairs() {
        auto pair = pairs_.begin();
        for (std::size_t at = 2; at + 1 < waiting_.size(); at += 2) {
            bool lives = true;
            for (std::size_t end = 0; end < 2 && lives; ++end) {
                lives = waiting_[at + end].revents == 0 || pass(*pair, end);
            }
            if (!lives) {
                pair->close();
            }
            pair = lives ? std::next(pair) : pairs_.erase(pair);
        }
    }

    bool pass(Pair& pair, std::size_t from) {
        std::array<char, 16384> buffer{};
        const auto got = ::recv(pair.ends[from], buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            return false;
        }
        auto& unsent = pair.unsent[from];
        unsent.append(buffer.data(), static_cast<std::size_t>(got));
        for (auto size = first_record(unsent); size != 0; size = first_record(unsent)) {
            const auto allowed = allow(size, std::exchange(pair.speaker, from) != from);
            if (!send_all(pair.ends[1 - from], std::string_view(unsent).substr(0, allowed)) ||
                allowed < size) {
                return false;
            }
            unsent.erase(0, size);
        }
        return true;
    }

    // How many octets of the next record may pass.
    std::size_t allow(std::size_t size, bool begins_a_message) {
        const std::lock_guard lock(mutex_);
        if (begins_a_message && !has_cut_ && passed_ == cut_.messages) {
            has_cut_ = true;
            return cut_.inside_the_next ? size / 2 : 0;
        }
        passed_ += begins_a_message ? 1 : 0;
        return size;
    }

    const std::uint16_t centre_;
    const int listener_ = listener();
    const int wake_ = ::eventfd(0, EFD_CLOEXEC);
    std::list<Pair> pairs_;
    std::vector<pollfd> waiting_;
    mutable std::mutex mutex_;
    Cut cut_{never, false, false};
    unsigned passed_ = 0;
    bool has_cut_ = false;
};

CuttingProxy::CuttingProxy(std::uint16_t centre)
    : line_(std::make_unique<Line>(centre)), thread_([this] { line_->work(); }) {}

CuttingProxy::~CuttingProxy() {
    line_->end();
    thread_.join();
}

std::uint16_t CuttingProxy::port() const {
    return line_->port();
}
void CuttingProxy::cut(const Cut& cut) {
    line_->set(cut);
}
void CuttingProxy::mend() {
    line_->set({never, false, false});
}
unsigned CuttingProxy::messages_passed() const {
    return line_->passed();
}
bool CuttingProxy::has_cut() const {
    return line_->has_cut();
}

} // namespace koltamga::faults
