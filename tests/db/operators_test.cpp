#include "db/operators.h"
#include "tests/db/support.h"

#include <gmock/gmock.h>

namespace koltamga::db {
namespace {

using issuance::Stamp;
using test::Life;
using test::ok;
using test::secret;
using test::Station;

constexpr auto aidas = "correct horse battery";
constexpr auto bekas = "another long password";

class OperatorsTest : public testing::Test {
  protected:
    Station station{"operators"};
    Operators operators = station.operators();

    Result<Session> sign_in(std::string_view name, std::string_view password) {
        return operators.sign_in(name, secret(password), station.stamp());
    }
    Session added(std::string_view name, Role role) {
        EXPECT_TRUE(
            ok(operators.add(station.session(), name, role, secret(bekas), station.stamp())));
        return sign_in(name, bekas).value();
    }
    std::string last_kind() {
        return station.connection()
            .text("SELECT kind FROM entry ORDER BY sequence DESC LIMIT 1")
            .value()
            .value();
    }
};

TEST_F(OperatorsTest, TheFirstSupervisorSignsInAndReads) {
    Life life(station);
    life.through(2);
    const auto session = sign_in("aida", aidas);
    ASSERT_TRUE(ok(session));
    EXPECT_EQ(session->role, Role::supervisor);
    EXPECT_EQ(last_kind(), "operator.signed-in");
    EXPECT_EQ(station.journal_of(*session)->entries_of(life.id())->size(), 2U);
}

TEST_F(OperatorsTest, AWrongPasswordAndAnUnknownNameSoundTheSame) {
    EXPECT_TRUE(sign_in("aida", "wrong password").failed_with(Code::operator_wrong_password));
    EXPECT_EQ(last_kind(), "operator.sign-in-failed");
    EXPECT_TRUE(sign_in("nobody", aidas).failed_with(Code::operator_wrong_password));
    EXPECT_TRUE(sign_in("", aidas).failed_with(Code::operator_wrong_password));
    EXPECT_TRUE(sign_in("aida", "").failed_with(Code::operator_wrong_password));
}

TEST_F(OperatorsTest, WhoCannotSignInIsToldWhoCanHelp) {
    const auto refused = sign_in("nobody", aidas);
    ASSERT_FALSE(refused);
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        EXPECT_NE(words_for(refused.failure(), language).remedy.find("(aida)"), std::string::npos)
            << words_for(refused.failure(), language).remedy;
    }
}

TEST(Role, ThatIsNeededAndThatOneHasAreNamed) {
    const auto words = [](const Done& refused, Language language) {
        const auto text = words_for(refused.failure(), language);
        return text.cause + " " + text.remedy;
    };
    const auto auditor = require_writer({"bek", Role::auditor, nullptr});
    ASSERT_TRUE(auditor.failed_with(Code::operator_not_allowed));
    EXPECT_NE(words(auditor, Language::en).find("Your role (auditor)"), std::string::npos);
    EXPECT_NE(words(auditor, Language::en).find("an operator or a supervisor"), std::string::npos);
    const auto clerk = require_supervisor({"bek", Role::clerk, nullptr});
    ASSERT_TRUE(clerk.failed_with(Code::operator_not_allowed));
    EXPECT_NE(words(clerk, Language::ru).find("Ваша роль (оператор)"), std::string::npos);
    EXPECT_NE(words(clerk, Language::ru).find("может сделать руководитель"), std::string::npos);
    EXPECT_EQ(words(clerk, Language::en).find("an operator or"), std::string::npos);
    EXPECT_TRUE(require_writer({"bek", Role::clerk, nullptr}));
    EXPECT_TRUE(require_supervisor({"aida", Role::supervisor, nullptr}));
}

TEST(Delay, GrowsAndEndsAtAQuarterOfAnHour) {
    EXPECT_EQ(delay_after(0).count(), 0);
    EXPECT_EQ(delay_after(2).count(), 0);
    for (int failures = 3; failures < 10; ++failures) {
        EXPECT_GE(delay_after(failures + 1), delay_after(failures));
    }
    EXPECT_EQ(delay_after(3).count(), 5);
    EXPECT_EQ(delay_after(4).count(), 10);
    EXPECT_EQ(delay_after(50).count(), 15 * 60);
    EXPECT_EQ(delay_after(2'000'000'000).count(), 15 * 60);
}

TEST_F(OperatorsTest, AThousandGuessesTakeDaysAndTheRightPasswordWaitsToo) {
    int looked_at = 0;
    for (int guess = 0; guess < 1000; ++guess) {
        const auto tried = sign_in("aida", "guess number " + std::to_string(guess));
        ASSERT_FALSE(tried);
        looked_at += tried.failed_with(Code::operator_wrong_password) ? 1 : 0;
    }
    EXPECT_LE(looked_at, 12) << "a second between guesses: all others were only told to wait";
    const auto right = sign_in("aida", aidas);
    ASSERT_TRUE(right.failed_with(Code::operator_wait));
    station.clock().advance(std::chrono::minutes(16));
    EXPECT_TRUE(ok(sign_in("aida", aidas)));
    EXPECT_TRUE(sign_in("aida", "wrong again").failed_with(Code::operator_wrong_password))
        << "success forgives what was before";
}

TEST_F(OperatorsTest, RestartingAndSettingTheClockBackShortenNothing) {
    for (int guess = 0; guess < 8; ++guess) {
        static_cast<void>(sign_in("aida", "guess"));
        station.clock().advance(delay_after(guess + 1));
    }
    static_cast<void>(sign_in("aida", "guess"));
    station.close();
    station.open();
    auto again = station.operators();
    const auto now = station.clock().now();
    const auto tried = [&](Instant when) {
        return again.sign_in("aida", secret(aidas), Stamp{"-", when, TimeSource::system});
    };
    EXPECT_TRUE(tried(now).failed_with(Code::operator_wait));
    const auto back = now - std::chrono::days(400);
    EXPECT_TRUE(tried(back).failed_with(Code::operator_wait));
    EXPECT_TRUE(tried(back + std::chrono::seconds(1)).failed_with(Code::operator_wait));
    EXPECT_TRUE(ok(tried(back + std::chrono::minutes(20))))
        << "and a clock that was wrong does not lock anybody out for a year";
}

TEST_F(OperatorsTest, ATryIsCountedBeforeItIsMade) {
    ASSERT_FALSE(sign_in("aida", "guess"));
    EXPECT_EQ(*station.connection().integer("SELECT failures FROM operator"), 1);
}

TEST_F(OperatorsTest, AProcessThatOnlyReadsCountsFailuresToo) {
    const auto reader =
        StationDatabase::open(station.folder(), test::practice_binding, Use::read).value();
    Operators beside(reader, reader.connect_for_sign_in().value(), test::cheap);
    const auto before = *station.outbox().last_sequence();
    EXPECT_FALSE(beside.sign_in("aida", secret("guess"), station.stamp()));
    EXPECT_EQ(*station.connection().integer("SELECT failures FROM operator"), 1);
    EXPECT_TRUE(ok(beside.sign_in("aida", secret(aidas), station.stamp())));
    EXPECT_EQ(*station.outbox().last_sequence(), before) << "only the writer journals";
}

TEST_F(OperatorsTest, RolesMayWhatTheyMayAndNoMore) {
    const auto clerk = added("beka", Role::clerk);
    const auto auditor = added("chynara", Role::auditor);
    Life life(station);
    life.to_the_end();

    auto audits = station.journal_of(auditor);
    EXPECT_EQ(audits->entries_of(life.id())->size(), 13U);
    EXPECT_TRUE(ok(audits->station_entries()));
    const auto& at = station.stamp();
    Life other(station);
    const auto refused = [](const auto& result) {
        return result.failed_with(Code::operator_not_allowed);
    };
    EXPECT_TRUE(refused(audits->append(other.drafts_of(0), at)));
    EXPECT_TRUE(refused(audits->put_blob(life.id(), "portrait", {})));
    EXPECT_TRUE(refused(audits->destroy_blob(life.id(), life.portrait())));
    EXPECT_TRUE(refused(audits->erase(life.id(), "asked", at)));
    EXPECT_TRUE(refused(audits->rebuild()));
    EXPECT_TRUE(refused(operators.add(auditor, "dana", Role::clerk, secret(bekas), at)));

    auto works = station.journal_of(clerk);
    EXPECT_TRUE(ok(works->append(other.drafts_of(0), at)));
    EXPECT_TRUE(refused(works->erase(life.id(), "asked", at)));
    EXPECT_TRUE(refused(operators.add(clerk, "dana", Role::supervisor, secret(bekas), at)));
    EXPECT_TRUE(refused(operators.reset(clerk, "aida", secret(bekas), at)));
    EXPECT_TRUE(refused(operators.disable(clerk, "aida", test::recovery().certificate.der(), at)));
}

TEST_F(OperatorsTest, BadNamesAndPasswordsAreRefused) {
    const auto add = [&](std::string_view name, std::string_view password) {
        return operators.add(station.session(), name, Role::clerk, secret(password),
                             station.stamp());
    };
    EXPECT_TRUE(add("Beka", bekas).failed_with(Code::operator_name_invalid));
    EXPECT_TRUE(add("", bekas).failed_with(Code::operator_name_invalid));
    EXPECT_TRUE(add("beka", "short").failed_with(Code::operator_password_weak));
    EXPECT_TRUE(add("beka", "кыскасөз").failed_with(Code::operator_password_weak)) << "8 letters";
    EXPECT_TRUE(add("aida", bekas).failed_with(Code::operator_exists));
    EXPECT_TRUE(operators.reset(station.session(), "nobody", secret(bekas), station.stamp())
                    .failed_with(Code::operator_unknown));
    EXPECT_TRUE(ok(add("beka", bekas)));
}

TEST_F(OperatorsTest, AResetPasswordReplacesTheOldOne) {
    static_cast<void>(added("beka", Role::clerk));
    ASSERT_TRUE(ok(
        operators.reset(station.session(), "beka", secret("a third password"), station.stamp())));
    EXPECT_EQ(last_kind(), "operator.reset");
    EXPECT_FALSE(sign_in("beka", bekas));
    const auto session = sign_in("beka", "a third password");
    ASSERT_TRUE(ok(session));
    EXPECT_EQ(session->role, Role::clerk);
}

TEST_F(OperatorsTest, DisablingChangesTheDataKeyForEverybodyElse) {
    const auto beka = added("beka", Role::clerk);
    static_cast<void>(added("chynara", Role::supervisor));
    Life life(station);
    life.through(5);
    const auto id = life.id();
    ASSERT_TRUE(ok(beka.keys->keep_secret(station.connection(), "ra", secret("key of ra"))));
    ASSERT_TRUE(ok(beka.keys->save_draft(station.connection(), id, secret("typed so far"),
                                         station.clock().now())));
    const auto fresh = operators.disable(station.session(), "beka",
                                         test::recovery().certificate.der(), station.stamp());
    ASSERT_TRUE(ok(fresh));
    EXPECT_FALSE(sign_in("beka", bekas));
    EXPECT_TRUE(beka.keys->subject_key(station.connection(), id).failed_with(Code::db_key_wrong))
        << "who kept the old data key opens nothing with it";
    EXPECT_FALSE(
        equal_in_constant_time(fresh->keys->data_key().view(), beka.keys->data_key().view()));

    const auto chynara = sign_in("chynara", bekas);
    ASSERT_TRUE(ok(chynara));
    auto journal = station.journal_of(*chynara);
    EXPECT_EQ(journal->entries_of(id)->size(), 6U);
    EXPECT_THAT(*journal->applications_of_person("20101199000008"), testing::ElementsAre(id));
    EXPECT_EQ((*journal->row(id))->pin, "20101199000008");
    EXPECT_EQ(text_of(chynara->keys->secret(station.connection(), "ra")->view()), "key of ra");
    const auto draft = chynara->keys->draft(station.connection(), id);
    ASSERT_TRUE(ok(draft));
    EXPECT_EQ(text_of((*draft)->view()), "typed so far");
    station.journal().renew(*fresh);
    life.step();
    EXPECT_TRUE(
        verify_journal(station.connection(), station.folder(), station.anchors(), fresh->keys.get())
            ->sound());
}

TEST_F(OperatorsTest, TheLastSupervisorStays) {
    static_cast<void>(added("beka", Role::clerk));
    const auto der = test::recovery().certificate.der();
    EXPECT_TRUE(operators.disable(station.session(), "aida", der, station.stamp())
                    .failed_with(Code::operator_last_supervisor));
    EXPECT_TRUE(operators.disable(station.session(), "nobody", der, station.stamp())
                    .failed_with(Code::operator_unknown));
    ASSERT_TRUE(ok(operators.disable(station.session(), "beka", der, station.stamp())));
    const auto list = operators.list();
    ASSERT_TRUE(ok(list));
    ASSERT_EQ(list->size(), 2U);
    EXPECT_TRUE((*list)[1].disabled);
}

TEST_F(OperatorsTest, ARoleRaisedInTheDatabaseIsNoticedAtSignIn) {
    static_cast<void>(added("beka", Role::auditor));
    ASSERT_TRUE(
        ok(station.connection().run("UPDATE operator SET role='supervisor' WHERE name='beka'")));
    EXPECT_TRUE(sign_in("beka", bekas).failed_with(Code::db_key_wrong));
}

TEST_F(OperatorsTest, AKeySlippedInGetsNoNewDataKey) {
    static_cast<void>(added("beka", Role::clerk));
    static_cast<void>(added("chynara", Role::clerk));
    ASSERT_TRUE(ok(station.connection().run("UPDATE operator SET certificate=? WHERE name='beka'",
                                            {test::centre().certificate.der()})));
    EXPECT_TRUE(operators
                    .disable(station.session(), "chynara", test::recovery().certificate.der(),
                             station.stamp())
                    .failed_with(Code::db_key_wrong));
    EXPECT_TRUE(ok(sign_in("chynara", bekas))) << "and nothing of it was done";
}

TEST_F(OperatorsTest, UnlockingIsTheSamePersonsPasswordAndDelay) {
    EXPECT_TRUE(ok(operators.confirm(station.session(), secret(aidas), station.stamp())));
    EXPECT_TRUE(operators.confirm(station.session(), secret("wrong one here"), station.stamp())
                    .failed_with(Code::operator_wrong_password));
}

} // namespace
} // namespace koltamga::db
