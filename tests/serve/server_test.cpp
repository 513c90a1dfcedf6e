#include "serve/free_port.h"
#include "serve/server.h"
#include "tests/net/cutting_proxy.h"
#include "tests/net/loopback_pki.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace koltamga::serve {
namespace {

using test::LoopbackPki;

class ServerTest : public testing::Test {
  protected:
    ServerTest() : server_(pki_.server()) {
        server_.route(Method::post, "/echo", 1000, [this](const Request& request) {
            ++handled_;
            return Response{200, request.content_type, request.body, {}};
        });
        server_.route(Method::get, "/parts/([a-z]+)/([0-9]+)", 0, [](const Request& request) {
            const auto words = request.parts.at(0) + "," + request.parts.at(1);
            return Response{200, "text/plain", {words.begin(), words.end()}, {}};
        });
        server_.route(Method::get, "/bug", 0, [](const Request&) -> Response {
            throw std::logic_error("a bug, with a secret in it");
        });
        server_.route(Method::get, "/cut/([0-9]+)", 0, [](const Request& request) {
            Response response{200, "text/plain", Bytes(1000, 'x'), {}};
            response.cut_after = std::stoul(request.parts.at(0));
            return response;
        });
        port_ = server_.start().value();
    }

    net::HttpClient client() { return net::HttpClient(pki_.towards(port_)); }

    LoopbackPki pki_;
    std::atomic<int> handled_ = 0;
    Server server_;
    int port_ = 0;
};

TEST_F(ServerTest, GivesTheHandlerWhatThePatternMatched) {
    EXPECT_EQ(text_of(client().get("/parts/abc/42")->body), "abc,42");
}

TEST_F(ServerTest, AnswersOnlyWholePathsAndTheirMethods) {
    for (const auto* path : {"/parts/abc/42/more", "/parts/ABC/42", "/parts/abc", "/", "/echo",
                             "/parts/../echo", "//parts/abc/42"}) {
        const auto response = client().exchange({net::Method::get, path, {}, {}});
        ASSERT_TRUE(response) << path;
        EXPECT_EQ(response->status, 404) << path;
    }
}

TEST_F(ServerTest, TakesABodyOfTheRoutesLimitAndNoMore) {
    auto http = client();
    EXPECT_EQ(http.post("/echo", "text/plain", Bytes(1000, 1))->body.size(), 1000U);
    const auto refused = http.exchange({net::Method::post, "/echo", "text/plain", Bytes(1001, 1)});
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 413);
    EXPECT_EQ(handled_, 1);
    EXPECT_TRUE(http.post("/echo", "text/plain", {1})) << "the client can go on";
}

TEST_F(ServerTest, AFloodIsCutShort) {
    const auto answer =
        client().exchange({net::Method::post, "/echo", "text/plain", Bytes(20'000'000, 1)});
    EXPECT_TRUE(!answer || answer->status == 413);
    EXPECT_EQ(handled_, 0);
}

TEST_F(ServerTest, ABugInAHandlerTellsNothing) {
    const auto response = client().exchange({net::Method::get, "/bug", {}, {}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 500);
    EXPECT_EQ(text_of(response->body).find("secret"), std::string::npos);
}

TEST_F(ServerTest, SaysWhatItIsToldWhereNoHandlerSpoke) {
    Server server(pki_.server());
    server.refuse_with([](int status) {
        const auto words = "refused " + std::to_string(status);
        return Response{status, "text/plain", {words.begin(), words.end()}, {}};
    });
    server.route(Method::post, "/echo", 10, [](const Request& request) {
        return Response{200, "text/plain", request.body, {}};
    });
    server.route(Method::get, "/own", 0, [](const Request&) {
        return Response{404, "text/plain", {'o', 'w', 'n'}, {}};
    });
    server.route(Method::get, "/silent", 0, [](const Request&) {
        return Response{404, "text/plain", {}, {}};
    });
    server.route(Method::get, "/bug", 0,
                 [](const Request&) -> Response { throw std::logic_error("a secret"); });
    port_ = server.start().value();
    const auto said = [&](net::Method method, const char* path, const Bytes& body = {}) {
        const auto answer = client().exchange({method, path, "text/plain", body});
        EXPECT_TRUE(answer) << path;
        return answer ? text_of(answer->body) : "";
    };
    EXPECT_EQ(said(net::Method::get, "/nowhere"), "refused 404");
    EXPECT_EQ(said(net::Method::post, "/echo", Bytes(11, 'x')), "refused 413");
    EXPECT_EQ(said(net::Method::get, "/bug"), "refused 500");
    EXPECT_EQ(said(net::Method::get, "/own"), "own");
    EXPECT_EQ(said(net::Method::get, "/silent"), "");
    EXPECT_EQ(said(net::Method::post, "/echo", Bytes(3, 'x')), "xxx");
}

TEST_F(ServerTest, CutsItsAnswersWhereItIsTold) {
    for (const auto* octets : {"0", "1", "500", "999"}) {
        const auto response = client().get(std::string("/cut/") + octets);
        EXPECT_TRUE(response.failed_with(Code::net_closed_early)) << octets;
    }
}

TEST_F(ServerTest, ServesManyAtATime) {
    std::atomic<int> right = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            auto http = client();
            for (int j = 0; j < 10; ++j) {
                right += http.post("/echo", "text/plain", {1, 2, 3}) ? 1 : 0;
            }
        });
    }
    for (auto& one : clients) {
        one.join();
    }
    EXPECT_EQ(right, 80);
}

TEST_F(ServerTest, StoppingEndsIdleConnectionsAtOnce) {
    auto http = client();
    ASSERT_TRUE(http.post("/echo", "text/plain", {1})); // kept alive
    const auto begun = std::chrono::steady_clock::now();
    server_.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
    EXPECT_FALSE(http.post("/echo", "text/plain", {1}));
    server_.stop(); // again: nothing happens
}

TEST_F(ServerTest, APortIsServedByOne) {
    auto settings = pki_.server();
    settings.port = port_;
    EXPECT_FALSE(is_free(port_));
    Server second(std::move(settings));
    EXPECT_TRUE(second.start().failed_with(Code::serve_not_listening));
}

TEST(Server, TakesThePortItIsGiven) {
    const LoopbackPki pki;
    auto settings = pki.server();
    settings.port = free_port();
    const int wanted = settings.port;
    Server server(std::move(settings));
    EXPECT_EQ(server.start().value(), wanted);
}

TEST(Server, DoesNotStartWithoutAUsableIdentity) {
    const LoopbackPki pki;
    auto no_key = pki.server();
    no_key.key = SecretBytes();
    EXPECT_TRUE(Server(std::move(no_key)).start().failed_with(Code::serve_identity));
    auto other_key = pki.server();
    other_key.key = pki.server().key.copy();
    EXPECT_TRUE(Server(std::move(other_key)).start().failed_with(Code::serve_identity));
    auto no_certificate = pki.server();
    no_certificate.certificates.clear();
    EXPECT_TRUE(Server(std::move(no_certificate)).start().failed_with(Code::serve_identity));
    auto bad_roots = pki.server();
    bad_roots.client_roots = {{1, 2, 3}};
    EXPECT_TRUE(Server(std::move(bad_roots)).start().failed_with(Code::serve_identity));
}

TEST(Server, EndsWithoutEverHavingStarted) {
    const LoopbackPki pki;
    Server server(pki.server());
    server.stop();
}

} // namespace
} // namespace koltamga::serve
