// What a station hears of a failure: the centre's words, and an HTTP status that fits.
#include "centre/failures.h"
#include "centre/service.h"

#include <gtest/gtest.h>

namespace koltamga::centre {
namespace {

TEST(Answer, ToAFailureHasTheStatusThatFits) {
    const std::pair<Code, int> rows[] = {
        {Code::centre_fork, 409},
        {Code::centre_gap, 409},
        {Code::centre_station_taken, 409},
        {Code::centre_refused, 422},
        {Code::practice_delivery_refused, 422},
        {Code::centre_code_refused, 403},
        {Code::centre_station_unknown, 403},
        {Code::practice_control_refused, 403},
        {Code::centre_malformed, 400},
        {Code::centre_not_offered, 404},
        // The centre's own trouble: the station tries again.
        {Code::db_full, 503},
        {Code::db_damaged, 503},
        {Code::file_not_written, 503},
        {Code::practice_no_such_fault, 503},
    };
    for (const auto& [code, status] : rows) {
        const auto response = response_of(Failure{code, "a \"word\""});
        EXPECT_EQ(response.status, status) << name_of(code);
        EXPECT_EQ(response.content_type, "application/json");
        EXPECT_EQ(text_of(response.body), R"({"error":{"code":")" + std::string(name_of(code)) +
                                              R"(","detail":"a \"word\""}})");
        EXPECT_FALSE(response.cut_after);
    }
    EXPECT_EQ(json_response("{}").status, 200);
}

TEST(Translated, IsWhatTheStoreSaidInTheCentresWords) {
    struct Row {
        Code said;
        Code heard;
        const char* detail;
    };
    const Row rows[] = {
        {Code::db_fork, Code::centre_fork, "5"},
        {Code::db_gap, Code::centre_gap, "5"},
        {Code::db_chain_broken, Code::centre_refused, "chain-broken 5"},
        {Code::db_entry_malformed, Code::centre_refused, "entry-malformed 5"},
        {Code::db_entry_unknown, Code::centre_refused, "entry-unknown 5"},
        {Code::db_head_malformed, Code::centre_refused, "head-malformed 5"},
        {Code::db_body_mismatch, Code::centre_refused, "body-mismatch 5"},
        {Code::db_code_refused, Code::centre_code_refused, "5"},
        {Code::db_full, Code::db_full, "5"},
        {Code::db_damaged, Code::db_damaged, "5"},
    };
    for (const auto& row : rows) {
        const auto heard = translated(Failure{row.said, "5"});
        EXPECT_EQ(heard.code, row.heard) << name_of(row.said);
        EXPECT_EQ(heard.detail, row.detail) << name_of(row.said);
    }
}

} // namespace
} // namespace koltamga::centre
