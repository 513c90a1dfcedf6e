#include "db/operator_keys.h"
#include "db/operators.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/seal.h"

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
    Session disabled(std::string_view name) {
        return test::must(operators.disable(station.session(), name,
                                            test::recovery().certificate.der(), station.stamp()));
    }
    static Digest proof_of(const SecretBytes& data_key, const std::string& text) {
        const auto key = crypto::hkdf_sha256(data_key.view(), {},
                                             bytes_of("koltamga-authenticate-1 operator"), 32);
        return crypto::hmac_sha256(key.view(), bytes_of(text));
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
    constexpr int seconds[] = {5, 10, 20, 40, 80, 160, 320, 640, 900, 900};
    for (int more = 0; more < 10; ++more) {
        EXPECT_EQ(delay_after(3 + more).count(), seconds[more]) << more;
    }
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
    EXPECT_TRUE(sign_in("beka", bekas).failed_with(Code::operator_row_changed));
}

TEST_F(OperatorsTest, AKeySlippedInGetsNoNewDataKey) {
    static_cast<void>(added("beka", Role::clerk));
    static_cast<void>(added("chynara", Role::clerk));
    ASSERT_TRUE(ok(station.connection().run("UPDATE operator SET certificate=? WHERE name='beka'",
                                            {test::centre().certificate.der()})));
    EXPECT_TRUE(operators
                    .disable(station.session(), "chynara", test::recovery().certificate.der(),
                             station.stamp())
                    .failed_with(Code::operator_row_changed));
    EXPECT_TRUE(ok(sign_in("chynara", bekas))) << "and nothing of it was done";
}

TEST_F(OperatorsTest, UnlockingIsTheSamePersonsPasswordAndDelay) {
    EXPECT_TRUE(ok(operators.confirm(station.session(), secret(aidas), station.stamp())));
    EXPECT_TRUE(operators.confirm(station.session(), secret("wrong one here"), station.stamp())
                    .failed_with(Code::operator_wrong_password));
}

// The row's own proof, private half and wrap, as src/FORMATS.md describes them.
TEST_F(OperatorsTest, ARowIsWhatItsDescriptionSays) {
    static_cast<void>(added("beka", Role::clerk));
    auto row = station.connection()
                   .query("SELECT certificate, proof, password, private_key, data_key FROM "
                          "operator WHERE name='beka'")
                   .value();
    ASSERT_TRUE(*row.next());
    const auto& data_key = station.session().keys->data_key();
    const auto text = "beka\noperator\nenabled\n" + hex(crypto::sha256(row.blob(0)));
    EXPECT_EQ(koltamga::hex(row.blob(1)), hex(proof_of(data_key, text)));
    const auto parameters = crypto::PasswordParameters::parse(row.text(2));
    ASSERT_TRUE(ok(parameters));
    const auto from_password = crypto::key_from_password(bytes_of(bekas), *parameters);
    const auto half = crypto::open_secret(from_password.view(), row.blob(3),
                                          bytes_of("koltamga-operator-1\nbeka"));
    ASSERT_TRUE(ok(half));
    const auto key = crypto::KeyPair::from_pkcs8(half->view());
    ASSERT_TRUE(ok(key));
    const auto wrapped =
        crypto::open_envelope(row.blob(4), *key, crypto::Certificate::parse(row.blob(0)).value());
    ASSERT_TRUE(ok(wrapped));
    EXPECT_TRUE(equal_in_constant_time(wrapped->view(), data_key.view()));
}

TEST_F(OperatorsTest, ADisabledOperatorIsNeitherResetNorDisabledNorAddedAgain) {
    static_cast<void>(added("beka", Role::clerk));
    const auto session = disabled("beka");
    const auto before = *station.outbox().last_sequence();
    EXPECT_TRUE(operators.reset(session, "beka", secret(bekas), station.stamp())
                    .failed_with(Code::operator_unknown));
    EXPECT_TRUE(
        operators.disable(session, "beka", test::recovery().certificate.der(), station.stamp())
            .failed_with(Code::operator_unknown));
    EXPECT_TRUE(operators.add(session, "beka", Role::clerk, secret(bekas), station.stamp())
                    .failed_with(Code::operator_exists));
    EXPECT_EQ(*station.outbox().last_sequence(), before);
    EXPECT_TRUE(operators.list()->back().disabled);
    EXPECT_FALSE(sign_in("beka", bekas));
}

TEST_F(OperatorsTest, DisablingLeavesNothingOfTheOldKeyAndTheCentresWrapsAsTheyWere) {
    Life life(station);
    life.through(1);
    static_cast<void>(added("beka", Role::clerk));
    const auto recovered_is = [&](const KeyRing& keys) {
        const auto wrap = station.connection().blob("SELECT recovery FROM station").value();
        const auto opened =
            crypto::open_envelope(*wrap, test::recovery().key, test::recovery().certificate);
        return opened && equal_in_constant_time(opened->view(), keys.data_key().view());
    };
    EXPECT_TRUE(recovered_is(*station.session().keys));
    const auto for_centre = *station.outbox().centre_wrap(life.id());
    const auto session = disabled("beka");
    EXPECT_EQ(
        std::filesystem::file_size(StationDatabase::file_in(station.folder()).string() + "-wal"),
        0U)
        << "the old wraps stood in it";
    EXPECT_TRUE(recovered_is(*session.keys));
    EXPECT_EQ(*station.outbox().centre_wrap(life.id()), for_centre);
    auto row = station.connection()
                   .query("SELECT data_key IS NULL, length(private_key), since, certificate, proof "
                          "FROM operator WHERE name='beka'")
                   .value();
    ASSERT_TRUE(*row.next());
    EXPECT_EQ(row.integer(0), 1);
    EXPECT_EQ(row.integer(1), 0);
    EXPECT_EQ(row.text(2), to_text(station.clock().now()));
    const auto text = "beka\noperator\ndisabled\n" + hex(crypto::sha256(row.blob(3)));
    EXPECT_EQ(koltamga::hex(row.blob(4)), hex(proof_of(session.keys->data_key(), text)));
    EXPECT_EQ(session.name, "aida");
    EXPECT_EQ(session.role, Role::supervisor);
}

TEST_F(OperatorsTest, OnlySupervisorsWhoMayStillWorkCount) {
    static_cast<void>(added("dana", Role::supervisor));
    static_cast<void>(added("beka", Role::supervisor));
    static_cast<void>(added("chynara", Role::clerk));
    const auto help = [&] {
        return words_for(sign_in("nobody", aidas).failure(), Language::en).remedy;
    };
    EXPECT_NE(help().find("(aida, beka, dana)"), std::string::npos) << help();
    auto session = disabled("dana");
    EXPECT_NE(help().find("(aida, beka)"), std::string::npos) << help();
    const auto der = test::recovery().certificate.der();
    auto next = operators.disable(session, "beka", der, station.stamp());
    ASSERT_TRUE(ok(next)) << "one is left";
    EXPECT_TRUE(operators.disable(*next, "aida", der, station.stamp())
                    .failed_with(Code::operator_last_supervisor));
}

TEST_F(OperatorsTest, AreListedByNameWithRoleStateAndTheirLastChange) {
    static_cast<void>(added("dana", Role::auditor));
    static_cast<void>(added("beka", Role::clerk));
    const auto changed = station.stamp();
    ASSERT_TRUE(ok(operators.reset(station.session(), "dana", secret(bekas), changed)));
    const auto list = test::must(operators.list());
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].name, "aida");
    EXPECT_EQ(list[0].role, Role::supervisor);
    EXPECT_EQ(list[1].name, "beka");
    EXPECT_EQ(list[1].role, Role::clerk);
    EXPECT_EQ(list[2].name, "dana");
    EXPECT_EQ(list[2].role, Role::auditor);
    EXPECT_EQ(list[2].since, to_text(changed.time));
    EXPECT_FALSE(list[2].disabled);
}

TEST_F(OperatorsTest, AfterThreeWrongPasswordsTheRightOneWaitsFiveSeconds) {
    const auto now = station.clock().now();
    const auto tried = [&](std::string_view password, std::chrono::milliseconds later) {
        return operators.sign_in("aida", secret(password),
                                 Stamp{"-", now + later, TimeSource::system});
    };
    using std::chrono::milliseconds;
    for (int guess = 0; guess < 3; ++guess) {
        EXPECT_TRUE(tried("guess", {}).failed_with(Code::operator_wrong_password)) << guess;
    }
    for (const auto& [later, detail] :
         {std::pair(0, "seconds 5"), std::pair(4001, "seconds 1"), std::pair(4999, "seconds 1")}) {
        const auto told = tried(aidas, milliseconds(later));
        ASSERT_TRUE(told.failed_with(Code::operator_wait)) << later;
        EXPECT_EQ(told.failure().detail, detail);
    }
    EXPECT_TRUE(ok(tried(aidas, milliseconds(5000))));
}

TEST_F(OperatorsTest, AResetEndsTheWait) {
    static_cast<void>(added("beka", Role::clerk));
    for (int guess = 0; guess < 4; ++guess) {
        EXPECT_FALSE(sign_in("beka", "guess"));
    }
    EXPECT_TRUE(sign_in("beka", bekas).failed_with(Code::operator_wait));
    ASSERT_TRUE(ok(
        operators.reset(station.session(), "beka", secret("a third password"), station.stamp())));
    EXPECT_TRUE(ok(sign_in("beka", "a third password")));
}

TEST_F(OperatorsTest, EachChangeIsAnEntryUnderTheNameOfWhoMadeIt) {
    static_cast<void>(added("beka", Role::auditor));
    ASSERT_TRUE(ok(operators.reset(station.session(), "beka", secret(bekas), station.stamp())));
    EXPECT_FALSE(sign_in("beka", "guess"));
    const auto before = *station.outbox().last_sequence();
    EXPECT_FALSE(sign_in("nobody", "guess"));
    EXPECT_EQ(*station.outbox().last_sequence(), before) << "whoever is not here has no entry";
    const auto session = disabled("beka");
    const auto own = test::must(station.journal_of(session)->station_entries());
    const std::tuple<const char*, const char*, const char*> expected[] = {
        {"operator.added", "aida", R"({"name":"beka","role":"auditor"})"},
        {"operator.signed-in", "beka", R"({"role":"auditor"})"},
        {"operator.reset", "aida", R"({"name":"beka"})"},
        {"operator.sign-in-failed", "beka", ""},
        {"operator.disabled", "aida", R"({"name":"beka"})"},
    };
    ASSERT_EQ(own.size(), 1 + std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const auto& [kind, name, body] = expected[i];
        EXPECT_EQ(name_of(own[i + 1].kind), kind);
        EXPECT_EQ(own[i + 1].stamp.operator_name, name) << kind;
        EXPECT_EQ(own[i + 1].body, body) << kind;
    }
}

TEST_F(OperatorsTest, UnlockingIsAnEntryOnlyWhenItFails) {
    const auto before = *station.outbox().last_sequence();
    EXPECT_TRUE(ok(operators.confirm(station.session(), secret(aidas), station.stamp())));
    EXPECT_EQ(*station.outbox().last_sequence(), before);
    EXPECT_FALSE(operators.confirm(station.session(), secret("wrong one here"), station.stamp()));
    EXPECT_EQ(*station.outbox().last_sequence(), before + 1);
    EXPECT_EQ(last_kind(), "operator.sign-in-failed");
}

TEST_F(OperatorsTest, ARowDisabledByHandGetsNoNewDataKeyEither) {
    static_cast<void>(added("beka", Role::clerk));
    static_cast<void>(added("chynara", Role::clerk));
    ASSERT_TRUE(ok(station.connection().run("UPDATE operator SET disabled=1 WHERE name='beka'")));
    const auto refused = operators.disable(station.session(), "chynara",
                                           test::recovery().certificate.der(), station.stamp());
    ASSERT_TRUE(refused.failed_with(Code::operator_row_changed));
    EXPECT_EQ(refused.failure().detail, "beka");
}

// Who raised a role in the database must not get it approved with the next password.
TEST_F(OperatorsTest, ARoleRaisedByHandIsApprovedByNobody) {
    static_cast<void>(added("beka", Role::clerk));
    for (const auto* change : {"role='supervisor'", "role='auditor'", "proof=zeroblob(32)"}) {
        ASSERT_TRUE(ok(station.connection().run("UPDATE operator SET " + std::string(change) +
                                                " WHERE name='beka'")));
        const auto reset = operators.reset(station.session(), "beka", secret("a new one for beka"),
                                           station.stamp());
        ASSERT_TRUE(reset.failed_with(Code::operator_row_changed)) << change;
        EXPECT_EQ(reset.failure().detail, "beka") << change;
        const auto disabled = operators.disable(
            station.session(), "beka", test::recovery().certificate.der(), station.stamp());
        EXPECT_TRUE(disabled.failed_with(Code::operator_row_changed)) << change;
    }
}

TEST(OperatorsPassword, HasTenCharactersWhateverTheirOctets) {
    for (const auto* good : {"korova7771", "тоосуужерк", "тоо тоо таш"}) {
        EXPECT_TRUE(ok(require_good_password(secret(good)))) << good;
    }
    for (const auto* weak : {"", "123456789", "абвгдежзи"}) {
        EXPECT_TRUE(require_good_password(secret(weak)).failed_with(Code::operator_password_weak))
            << weak;
    }
}

TEST(OperatorsPassword, IsNoRunAndNoRepetition) {
    for (const auto* simple : {"1234567890", "0987654321", "qwertyuiop", "абвгдежзик", "aaaaaaaaaa",
                               "12345abcde", "йцукенгшщз", "a line\nfeed", "tab\ttab\ttab"}) {
        EXPECT_TRUE(require_good_password(secret(simple)).failed_with(Code::crypto_password_weak))
            << simple;
    }
}

TEST_F(OperatorsTest, AResetPasswordIsNotWeakEither) {
    EXPECT_TRUE(operators.reset(station.session(), "aida", secret("1234567890"), station.stamp())
                    .failed_with(Code::crypto_password_weak));

    EXPECT_TRUE(operators.reset(station.session(), "aida", secret("123456789"), station.stamp())
                    .failed_with(Code::operator_password_weak));
    EXPECT_TRUE(ok(sign_in("aida", aidas)));
}

// Whoever tries names must not learn by the time it takes which of them exist.
TEST_F(OperatorsTest, AnUnknownNameCostsAsMuchAsAWrongPassword) {
    const auto took = [&](std::string_view name) {
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_FALSE(sign_in(name, "guess"));
        return std::chrono::steady_clock::now() - begun;
    };
    const auto wrong = std::min(took("aida"), took("aida"));
    EXPECT_GT(took("nobody"), wrong / 4);
}

} // namespace
} // namespace koltamga::db
