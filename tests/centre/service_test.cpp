// The centre's protocol over the line: who may ask what, and what nonsense gets.
#include "centre/service.h"
#include "crypto/base64.h"
#include "crypto/random.h"
#include "tests/centre/memory_station.h"
#include "tests/net/loopback_pki.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace koltamga::centre {
namespace {

using Json = nlohmann::json;
using test::LoopbackPki;
using test::MemoryStation;

// Certifies whatever it is asked to, and knows nobody.
class TestAuthority final : public CertificateSource {
  public:
    Result<StationCertificates> certify(const StationId&, const StationKeys& keys) override {
        if (out_of_order) {
            return crypto::Certificate::parse(Bytes{}).failure();
        }
        ++certified;
        return StationCertificates{make(keys.tls), make(keys.registration), make(keys.journal)};
    }
    Result<issuance::WhatExists> by_public_key(const issuance::Digest& key) override {
        asked_key = hex(key);
        return issuance::WhatExists{known, !known.empty()};
    }
    Result<std::vector<issuance::KnownCertificate>> by_person(std::string_view pin) override {
        asked_pin = pin;
        return known;
    }
    int certified = 0;
    bool out_of_order = false;
    std::string asked_pin, asked_key;
    std::vector<issuance::KnownCertificate> known;

  private:
    crypto::Certificate make(const crypto::CertificateRequest& request) {
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto issuer = crypto::make_self_signed(LoopbackPki::client_template(), key).value();
        return crypto::make_certificate(LoopbackPki::client_template(), request.public_key(),
                                        issuer, key)
            .value();
    }
};

class ServiceTest : public testing::Test {
  protected:
    ServiceTest()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("service-" + hex(crypto::random_octets(6)))),
          identity_(pki_.client()) {
        auto keys = test::receiver_keys();
        station_ = std::make_unique<MemoryStation>(keys.encryption.certificate);
        receiver_ = Receiver::open(folder_, std::move(keys), clock_).value();
        EXPECT_TRUE(receiver_->add_station(station_->as_station(identity_->certificates.front())));
        EXPECT_TRUE(receiver_->add_code("CODE", false, clock_.now() + std::chrono::hours(1)));
        service_ = std::make_unique<Service>(*receiver_, &authority_, pki_.root(), clock_);
        server_ = std::make_unique<serve::Server>(pki_.server());
        service_->add_routes(*server_);
        port_ = server_->start().value();
    }
    ~ServiceTest() override {
        server_.reset();
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }

    net::HttpResponse ask(net::Method method, const std::string& path, const std::string& body,
                          std::shared_ptr<const net::ClientIdentity> as) {
        auto settings = pki_.towards(port_);
        settings.tls.identity = std::move(as);
        auto response = net::HttpClient(settings).exchange(
            {method, path, "application/json", {body.begin(), body.end()}});
        EXPECT_TRUE(response) << path;
        return response ? std::move(*response) : net::HttpResponse{};
    }
    static std::string code_in(const net::HttpResponse& response) {
        const auto json = Json::parse(response.body.begin(), response.body.end(), nullptr, false);
        return json.is_object() && json.contains("error") ? json["error"]["code"] : Json("none");
    }

    std::filesystem::path folder_;
    SystemClock clock_;
    LoopbackPki pki_;
    std::shared_ptr<const net::ClientIdentity> identity_;
    TestAuthority authority_;
    std::unique_ptr<MemoryStation> station_;
    std::unique_ptr<Receiver> receiver_;
    std::unique_ptr<Service> service_;
    std::unique_ptr<serve::Server> server_;
    int port_ = 0;
};

TEST_F(ServiceTest, OnlyAnEnrolledStationIsHeard) {
    const std::pair<net::Method, std::string> routes[] = {
        {net::Method::get, "/station/head"},
        {net::Method::post, "/station/headers"},
        {net::Method::put, "/station/bodies"},
        {net::Method::put, "/station/blobs/" + std::string(64, 'a')},
        {net::Method::post, "/station/settle"},
        {net::Method::get, "/station/certificates/" + std::string(64, 'a')},
        {net::Method::post, "/station/holder"},
        {net::Method::get, "/station/lost/2/0"},
        {net::Method::get, "/station/time/" + std::string(32, 'a')},
    };
    for (const auto& [method, path] : routes) {
        const auto anonymous = ask(method, path, "{}", nullptr);
        EXPECT_EQ(anonymous.status, 403) << path;
        EXPECT_EQ(code_in(anonymous), "centre.station-unknown") << path;
        const auto stranger = ask(method, path, "{}", pki_.client());
        EXPECT_EQ(stranger.status, 403) << path;
        const auto enrolled = ask(method, path, "{}", identity_);
        EXPECT_NE(enrolled.status, 403) << path;
    }
    EXPECT_EQ(authority_.asked_pin, "");
}

TEST_F(ServiceTest, NonsenseIsNamedAndHarmless) {
    const std::string nonsense[] = {"",
                                    "null",
                                    "[]",
                                    "{}",
                                    "{",
                                    R"({"headers": 7})",
                                    R"("x")",
                                    R"({"wraps": [], "bodies": [{}]})",
                                    R"({"wraps": [{"subject": "../x", "wrap": ""}], "bodies": []})",
                                    R"({"headers": [1, 2]})",
                                    R"({"head": {}, "records": []})",
                                    std::string(50'000, '[')};
    for (const auto& one : nonsense) {
        EXPECT_EQ(code_in(ask(net::Method::post, "/station/headers", one, identity_)),
                  "centre.malformed");
        EXPECT_EQ(code_in(ask(net::Method::put, "/station/bodies", one, identity_)),
                  "centre.malformed");
        EXPECT_EQ(code_in(ask(net::Method::post, "/station/settle", one, identity_)),
                  "centre.malformed");
        EXPECT_EQ(code_in(ask(net::Method::post, "/station/holder", one, identity_)),
                  "centre.malformed");
        EXPECT_EQ(code_in(ask(net::Method::post, "/enrol", one, nullptr)), "centre.malformed");
    }
    EXPECT_EQ(receiver_->held(*receiver_->station(station_->station()).value())->sequence, 0U);
}

TEST_F(ServiceTest, WhatNoHandlerSawIsRefusedInTheSameWords) {
    const auto nowhere = ask(net::Method::get, "/nowhere", "", identity_);
    EXPECT_EQ(nowhere.status, 404);
    EXPECT_EQ(code_in(nowhere), "centre.not-offered");
    const auto flood =
        ask(net::Method::post, "/station/holder", std::string(65 * 1024, 'x'), identity_);
    EXPECT_EQ(flood.status, 413);
    EXPECT_EQ(code_in(flood), "centre.malformed");
    serve::Server server(pki_.server());
    service_->add_routes(server, [](const auto&, const auto&) -> serve::Response {
        throw std::logic_error("a bug");
    });
    port_ = server.start().value();
    const auto bug = ask(net::Method::get, "/station/head", "", identity_);
    EXPECT_EQ(bug.status, 500);
    EXPECT_EQ(code_in(bug), "app.surprise");
}

TEST_F(ServiceTest, TellsOfCertificatesWhatTheAuthorityKnows) {
    authority_.known = {{"0a", {1, 2}, issuance::CertificateStatus::unconfirmed}};
    const std::string key(64, 'b');
    const auto by_key = ask(net::Method::get, "/station/certificates/" + key, "", identity_);
    EXPECT_EQ(text_of(by_key.body), R"({"certificates":[{"certificate":"AQI=","serial":"0a",)"
                                    R"("status":"unconfirmed"}],"transaction_open":true})");
    EXPECT_EQ(authority_.asked_key, key);
    const auto by_person =
        ask(net::Method::post, "/station/holder", R"({"pin": "20101199000008"})", identity_);
    EXPECT_EQ(text_of(by_person.body), R"({"certificates":[{"certificate":"AQI=","serial":"0a",)"
                                       R"("status":"unconfirmed"}]})");
    EXPECT_EQ(authority_.asked_pin, "20101199000008");
}

TEST_F(ServiceTest, TakesNoMoreThanEachMessageNeeds) {
    const std::tuple<net::Method, std::string, std::size_t> routes[] = {
        {net::Method::post, "/enrol", std::size_t{64} << 10U},
        {net::Method::post, "/station/holder", std::size_t{64} << 10U},
        {net::Method::post, "/station/headers", std::size_t{8} << 20U},
        {net::Method::post, "/station/settle", std::size_t{8} << 20U},
        {net::Method::put, "/station/bodies", std::size_t{32} << 20U},
        {net::Method::put, "/station/blobs/" + std::string(64, 'a'), std::size_t{32} << 20U},
    };
    for (const auto& [method, path, limit] : routes) {
        EXPECT_EQ(ask(method, path, std::string(limit + 1, 'x'), identity_).status, 413) << path;
        EXPECT_NE(ask(method, path, std::string(limit, 'x'), identity_).status, 413) << path;
    }
}

TEST_F(ServiceTest, AddressesHaveOneSpelling) {
    for (const auto* path :
         {"/station/certificates/AAAA", "/station/time/aa", "/station/lost/0/0",
          "/station/lost/01/0", "/station/lost/1234567890/0", "/station/lost/2/01",
          "/station/blobs/aa", "/station/head/", "/station"}) {
        const auto answer = ask(net::Method::get, path, "", identity_);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(code_in(answer), "centre.not-offered") << path;
    }
}

TEST_F(ServiceTest, ForksAndGapsAreConflicts) {
    station_->add_cancelled();
    auto headers = station_->headers();
    const auto send = [&](const std::vector<std::string>& texts) {
        return ask(net::Method::post, "/station/headers", Json{{"headers", texts}}.dump(),
                   identity_);
    };
    EXPECT_EQ(code_in(send({headers[1]})), "centre.gap");
    EXPECT_EQ(send({headers[1]}).status, 409);
    EXPECT_EQ(send(headers).status, 200);
    station_->entries().resize(1);
    station_->add_cancelled();
    EXPECT_EQ(code_in(send(station_->headers())), "centre.fork");
}

class EnrolmentTest : public ServiceTest {
  protected:
    struct Keys {
        crypto::CertificateRequest tls = request(), registration = request(), journal = request();
    };
    static crypto::CertificateRequest request() {
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        return crypto::CertificateRequest::make({{"CN", "Station"}}, key).value();
    }
    net::HttpResponse enrol(const std::string& code, const StationId& station, const Keys& keys) {
        return ask(net::Method::post, "/enrol",
                   Json{{"code", code},
                        {"station", station.text()},
                        {"tls", crypto::to_base64(keys.tls.der())},
                        {"registration", crypto::to_base64(keys.registration.der())},
                        {"journal", crypto::to_base64(keys.journal.der())}}
                       .dump(),
                   nullptr);
    }
    StationId id_ = crypto::new_id<StationTag>();
    Keys keys_;
};

TEST_F(EnrolmentTest, ACodeMakesOneStation) {
    EXPECT_EQ(enrol("CODE", id_, keys_).status, 200);
    EXPECT_TRUE(receiver_->station(id_).value());
    EXPECT_EQ(code_in(enrol("CODE", crypto::new_id<StationTag>(), Keys())), "centre.code-refused");
    EXPECT_EQ(authority_.certified, 1);
}

TEST_F(EnrolmentTest, ALostAnswerIsGivenAgain) {
    const auto first = enrol("CODE", id_, keys_);
    const auto second = enrol("CODE", id_, keys_);
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(authority_.certified, 1);
}

TEST_F(EnrolmentTest, ACodeIsNotLostWhenTheAuthorityFails) {
    authority_.out_of_order = true;
    EXPECT_EQ(enrol("CODE", id_, keys_).status, 503);
    EXPECT_FALSE(receiver_->station(id_).value());
    authority_.out_of_order = false;
    EXPECT_EQ(code_in(enrol("CODE", crypto::new_id<StationTag>(), Keys())), "centre.code-refused");
    EXPECT_EQ(enrol("CODE", id_, keys_).status, 200);
    EXPECT_EQ(authority_.certified, 1);
}

TEST_F(EnrolmentTest, AStationsNameIsNotGivenTwice) {
    ASSERT_EQ(enrol("CODE", id_, keys_).status, 200);
    EXPECT_EQ(code_in(enrol("CODE", id_, Keys())), "centre.station-taken");
    for (auto Keys::*one : {&Keys::tls, &Keys::registration, &Keys::journal}) {
        auto keys = keys_;
        keys.*one = request();
        const auto taken = enrol("CODE", id_, keys);
        EXPECT_EQ(code_in(taken), "centre.station-taken");
        EXPECT_EQ(taken.status, 409);
    }
}

TEST_F(EnrolmentTest, EachKeyGetsTheCertificateThatWasMadeForIt) {
    const auto answer = enrol("CODE", id_, keys_);
    const auto json = Json::parse(answer.body);
    const auto station = receiver_->station(id_).value();
    ASSERT_TRUE(station);
    const std::tuple<const char*, crypto::CertificateRequest, Bytes> rows[] = {
        {"tls", keys_.tls, station->tls_certificate},
        {"registration", keys_.registration, station->ra_certificate},
        {"journal", keys_.journal, station->journal_certificate}};
    for (const auto& [name, request, kept] : rows) {
        const auto der = crypto::from_base64(json.at(name).get<std::string>());
        ASSERT_TRUE(der) << name;
        EXPECT_EQ(*der, kept) << name;
        EXPECT_TRUE(crypto::Certificate::parse(*der)->public_key() == request.public_key()) << name;
    }
    EXPECT_EQ(json.at("station"), id_.text());
    EXPECT_EQ(json.at("issuing"), crypto::to_base64(pki_.root().der()));
}

TEST_F(EnrolmentTest, AWrongCodeMakesNoStation) {
    for (const auto* code : {"", "code", "CODE ", "XXXX"}) {
        EXPECT_EQ(code_in(enrol(code, id_, keys_)), "centre.code-refused") << code;
    }
    EXPECT_EQ(authority_.certified, 0);
    EXPECT_FALSE(receiver_->station(id_).value());
}

TEST_F(EnrolmentTest, AReceiverAloneEnrolsNobody) {
    Service alone(*receiver_, nullptr, pki_.root(), clock_);
    serve::Server server(pki_.server());
    alone.add_routes(server);
    port_ = server.start().value();
    EXPECT_EQ(code_in(enrol("CODE", id_, keys_)), "centre.not-offered");
    EXPECT_EQ(code_in(ask(net::Method::post, "/station/holder", R"({"pin": "1"})", identity_)),
              "centre.not-offered");
}

} // namespace
} // namespace koltamga::centre
