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
        {Code::net_busy, "status 503", Retry::later, Wait::centre_busy},
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

TEST(Retry, EveryWaitIsNamedAndSaysWhoHasToAct) {
    using issuance::WaitsFor;
    struct Named {
        Wait wait;
        const char* name;
        WaitsFor who;
        const char* english;
        const char* russian;
        const char* kyrgyz;
    };
    const Named rows[] = {
        {Wait::network, "network", WaitsFor::network, "The centre cannot be reached",
         "Центр недоступен", "Борборго жетүү"},
        {Wait::centre_busy, "centre-busy", WaitsFor::centre, "The centre cannot take it now",
         "Центр сейчас", "Борбор азыр"},
        {Wait::more_sync, "more-sync", WaitsFor::centre, "Not everything has been sent",
         "Отправлено не всё", "Баары жөнөтүлө"},
        {Wait::refused, "refused", WaitsFor::second_person, "The centre did not take",
         "Центр не принял", "Борбор жазууну"},
        {Wait::damaged, "damaged-here", WaitsFor::second_person, "A part of the record",
         "Часть записи", "Жазуунун"},
        {Wait::fork, "fork", WaitsFor::second_person, "The centre holds another journal",
         "В центре другой", "Борбордо"},
        {Wait::trust, "trust", WaitsFor::second_person, "The answer cannot be believed",
         "Ответу нельзя", "Жооп"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(name_of(row.wait), row.name);
        EXPECT_EQ(who_acts(row.wait), row.who) << row.name;
        EXPECT_TRUE(sentence_for(row.wait, Language::en).starts_with(row.english)) << row.name;
        EXPECT_TRUE(sentence_for(row.wait, Language::ru).starts_with(row.russian)) << row.name;
        EXPECT_TRUE(sentence_for(row.wait, Language::ky).starts_with(row.kyrgyz)) << row.name;
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

// No program of ours sends anything unless somebody has it run.
TEST(Retry, WhatNobodyElseMendsNamesTheCommandThatTriesAgain) {
    for (const auto wait : {Wait::network, Wait::centre_busy, Wait::more_sync}) {
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            EXPECT_NE(sentence_for(wait, language).find("`koltamgactl sync`"), std::string::npos)
                << sentence_for(wait, language);
        }
    }
}

} // namespace
} // namespace koltamga::sync
