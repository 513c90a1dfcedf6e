// One function says what may be tried again.
#include "sync/sender.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::sync {
namespace {

struct Row {
    Code code;
    const char* detail;
    Retry retry;
    Wait wait;
};

TEST(Retry, OnlyWhatMayHealByItselfIsTriedAgain) {
    const Row rows[] = {
        {Code::net_unreachable, "", Retry::later, Wait::network},
        {Code::net_connect_timeout, "", Retry::later, Wait::network},
        {Code::net_timeout, "", Retry::later, Wait::network},
        {Code::net_closed_early, "", Retry::later, Wait::network},
        {Code::net_tls_failed, "", Retry::later, Wait::network},
        {Code::net_cancelled, "after-sending", Retry::later, Wait::network},
        {Code::net_garbled, "", Retry::later, Wait::centre_busy},
        {Code::net_status, "status 500", Retry::later, Wait::centre_busy},
        {Code::net_status, "status 503", Retry::later, Wait::centre_busy},
        {Code::net_status, "status 404", Retry::after_person, Wait::refused},
        {Code::net_status, "status 403", Retry::after_person, Wait::refused},
        {Code::net_tls_untrusted, "", Retry::after_person, Wait::trust},
        {Code::net_tls_clock, "", Retry::after_person, Wait::trust},
        {Code::net_tls_host, "", Retry::after_person, Wait::trust},
        {Code::net_tls_weak, "", Retry::after_person, Wait::trust},
        {Code::net_tls_revoked, "", Retry::after_person, Wait::trust},
        {Code::net_tls_refused, "", Retry::after_person, Wait::trust},
        {Code::net_too_large, "", Retry::after_person, Wait::trust},
        {Code::net_address, "", Retry::after_person, Wait::trust},
        {Code::sync_fork, "", Retry::after_person, Wait::fork},
        {Code::sync_refused, "", Retry::after_person, Wait::refused},
        {Code::sync_receipt_refused, "", Retry::after_person, Wait::trust},
        {Code::sync_receipt_malformed, "", Retry::after_person, Wait::trust},
        {Code::sync_answer_malformed, "", Retry::later, Wait::centre_busy},
    };
    for (const auto& row : rows) {
        const Failure failure{row.code, row.detail};
        EXPECT_EQ(retry_of(failure), row.retry) << name_of(row.code) << row.detail;
        EXPECT_EQ(wait_of(failure), row.wait) << name_of(row.code) << row.detail;
    }
}

TEST(Retry, EveryWaitHasItsOwnWordsInEachLanguage) {
    std::set<std::string_view> said;
    for (const auto wait : {Wait::network, Wait::centre_busy, Wait::more_sync, Wait::refused,
                            Wait::damaged, Wait::fork, Wait::trust}) {
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_TRUE(said.insert(sentence_for(wait, language)).second);
            EXPECT_GT(sentence_for(wait, language).size(), 20U);
        }
        EXPECT_TRUE(said.insert(name_of(wait)).second);
    }
}

} // namespace
} // namespace koltamga::sync
