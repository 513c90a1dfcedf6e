// What the end of a transfer is called, one cause at a time; and what the client says of statuses,
// addresses and other people's words.
#include "net/http_client.h"
#include "net/json_message.h"
#include "net/smtp_client.h"
#include "net/transfer_failure.h"
#include "tests/net/cutting_proxy.h"
#include "tests/net/raw_tls_server.h"

#include <gtest/gtest.h>

#include <openssl/x509_vfy.h>

namespace koltamga::net {
namespace {

using namespace std::chrono_literals;

std::string said_of(const TransferEnd& end) {
    const auto failure = transfer_failure(end);
    return std::string(name_of(failure.code)) +
           (failure.detail.empty() ? "" : " " + failure.detail);
}

// What the server said of it may be lost, in TLS 1.3, with the connection that it closed.
TEST(TransferFailure, OfAStationWhoseCertificateHasEndedIsTheServersRefusal) {
    for (const auto code : {CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SSL_CONNECT_ERROR}) {
        EXPECT_EQ(said_of({.code = code, .identity_ended = true}), "net.tls-refused") << code;
        EXPECT_EQ(said_of({.code = code}), "net.tls-failed curl " + std::to_string(code));
        const auto left = said_of({.code = code, .request_left = true, .identity_ended = true});
        EXPECT_EQ(left, "net.closed-early curl " + std::to_string(code)) << "somebody may know it";
    }
    EXPECT_EQ(said_of({.code = CURLE_COULDNT_CONNECT, .identity_ended = true}),
              "net.unreachable no-connection curl 7");
    EXPECT_EQ(said_of({.code = CURLE_PEER_FAILED_VERIFICATION,
                       .verify_result = X509_V_ERR_CERT_HAS_EXPIRED,
                       .identity_ended = true}),
              "net.tls-clock expired");
}

TEST(TransferFailure, BeforeTheRequestLeftNamesWhatStoodInTheWay) {
    const std::tuple<CURLcode, long, const char*, const char*> table[] = {
        {CURLE_COULDNT_RESOLVE_HOST, 0, "", "net.unreachable name-unknown curl 6"},
        {CURLE_COULDNT_CONNECT, 0, "", "net.unreachable no-connection curl 7"},
        {CURLE_INTERFACE_FAILED, 0, "", "net.unreachable no-connection curl 45"},
        {CURLE_OPERATION_TIMEDOUT, 0, "", "net.connect-timeout"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CERT_HAS_EXPIRED, "", "net.tls-clock expired"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CERT_NOT_YET_VALID, "",
         "net.tls-clock not-yet-valid"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_EE_KEY_TOO_SMALL, "",
         "net.tls-weak certificate 66"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CA_KEY_TOO_SMALL, "",
         "net.tls-weak certificate 67"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CA_MD_TOO_WEAK, "",
         "net.tls-weak certificate 68"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CERT_REVOKED, "", "net.tls-revoked revoked"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_UNABLE_TO_GET_CRL, "",
         "net.tls-revoked no-list"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_CRL_HAS_EXPIRED, "", "net.tls-revoked no-list"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_HOSTNAME_MISMATCH, "", "net.tls-host"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_IP_ADDRESS_MISMATCH, "", "net.tls-host"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "",
         "net.tls-untrusted path 19"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_OK, "", "net.tls-host"},
        {CURLE_PEER_FAILED_VERIFICATION, X509_V_ERR_UNSPECIFIED, "", "net.tls-host"},
        {CURLE_SSL_CONNECT_ERROR, 0, "error: tlsv1 alert protocol version",
         "net.tls-weak handshake"},
        {CURLE_SSL_CONNECT_ERROR, 0, "error: unsupported protocol", "net.tls-weak handshake"},
        {CURLE_SSL_CONNECT_ERROR, 0, "error: dh key too small", "net.tls-weak handshake"},
        {CURLE_SSL_CONNECT_ERROR, 0, "tlsv1 alert unknown ca", "net.tls-refused"},
        {CURLE_SSL_CONNECT_ERROR, 0, "alert certificate expired", "net.tls-refused"},
        {CURLE_SSL_CONNECT_ERROR, 0, "alert certificate revoked", "net.tls-refused"},
        {CURLE_SSL_CONNECT_ERROR, 0, "something else", "net.tls-failed curl 35"},
    };
    for (const auto& [code, verified, words, expected] : table) {
        EXPECT_EQ(said_of({.code = code, .words = words, .verify_result = verified}), expected);
    }
}

TEST(TransferFailure, OfAHandshakeIsReadFromEachWordOfTheLibrary) {
    const auto said = [](const std::string& words) {
        return said_of({.code = CURLE_SSL_CONNECT_ERROR, .words = "error: " + words});
    };
    for (const auto* alert :
         {"unknown ca", "bad certificate", "certificate expired", "certificate required",
          "certificate revoked", "certificate unknown", "unsupported certificate"}) {
        EXPECT_EQ(said(std::string("tlsv13 alert ") + alert), "net.tls-refused");
    }
    for (const auto* sign :
         {"unsupported protocol", "alert protocol version", "version too low", "dh key too small",
          "ee key too small", "legacy sigalg disallowed", "wrong signature type", "ca md too weak",
          "no shared cipher", "bad signature", "alert handshake failure"}) {
        EXPECT_EQ(said(sign), "net.tls-weak handshake");
    }
}

TEST(TransferFailure, AfterTheRequestLeftLeavesDoubt) {
    const std::pair<CURLcode, const char*> table[] = {
        {CURLE_OPERATION_TIMEDOUT, "net.timeout"},
        {CURLE_UNSUPPORTED_PROTOCOL, "net.garbled curl 1"},
        {CURLE_WEIRD_SERVER_REPLY, "net.garbled curl 8"},
        {CURLE_BAD_CONTENT_ENCODING, "net.garbled curl 61"},
        {CURLE_RECV_ERROR, "net.closed-early curl 56"},
        {CURLE_GOT_NOTHING, "net.closed-early curl 52"},
        {CURLE_PARTIAL_FILE, "net.closed-early curl 18"},
        {CURLE_ABORTED_BY_CALLBACK, "net.cancelled after-sending"},
    };
    for (const auto& [code, expected] : table) {
        const TransferEnd end{.code = code, .request_left = true};
        EXPECT_EQ(said_of(end), expected);
        EXPECT_FALSE(nothing_was_sent(transfer_failure(end))) << expected;
    }
    EXPECT_EQ(said_of({.code = CURLE_ABORTED_BY_CALLBACK}), "net.cancelled before-sending");
    EXPECT_TRUE(nothing_was_sent(transfer_failure({.code = CURLE_ABORTED_BY_CALLBACK})));
}

TEST(TransferFailure, OfOursOrTheServersNoGoesBeforeTheRest) {
    EXPECT_EQ(said_of({.code = CURLE_SSL_CERTPROBLEM,
                       .request_left = true,
                       .too_large = true,
                       .identity_unusable = true}),
              "net.identity");
    EXPECT_EQ(said_of({.code = CURLE_WRITE_ERROR, .request_left = true, .too_large = true}),
              "net.too-large");
    const auto mail = [](CURLcode code, long status) {
        return said_of({.code = code, .status = status, .request_left = true});
    };
    EXPECT_EQ(mail(CURLE_SEND_ERROR, 400), "net.mail-refused status 400");
    EXPECT_EQ(mail(CURLE_RECV_ERROR, 550), "net.mail-refused status 550");
    EXPECT_EQ(mail(CURLE_LOGIN_DENIED, 535), "net.mail-refused status 535");
    EXPECT_EQ(mail(CURLE_WEIRD_SERVER_REPLY, 599), "net.mail-refused status 599");
    EXPECT_EQ(mail(CURLE_RECV_ERROR, 399), "net.closed-early curl 56");
    EXPECT_EQ(mail(CURLE_RECV_ERROR, 600), "net.closed-early curl 56");
    EXPECT_EQ(mail(CURLE_GOT_NOTHING, 550), "net.closed-early curl 52");
}

TEST(NothingWasSent, IsSaidOfFailuresBeforeTheRequestOnly) {
    for (const auto code :
         {Code::net_address, Code::net_identity, Code::net_unreachable, Code::net_connect_timeout,
          Code::net_tls_untrusted, Code::net_tls_clock, Code::net_tls_host, Code::net_tls_weak,
          Code::net_tls_revoked, Code::net_tls_refused, Code::net_tls_failed}) {
        EXPECT_TRUE(nothing_was_sent(Failure{code, ""})) << name_of(code);
    }
    for (const auto code :
         {Code::net_timeout, Code::net_closed_early, Code::net_garbled, Code::net_too_large,
          Code::net_status, Code::net_cancelled, Code::net_mail_refused}) {
        EXPECT_FALSE(nothing_was_sent(Failure{code, "after-sending"})) << name_of(code);
    }
    EXPECT_FALSE(nothing_was_sent(Failure{Code::net_status, "before-sending"}));
}

TEST(Success, IsThreeStatusesAndNoOther) {
    for (const int good : {200, 201, 204}) {
        EXPECT_EQ(expect_success({good, "text/plain", {1}})->status, good);
    }
    for (const int bad : {0, 100, 199, 202, 203, 205, 206, 300, 302, 304, 400, 500}) {
        const auto refused = expect_success({bad, "", {}});
        ASSERT_TRUE(refused.failed_with(Code::net_status)) << bad;
        EXPECT_EQ(refused.failure().detail, "status " + std::to_string(bad));
    }
}

TEST(Refusal, IsToldInAHundredAndTwentyHarmlessCharacters) {
    const auto of = [](const std::string& json) { return refusal_in(bytes_of(json)); };
    const auto long_one = of(R"({"error": {"code": ")" + std::string(130, 'c') +
                             R"(", "detail": "Az09 -.\n_/<>é"}})");
    ASSERT_TRUE(long_one);
    EXPECT_EQ(long_one->code, std::string(120, 'c'));
    EXPECT_EQ(long_one->detail, "Az09 -.");
    EXPECT_EQ(of(R"({"error": {"code": "a.b"}})")->detail, "");
    for (const auto* none :
         {"", "[]", "{}", R"({"error": "a.b"})", R"({"error": {"code": 5}})",
          R"({"error": {"detail": "x"}})", R"({"error": {"code": "a", "detail": 5}})"}) {
        EXPECT_FALSE(of(none)) << none;
    }
    EXPECT_EQ(text_of(octets_of({{"a", 1}})), R"({"a":1})");
    EXPECT_EQ(octets_from("AQI="), (Bytes{1, 2}));
    EXPECT_FALSE(octets_from("AQI"));
}

TEST(Mail, IsHandedOnlyToAServerThatHasAPlaceAndByWhoIsNamed) {
    const SmtpSettings settings{.host = "mail.example.com", .tls = {}};
    const Mail mail{"a@example.com", {"b@example.com"}, "x"};
    const auto detail = [](const SmtpSettings& to, const Mail& what) {
        std::stop_source stopped; // nothing leaves
        stopped.request_stop();
        const auto sent = send_mail(to, what, stopped.get_token());
        return std::string(name_of(sent.failure().code)) + " " + sent.failure().detail;
    };
    const std::string passed = "net.cancelled before-sending";
    EXPECT_EQ(detail(settings, mail), passed);
    for (const auto& [port, expected] :
         {std::pair(0, std::string("net.address mail-server")), std::pair(1, passed),
          std::pair(65535, passed), std::pair(65536, std::string("net.address mail-server"))}) {
        auto changed = settings;
        changed.port = port;
        EXPECT_EQ(detail(changed, mail), expected) << port;
    }
    auto nowhere = settings;
    nowhere.host = "";
    EXPECT_EQ(detail(nowhere, mail), "net.address mail-server");
    auto clear = settings;
    clear.start_tls = false;
    EXPECT_EQ(detail(clear, mail), "net.address mail-in-clear");
    for (const auto* host : {"127.0.0.1", "::1", "localhost"}) {
        clear.host = host;
        EXPECT_EQ(detail(clear, mail), passed) << host;
    }
    for (const auto* from : {"", "a b", "a\x7f", "<a", "a>"}) {
        EXPECT_EQ(detail(settings, {from, mail.to, "x"}), "net.address mail-address") << from;
    }
    EXPECT_EQ(detail(settings, {mail.from, {}, "x"}), "net.address mail-address");
    EXPECT_EQ(detail(settings, {mail.from, {"b@example.com", "c d"}, "x"}),
              "net.address mail-address");
}

TEST(Tls, AListThatIsNoneIsOurOwnTrouble) {
    const test::LoopbackPki pki;
    test::RawTlsServer server({pki.issue(test::LoopbackPki::server_template())});
    auto settings = pki.towards(server.port());
    settings.tls.revocation_lists = {{1, 2, 3}};
    EXPECT_TRUE(HttpClient(settings).get("/").failed_with(Code::net_identity));
    settings.tls.revocation_lists.clear();
    for (const auto& certificates : {std::vector<Bytes>{}, std::vector<Bytes>{{1, 2, 3}}}) {
        auto identity = std::make_shared<ClientIdentity>();
        identity->certificates = certificates;
        identity->key = pki.client()->key.copy();
        settings.tls.identity = std::move(identity);
        EXPECT_TRUE(HttpClient(settings).get("/").failed_with(Code::net_identity));
    }
    EXPECT_EQ(server.request(), "");
}

TEST(Patience, IsForConnectingAndForTheWholeEachItsOwn) {
    const test::LoopbackPki pki;
    const test::SilentPort silent;
    auto settings = pki.towards(silent.port());
    settings.connect_timeout = 100ms;
    settings.total_timeout = 60s;
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(HttpClient(settings).get("/").failed_with(Code::net_connect_timeout));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 20s);
    EXPECT_EQ(HttpSettings().connect_timeout, 10s);
    EXPECT_EQ(HttpSettings().total_timeout, 60s);
    EXPECT_EQ(HttpSettings().largest_answer, 4U << 20U);
}

} // namespace
} // namespace koltamga::net
