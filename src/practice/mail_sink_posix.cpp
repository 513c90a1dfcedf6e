#include "practice/mail_sink.h"

#include "base/clock.h"
#include "base/file.h"
#include "crypto/random.h"
#include "practice/failures.h"
#include "practice/mail_session.h"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::practice {
namespace {

constexpr int patience_seconds = 30;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool say(int client, const std::string& words) {
    return words.empty() || ::send(client, words.data(), words.size(), MSG_NOSIGNAL) ==
                                static_cast<ssize_t>(words.size());
}

// Names sort by time; the random end keeps two of one millisecond apart.
std::filesystem::path new_name(const std::filesystem::path& folder) {
    return folder / (to_text(SystemClock().now()) + "-" + hex(crypto::random_octets(4)) + ".eml");
}

// Every complete line in the buffer; false when the talk is over.
bool take_lines(int client, std::string& buffer, MailSession& session,
                const std::filesystem::path& folder) {
    for (auto end = buffer.find('\n'); end != std::string::npos; end = buffer.find('\n')) {
        auto line = buffer.substr(0, end);
        buffer.erase(0, end + 1);
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        auto answer = session.take(line);
        if (const auto message = session.message()) {
            if (!write_file(new_name(folder), bytes_of(*message))) {
                answer = "452 not kept\r\n";
            }
        }
        if (!say(client, answer) || session.over()) {
            return false;
        }
    }
    return buffer.size() <= MailSession::longest_line;
}

void talk(int client, const std::filesystem::path& folder) {
    const timeval patience{patience_seconds, 0};
    static_cast<void>(::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)));
    MailSession session;
    std::string buffer;
    std::array<char, 4096> piece{};
    bool going = say(client, MailSession::greeting());
    while (going) {
        const auto got = ::recv(client, piece.data(), piece.size(), 0);
        if (got <= 0) {
            return;
        }
        buffer.append(piece.data(), static_cast<std::size_t>(got));
        going = take_lines(client, buffer, session, folder);
    }
}

} // namespace

Result<int> MailSink::start(int port) {
    KOLTAMGA_CHECK(make_private_folder(folder_));
    stopping_ = false; // a port that was taken ends one try, not the sink
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int reuse = 1;
    static_cast<void>(::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)));
    auto address = loopback(port);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    if (listening_ < 0 || ::bind(listening_, general, length) != 0 ||
        ::listen(listening_, 8) != 0 || ::getsockname(listening_, general, &length) != 0) {
        stop();
        return mail_not_listening();
    }
    thread_ = std::thread([this] { serve(); });
    return int{ntohs(address.sin_port)};
}

void MailSink::serve() {
    while (!stopping_) {
        const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) {
            return; // the listening socket was shut down
        }
        client_ = client;
        if (!stopping_) {
            talk(client, folder_);
        }
        client_ = -1;
        ::close(client);
    }
}

void MailSink::stop() {
    stopping_ = true;
    if (listening_ >= 0) {
        ::shutdown(listening_, SHUT_RDWR);
    }
    if (const int client = client_; client >= 0) {
        ::shutdown(client, SHUT_RDWR);
    }
    if (thread_.joinable()) {
        thread_.join();
    }
    if (listening_ >= 0) {
        ::close(listening_);
        listening_ = -1;
    }
}

} // namespace koltamga::practice
