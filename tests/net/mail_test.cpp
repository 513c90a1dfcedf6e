// A mail on its way: to the place that is named, and no longer than there is patience.
#include "net/smtp_client.h"
#include "tests/net/cutting_proxy.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace koltamga::net {
namespace {

using namespace std::chrono_literals;

// Greets, takes up the conversation, and then says nothing more until it is hung up on.
class TiredMailServer {
  public:
    TiredMailServer() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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
    TiredMailServer(const TiredMailServer&) = delete;
    TiredMailServer& operator=(const TiredMailServer&) = delete;
    ~TiredMailServer() {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }
    int port() const { return port_; }

  private:
    void talk() const {
        const int client = ::accept(listening_, nullptr, nullptr);
        say(client, "220 here\r\n");
        std::array<char, 512> piece{};
        bool welcomed = false;
        while (::recv(client, piece.data(), piece.size(), 0) > 0) {
            say(client, welcomed ? "" : "250 welcome\r\n");
            welcomed = true;
        }
        ::close(client);
    }
    static void say(int client, std::string_view words) {
        static_cast<void>(::send(client, words.data(), words.size(), MSG_NOSIGNAL));
    }

    int listening_;
    int port_ = 0;
    std::thread thread_;
};

SmtpSettings in_clear_to(const char* host, int port) {
    return {.host = host, .port = port, .start_tls = false, .tls = {}};
}

const Mail letter{"a@example.com", {"b@example.com"}, "x"};

TEST(Mail, GivesUpOnAServerThatStopsTalking) {
    const TiredMailServer server;
    auto settings = in_clear_to("127.0.0.1", server.port());
    settings.connect_timeout = 10s;
    settings.total_timeout = 300ms;
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(send_mail(settings, letter, {}));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "not the time it has to connect";
    EXPECT_EQ(SmtpSettings().connect_timeout, 10s);
    EXPECT_EQ(SmtpSettings().total_timeout, 60s);
}

TEST(Mail, GoesToAnAddressOfTheSixthVersionToo) {
    const auto nobody = [] { return test::SilentPort().port(); }(); // closed again
    const auto sent = send_mail(in_clear_to("::1", nobody), letter, {});
    EXPECT_TRUE(sent.failed_with(Code::net_unreachable)) << sent.failure().detail;
}

} // namespace
} // namespace koltamga::net
