// Answers that are wrong in exactly one thing. None is believed, and each says why it was not.
#include "tests/ca/hostile_ca.h"

#include "ca/message.h"
#include "crypto/der.h"
#include "crypto/random.h"

#include <cstdlib>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;
using hostile::Answer;
using hostile::HostileCa;
using hostile::Response;
using issuance::CaGranted;
using issuance::CaRefused;
using issuance::CaWaiting;
using stage::Keeper;
using testing::StartsWith;

constexpr auto week = std::chrono::hours(24 * 7);

struct Row {
    std::string detail; // what the refusal says, and nothing else does
    std::function<void(HostileCa&, Answer&)> change;
    Code code = Code::ca_answer_refused;
};

std::uint8_t tag(unsigned body) {
    return der::around(body);
}

// Each row's helper identities live as long as the test.
struct Others {
    HostileCa& ca;
    hostile::Identity expired = ca.signer([](auto& content) {
        content.not_before -= week * 60;
        content.not_after = content.not_before + week;
    });
    hostile::Identity unborn = ca.signer([](auto& content) { content.not_before += week * 8; });
    hostile::Identity without_purpose =
        ca.signer([](auto& content) { content.extended_key_usage.clear(); });
    hostile::Identity without_usage = ca.signer(
        [](auto& content) { content.key_usage = {crypto::KeyUsage::content_commitment}; });
    hostile::Identity impostor = HostileCa::self_signed(ca.responder_template());
    hostile::Identity foreign_root = HostileCa::self_signed([this] {
        auto content = ca.responder_template();
        content.subject = {{"C", "KG"}, {"CN", "Root"}};
        content.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
        content.key_usage = {crypto::KeyUsage::certificate_sign};
        return content;
    }());
    hostile::Identity of_foreign_root = ca.signer({}, &foreign_root);
    hostile::Identity of_no_authority = ca.signer({}, &ca.responder);
};

const std::vector<Row>& header_rows() {
    static const std::vector<Row> rows = {
        {"version-wrong 1", [](auto&, Answer& a) { a.version = 1; }},
        {"version-wrong 3", [](auto&, Answer& a) { a.version = 3; }},
        {"transaction-missing", [](auto&, Answer& a) { a.transaction_id.clear(); }},
        {"transaction-mismatch", [](auto&, Answer& a) { a.transaction_id[15] ^= 1U; }},
        {"nonce-missing", [](auto&, Answer& a) { a.recipient_nonce.clear(); }},
        {"nonce-mismatch", [](auto&, Answer& a) { a.recipient_nonce[0] ^= 1U; }},
        {"sender-nonce-missing", [](auto&, Answer& a) { a.sender_nonce.clear(); }},
        {"sender-nonce-short", [](auto&, Answer& a) { a.sender_nonce.resize(15); }},
        {"sender-nonce-reflected", [](auto&, Answer& a) { a.sender_nonce = a.recipient_nonce; }},
        {"implicit-confirmation-unasked",
         [](auto&, Answer& a) {
             a.general_info =
                 der::sequence({der::sequence({der::oid("1.3.6.1.5.5.7.4.13"), der::null()})});
         }},
        {"time-past",
         [](auto& ca, Answer& a) { a.time = HostileCa::time_text(ca.clock.now() - week); }},
        {"time-future",
         [](auto& ca, Answer& a) { a.time = HostileCa::time_text(ca.clock.now() + week); }},
        {"malformed header field",
         [](auto&, Answer& a) {
             a.time = der::element(der::generalized_time_tag, bytes_of("20261341000000Z"));
         }},
        {"malformed header sender",
         [](auto&, Answer& a) { a.sender = der::element(der::utf8_tag, bytes_of("Responder")); }},
    };
    return rows;
}

std::vector<Row> protection_rows(Others& others) {
    return {
        {"protection-missing", [](auto&, Answer& a) { a.key = nullptr; }},
        {"protection-algorithm-missing", [](auto&, Answer& a) { a.algorithm.clear(); }},
        {"protection-algorithm-refused 1.2.840.113533.7.66.13",
         [](auto&, Answer& a) {
             a.algorithm = der::sequence({der::oid("1.2.840.113533.7.66.13")});
         }},
        {"protection-algorithm-refused 1.2.840.10045.4.1",
         [](auto&, Answer& a) { a.algorithm = der::sequence({der::oid("1.2.840.10045.4.1")}); }},
        {"protection-algorithm-unreadable",
         [](auto&, Answer& a) { a.algorithm = der::sequence({der::null()}); }},
        {"protection-wrong", [&](auto&, Answer& a) { a.key = &others.impostor.key; }},
        {"sender-key-id-mismatch", [](auto&, Answer& a) { a.sender_key_id[0] ^= 1U; }},
        {"signer-not-found",
         [](auto&, Answer& a) { a.extra_certificates.erase(a.extra_certificates.begin()); }},
        {"signer-path issuer-unknown",
         [&](auto&, Answer& a) { HostileCa::sign_as(a, others.impostor); }},
        {"signer-path not-an-authority",
         [&](auto& ca, Answer& a) {
             a.extra_certificates.push_back(ca.responder.certificate.der());
             HostileCa::sign_as(a, others.of_no_authority);
         }},
        {"signer-path expired", [&](auto&, Answer& a) { HostileCa::sign_as(a, others.expired); }},
        {"signer-path not-yet-valid",
         [&](auto&, Answer& a) { HostileCa::sign_as(a, others.unborn); }},
        {"signer-not-authorised",
         [&](auto&, Answer& a) { HostileCa::sign_as(a, others.without_purpose); }},
        {"signer-key-usage",
         [&](auto&, Answer& a) { HostileCa::sign_as(a, others.without_usage); }},
        {"extra-certificates-too-many",
         [](auto& ca, Answer& a) { a.extra_certificates.resize(17, ca.root.certificate.der()); }},
    };
}

const std::vector<Row>& body_rows() {
    static const std::vector<Row> rows = {
        {"body-unexpected 1", [](auto&, Answer& a) { a.body_tag = tag(1); }},
        {"body-unexpected 8", [](auto&, Answer& a) { a.body_tag = tag(8); }},
        {"body-unexpected 12",
         [](auto&, Answer& a) {
             a.body_tag = tag(12);
             a.body = der::sequence({der::sequence({der::sequence({Bytes{2, 1, 0}})})});
         }},
        {"body-unexpected 19",
         [](auto&, Answer& a) {
             a.body_tag = tag(19);
             a.body = der::null();
         }},
        {"body-unexpected 22",
         [](auto&, Answer& a) {
             a.body_tag = tag(22);
             a.body = der::sequence({});
         }},
        {"body-unexpected 26",
         [](auto&, Answer& a) {
             a.body_tag = tag(26);
             a.body = HostileCa::poll_rep({{-1, 1}});
         }},
        {"responses-none", [](auto& ca, Answer& a) { a.body = ca.cert_rep({}); }},
        {"responses-several",
         [](auto& ca, Answer& a) {
             a.body = ca.cert_rep({ca.granted(), ca.granted()});
         }},
        {"request-id-wrong",
         [](auto& ca, Answer& a) {
             auto response = ca.granted();
             response.request_id = 7;
             a.body = ca.cert_rep({response});
         }},
        {"certificate-missing",
         [](auto& ca, Answer& a) {
             a.body = ca.cert_rep({Response{-1, 0, {}, {}}});
         }},
        {"certificate-in-rejection",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(2)}); }},
        {"certificate-in-waiting",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(3)}); }},
        {"status-unexpected revocationWarning",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(4)}); }},
        {"status-unexpected revocationNotification",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(5)}); }},
        {"status-unexpected keyUpdateWarning",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(6)}); }},
        {"malformed body certificate response",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted(9)}); }},
        {"malformed body certificate answer",
         [](auto&, Answer& a) { a.body = der::sequence({der::null()}); }},
        {"malformed body caPubs",
         [](auto& ca, Answer& a) { a.body = ca.cert_rep({ca.granted()}, der::null()); }},
        {"malformed body error",
         [](auto&, Answer& a) {
             a.body_tag = tag(23);
             a.body = der::sequence({der::null()});
         }},
        {"unsigned-error",
         [](auto&, Answer& a) {
             a.body_tag = tag(23);
             a.body = HostileCa::error(2, 2);
             a.key = nullptr;
             a.algorithm.clear();
         },
         Code::ca_outcome_unknown},
        {"error-without-rejection waiting",
         [](auto&, Answer& a) {
             a.body_tag = tag(23);
             a.body = HostileCa::error(3, {});
         },
         Code::ca_outcome_unknown},
        {"refused-in-doubt rejection: systemFailure",
         [](auto&, Answer& a) {
             a.body_tag = tag(23);
             a.body = HostileCa::error(2, 25);
         },
         Code::ca_outcome_unknown},
        {"refused-in-doubt rejection: duplicateCertReq",
         [](auto& ca, Answer& a) {
             a.body = ca.cert_rep({Response{-1, 2, 26, {}}});
         },
         Code::ca_outcome_unknown},
    };
    return rows;
}

const std::vector<Row>& wire_rows() {
    static const std::vector<Row> rows = {
        {"oversized",
         [](auto&, Answer& a) {
             a.on_the_wire = [](Bytes& octets) { octets.resize(largest_message + 1); };
         }},
        {"trailing-data",
         [](auto&, Answer& a) { a.on_the_wire = [](Bytes& octets) { octets.push_back(0); }; }},
        {"not-der",
         [](auto&, Answer& a) { a.on_the_wire = [](Bytes& octets) { octets.pop_back(); }; }},
        {"malformed message",
         [](auto&, Answer& a) {
             a.on_the_wire = [](Bytes& octets) { octets = der::sequence({der::null()}); };
         }},
    };
    return rows;
}

class HostileAnswer : public testing::Test {
  protected:
    void expect_refused(const Row& row) {
        SCOPED_TRACE(row.detail);
        ca.change_answer = [&](Answer& answer) { row.change(ca, answer); };
        Keeper keeper;
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.failure().code, row.code);
        EXPECT_THAT(answer.failure().detail, StartsWith(row.detail));
        EXPECT_EQ(keeper.kept, 0);
        EXPECT_TRUE(ca.confirmations.empty()) << "nothing is said to a stranger";
        EXPECT_TRUE(details.insert(answer.failure().detail).second)
            << "another row has this detail too: " << answer.failure().detail;
    }

    HostileCa ca;
    std::set<std::string> details;
};

TEST_F(HostileAnswer, WithoutAnyChangeIsAccepted) {
    Keeper keeper;
    const auto answer =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    ASSERT_TRUE(std::holds_alternative<CaGranted>(*answer))
        << std::get<issuance::CaRejected>(*answer).detail;
    EXPECT_TRUE(std::get<CaGranted>(*answer).confirmed);
    EXPECT_EQ(ca.confirmations.at(0).status, 0);
}

TEST_F(HostileAnswer, IsRefusedForItsOwnReason) {
    Others others{ca};
    for (const auto& rows : {header_rows(), protection_rows(others), body_rows(), wire_rows()}) {
        for (const auto& row : rows) {
            expect_refused(row);
        }
    }
    EXPECT_GE(details.size(), 55U);
    RecordProperty("hostile_answers", static_cast<int>(details.size()));
}

// Each of these would be believed if the profile named nobody.
TEST_F(HostileAnswer, OfASisterUnderTheSameRootIsRefusedWhereSignersAreNamed) {
    const auto sister = ca.sister();
    const auto of_sister = ca.signer(
        [](auto& c) {
            c.subject = {{"CN", "Sister responder"}};
        },
        &sister);
    const auto namesake = ca.signer({}, &sister);
    const std::vector<std::pair<const hostile::Identity*, std::string>> rows = {
        {&sister, "sender-unexpected"},
        {&of_sister, "sender-unexpected"},
        {&namesake, "sender-key-id-mismatch"}};
    auto named = ca.settings();
    named.trust.signers = {ca.issuing.certificate, ca.responder.certificate};
    for (const auto& [signer, detail] : rows) {
        ca.change_answer = [&, who = signer](Answer& a) {
            a.extra_certificates.push_back(sister.certificate.der());
            HostileCa::sign_as(a, *who);
        };
        Keeper keeper;
        const auto refused = CmpAuthority(named).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_TRUE(refused.failed_with(Code::ca_answer_refused));
        EXPECT_EQ(refused.failure().detail, detail);
        EXPECT_EQ(keeper.kept, 0);
        const auto open =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        EXPECT_TRUE(open) << detail << ": " << open.failure().detail;
    }
    ca.change_answer = {};
    Keeper keeper;
    EXPECT_TRUE(CmpAuthority(named).request(ca.applicant.order, keeper.callback(), {}));
}

TEST_F(HostileAnswer, OfANamedSignerWithAnotherNameThanIsWantedIsRefused) {
    auto settings = ca.settings();
    settings.trust.signers = {ca.issuing.certificate, ca.responder.certificate};
    settings.trust.signer_names = {ca.issuing.certificate.subject_text()};
    Keeper keeper;
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(answer.failure().detail, "signer-name-unexpected");
}

TEST_F(HostileAnswer, WithAnObjectIdentifierBeyondSpellingOutIsRefused) {
    Bytes content(700, 0x81);
    content.back() = 0x01;
    const auto huge = der::element(der::oid_tag, content);
    const std::vector<std::pair<std::string, std::function<void(Answer&)>>> rows = {
        {"malformed header field",
         [&](Answer& a) {
             a.general_info = der::sequence({der::sequence({huge, der::null()})});
         }},
        {"protection-algorithm-unreadable",
         [&](Answer& a) { a.algorithm = der::sequence({huge}); }},
    };
    for (const auto& [detail, change] : rows) {
        ca.change_answer = change;
        Keeper keeper;
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
        EXPECT_EQ(answer.failure().detail, detail);
    }
}

// So many hostile answers of one sort: more in the night's run.
std::size_t many(std::size_t everyday) {
    return std::getenv("KOLTAMGA_LONG") != nullptr ? 10 * everyday : everyday;
}

TEST_F(HostileAnswer, WithAnyBitOfItsProtectedPartTurnedIsRefused) {
    Keeper keeper;
    const auto parts = many(40);
    for (std::size_t part = 1; part <= parts; ++part) {
        ca.change_answer = [&](Answer& a) {
            a.after_signing = [&](Bytes& body) {
                body[body.size() * part / (parts + 1)] ^=
                    static_cast<std::uint8_t>(1U << (part % 8));
            };
        };
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        EXPECT_TRUE(answer.failed_with(Code::ca_answer_refused)) << part;
    }
    EXPECT_EQ(keeper.kept, 0);
}

TEST_F(HostileAnswer, CutAnywhereIsRefused) {
    Keeper keeper;
    const auto parts = many(60);
    for (std::size_t part = 0; part < parts; ++part) {
        ca.change_answer = [&](Answer& a) {
            a.on_the_wire = [&](Bytes& octets) { octets.resize(octets.size() * part / parts); };
        };
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        EXPECT_TRUE(answer.failed_with(Code::ca_answer_refused)) << part;
    }
    EXPECT_EQ(keeper.kept, 0);
}

TEST_F(HostileAnswer, OfAnEarlierTransactionIsRefused) {
    Keeper keeper;
    Bytes earlier;
    ca.change_answer = [&](Answer& a) {
        a.on_the_wire = [&](Bytes& octets) {
            earlier.empty() ? earlier = octets : octets = earlier;
        };
    };
    ASSERT_TRUE(CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {}));
    const auto again =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(again.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(again.failure().detail, "nonce-mismatch") << "same transaction, other message";
    ca.applicant = stage::make_applicant();
    const auto other =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(other.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(other.failure().detail, "transaction-mismatch");
}

TEST_F(HostileAnswer, OfASignerWhoseIssuerIsMissingIsRefused) {
    Others others{ca};
    ca.change_answer = [&](Answer& a) { HostileCa::sign_as(a, others.of_foreign_root); };
    Keeper keeper;
    const auto answer =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_THAT(answer.failure().detail, StartsWith("signer-path issuer-unknown"));
}

TEST_F(HostileAnswer, WithCertificatesOfItsOwnBringsNoTrust) {
    // A whole foreign hierarchy in caPubs and extraCerts changes nothing.
    Others others{ca};
    ca.change_answer = [&](Answer& a) {
        a.body =
            ca.cert_rep({ca.granted()}, der::sequence({others.foreign_root.certificate.der()}));
        a.extra_certificates.push_back(others.foreign_root.certificate.der());
        HostileCa::sign_as(a, others.of_foreign_root);
    };
    Keeper keeper;
    const auto answer =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_THAT(answer.failure().detail, StartsWith("signer-path"));
}

TEST_F(HostileAnswer, OfAnotherSignerThanThePinnedIsRefused) {
    auto settings = ca.settings();
    settings.trust.signers = {ca.signer([](auto& content) {
                                    content.subject = {{"CN", "Pinned"}};
                                }).certificate};
    Keeper keeper;
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(answer.failure().detail, "sender-unexpected");
    settings.trust.signers = {ca.responder.certificate};
    EXPECT_TRUE(CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {}));
}

TEST_F(HostileAnswer, OfASignerOfAnotherNameThanTheProfilesIsRefused) {
    auto settings = ca.settings();
    settings.trust.signer_names = {"CN=Another,C=KG"};
    Keeper keeper;
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
    EXPECT_EQ(answer.failure().detail, "signer-name-unexpected");
    settings.trust.signer_names.push_back(ca.responder.certificate.subject_text());
    EXPECT_TRUE(CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {}));
}

TEST_F(HostileAnswer, WithAnImplausibleTimeIsReadWhenOurOwnClockIsDoubtful) {
    ca.change_answer = [&](Answer& a) { a.time = HostileCa::time_text(ca.clock.now() - week / 2); };
    auto settings = ca.settings();
    settings.clock_trusted = [] { return false; };
    ca.responder = ca.signer([](auto& content) { content.not_before -= week; });
    Keeper keeper;
    const auto answer = CmpAuthority(settings).request(ca.applicant.order, keeper.callback(), {});
    EXPECT_TRUE(answer) << answer.failure().detail;
}

TEST_F(HostileAnswer, ASignedRefusalIsTheEnd) {
    for (const auto& [bit, words] : std::map<unsigned, std::string>{{2, "badRequest"},
                                                                    {9, "badPOP"},
                                                                    {19, "badCertTemplate"},
                                                                    {23, "notAuthorized"},
                                                                    {10, "certRevoked"}}) {
        ca.change_answer = [&, code = bit](Answer& a) {
            a.body_tag = tag(23);
            a.body = HostileCa::error(2, code);
        };
        Keeper keeper;
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_TRUE(answer) << answer.failure().detail;
        EXPECT_EQ(std::get<CaRefused>(*answer).status, "rejection: " + words);
    }
}

// What the CA says of its own trouble, or of an earlier request, is no word about this one.
TEST_F(HostileAnswer, ASignedRefusalInDoubtIsNoEnd) {
    for (const auto& [bit, words] : std::map<unsigned, std::string>{{11, "certConfirmed"},
                                                                    {14, "timeNotAvailable"},
                                                                    {21, "transactionIdInUse"},
                                                                    {24, "systemUnavail"},
                                                                    {25, "systemFailure"},
                                                                    {26, "duplicateCertReq"}}) {
        ca.change_answer = [&, code = bit](Answer& a) {
            a.body_tag = tag(23);
            a.body = HostileCa::error(2, code);
        };
        Keeper keeper;
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_TRUE(answer.failed_with(Code::ca_outcome_unknown)) << words;
        EXPECT_EQ(answer.failure().detail, "refused-in-doubt rejection: " + words);
    }
}

const std::vector<Row>& poll_rows() {
    static const std::vector<Row> rows = {
        {"polls-none", [](auto&, Answer& a) { a.body = HostileCa::poll_rep({}); }},
        {"polls-several",
         [](auto&, Answer& a) {
             a.body = HostileCa::poll_rep({{-1, 1}, {-1, 1}});
         }},
        {"poll-request-id-wrong",
         [](auto&, Answer& a) {
             a.body = HostileCa::poll_rep({{5, 1}});
         }},
        {"check-after-negative",
         [](auto&, Answer& a) {
             a.body = HostileCa::poll_rep({{-1, -1}});
         }},
        {"check-after-too-long",
         [](auto&, Answer& a) {
             a.body = HostileCa::poll_rep({{-1, 0x7fffffffffff}});
         }},
        {"malformed body poll response",
         [](auto&, Answer& a) { a.body = der::sequence({der::sequence({der::null()})}); }},
        {"malformed body poll answer", [](auto&, Answer& a) { a.body = der::null(); }},
        {"waiting-again",
         [](auto& ca, Answer& a) {
             a.body_tag = tag(3);
             a.body = ca.cert_rep({Response{-1, 3, {}, {}}});
         }},
        {"body-unexpected 19",
         [](auto&, Answer& a) {
             a.body_tag = tag(19);
             a.body = der::null();
         }},
        {"nonce-mismatch", [](auto&, Answer& a) { a.recipient_nonce[1] ^= 1U; }},
        {"transaction-mismatch", [](auto&, Answer& a) { a.transaction_id[1] ^= 1U; }},
        {"protection-missing", [](auto&, Answer& a) { a.key = nullptr; }},
    };
    return rows;
}

TEST_F(HostileAnswer, ToAPollIsRefusedForItsOwnReason) {
    ca.waiting = true;
    Keeper keeper;
    const auto first =
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
    ASSERT_TRUE(first) << first.failure().detail;
    const auto waiting = std::get<CaWaiting>(*first);
    for (const auto& row : poll_rows()) {
        SCOPED_TRACE(row.detail);
        ca.change_poll_answer = [&](Answer& a) { row.change(ca, a); };
        const auto answer =
            CmpAuthority(ca.settings()).resume(ca.applicant.order, waiting, keeper.callback(), {});
        ASSERT_TRUE(answer.failed_with(Code::ca_answer_refused));
        EXPECT_EQ(answer.failure().detail, row.detail);
        EXPECT_TRUE(details.insert(answer.failure().detail).second);
    }
    ca.change_poll_answer = {};
    EXPECT_TRUE(
        CmpAuthority(ca.settings()).resume(ca.applicant.order, waiting, keeper.callback(), {}))
        << "the transaction goes on all the same";
}

TEST_F(HostileAnswer, ToTheConfirmationLeavesTheCertificateUnconfirmed) {
    const std::vector<std::function<void(Answer&)>> changes = {
        [](Answer& a) { a.recipient_nonce[0] ^= 1U; },
        [](Answer& a) { a.key = nullptr; },
        [](Answer& a) { a.body_tag = tag(22); },
        [](Answer& a) {
            a.body_tag = tag(23);
            a.body = HostileCa::error(2, 11);
        },
        [](Answer& a) { a.on_the_wire = [](Bytes& octets) { octets.clear(); }; },
    };
    for (const auto& change : changes) {
        ca.change_confirmation = change;
        Keeper keeper;
        const auto answer =
            CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {});
        ASSERT_TRUE(answer) << answer.failure().detail;
        EXPECT_EQ(keeper.kept, 1);
        EXPECT_FALSE(std::get<CaGranted>(*answer).confirmed);
    }
}

} // namespace
} // namespace koltamga::ca
