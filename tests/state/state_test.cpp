// What comes back from the centre and the vault is looked at before it is believed.
#include "crypto/base64.h"
#include "crypto/certificate_request.h"
#include "crypto/cms.h"
#include "crypto/random.h"
#include "issuance/receipts.h"
#include "state/centre_client.h"
#include "state/vault_client.h"
#include "tests/net/loopback_pki.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace koltamga::state {
namespace {

using Json = nlohmann::json;
using serve::Request;
using serve::Response;
using test::LoopbackPki;

Response words(const std::string& text, int status = 200) {
    return {status, "application/json", {text.begin(), text.end()}, {}};
}

std::string told(const Failure& failure) {
    return std::string(name_of(failure.code)) + " " + failure.detail;
}

// A centre that answers what the test says.
class StateTest : public testing::Test {
  protected:
    StateTest() : server_(pki_.server()), signer_(pki_.issue(LoopbackPki::client_template())) {
        const auto handler = [this](const Request& request) {
            asked_ = request;
            return answer_(request);
        };
        server_.route(serve::Method::get, "/.*", 0, handler);
        server_.route(serve::Method::post, "/.*", 1U << 20U, handler);
        server_.route(serve::Method::put, "/.*", 1U << 20U, handler);
        port_ = server_.start().value();
    }

    net::HttpSettings http() const { return pki_.towards(port_); }
    CentreClient centre() const {
        return CentreClient({http(), "/station", station_, {signer_.certificate}});
    }
    VaultClient vault() const { return VaultClient({http(), "/vault", {signer_.certificate}}); }
    Response signed_by(const test::Leaf& leaf, const std::string& text) const {
        return {200,
                "application/cms",
                crypto::sign_cms(bytes_of(text), leaf.key, leaf.certificate, test::now()),
                {}};
    }

    LoopbackPki pki_;
    Request asked_;
    std::function<Response(const Request&)> answer_;
    serve::Server server_;
    int port_ = 0;
    test::Leaf signer_;
    StationId station_ = crypto::new_id<StationTag>();
    ApplicationId application_ = crypto::new_id<ApplicationTag>();
    issuance::Digest key_ = crypto::sha256(Bytes{1});
};

TEST_F(StateTest, LooksUpCertificatesByTheirKey) {
    const auto& certificate = signer_.certificate;
    answer_ = [&](const Request&) {
        return words(Json{
            {"certificates",
             {{{"serial", certificate.serial()},
               {"certificate", crypto::to_base64(certificate.der())},
               {"status", "unconfirmed"}}}},
            {"transaction_open",
             true}}.dump());
    };
    const auto key = signer_.certificate.public_key().fingerprint();
    const auto what = centre().by_public_key(key, {});
    ASSERT_TRUE(what) << told(what.failure());
    EXPECT_EQ(asked_.path, "/station/certificates/" + hex(key));
    // What it names may be revoked on its word; it must not name a stranger's.
    EXPECT_TRUE(centre().by_public_key(key_, {}).failed_with(Code::state_answer_malformed));
    ASSERT_EQ(what->certificates.size(), 1U);
    EXPECT_EQ(what->certificates[0].certificate, certificate.der());
    EXPECT_EQ(what->certificates[0].status, issuance::CertificateStatus::unconfirmed);
    EXPECT_TRUE(what->transaction_open);
}

TEST_F(StateTest, NothingThereIsNoFailure) {
    answer_ = [](const Request&) {
        return words(R"({"certificates": [], "transaction_open": false})");
    };
    const auto what = centre().by_public_key(key_, {});
    ASSERT_TRUE(what);
    EXPECT_TRUE(what->certificates.empty());
}

TEST_F(StateTest, ThePersonalNumberStandsInNoAddress) {
    answer_ = [](const Request&) { return words(R"({"certificates": []})"); };
    ASSERT_TRUE(centre().by_person("20101199000008", {}));
    EXPECT_EQ(asked_.path, "/station/holder");
    EXPECT_EQ(text_of(asked_.body), R"({"pin":"20101199000008"})");
}

TEST_F(StateTest, LooksUpCertificatesOfOnePersonAlone) {
    auto content = test::LoopbackPki::client_template();
    content.subject.push_back({"serialNumber", "PNOKG-20101199000008"});
    const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto certificate = crypto::make_self_signed(content, key).value();
    answer_ = [&](const Request&) {
        return words(Json{{"certificates",
                           {{{"serial", certificate.serial()},
                             {"certificate", crypto::to_base64(certificate.der())},
                             {"status", "valid"}}}}}
                         .dump());
    };
    const auto known = centre().by_person("20101199000008", {});
    ASSERT_TRUE(known) << told(known.failure());
    EXPECT_EQ(known->size(), 1U);
    EXPECT_TRUE(centre().by_person("12902200000011", {}).failed_with(Code::state_answer_malformed));
}

// Issued all the same: it must be told from others, or it could never be settled or revoked.
TEST_F(StateTest, ACertificateThatCannotBeReadIsKnownByItsSerial) {
    auto content = test::LoopbackPki::client_template();
    content.subject.push_back({"serialNumber", "PNOKG-20101199000008"});
    content.extensions.push_back({"1.3.6.1.5.5.7.1.3", false, Bytes{5, 0}});
    content.serial = {0x00, 0xab, 0xcd};
    const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto issuer = crypto::make_self_signed(test::LoopbackPki::client_template(), key).value();
    const auto octets =
        crypto::make_certificate_der(content, key.public_key(), issuer, key).value();
    ASSERT_FALSE(crypto::Certificate::parse(octets));
    answer_ = [&](const Request&) {
        return words(Json{
            {"certificates",
             {{{"serial", "abcd"},
               {"certificate", crypto::to_base64(octets)},
               {"status", "unconfirmed"}}}},
            {"transaction_open",
             false}}.dump());
    };
    const auto what = centre().by_public_key(key.public_key().fingerprint(), {});
    ASSERT_TRUE(what) << told(what.failure());
    EXPECT_EQ(what->certificates.at(0).serial, "abcd");
    EXPECT_EQ(what->certificates.at(0).certificate, octets);
    EXPECT_TRUE(centre().by_public_key(key_, {}).failed_with(Code::state_answer_malformed));
    EXPECT_TRUE(centre().by_person("20101199000008", {}));
    EXPECT_TRUE(centre().by_person("12902200000011", {}).failed_with(Code::state_answer_malformed));
}

// The profile says which attribute names the person.
TEST_F(StateTest, ThePersonalNumberMayStandInAnyAttribute) {
    for (const auto* attribute : {"1.2.643.3.131.1.1", "2.5.4.97", "UID"}) {
        auto content = test::LoopbackPki::client_template();
        content.subject.push_back({attribute, "20101199000008"});
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto certificate = crypto::make_self_signed(content, key).value();
        answer_ = [&](const Request&) {
            return words(Json{{"certificates",
                               {{{"serial", certificate.serial()},
                                 {"certificate", crypto::to_base64(certificate.der())},
                                 {"status", "valid"}}}}}
                             .dump());
        };
        EXPECT_TRUE(centre().by_person("20101199000008", {})) << attribute;
        EXPECT_FALSE(centre().by_person("12902200000011", {})) << attribute;
    }
}

TEST_F(StateTest, NonsenseIsNeverTakenForNothingThere) {
    const auto serial = signer_.certificate.serial();
    const auto good = crypto::to_base64(signer_.certificate.der());
    const std::string nonsense[] = {
        "",
        "null",
        "[]",
        "{}",
        "{",
        R"({"certificates": []})",
        R"({"certificates": {}, "transaction_open": 1})",
        R"({"certificates": [{}], "transaction_open": false})",
        R"({"certificates": [7], "transaction_open": false})",
        R"({"certificates": [{"serial": "1", "certificate": "", "status": "valid"}],
            "transaction_open": false})",
        R"({"certificates": [{"serial": "00", "certificate": ")" + good +
            R"(", "status": "valid"}], "transaction_open": false})",
        R"({"certificates": [{"serial": ")" + serial + R"(", "certificate": ")" + good +
            R"(", "status": "fine"}], "transaction_open": false})",
        std::string(100'000, '['),
    };
    const auto its_key =
        signer_.certificate.public_key().fingerprint(); // nothing but nonsense is wrong
    for (const auto& one : nonsense) {
        answer_ = [&](const Request&) { return words(one); };
        EXPECT_TRUE(centre().by_public_key(its_key, {}).failed_with(Code::state_answer_malformed))
            << one.substr(0, 100);
    }
}

TEST_F(StateTest, ARefusalIsToldInTheCentresWordsMadeHarmless) {
    answer_ = [](const Request&) {
        return words(R"({"error": {"code": "centre.station-unknown", "detail": "no\n<b>;$[x]"}})",
                     403);
    };
    const auto what = centre().by_person("20101199000008", {});
    ASSERT_FALSE(what);
    EXPECT_EQ(told(what.failure()), "state.refused centre.station-unknown nobx");
    answer_ = [](const Request&) { return words("busy", 503); };
    EXPECT_TRUE(centre().by_person("20101199000008", {}).failed_with(Code::net_busy));
}

TEST_F(StateTest, TheTimeIsSignedForThisQuestion) {
    const auto time = [&](const std::string& station, const std::string& nonce,
                          const std::string& at) {
        return "koltamga-time-1\nstation " + station + "\nnonce " + nonce + "\ntime " + at + "\n";
    };
    const auto nonce_in = [](const Request& request) { return request.path.substr(14); };
    const std::string good = "2026-11-22T09:41:07.123Z";
    answer_ = [&](const Request& request) {
        return signed_by(signer_, time(station_.text(), nonce_in(request), good));
    };
    const auto told_time = centre().time({});
    ASSERT_TRUE(told_time) << told(told_time.failure());
    EXPECT_EQ(to_text(*told_time), good);

    answer_ = [&](const Request&) {
        return signed_by(signer_, time(station_.text(), std::string(32, '0'), good));
    };
    EXPECT_EQ(told(centre().time({}).failure()), "state.time-refused other-question");
    answer_ = [&](const Request& request) {
        return signed_by(signer_,
                         time(crypto::new_id<StationTag>().text(), nonce_in(request), good));
    };
    EXPECT_EQ(told(centre().time({}).failure()), "state.time-refused other-question");
    answer_ = [&](const Request& request) {
        return signed_by(signer_, time(station_.text(), nonce_in(request), "yesterday"));
    };
    EXPECT_EQ(told(centre().time({}).failure()), "state.time-refused malformed");
    answer_ = [&](const Request& request) {
        return signed_by(pki_.issue(LoopbackPki::client_template()),
                         time(station_.text(), nonce_in(request), good));
    };
    EXPECT_EQ(told(centre().time({}).failure()).find("state.time-refused signature"), 0U);
    answer_ = [&](const Request&) { return words("2026"); };
    EXPECT_TRUE(centre().time({}).failed_with(Code::state_time_refused));
}

class Enrolment : public StateTest {
  protected:
    static crypto::CertificateRequest request() {
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        return crypto::CertificateRequest::make({{"CN", "Station"}}, key).value();
    }
    std::string certificate_for(const crypto::PublicKey& key) {
        // Any certificate with the right key will do here; who signed it is TLS's to judge.
        const auto issuer_key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto issuer =
            crypto::make_self_signed(LoopbackPki::client_template(), issuer_key).value();
        return crypto::to_base64(
            crypto::make_certificate(LoopbackPki::client_template(), key, issuer, issuer_key)
                .value()
                .der());
    }
    Json good_answer() {
        return {{"tls", certificate_for(question_.tls.public_key())},
                {"registration", certificate_for(question_.registration.public_key())},
                {"journal", certificate_for(question_.journal.public_key())},
                {"issuing", crypto::to_base64(pki_.root().der())}};
    }
    Result<EnrolmentAnswer> ask() { return enrol(http(), "/enrol", question_); }

    EnrolmentQuestion question_{"CODE", crypto::new_id<StationTag>(), request(), request(),
                                request()};
};

TEST_F(Enrolment, GivesTheStationItsCertificates) {
    answer_ = [&](const Request&) { return words(good_answer().dump()); };
    const auto answer = ask();
    ASSERT_TRUE(answer) << told(answer.failure());
    EXPECT_EQ(answer->journal.public_key(), question_.journal.public_key());
    EXPECT_FALSE(asked_.peer_certificate);
}

TEST_F(Enrolment, CertificatesForOtherKeysAreRefused) {
    for (const auto* which : {"tls", "registration", "journal"}) {
        auto answer = good_answer();
        answer[which] = certificate_for(request().public_key());
        answer_ = [&](const Request&) { return words(answer.dump()); };
        EXPECT_EQ(told(ask().failure()), std::string("state.certificate-unfit ") + which);
    }
}

TEST_F(Enrolment, AMissingCertificateIsNoAnswer) {
    for (const auto* which : {"tls", "registration", "journal", "issuing"}) {
        auto answer = good_answer();
        answer.erase(which);
        answer_ = [&](const Request&) { return words(answer.dump()); };
        EXPECT_TRUE(ask().failed_with(Code::state_answer_malformed)) << which;
        answer = good_answer();
        answer[which] = "AAAA";
        EXPECT_TRUE(ask().failed_with(Code::state_answer_malformed)) << which;
    }
}

TEST_F(Enrolment, AWrongCodeIsTheClerksToCorrect) {
    answer_ = [](const Request&) {
        return words(R"({"error": {"code": "centre.code-refused", "detail": ""}})", 403);
    };
    const auto answer = ask();
    ASSERT_TRUE(answer.failed_with(Code::state_code_refused));
    EXPECT_EQ(describe(answer.failure().code).blame, Blame::input);
}

class Delivery : public StateTest {
  protected:
    Result<Bytes> deliver() { return vault().deliver(application_, key_, package_, {}); }
    issuance::VaultReceipt good() const {
        return {application_, key_, crypto::sha256(package_), test::now()};
    }
    void answer_with(const issuance::VaultReceipt& receipt) {
        answer_ = [this, receipt](const Request&) { return signed_by(signer_, compose(receipt)); };
    }

    Bytes package_ = Bytes(500, 5);
};

TEST_F(Delivery, TheReceiptIsKeptAsItCame) {
    answer_with(good());
    const auto receipt = deliver();
    ASSERT_TRUE(receipt) << told(receipt.failure());
    EXPECT_EQ(asked_.path, "/vault/packages/" + application_.text());
    EXPECT_EQ(asked_.body, package_);
}

TEST_F(Delivery, AReceiptWrongInOneThingIsRefusedForThat) {
    auto receipt = good();
    receipt.application = crypto::new_id<ApplicationTag>();
    answer_with(receipt);
    EXPECT_EQ(told(deliver().failure()), "state.receipt-refused application");
    receipt = good();
    receipt.public_key = {};
    answer_with(receipt);
    EXPECT_EQ(told(deliver().failure()), "state.receipt-refused public-key");
    receipt = good();
    receipt.package = {};
    answer_with(receipt);
    EXPECT_EQ(told(deliver().failure()), "state.receipt-refused package");
}

TEST_F(Delivery, AReceiptOfAnothersHandIsRefused) {
    answer_ = [this](const Request&) {
        return signed_by(pki_.issue(LoopbackPki::client_template()), compose(good()));
    };
    EXPECT_EQ(told(deliver().failure()).find("state.receipt-refused signature"), 0U);
    answer_ = [this](const Request&) { return signed_by(signer_, "thank you\n"); };
    EXPECT_EQ(told(deliver().failure()).find("state.receipt-refused malformed"), 0U);
    answer_ = [](const Request&) { return words("stored"); };
    EXPECT_TRUE(deliver().failed_with(Code::state_receipt_refused));
    answer_ = [](const Request&) { return words("", 204); };
    EXPECT_TRUE(deliver().failed_with(Code::state_receipt_refused));
}

TEST_F(Delivery, ARefusalKeepsTheVaultsWord) {
    answer_ = [](const Request&) {
        return words(R"({"error": {"code": "practice.delivery-refused", "detail": "not-a-key"}})",
                     403);
    };
    EXPECT_EQ(told(deliver().failure()), "state.vault-refused practice.delivery-refused not-a-key");
}

TEST_F(Delivery, GoesAsASignedMessage) {
    answer_with(good());
    ASSERT_TRUE(deliver());
    EXPECT_EQ(asked_.content_type, "application/cms");
    answer_ = [](const Request&) {
        return words(R"({"error": {"code": "centre.failed", "detail": ""}})", 500);
    };
    EXPECT_TRUE(deliver().failed_with(Code::net_status)) << "the vault's own trouble is no refusal";
}

TEST_F(Enrolment, AsksWithItsCodeItsNameAndARequestForEachKey) {
    answer_ = [&](const Request&) { return words(good_answer().dump()); };
    const auto answer = ask();
    ASSERT_TRUE(answer) << told(answer.failure());
    EXPECT_EQ(asked_.path, "/enrol");
    EXPECT_EQ(asked_.content_type, "application/json");
    EXPECT_EQ(Json::parse(asked_.body),
              (Json{{"code", "CODE"},
                    {"station", question_.station.text()},
                    {"tls", crypto::to_base64(question_.tls.der())},
                    {"registration", crypto::to_base64(question_.registration.der())},
                    {"journal", crypto::to_base64(question_.journal.der())}}));
    EXPECT_EQ(answer->tls.public_key(), question_.tls.public_key());
    EXPECT_EQ(answer->registration.public_key(), question_.registration.public_key());
    EXPECT_EQ(answer->issuing, pki_.root());
}

TEST_F(StateTest, OnlyAWordWithinFourHundredIsARefusal) {
    for (const auto& [status, code] :
         {std::pair(400, Code::state_refused), std::pair(499, Code::state_refused),
          std::pair(500, Code::net_status), std::pair(399, Code::net_status)}) {
        answer_ = [status = status](const Request&) {
            return words(R"({"error": {"code": "a.b", "detail": "c"}})", status);
        };
        EXPECT_TRUE(centre().by_person("20101199000008", {}).failed_with(code)) << status;
    }
    answer_ = [](const Request&) { return words("no words", 404); };
    EXPECT_TRUE(centre().by_person("20101199000008", {}).failed_with(Code::net_status));
}

TEST_F(StateTest, ThePersonalNumberEndsTheAttributeItStandsIn) {
    const auto known = [&](const std::string& value) {
        auto content = test::LoopbackPki::client_template();
        content.subject = {{"CN", value}};
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto certificate = crypto::make_self_signed(content, key).value();
        answer_ = [&](const Request&) {
            return words(Json{{"certificates",
                               {{{"serial", certificate.serial()},
                                 {"certificate", crypto::to_base64(certificate.der())},
                                 {"status", "revoked"}}}}}
                             .dump());
        };
        return centre().by_person("20101199000008", {});
    };
    EXPECT_FALSE(known("20101199000008-KG"));
    const auto found = known("KG-20101199000008");
    ASSERT_TRUE(found) << told(found.failure());
    EXPECT_EQ(found->front().status, issuance::CertificateStatus::revoked);
    EXPECT_EQ(asked_.content_type, "application/json");
}

TEST_F(StateTest, TheTimeIsAskedWithANonceOfItsOwnAndHasOneSpelling) {
    std::vector<std::string> nonces;
    const auto asked_with = [&](const std::string& end) {
        answer_ = [&](const Request& request) {
            nonces.push_back(request.path.substr(14));
            return signed_by(signer_, "koltamga-time-1\nstation " + station_.text() + "\nnonce " +
                                          nonces.back() + "\ntime 2026-11-22T09:41:07.123Z" + end);
        };
        return centre().time({});
    };
    EXPECT_TRUE(asked_with("\n"));
    EXPECT_EQ(told(asked_with("").failure()), "state.time-refused other-question");
    EXPECT_EQ(told(asked_with("\n\n").failure()), "state.time-refused malformed");
    ASSERT_EQ(nonces.size(), 3U);
    EXPECT_EQ(nonces[0].size(), 32U);
    EXPECT_NE(nonces[0], nonces[1]);
}

} // namespace
} // namespace koltamga::state
