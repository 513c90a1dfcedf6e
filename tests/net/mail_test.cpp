// A mail on its way: to the place that is named, and no longer than there is patience.
#include "net/smtp_client.h"
#include "tests/net/cutting_proxy.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::net {
namespace {

using namespace std::chrono_literals;

// Greets, answers so many times, and then says nothing more until it is hung up on.
class SmallMailServer {
  public:
    explicit SmallMailServer(int answers)
        : answers_(answers), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listening_, any, size), 0);
        EXPECT_EQ(::listen(listening_, 1), 0);
        EXPECT_EQ(::getsockname(listening_, any, &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { talk(); });
    }
    SmallMailServer(const SmallMailServer&) = delete;
    SmallMailServer& operator=(const SmallMailServer&) = delete;
    ~SmallMailServer() {
        static_cast<void>(heard());
        ::close(listening_);
    }
    int port() const { return port_; }
    // All that was said to it, once the client has hung up.
    std::string heard() {
        ::shutdown(listening_, SHUT_RDWR);
        if (thread_.joinable()) {
            thread_.join();
        }
        return heard_;
    }

  private:
    void talk() {
        const int client = ::accept(listening_, nullptr, nullptr);
        say(client, "220 here\r\n");
        std::array<char, 512> piece{};
        for (auto got = ::recv(client, piece.data(), piece.size(), 0); got > 0;
             got = ::recv(client, piece.data(), piece.size(), 0)) {
            heard_.append(piece.data(), static_cast<std::size_t>(got));
            if (answers_ > 0) {
                answer(client);
            }
        }
        ::close(client);
    }
    void answer(int client) {
        const bool asks = heard_.ends_with("\r\nDATA\r\n");
        if (!writing_ || heard_.ends_with("\r\n.\r\n")) {
            say(client, asks ? "354 go on\r\n" : "250 fine\r\n");
            --answers_;
            writing_ = asks;
        }
    }
    static void say(int client, std::string_view words) {
        static_cast<void>(::send(client, words.data(), words.size(), MSG_NOSIGNAL));
    }

    int answers_;
    int listening_;
    int port_ = 0;
    bool writing_ = false;
    std::string heard_;
    std::thread thread_;
};

SmtpSettings in_clear_to(const char* host, int port) {
    return {.host = host, .port = port, .start_tls = false, .tls = {}};
}

const Mail letter{"a@example.com", {"b@example.com"}, "x"};

TEST(Mail, GivesUpOnAServerThatStopsTalking) {
    const SmallMailServer server(1);
    auto settings = in_clear_to("127.0.0.1", server.port());
    settings.connect_timeout = 10s;
    settings.total_timeout = 300ms;
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(send_mail(settings, letter, {}));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "not the time it has to connect";
    EXPECT_EQ(SmtpSettings().connect_timeout, 10s);
    EXPECT_EQ(SmtpSettings().total_timeout, 60s);
}

TEST(Mail, GoesToEachWhoIsNamed) {
    SmallMailServer server(9);
    const Mail two{"a@example.com", {"b@example.com", "c@example.com"}, "Subject: x\r\n\r\nx\r\n"};
    const auto sent = send_mail(in_clear_to("127.0.0.1", server.port()), two, {});
    EXPECT_TRUE(sent) << sent.failure().detail;
    const auto heard = server.heard();
    for (const auto* said :
         {"EHLO koltamga\r\n", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>",
          "RCPT TO:<c@example.com>", "\r\nx\r\n.\r\n"}) {
        EXPECT_NE(heard.find(said), std::string::npos) << said << heard;
    }
}

// Somebody between could take the offer of TLS out of its words.
TEST(Mail, NeverGoesInClearWhereTlsWasOrdered) {
    SmallMailServer server(9);
    auto settings = in_clear_to("127.0.0.1", server.port());
    settings.start_tls = true;
    EXPECT_FALSE(send_mail(settings, letter, {}));
    EXPECT_EQ(server.heard().find("MAIL"), std::string::npos);
}

TEST(Mail, GoesToAnAddressOfTheSixthVersionToo) {
    const auto nobody = [] { return test::SilentPort().port(); }(); // closed again
    const auto sent = send_mail(in_clear_to("::1", nobody), letter, {});
    EXPECT_TRUE(sent.failed_with(Code::net_unreachable)) << sent.failure().detail;
}

} // namespace
} // namespace koltamga::net
