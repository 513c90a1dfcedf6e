// The form of a CMP message (RFC 9810 §5.1), part by part: what is read, and what is none.
#include "ca/message.h"

#include "crypto/der.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;

const Bytes name = der::element(der::around(4), der::sequence({}));
const Bytes confirmation = der::element(der::around(19), der::null());

Bytes all_of(std::uint8_t tag, const std::vector<Bytes>& parts) {
    Bytes content;
    for (const auto& part : parts) {
        content.insert(content.end(), part.begin(), part.end());
    }
    return der::element(tag, content);
}

Bytes message(const std::vector<Bytes>& header, const Bytes& body,
              const std::vector<Bytes>& after = {}) {
    std::vector<Bytes> parts = {all_of(der::sequence_tag, header), body};
    parts.insert(parts.end(), after.begin(), after.end());
    return all_of(der::sequence_tag, parts);
}

Bytes with_fields(const std::vector<Bytes>& fields) {
    std::vector<Bytes> header = {der::integer(2), name, name};
    header.insert(header.end(), fields.begin(), fields.end());
    return message(header, confirmation);
}

Bytes with_body(unsigned number, const Bytes& content) {
    return message({der::integer(2), name, name}, der::element(der::around(number), content));
}

Bytes octets(unsigned number, const Bytes& content) {
    return der::element(der::around(number), der::element(der::octet_string_tag, content));
}

Bytes time(std::string_view text) {
    return der::element(der::around(0), der::element(der::generalized_time_tag, text));
}

std::string refusal(const Bytes& octets) {
    const auto read = read_message(octets);
    return read ? "" : read.failure().detail;
}

TEST(MessageForm, GivesEachHeaderFieldItsOwnPlace) {
    const auto algorithm = der::sequence({der::oid("1.2.840.10045.4.3.2")});
    const auto read = read_message(with_fields(
        {time("20261122094107Z"), der::element(der::around(1), algorithm), octets(2, {2}),
         octets(3, {3}), octets(4, {4}), octets(5, {5}), octets(6, {6}),
         der::element(der::around(7), der::sequence({})),
         der::element(der::around(8), der::sequence({der::sequence({der::oid("1.2.3")})}))}));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(read->version, 2);
    EXPECT_EQ(to_text(read->time.value()), "2026-11-22T09:41:07.000Z");
    EXPECT_EQ(read->protection_algorithm, algorithm);
    EXPECT_EQ(read->sender, der::sequence({}));
    EXPECT_EQ(read->sender_key_id, Bytes{2});
    EXPECT_EQ(read->transaction_id, Bytes{4});
    EXPECT_EQ(read->sender_nonce, Bytes{5});
    EXPECT_EQ(read->recipient_nonce, Bytes{6});
    EXPECT_FALSE(read->implicit_confirmation) << "that was another word";
    EXPECT_TRUE(read->is(Body::pkiconf));
}

TEST(MessageForm, OfAHeaderThatIsNoneIsRefused) {
    const std::vector<std::pair<std::string, Bytes>> rows = {
        {"malformed header version", message({name, name}, confirmation)},
        {"malformed header version", message({der::null(), name, name}, confirmation)},
        {"malformed header sender", message({der::integer(2)}, confirmation)},
        {"malformed header sender",
         message({der::integer(2), der::element(der::around(2), der::sequence({})), name},
                 confirmation)},
        {"malformed header recipient", message({der::integer(2), name}, confirmation)},
        {"malformed header field", with_fields({octets(4, {4}), octets(4, {4})})},
        {"malformed header field", with_fields({octets(5, {5}), octets(4, {4})})},
        {"malformed header field", with_fields({octets(9, {9})})},
        {"malformed header field", with_fields({der::null()})},
        {"malformed header field", with_fields({time("2026112209410Z")})},
        {"malformed header field", with_fields({time("20261122094107z")})},
        {"malformed header field", with_fields({time("20261122094107.0Z")})},
        {"malformed header field", with_fields({der::element(der::around(1), der::null())})},
        {"malformed header field", with_fields({der::element(der::around(3), der::null())})},
        {"malformed header field", with_fields({der::element(der::around(4), der::null())})},
        {"malformed header field", with_fields({der::element(der::around(5), Bytes{})})},
        {"malformed header field", with_fields({der::element(der::around(7), der::null())})},
        {"malformed header field", with_fields({der::element(der::around(8), der::null())})},
        {"malformed header field",
         with_fields({der::element(der::around(8), der::sequence({der::null()}))})},
    };
    for (const auto& [detail, octets] : rows) {
        EXPECT_EQ(refusal(octets), detail) << hex(octets);
    }
}

Bytes status(std::int64_t number, const std::vector<Bytes>& more = {}) {
    std::vector<Bytes> parts = {
        der::element(der::integer_tag, Bytes{static_cast<std::uint8_t>(number)})};
    parts.insert(parts.end(), more.begin(), more.end());
    return all_of(der::sequence_tag, parts);
}

Bytes bits(const Bytes& content) {
    return der::element(der::bit_string_tag, content);
}

Bytes error(const Bytes& status_info) {
    return with_body(23, der::sequence({status_info}));
}

TEST(MessageForm, ReadsEachFailureBit) {
    struct Row {
        Bytes content;
        std::vector<unsigned> expected;
    };
    const Row rows[] = {{{7, 0x80}, {0}},
                        {{0, 0x01}, {7}},
                        {{7, 0x00, 0x80}, {8}},
                        {{5, 0x20, 0x40, 0x00, 0x20}, {2, 9, 26}},
                        {{0}, {}}};
    for (const auto& row : rows) {
        const auto read = read_message(error(status(2, {bits(row.content)})));
        ASSERT_TRUE(read) << read.failure().detail;
        EXPECT_EQ(read->error->failure_bits, row.expected) << hex(row.content);
    }
}

TEST(MessageForm, OfAStatusThatIsNoneIsRefused) {
    const Bytes rows[] = {status(7),
                          status(-1),
                          status(2, {bits({})}),
                          status(2, {bits({8, 0x80})}),
                          status(2, {bits({7, 0x80}), der::null()}),
                          status(2, {der::null()}),
                          der::sequence({})};
    for (const auto& row : rows) {
        EXPECT_EQ(refusal(error(row)), "malformed body error") << hex(row);
    }
    EXPECT_EQ(refusal(error(status(6, {der::sequence({}), bits({7, 0x80})}))), "")
        << "with text, which nobody reads";
}

Bytes granted(const std::vector<Bytes>& pair) {
    return with_body(
        3,
        der::sequence({der::sequence({all_of(
            der::sequence_tag, {der::integer(0), status(0), all_of(der::sequence_tag, pair)})})}));
}

TEST(MessageForm, TakesACertificateAndNothingBesideIt) {
    const auto certificate = der::sequence({der::null()});
    const auto plain = der::element(der::around(0), certificate);
    const auto read = read_message(granted({plain}));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(read->responses.at(0).certificate, certificate);
    EXPECT_EQ(read->responses.at(0).request_id, 0);
    for (const auto& pair : std::vector<std::vector<Bytes>>{
             {},
             {der::element(der::around(1), certificate)},        // encrypted
             {plain, der::element(der::around(0), certificate)}, // and a key for it
             {der::element(der::around(0), der::null())},
             {der::element(der::around(0), der::joined({certificate, certificate}))}}) {
        EXPECT_EQ(refusal(granted(pair)), "malformed body certificate response");
    }
}

TEST(MessageForm, OfAPollAnswerMayGiveAReasonAndNoMore) {
    const auto poll = [](const std::vector<Bytes>& parts) {
        return with_body(26, der::sequence({all_of(der::sequence_tag, parts)}));
    };
    const auto read = read_message(poll({der::integer(0), der::integer(90), der::sequence({})}));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(read->polls.at(0).request_id, 0);
    EXPECT_EQ(read->polls.at(0).check_after, 90);
    EXPECT_EQ(refusal(poll({der::integer(0)})), "malformed body poll response");
    EXPECT_EQ(refusal(poll({der::integer(0), der::integer(1), der::null()})),
              "malformed body poll response");
}

TEST(MessageForm, OfTheProtectionIsWholeOctets) {
    const auto protected_by = [](const Bytes& content) {
        return message({der::integer(2), name, name}, confirmation,
                       {der::element(der::around(0), bits(content))});
    };
    const auto read = read_message(protected_by({0, 1, 2}));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(read->protection, (Bytes{1, 2}));
    EXPECT_EQ(
        read->protected_part,
        der::sequence({all_of(der::sequence_tag, {der::integer(2), name, name}), confirmation}));
    EXPECT_EQ(refusal(protected_by({0})), "malformed protection");
    EXPECT_EQ(refusal(protected_by({1, 2})), "malformed protection");
}

TEST(MessageForm, EndsWithTheExtraCertificates) {
    const auto extra = [](const Bytes& content) {
        return message({der::integer(2), name, name}, confirmation,
                       {der::element(der::around(1), content)});
    };
    const auto read = read_message(extra(der::sequence({der::sequence({}), der::sequence({})})));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(read->extra_certificates.size(), 2U);
    EXPECT_EQ(refusal(extra(der::null())), "malformed extra certificates");
    EXPECT_EQ(refusal(extra(der::sequence({der::null()}))), "malformed extra certificates");
    EXPECT_EQ(refusal(message({der::integer(2), name, name}, confirmation, {der::null()})),
              "malformed message end");
}

TEST(MessageForm, MayBeAsLongAsTheLimitAndNoLonger) {
    EXPECT_EQ(largest_message, 256U * 1024);
    Bytes fitting(largest_message, 0x30);
    EXPECT_NE(refusal(fitting), "oversized");
    fitting.push_back(0x30);
    EXPECT_EQ(refusal(fitting), "oversized");
}

TEST(MessageForm, NamesStatusAndFailuresAsTheStandardDoes) {
    const char* statuses[] = {"accepted",        "grantedWithMods",   "rejection",
                              "waiting",         "revocationWarning", "revocationNotification",
                              "keyUpdateWarning"};
    for (std::size_t i = 0; i < std::size(statuses); ++i) {
        EXPECT_EQ(name_of(static_cast<Status>(i)), statuses[i]);
    }
    const char* failures[] = {"badAlg",
                              "badMessageCheck",
                              "badRequest",
                              "badTime",
                              "badCertId",
                              "badDataFormat",
                              "wrongAuthority",
                              "incorrectData",
                              "missingTimeStamp",
                              "badPOP",
                              "certRevoked",
                              "certConfirmed",
                              "wrongIntegrity",
                              "badRecipientNonce",
                              "timeNotAvailable",
                              "unacceptedPolicy",
                              "unacceptedExtension",
                              "addInfoNotAvailable",
                              "badSenderNonce",
                              "badCertTemplate",
                              "signerNotTrusted",
                              "transactionIdInUse",
                              "unsupportedVersion",
                              "notAuthorized",
                              "systemUnavail",
                              "systemFailure",
                              "duplicateCertReq"};
    for (unsigned bit = 0; bit < std::size(failures); ++bit) {
        EXPECT_EQ(describe({Status::rejection, {bit}}), std::string("rejection: ") + failures[bit]);
    }
    EXPECT_EQ(describe({Status::rejection, {27}}), "rejection: bit 27");
}

} // namespace
} // namespace koltamga::ca
