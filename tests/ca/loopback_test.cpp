// The whole way: the desk's HTTPS client, a real server on loopback, the practice CA behind it.
#include "ca/cmp_http.h"
#include "serve/server.h"
#include "tests/ca/stage.h"

#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

using issuance::CaGranted;
using stage::Keeper;
using stage::PracticeStage;

class Loopback : public testing::Test {
  protected:
    Loopback() {
        auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto certificate =
            stage.authority()
                .issue_service_certificate({"localhost",
                                            key.public_key(),
                                            {crypto::KeyUsage::digital_signature},
                                            {crypto::purpose::server},
                                            {"localhost"},
                                            {"127.0.0.1"}})
                .value();
        serve::ServerSettings settings;
        settings.certificates = {certificate.der(), stage.authority().issuing().der()};
        settings.key = key.pkcs8();
        server = std::make_unique<serve::Server>(std::move(settings));
        server->route(serve::Method::post, "/cmp", largest_message, [this](const auto& request) {
            EXPECT_EQ(request.content_type, "application/pkixcmp"); // RFC 9811 §3.4
            serve::Response response;
            if (flood != 0) {
                response.body.resize(flood);
                return response;
            }
            response.content_type = "application/pkixcmp";
            response.body = stage.authority().cmp(request.body);
            if (response.body.empty()) {
                response.cut_after = serve::Response::before_answer;
            }
            return response;
        });
        port = server->start().value();
    }

    CmpSettings settings() {
        net::HttpSettings http;
        http.server = "https://127.0.0.1:" + std::to_string(port);
        http.tls.roots = {stage.authority().root().der()};
        auto all = stage.settings();
        all.open_transport = cmp_over_http(http, "/cmp");
        all.nothing_was_sent = net::nothing_was_sent;
        return all;
    }

    PracticeStage stage;
    std::unique_ptr<serve::Server> server;
    int port = 0;
    std::size_t flood = 0; // so many octets instead of an answer
    Keeper keeper;
};

TEST_F(Loopback, CarriesAWholeTransaction) {
    const auto answer =
        CmpAuthority(settings()).request(stage::make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed);
}

TEST_F(Loopback, ADroppedConnectionIsAnUnknownOutcome) {
    ASSERT_TRUE(stage.authority().set_fault("lose-answer=1"));
    const auto applicant = stage::make_applicant();
    CmpAuthority authority(settings());
    const auto lost = authority.request(applicant.order, keeper.callback(), {});
    EXPECT_TRUE(lost.failed_with(Code::ca_outcome_unknown)) << name_of(lost.failure().code);
    const auto again = authority.request(applicant.order, keeper.callback(), {});
    ASSERT_TRUE(again) << again.failure().detail;
    EXPECT_EQ(stage.authority().by_person(stage::pin).size(), 1U);
}

TEST_F(Loopback, ATooLongAnswerIsToldFromAFittingOneAndNeverReadWhole) {
    flood = largest_message + 1;
    const auto longer =
        CmpAuthority(settings()).request(stage::make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(longer.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(longer.failure().detail, "oversized");
    flood = largest_message + 2;
    const auto endless =
        CmpAuthority(settings()).request(stage::make_applicant().order, keeper.callback(), {});
    ASSERT_TRUE(endless.failed_with(Code::ca_outcome_unknown));
    EXPECT_EQ(endless.failure().detail.find("net.too-large"), 0U) << endless.failure().detail;
}

TEST_F(Loopback, ASilentPortIsUnreachable) {
    server->stop();
    const auto answer =
        CmpAuthority(settings()).request(stage::make_applicant().order, keeper.callback(), {});
    EXPECT_TRUE(answer.failed_with(Code::ca_unreachable)) << name_of(answer.failure().code);
}

} // namespace
} // namespace koltamga::ca
