// Our client against CMP servers that others wrote, and our certificate before another's decoder.
#include "tests/ca/hostile_ca.h"
#include "tests/peers/peer.h"
#include "tests/peers/process.h"

#include "crypto/base64.h"

#include <curl/curl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::peers {
namespace {

namespace stage = ca::stage;
using ca::CmpAuthority;
using ca::hostile::HostileCa;
using issuance::CaGranted;
using issuance::CaRejected;
using testing::HasSubstr;
using testing::Not;

class Peers : public PeerTest {
  protected:
    std::string put_pem(const std::string& name, const crypto::Certificate& certificate) {
        return put(name, bytes_of(certificate.pem()));
    }

    // CMP over plain HTTP, one connection for each transaction; only tests may do without TLS.
    static ca::OpenTransport over_http(int port) {
        return [port]() -> ca::Transport {
            auto connection = std::shared_ptr<CURL>(curl_easy_init(), curl_easy_cleanup);
            return [connection, port](BytesView request, const std::stop_token&) {
                return post(connection.get(), port, request);
            };
        };
    }

    static std::size_t collect(char* octets, std::size_t size, std::size_t count, void* into) {
        auto& answer = *static_cast<Bytes*>(into);
        answer.insert(answer.end(), octets, octets + size * count);
        return size * count;
    }

    static Result<Bytes> post(CURL* connection, int port, BytesView request) {
        const std::string address = "http://127.0.0.1:" + std::to_string(port) + "/";
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
            curl_slist_append(nullptr, "Content-Type: application/pkixcmp"), curl_slist_free_all);
        Bytes answer;
        long status = 0;
        curl_easy_setopt(connection, CURLOPT_URL, address.c_str());
        curl_easy_setopt(connection, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(connection, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.size()));
        curl_easy_setopt(connection, CURLOPT_POSTFIELDS, request.data());
        curl_easy_setopt(connection, CURLOPT_WRITEFUNCTION, collect);
        curl_easy_setopt(connection, CURLOPT_WRITEDATA, &answer);
        const auto outcome = curl_easy_perform(connection);
        curl_easy_getinfo(connection, CURLINFO_RESPONSE_CODE, &status);
        if (outcome != CURLE_OK || status != 200) {
            return Failure{Code::file_unreadable,
                           std::to_string(status) + ' ' + curl_easy_strerror(outcome)};
        }
        return answer;
    }

    HostileCa ca; // its keys and certificates serve the peers
    stage::Keeper keeper;
};

TEST_F(Peers, OpensslsServerBringsAForeignCertificateThatIsRejected) {
    const auto other = stage::make_applicant();
    const auto foreign =
        crypto::Certificate::parse(ca.certificate_for(other.order.public_key)).value();
    const auto root = put_pem("root.pem", ca.root.certificate);
    Process server({"openssl", "cmp", "-port", "0", "-srv_cert",
                    put_pem("responder.pem", ca.responder.certificate), "-srv_key",
                    put("responder.key",
                        bytes_of(crypto::to_pem("PRIVATE KEY", ca.responder.key.pkcs8().view()))),
                    "-srv_trusted", root, "-srv_untrusted",
                    put_pem("issuing.pem", ca.issuing.certificate), "-rsp_cert",
                    put_pem("foreign.pem", foreign), "-verbosity", "8", "-max_msgs", "2"});
    const auto ready = server.wait_for("ACCEPT");
    ASSERT_TRUE(ready);
    const auto colon = ready->rfind(':', ready->find(" PID"));
    auto settings = ca.settings();
    settings.open_transport = over_http(std::stoi(ready->substr(colon + 1)));
    settings.trust.intermediates = {ca.issuing.certificate};
    settings.station_chain = {ca.issuing.certificate};
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaRejected>(*answer));
    EXPECT_EQ(std::get<CaRejected>(*answer).detail, "public-key-differs");
    EXPECT_EQ(keeper.kept, 0);
    std::string words;
    server.finish(words);
    EXPECT_THAT(words, HasSubstr("received CERTCONF"));
    EXPECT_THAT(words, HasSubstr("rejected by client")) << "the peer understood the rejection";
}

TEST_F(Peers, BouncyCastlesServerIssuesACertificateThatIsAccepted) {
    compile("CmpPeer.java");
    put("responder.der", ca.responder.certificate.der());
    put("issuing.der", ca.issuing.certificate.der());
    put("responder.key", ca.responder.key.pkcs8().view());
    put("issuing.key", ca.issuing.key.pkcs8().view());
    Process server(java("CmpPeer", folder.string()));
    const auto ready = server.wait_for("ready ");
    ASSERT_TRUE(ready);
    auto settings = ca.settings();
    settings.open_transport = over_http(std::stoi(ready->substr(6)));
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaGranted>(*answer)) << std::get<CaRejected>(*answer).detail;
    EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed);
    EXPECT_EQ(keeper.kept, 1);
    EXPECT_EQ(server.line(), "station's signature verified");
    EXPECT_EQ(server.line(), "possession proved");
    EXPECT_EQ(server.line(), "station's signature verified");
    EXPECT_EQ(server.line(), "confirmed");
}

TEST_F(Peers, BouncyCastleReadsInOurCertificateWhatItMustSayAndNothingElse) {
    compile("DecodePeer.java");
    stage::PracticeStage practice;
    const auto answer =
        CmpAuthority(practice.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    const auto& granted = std::get<CaGranted>(*answer);
    Process decoder(java("DecodePeer", put("issued.der", granted.certificate)));
    std::string facts;
    ASSERT_EQ(decoder.finish(facts), 0) << facts;
    const std::string expected = "version 3\n"
                                 "subject 2.5.4.6 KG\n"
                                 "subject 2.5.4.3 USON ASANOV\n"
                                 "subject 2.5.4.4 ASANOV\n"
                                 "subject 2.5.4.42 USON\n"
                                 "subject 2.5.4.5 PNOKG-20101199000008\n"
                                 "not-before " +
                                 to_text(granted.not_before) + "\nnot-after " +
                                 to_text(ca::latest_end(granted.not_before)) +
                                 "\nsignature 1.2.840.10045.4.3.2\n";
    EXPECT_THAT(facts, testing::StartsWith(expected));
    const auto usage = facts.find("key-usage");
    ASSERT_NE(usage, std::string::npos);
    EXPECT_EQ(facts.substr(usage), "key-usage 1\n" // nonRepudiation
                                   "authority false\n"
                                   "policy 1.3.6.1.4.1.32473.1.1\n"
                                   "qc 0.4.0.1862.1.1\n"
                                   "qc 0.4.0.1862.1.6 0.4.0.1862.1.6.1\n"
                                   "qc 0.4.0.1862.1.7 KG\n")
        << "and neither QcSSCD nor any other statement";
    EXPECT_THAT(facts, HasSubstr("extension 2.5.29.15 critical\n"));
    EXPECT_THAT(facts, HasSubstr("extension 1.3.6.1.5.5.7.1.3\n"));
    EXPECT_THAT(facts, Not(HasSubstr("extension 2.5.29.37"))) << "no extended key usage";
    EXPECT_THAT(facts, Not(HasSubstr("extension 2.5.29.17"))) << "no alternative name";
}

} // namespace
} // namespace koltamga::peers
