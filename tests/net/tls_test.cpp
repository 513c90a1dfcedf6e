// Whom the client believes.
#include "net/http_client.h"
#include "net/tls_context.h"
#include "tests/net/raw_tls_server.h"

#include <gtest/gtest.h>

#include <openssl/ssl.h>

namespace koltamga::net {
namespace {

using namespace std::chrono_literals;
using test::LoopbackPki;

struct BadServer {
    const char* name;
    Code code;
    const char* detail;
    std::function<test::Leaf(const LoopbackPki&)> leaf;
    int newest_version = 0;
};

// Shows the certificate of a root that has the right name and another key.
test::Leaf of_another_root(const crypto::CertificateTemplate& content) {
    return LoopbackPki().issue(content);
}

test::Leaf changed(const LoopbackPki& pki,
                   const std::function<void(crypto::CertificateTemplate&)>& change) {
    auto content = LoopbackPki::server_template();
    change(content);
    return pki.issue(content);
}

const BadServer bad_servers[] = {
    {"Expired", Code::net_tls_clock, "expired",
     [](const auto& pki) {
         return changed(pki, [](auto& content) { content.not_after = test::now() - 1h; });
     }},
    {"NotYetValid", Code::net_tls_clock, "not-yet-valid",
     [](const auto& pki) {
         return changed(pki, [](auto& content) { content.not_before = test::now() + 1h; });
     }},
    {"ForAnotherName", Code::net_tls_host, "",
     [](const auto& pki) {
         return changed(pki, [](auto& content) {
             content.dns_names = {"centre.example"};
             content.ip_addresses = {"127.0.0.2"};
         });
     }},
    {"WithoutAnyName", Code::net_tls_host, "",
     [](const auto& pki) {
         return changed(pki, [](auto& content) {
             content.dns_names.clear();
             content.ip_addresses.clear();
         });
     }},
    {"SelfSigned", Code::net_tls_untrusted, "path",
     [](const auto&) { return LoopbackPki::self_signed(LoopbackPki::server_template()); }},
    {"OfAnotherRootOfTheSameName", Code::net_tls_untrusted, "path",
     [](const auto&) { return of_another_root(LoopbackPki::server_template()); }},
    {"SignedOverSha1", Code::net_tls_weak, "",
     [](const auto& pki) {
         return changed(pki, [](auto& content) { content.digest = crypto::SignatureDigest::sha1; });
     }},
    {"ForClientsOnly", Code::net_tls_untrusted, "path",
     [](const auto& pki) {
         return changed(
             pki, [](auto& content) { content.extended_key_usage = {crypto::purpose::client}; });
     }},
    {"WithTls11AtMost", Code::net_tls_weak, "",
     [](const auto& pki) { return pki.issue(LoopbackPki::server_template()); }, TLS1_1_VERSION},
    {"WithTls10AtMost", Code::net_tls_weak, "",
     [](const auto& pki) { return pki.issue(LoopbackPki::server_template()); }, TLS1_VERSION},
};

class RefusedServer : public testing::TestWithParam<BadServer> {};

TEST_P(RefusedServer, HearsNothingFromUs) {
    const LoopbackPki pki;
    test::RawTlsServer server({GetParam().leaf(pki), GetParam().newest_version});
    HttpClient client(pki.towards(server.port()));
    const auto response = client.post("/secret", "text/plain", {'x'});
    ASSERT_FALSE(response);
    EXPECT_EQ(name_of(response.failure().code), name_of(GetParam().code))
        << response.failure().detail;
    EXPECT_TRUE(response.failure().detail.starts_with(GetParam().detail))
        << response.failure().detail;
    EXPECT_TRUE(nothing_was_sent(response.failure()));
    EXPECT_EQ(server.request(), "");
}

INSTANTIATE_TEST_SUITE_P(Each, RefusedServer, testing::ValuesIn(bad_servers),
                         [](const auto& one) { return one.param.name; });

TEST(Tls, ARightServerIsHeard) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
    const auto response = HttpClient(pki.towards(server.port())).get("/");
    ASSERT_TRUE(response) << response.failure().detail;
    EXPECT_EQ(text_of(response->body), "ok");
}

TEST(Tls, ARevokedServerIsRefusedWhereAListIsKept) {
    const LoopbackPki pki;
    auto leaf = pki.issue(LoopbackPki::server_template());
    const auto serial = leaf.certificate.serial();
    test::RawTlsServer server({std::move(leaf)});
    auto settings = pki.towards(server.port());
    settings.tls.revocation_lists = {pki.revoking({serial})};
    const auto refused = HttpClient(settings).get("/");
    EXPECT_TRUE(refused.failed_with(Code::net_tls_revoked));
    EXPECT_EQ(server.request(), "");
}

TEST(Tls, AListThatRevokesOthersOrNobodyStandsInNobodysWay) {
    const LoopbackPki pki;
    for (const auto& list : {pki.revoking({}), pki.revoking({"0123456789"})}) {
        test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
        auto settings = pki.towards(server.port());
        settings.tls.revocation_lists = {list};
        const auto response = HttpClient(settings).get("/");
        EXPECT_TRUE(response) << response.failure().detail;
    }
}

TEST(Tls, AListOfSomebodyElseProvesNothing) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
    auto settings = pki.towards(server.port());
    settings.tls.revocation_lists = {LoopbackPki().revoking({})};
    EXPECT_FALSE(HttpClient(settings).get("/"));
    EXPECT_EQ(server.request(), "");
}

TEST(Tls, ARightServerIsHeardByTls12) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template()), TLS1_2_VERSION});
    const auto response = HttpClient(pki.towards(server.port())).get("/");
    EXPECT_TRUE(response) << response.failure().detail;
}

// 112 bits, no version before 1.2, and every rule of RFC 5280.
TEST(Tls, AsksForAtLeast112BitsAndTls12) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    ASSERT_TRUE(configure(*context, LoopbackPki().towards(1).tls));
    EXPECT_EQ(SSL_CTX_get_security_level(context.get()), 2);
    EXPECT_EQ(SSL_CTX_get_min_proto_version(context.get()), TLS1_2_VERSION);
    const auto flags =
        X509_VERIFY_PARAM_get_flags(X509_STORE_get0_param(SSL_CTX_get_cert_store(context.get())));
    EXPECT_NE(flags & X509_V_FLAG_X509_STRICT, 0U);
}

TEST(Tls, WithoutRootsNobodyIsTrusted) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
    auto settings = pki.towards(server.port());
    settings.tls.roots.clear();
    EXPECT_TRUE(HttpClient(settings).get("/").failed_with(Code::net_tls_untrusted));
}

TEST(Tls, ARootThatIsNoCertificateIsOurOwnTrouble) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
    auto settings = pki.towards(server.port());
    settings.tls.roots = {{1, 2, 3}};
    const auto response = HttpClient(settings).get("/");
    EXPECT_TRUE(response.failed_with(Code::net_identity));
    EXPECT_TRUE(nothing_was_sent(response.failure()));
}

TEST(Tls, AKeyOfAnotherCertificateIsNeverShown) {
    const LoopbackPki pki;
    test::RawTlsServer server({pki.issue(LoopbackPki::server_template())});
    auto identity = std::make_shared<ClientIdentity>();
    identity->certificates = {pki.issue(LoopbackPki::client_template()).certificate.der()};
    identity->key = pki.issue(LoopbackPki::client_template()).key.pkcs8();
    auto settings = pki.towards(server.port());
    settings.tls.identity = std::move(identity);
    EXPECT_TRUE(HttpClient(settings).get("/").failed_with(Code::net_identity));
}

class MutualTls : public testing::Test {
  protected:
    MutualTls() : server_(pki_.server()) {
        server_.route(serve::Method::get, "/who", 0, [this](const serve::Request& request) {
            seen_ = request.peer_certificate;
            ++asked_;
            return serve::Response{200, "text/plain", {'o', 'k'}, {}};
        });
        port_ = server_.start().value();
    }

    Result<HttpResponse> ask_as(std::shared_ptr<const ClientIdentity> identity) {
        auto settings = pki_.towards(port_);
        settings.tls.identity = std::move(identity);
        return HttpClient(settings).get("/who");
    }

    LoopbackPki pki_;
    serve::Server server_;
    int port_ = 0;
    std::optional<Bytes> seen_;
    int asked_ = 0;
};

TEST_F(MutualTls, TheHandlerSeesTheClientsCertificate) {
    const auto identity = pki_.client();
    ASSERT_TRUE(ask_as(identity));
    EXPECT_EQ(seen_, identity->certificates.front());
}

TEST_F(MutualTls, AnAnonymousClientIsServedAndKnownAsSuch) {
    ASSERT_TRUE(ask_as(nullptr));
    EXPECT_EQ(seen_, std::nullopt);
}

// In TLS 1.3 the server refuses after its own handshake is done: its reset may overtake its alert.
bool told_as_refused(const Failure& failure) {
    const auto name = name_of(failure.code);
    return name == "net.tls-refused" || name == "net.tls-failed" || name == "net.closed-early";
}

TEST_F(MutualTls, AClientShowsWhoIsBetweenItAndTheRoot) {
    auto between = LoopbackPki::client_template();
    between.subject = {{"CN", "Between"}};
    between.extended_key_usage.clear();
    between.basic_constraints = crypto::BasicConstraints{true, {}};
    between.key_usage = {crypto::KeyUsage::certificate_sign};
    const auto authority = pki_.issue(between);
    auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto certificate =
        crypto::make_certificate(LoopbackPki::client_template(), key.public_key(),
                                 authority.certificate, authority.key)
            .value();
    auto identity = std::make_shared<ClientIdentity>();
    identity->certificates = {certificate.der(), authority.certificate.der()};
    identity->key = key.pkcs8();
    const auto response = ask_as(identity);
    ASSERT_TRUE(response) << response.failure().detail;
    EXPECT_EQ(seen_, certificate.der());
}

TEST_F(MutualTls, AClientOfAnotherRootIsRefused) {
    const auto response = ask_as(LoopbackPki().client());
    ASSERT_FALSE(response);
    EXPECT_TRUE(told_as_refused(response.failure())) << name_of(response.failure().code);
    EXPECT_EQ(asked_, 0);
}

TEST_F(MutualTls, AnExpiredClientIsRefused) {
    auto content = LoopbackPki::client_template();
    content.not_after = test::now() - 1h;
    const auto response = ask_as(identity_of(pki_.issue(content)));
    ASSERT_FALSE(response);
    EXPECT_TRUE(told_as_refused(response.failure())) << name_of(response.failure().code);
    EXPECT_EQ(asked_, 0);
}

} // namespace
} // namespace koltamga::net
