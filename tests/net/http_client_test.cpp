#include "net/http_client.h"
#include "tests/net/cutting_proxy.h"
#include "tests/net/raw_tls_server.h"

#include <gtest/gtest.h>

#include <condition_variable>

namespace koltamga::net {
namespace {

using namespace std::chrono_literals;
using serve::Request;
using serve::Response;
using test::CuttingProxy;
using test::LoopbackPki;

Response text(const std::string& words, int status = 200) {
    return {status, "text/plain", {words.begin(), words.end()}, {}};
}

class HttpClientTest : public testing::Test {
  protected:
    HttpClientTest() : server_(pki_.server()) {
        server_.route(serve::Method::get, "/hello", 0,
                      [](const Request&) { return text("hello"); });
        server_.route(serve::Method::post, "/echo", 1U << 20U, [this](const Request& request) {
            ++echoed_;
            return Response{200, request.content_type, request.body, {}};
        });
        server_.route(serve::Method::put, "/kept", 1U << 20U,
                      [](const Request&) { return text("", 201); });
        server_.route(serve::Method::get, "/status/([0-9]+)", 0, [](const Request& request) {
            return text("no", std::stoi(request.parts.at(0)));
        });
        server_.route(serve::Method::get, "/large", 0,
                      [](const Request&) { return text(std::string(100'000, 'x')); });
        for (const auto method : {serve::Method::get, serve::Method::post}) {
            server_.route(method, "/held", 1U << 20U, [this](const Request&) {
                std::unique_lock lock(mutex_);
                arrived_ = true;
                changed_.notify_all();
                changed_.wait(lock, [this] { return released_; });
                return text("late");
            });
        }
        server_.route(serve::Method::post, "/dropped", 1U << 20U, [this](const Request&) {
            ++dropped_;
            auto response = text("never heard");
            response.cut_after = Response::before_answer;
            return response;
        });
        port_ = server_.start().value();
    }
    ~HttpClientTest() override { release(); }

    void release() {
        const std::lock_guard lock(mutex_);
        released_ = true;
        changed_.notify_all();
    }
    void wait_until_held() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return arrived_; });
    }

    HttpClient client() { return HttpClient(pki_.towards(port_)); }

    LoopbackPki pki_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool arrived_ = false;
    bool released_ = false;
    std::atomic<int> echoed_ = 0;
    std::atomic<int> dropped_ = 0;
    serve::Server server_;
    int port_ = 0;
};

TEST_F(HttpClientTest, GetsPostsAndPuts) {
    auto http = client();
    EXPECT_EQ(text_of(http.get("/hello")->body), "hello");
    const Bytes body(300'000, 7);
    const auto echo = http.post("/echo", "application/pkixcmp", body);
    ASSERT_TRUE(echo) << echo.failure().detail;
    EXPECT_EQ(echo->body, body);
    EXPECT_EQ(echo->content_type, "application/pkixcmp");
    EXPECT_EQ(http.put("/kept", "text/plain", {1})->status, 201);
    EXPECT_EQ(http.post("/echo", "text/plain", {})->body, Bytes());
}

TEST_F(HttpClientTest, KeepsOneConnectionForATransaction) {
    CuttingProxy line(port_);
    HttpClient http(pki_.towards(line.port()));
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(http.post("/echo", "text/plain", {1, 2, 3}));
    }
    EXPECT_EQ(line.connections(), 1);
}

TEST_F(HttpClientTest, GivesAnyStatusToWhoAsksForIt) {
    auto http = client();
    for (const int status : {400, 401, 403, 404, 409, 500, 501, 502, 503, 504, 505}) {
        const auto path = "/status/" + std::to_string(status);
        const auto response = http.exchange({Method::get, path, {}, {}});
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, status);
        const auto failed = http.get(path);
        EXPECT_TRUE(
            failed.failed_with(status >= 502 && status <= 504 ? Code::net_busy : Code::net_status));
        EXPECT_EQ(failed.failure().detail, "status " + std::to_string(status));
        EXPECT_FALSE(nothing_was_sent(failed.failure()));
    }
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
    test::RawTlsServer elsewhere({pki_.issue(LoopbackPki::server_template())});
    test::RawTlsServer server(
        {pki_.issue(LoopbackPki::server_template()), 0,
         "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:" + std::to_string(elsewhere.port()) +
             "/\r\nContent-Length: 0\r\n\r\n"});
    const auto response = HttpClient(pki_.towards(server.port())).get("/");
    EXPECT_TRUE(response.failed_with(Code::net_status));
    EXPECT_EQ(elsewhere.request(), "");
}

TEST_F(HttpClientTest, RefusesAddressesThatAreNotPlainHttps) {
    for (const auto* server :
         {"http://127.0.0.1", "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1", "",
          "https://name:word@127.0.0.1", "https://127.0.0.1 /", "HTTPS://127.0.0.1"}) {
        HttpSettings settings;
        settings.server = server;
        const auto response = HttpClient(settings).get("/");
        EXPECT_TRUE(response.failed_with(Code::net_address)) << server;
        EXPECT_TRUE(nothing_was_sent(response.failure()));
    }
    EXPECT_TRUE(client().get("/a b").failed_with(Code::net_address));
    EXPECT_TRUE(client().get("/a\r\nX-Evil: 1").failed_with(Code::net_address));
}

TEST_F(HttpClientTest, SaysNothingAboutUsInTheHeaders) {
    test::RawTlsServer server({pki_.issue(LoopbackPki::server_template())});
    ASSERT_TRUE(HttpClient(pki_.towards(server.port())).post("/x", "text/plain", {}));
    const auto host = "127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(server.request(), "POST /x HTTP/1.1\r\nHost: " + host +
                                    "\r\nUser-Agent: koltamga\r\nAccept: */*\r\n"
                                    "Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
}

TEST_F(HttpClientTest, UsesNoProxyOfTheEnvironment) {
    const test::SilentPort proxy;
    const auto address = "http://127.0.0.1:" + std::to_string(proxy.port());
    ::setenv("https_proxy", address.c_str(), 1);
    ::setenv("ALL_PROXY", address.c_str(), 1);
    const auto response = client().get("/hello");
    ::unsetenv("https_proxy");
    ::unsetenv("ALL_PROXY");
    EXPECT_TRUE(response);
}

TEST_F(HttpClientTest, ReadsNoMoreThanItsLimit) {
    auto settings = pki_.towards(port_);
    settings.largest_answer = 100'000;
    EXPECT_TRUE(HttpClient(settings).get("/large"));
    settings.largest_answer = 99'999;
    const auto response = HttpClient(settings).get("/large");
    EXPECT_TRUE(response.failed_with(Code::net_too_large));
    EXPECT_FALSE(nothing_was_sent(response.failure()));
}

TEST_F(HttpClientTest, ReadsNoEndlessHeaders) {
    std::string answer = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 2000; ++i) {
        answer += "X-" + std::to_string(i) + ": " + std::string(60, 'x') + "\r\n";
    }
    test::RawTlsServer server({pki_.issue(LoopbackPki::server_template()), 0, answer + "\r\n"});
    EXPECT_TRUE(HttpClient(pki_.towards(server.port())).get("/").failed_with(Code::net_too_large));
}

TEST_F(HttpClientTest, ReadsHeadersOf64KibibytesAndNoMore) {
    const auto with = [&](std::size_t octets) {
        std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
        while (octets - answer.size() > 2000) {
            answer += "X: " + std::string(1000, 'x') + "\r\n";
        }
        answer += "X: " + std::string(octets - answer.size() - 7, 'x') + "\r\n\r\n";
        test::RawTlsServer server({pki_.issue(LoopbackPki::server_template()), 0, answer});
        return HttpClient(pki_.towards(server.port())).get("/");
    };
    EXPECT_TRUE(with(std::size_t{64} << 10U));
    EXPECT_TRUE(with((std::size_t{64} << 10U) + 1).failed_with(Code::net_too_large));
}

TEST_F(HttpClientTest, KeepsNothingOfATransferThatFailed) {
    auto settings = pki_.towards(port_);
    settings.largest_answer = 99'999;
    HttpClient http(settings);
    ASSERT_TRUE(http.get("/large").failed_with(Code::net_too_large));
    const auto next = http.get("/hello");
    ASSERT_TRUE(next) << next.failure().detail;
    EXPECT_EQ(text_of(next->body), "hello");
}

TEST_F(HttpClientTest, CountsTheHeadersOfEachAnswerAnew) {
    test::RawTlsServer server(
        {pki_.issue(LoopbackPki::server_template()), 0,
         "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n"});
    HttpClient http(pki_.towards(server.port()));
    EXPECT_TRUE(http.get("/"));
    EXPECT_TRUE(http.get("/"));
}

TEST_F(HttpClientTest, AsksNobodyWhetherALongRequestMayCome) {
    test::RawTlsServer server({pki_.issue(LoopbackPki::server_template())});
    static_cast<void>(HttpClient(pki_.towards(server.port()))
                          .post("/x", "text/plain", Bytes((std::size_t{1} << 20U) + 1)));
    EXPECT_TRUE(server.request().starts_with("POST /x HTTP/1.1\r\n"));
    EXPECT_EQ(server.request().find("Expect"), std::string::npos) << "it would wait a second";
}

TEST_F(HttpClientTest, TellsAnAnswerThatIsNoHttp) {
    for (const auto* answer : {"SSH-2.0-OpenSSH_9.2\r\n", "\x01\x02\x03\x04\x05\x06\x07\x08\n",
                               "<html>log in to the hotel</html>\n"}) {
        test::RawTlsServer server({pki_.issue(LoopbackPki::server_template()), 0, answer});
        const auto response = HttpClient(pki_.towards(server.port())).get("/");
        ASSERT_FALSE(response);
        EXPECT_EQ(name_of(response.failure().code), "net.garbled") << answer;
        EXPECT_FALSE(nothing_was_sent(response.failure()));
    }
}

TEST_F(HttpClientTest, TellsThatNobodyListens) {
    const auto port = [] { return test::SilentPort().port(); }(); // closed again
    const auto response = HttpClient(pki_.towards(port)).get("/");
    EXPECT_TRUE(response.failed_with(Code::net_unreachable));
    EXPECT_TRUE(nothing_was_sent(response.failure()));
}

TEST_F(HttpClientTest, TellsThatNobodyIsCalledSo) {
    HttpSettings settings;
    settings.server = "https://centre.invalid"; // RFC 2606 §2
    const auto response = HttpClient(settings).get("/");
    ASSERT_FALSE(response);
    // Where no name server answers at all, the client's patience ends first.
    EXPECT_TRUE(response.failed_with(Code::net_connect_timeout) ||
                response.failure().detail.starts_with("name-unknown"))
        << name_of(response.failure().code) << ' ' << response.failure().detail;
    EXPECT_TRUE(nothing_was_sent(response.failure()));
}

TEST_F(HttpClientTest, GivesUpOnAServerThatNeverTakesUpTheConnection) {
    const test::SilentPort silent;
    auto settings = pki_.towards(silent.port());
    settings.connect_timeout = 200ms;
    const auto response = HttpClient(settings).get("/");
    EXPECT_TRUE(response.failed_with(Code::net_connect_timeout));
    EXPECT_TRUE(nothing_was_sent(response.failure()));
}

TEST_F(HttpClientTest, GivesUpOnAServerThatNeverAnswers) {
    auto settings = pki_.towards(port_);
    settings.connect_timeout = 10s;
    settings.total_timeout = 500ms;
    const auto begun = std::chrono::steady_clock::now();
    const auto response = HttpClient(settings).get("/held");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "not the time it has to connect";
    EXPECT_TRUE(response.failed_with(Code::net_timeout));
    EXPECT_FALSE(nothing_was_sent(response.failure()));
}

// Longer than the whole was given, and never still for so long.
TEST_F(HttpClientTest, GivesASlowLineTheTimeItNeedsToSend) {
    CuttingProxy line(port_);
    line.pieces_to_server_in_a_second(400);
    auto settings = pki_.towards(line.port());
    settings.total_timeout = 500ms;
    const Bytes much(std::size_t{250} * 4096, 1);
    const auto begun = std::chrono::steady_clock::now();
    const auto answer = HttpClient(settings).post("/echo", "text/plain", much);
    ASSERT_TRUE(answer) << name_of(answer.failure().code);
    EXPECT_EQ(answer->body, much);
    EXPECT_GT(std::chrono::steady_clock::now() - begun, settings.total_timeout);
}

TEST_F(HttpClientTest, GivesUpOnALineThatStandsStillHoweverMuchWasSent) {
    auto settings = pki_.towards(port_);
    settings.total_timeout = 300ms;
    const auto begun = std::chrono::steady_clock::now();
    const auto answer = HttpClient(settings).post("/held", "text/plain", Bytes(1'000'000, 1));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "and not after a quarter of an hour";
    EXPECT_TRUE(answer.failed_with(Code::net_timeout));
    EXPECT_FALSE(nothing_was_sent(answer.failure()));
}

TEST_F(HttpClientTest, StopsWhileItWaits) {
    std::stop_source stop;
    std::thread stopper([&] {
        wait_until_held();
        stop.request_stop();
    });
    const auto response = client().get("/held", stop.get_token());
    stopper.join();
    ASSERT_TRUE(response.failed_with(Code::net_cancelled));
    EXPECT_EQ(response.failure().detail, "after-sending");
    EXPECT_FALSE(nothing_was_sent(response.failure()));
}

TEST_F(HttpClientTest, SendsNothingWhenItWasStoppedBefore) {
    std::stop_source stop;
    stop.request_stop();
    const auto response = client().post("/echo", "text/plain", {1}, stop.get_token());
    ASSERT_TRUE(response.failed_with(Code::net_cancelled));
    EXPECT_TRUE(nothing_was_sent(response.failure()));
    EXPECT_EQ(echoed_, 0);
}

TEST_F(HttpClientTest, NeverSendsARequestTwiceByItself) {
    auto http = client();
    ASSERT_TRUE(http.post("/echo", "text/plain", {1})); // the connection stands
    const auto response = http.post("/dropped", "text/plain", {1});
    ASSERT_TRUE(response.failed_with(Code::net_closed_early));
    EXPECT_FALSE(nothing_was_sent(response.failure()));
    EXPECT_EQ(dropped_, 1);
    EXPECT_TRUE(http.post("/echo", "text/plain", {1})) << "the client can go on afterwards";
}

// At every position of the answer's way: never half an answer, and no false comfort.
TEST_F(HttpClientTest, BelievesNoAnswerThatWasCut) {
    CuttingProxy line(port_);
    ASSERT_TRUE(HttpClient(pki_.towards(line.port())).post("/echo", "text/plain", Bytes(500, 1)));
    const auto whole = line.octets_to_client();
    for (std::int64_t cut = 0; cut < whole; cut += cut < whole - 700 ? 97 : 13) {
        line.cut_to_client_after(cut);
        const int before = echoed_;
        const auto response =
            HttpClient(pki_.towards(line.port())).post("/echo", "text/plain", Bytes(500, 1));
        if (response) { // only the closing words of TLS were lost
            EXPECT_EQ(response->body, Bytes(500, 1));
            continue;
        }
        if (nothing_was_sent(response.failure())) {
            EXPECT_EQ(echoed_, before) << "cut at " << cut;
        }
    }
}

TEST_F(HttpClientTest, KnowsNothingForSureAboutARequestThatWasCut) {
    CuttingProxy line(port_);
    ASSERT_TRUE(HttpClient(pki_.towards(line.port())).post("/echo", "text/plain", Bytes(500, 1)));
    const auto whole = line.octets_to_server();
    for (std::int64_t cut = 0; cut < whole; cut += 61) {
        line.cut_to_server_after(cut);
        const int before = echoed_;
        const auto response =
            HttpClient(pki_.towards(line.port())).post("/echo", "text/plain", Bytes(500, 1));
        EXPECT_FALSE(response) << "cut at " << cut;
        EXPECT_TRUE(response || !nothing_was_sent(response.failure()) || echoed_ == before);
    }
}

} // namespace
} // namespace koltamga::net
