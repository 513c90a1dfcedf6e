// The centre's protocol as the station writes and reads it, and what each status means.
#include "sync/protocol.h"

#include "crypto/base64.h"
#include "crypto/random.h"

#include <gtest/gtest.h>

#include <string>

namespace koltamga::sync {
namespace {

Bytes octets(std::string_view text) {
    const auto view = bytes_of(text);
    return {view.begin(), view.end()};
}

const ApplicationId application = *ApplicationId::parse("0000-1111-2222-3333");
const std::string a64(64, 'a');

TEST(Accepted, IsASuccessAndARefusalHasTheCentresWords) {
    const std::string refusal = R"({"error": {"code": "centre.gap", "detail": "last-held 3"}})";
    const std::string fork = R"({"error": {"code": "centre.fork", "detail": "head 3"}})";
    struct Row {
        int status;
        std::string body;
        std::string said; // code and detail; empty: taken
    };
    const Row rows[] = {
        {200, "yes", ""},
        {201, "yes", ""},
        {204, "yes", ""},
        {202, "yes", "net.status status 202"},
        {409, refusal, "sync.refused centre.gap last-held 3"},
        {422, refusal, "sync.refused centre.gap last-held 3"},
        {499, refusal, "sync.refused centre.gap last-held 3"},
        {409, fork, "sync.fork head 3"},
        {500, refusal, "net.status status 500"},
        {503, fork, "net.busy status 503"},
        {404, "nothing here", "net.status status 404"},
    };
    for (const auto& row : rows) {
        const auto answer = accepted({row.status, "application/json", octets(row.body)});
        EXPECT_EQ(answer
                      ? ""
                      : std::string(name_of(answer.failure().code)) + " " + answer.failure().detail,
                  row.said);
        if (answer) {
            EXPECT_EQ(text_of(*answer), row.body);
        }
    }
}

TEST(Written, IsWhatTheCentreReads) {
    EXPECT_EQ(text_of(write_headers({"one", "two"})), R"({"headers":["one","two"]})");
    EXPECT_EQ(text_of(write_bodies({{application, {1}}, {std::nullopt, {2}}}, {{7, {3}}})),
              R"({"bodies":[{"body":"Aw==","sequence":7}],"wraps":[)"
              R"({"subject":"0000-1111-2222-3333","wrap":"AQ=="},)"
              R"({"subject":"station","wrap":"Ag=="}]})");
    EXPECT_EQ(text_of(write_settle({"text", {4}}, {{application, {a64}}})),
              R"({"head":{"signature":"BA==","text":"text"},"records":[)"
              R"({"application":"0000-1111-2222-3333","blobs":[")" +
                  a64 + R"("]}]})");
}

TEST(Read, IsWhatTheCentreHolds) {
    const auto held =
        read_held(octets(R"({"epoch": 2, "sequence": 41, "hash": ")" + a64 + R"("})"));
    ASSERT_TRUE(held);
    EXPECT_EQ(held->epoch, 2U);
    EXPECT_EQ(held->sequence, 41U);
    EXPECT_EQ(hex(held->hash), a64);
    for (const auto* bad : {"", "[]", "{}", R"({"epoch": 2, "sequence": 41, "hash": "aa"})",
                            R"({"epoch": "2", "sequence": 41, "hash": ""})"}) {
        const auto refused = read_held(octets(bad));
        ASSERT_TRUE(refused.failed_with(Code::sync_answer_malformed)) << bad;
        EXPECT_EQ(refused.failure().detail, "held");
    }
}

TEST(Read, IsWhatASettlementSays) {
    const auto settlement = read_settlement(octets(
        R"({"head_receipt": "AQ==", "station": {"wrap": true, "bodies": [1]}, "records": [
            {"application": "0000-1111-2222-3333", "receipt": "Ag==", "refused": "why",
             "missing": {"wrap": true, "bodies": [4, 5], "blobs": ["b"]}},
            {"application": "0000-1111-2222-3333"}]})"));
    ASSERT_TRUE(settlement);
    EXPECT_EQ(settlement->head_receipt, Bytes{1});
    EXPECT_TRUE(settlement->station.wrap);
    EXPECT_EQ(settlement->station.bodies, std::vector<std::uint64_t>{1});
    ASSERT_EQ(settlement->records.size(), 2U);
    const auto& record = settlement->records[0];
    EXPECT_EQ(record.application, application);
    EXPECT_EQ(record.receipt, Bytes{2});
    EXPECT_EQ(record.refused, "why");
    EXPECT_TRUE(record.missing.wrap);
    EXPECT_EQ(record.missing.bodies, (std::vector<std::uint64_t>{4, 5}));
    EXPECT_EQ(record.missing.blobs, std::vector<std::string>{"b"});
    EXPECT_TRUE(settlement->records[1].receipt.empty());
    EXPECT_FALSE(settlement->records[1].missing.wrap);
}

} // namespace
} // namespace koltamga::sync
