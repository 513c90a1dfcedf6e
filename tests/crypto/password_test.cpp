#include "crypto/base64.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/utf8.h"
#include "tests/crypto/vectors.h"

#include <argon2.h>
#include <gtest/gtest.h>

namespace koltamga::crypto {
namespace {

const auto password = bytes_of("Ала-Тоо 1936");

TEST(Argon2id, OfTheLinkedLibraryIsThatOfRfc9106) {
    for (const auto& vector : test::read_vectors("argon2id.txt")) {
        auto secret = vector.octets("secret");
        auto associated = vector.octets("associated");
        auto salt = vector.octets("salt");
        auto word = vector.octets("password");
        Bytes tag(32);
        argon2_context context{};
        context.out = tag.data();
        context.outlen = 32;
        context.pwd = word.data();
        context.pwdlen = static_cast<std::uint32_t>(word.size());
        context.salt = salt.data();
        context.saltlen = static_cast<std::uint32_t>(salt.size());
        context.secret = secret.data();
        context.secretlen = static_cast<std::uint32_t>(secret.size());
        context.ad = associated.data();
        context.adlen = static_cast<std::uint32_t>(associated.size());
        context.t_cost = vector.figure("passes");
        context.m_cost = vector.figure("memory");
        context.lanes = context.threads = vector.figure("lanes");
        context.version = ARGON2_VERSION_13;
        ASSERT_EQ(argon2id_ctx(&context), ARGON2_OK);
        EXPECT_EQ(hex(tag), hex(vector.octets("tag")));
    }
}

TEST(Password, BecomesTheKeyThatArgon2idDerives) {
    const auto vector = test::read_vectors("argon2id.txt").at(1);
    const PasswordParameters parameters{
        {vector.figure("memory"), vector.figure("passes"), vector.figure("lanes")},
        vector.octets("salt")};
    EXPECT_EQ(hex(key_from_password(vector.octets("password"), parameters).view()),
              hex(vector.octets("tag")));
}

TEST(Password, GivesTheSameKeyFromStoredParameters) {
    const auto parameters = new_password_parameters();
    EXPECT_TRUE(parameters.text().starts_with("argon2id v=19 m=65536,t=3,p=4 "));
    const auto again = PasswordParameters::parse(parameters.text());
    ASSERT_TRUE(again);
    const auto key = key_from_password(password, parameters);
    EXPECT_EQ(hex(key_from_password(password, *again).view()), hex(key.view()));
    EXPECT_NE(hex(key_from_password(password, new_password_parameters()).view()), hex(key.view()));
    EXPECT_NE(hex(key_from_password(bytes_of("Ала-Тоо 1937"), parameters).view()), hex(key.view()));
}

TEST(Password, IsCheckedAgainstItsRecord) {
    const auto record = password_record(password);
    EXPECT_TRUE(check_password(password, record));
    EXPECT_TRUE(check_password(bytes_of("other"), record).failed_with(Code::crypto_wrong_password));
    EXPECT_TRUE(check_password({}, record).failed_with(Code::crypto_wrong_password));
    // The record is worth nothing as a key.
    const auto parameters = PasswordParameters::parse(record.substr(0, record.rfind(' ')));
    EXPECT_EQ(record.find(hex(key_from_password(password, *parameters).view())), std::string::npos);
}

TEST(Password, RecordsThatWereTamperedWithAreRefusedByName) {
    const std::string salt = " " + to_base64(Bytes(16, 1));
    const std::pair<std::string, std::string> table[] = {
        {"", "not-argon2id"},
        {"scrypt v=19 m=65536,t=3,p=4" + salt, "not-argon2id"},
        {"argon2id v=16 m=65536,t=3,p=4" + salt, "not-argon2id"},
        {"argon2id v=19 m=47103,t=3,p=4" + salt, "cost-too-low"},
        {"argon2id v=19 m=65536,t=0,p=4" + salt, "cost-too-low"},
        {"argon2id v=19 m=65536,t=3,p=0" + salt, "cost-too-low"},
        {"argon2id v=19 m=1048577,t=3,p=4" + salt, "cost-too-high"},
        {"argon2id v=19 m=65536,t=65,p=4" + salt, "cost-too-high"},
        {"argon2id v=19 m=65536,t=3,p=65" + salt, "cost-too-high"},
        {"argon2id v=19 m=99999999999,t=3,p=4" + salt, "cost-malformed"},
        {"argon2id v=19 m=-1,t=3,p=4" + salt, "cost-malformed"},
        {"argon2id v=19 t=3,m=65536,p=4" + salt, "cost-malformed"},
        {"argon2id v=19 m=65536,t=3", "cost-malformed"},
        {"argon2id v=19 m=65536,t=3,p=4", "cost-malformed"},
        {"argon2id v=19 m=65536,t=3,p=4 ", "salt-malformed"},
        {"argon2id v=19 m=65536,t=3,p=4 AAAA", "salt-malformed"},
        {"argon2id v=19 m=65536,t=3,p=4 !!!!" + salt, "salt-malformed"},
    };
    for (const auto& [record, detail] : table) {
        const auto parsed = PasswordParameters::parse(record);
        ASSERT_TRUE(parsed.failed_with(Code::crypto_password_record_unreadable)) << record;
        EXPECT_EQ(parsed.failure().detail, detail) << record;
    }
    const auto parameters = new_password_parameters().text();
    EXPECT_EQ(check_password(password, "x").failure().detail, "verifier-missing");
    EXPECT_EQ(check_password(password, parameters + " 00ff").failure().detail,
              "verifier-malformed");
    EXPECT_EQ(check_password(password, parameters + " zz").failure().detail, "verifier-malformed");
}

TEST(Password, IsNeverDerivedCheaply) {
    EXPECT_ANY_THROW(new_password_parameters({46 * 1024 - 1, 3, 4}));
    EXPECT_ANY_THROW(new_password_parameters({64 * 1024, 0, 4}));
    EXPECT_ANY_THROW(key_from_password(password, {{1024, 1, 1}, Bytes(16)}));
    EXPECT_NO_THROW(new_password_parameters({46 * 1024, 1, 1}));
}

TEST(ApplicantPassword, MayBeAnythingThatIsNotSimple) {
    for (const auto* good :
         {"Ала-Тоо 1936", "кымыз жана боорсок", "correct horse", "x9$Kq2!v", "Ысык-Көл!",
          "тоо тоо таш", "pässwörd", "🐎🏔🌷🦅🐑🐐🐪🏹", "a b c d ж"}) {
        EXPECT_TRUE(check_new_password(bytes_of(good))) << good;
    }
}

TEST(ApplicantPassword, IsAsLongAsTheAgencyWantsAndNeverShorterThanEight) {
    const auto ten = bytes_of("kymyz 1936");
    EXPECT_TRUE(check_new_password(ten, 10));
    const auto refused = check_new_password(ten, 11);
    ASSERT_TRUE(refused.failed_with(Code::crypto_password_weak));
    EXPECT_EQ(refused.failure().detail, "too-short");
    EXPECT_NE(words_for(refused.failure(), Language::en).remedy.find("at least 11 "),
              std::string::npos);
    EXPECT_TRUE(check_new_password(bytes_of("x9$Kq2!"), 7).failed_with(Code::crypto_password_weak));
}

TEST(ApplicantPassword, IsRefusedWithTheReason) {
    const std::string nul("abc\0defgh1", 10);
    const std::pair<std::string, std::string> table[] = {
        {"", "too-short"},
        {"тоо", "too-short"},
        {"1234567", "too-short"},
        {"Көлөлөл", "too-short"}, // seven letters in fourteen octets
        {"aaaaaaaa", "too-few-different"},
        {"abababab", "too-few-different"},
        {"тамтамтам", "too-few-different"},
        {"12345678", "plain-run"},
        {"87654321", "plain-run"},
        {"abcdefgh", "plain-run"},
        {"абвгдежз", "plain-run"},
        {"qwertyui", "plain-run"},
        {"йцукенгш", "plain-run"},
        {"12345abc", "plain-run"},
        {"11223344", "plain-run"},
        {"qwerty12", "plain-run"},
        {"good one\t", "control-character"},
        {"good one\x7f", "control-character"},
        {"good one\xc2\x85", "control-character"},
        {nul, "control-character"},
        {"latin \xe9t\xe9 one", "not-utf-8"},
        {"overlong \xc0\xaf one", "not-utf-8"},
        {"surrogate \xed\xa0\x80", "not-utf-8"},
        {"beyond \xf4\x90\x80\x80", "not-utf-8"},
        {"cut short \xd0", "not-utf-8"},
        {"\x80lonely tail", "not-utf-8"},
        {std::string(1025, 'k'), "too-long"},
    };
    for (const auto& [bad, detail] : table) {
        const auto checked = check_new_password(bytes_of(bad));
        ASSERT_TRUE(checked.failed_with(Code::crypto_password_weak)) << bad;
        EXPECT_EQ(checked.failure().detail, detail) << bad;
    }
}

TEST(Password, RecordsAtTheEdgesOfWhatIsAllowedAreRead) {
    const std::string salt = " " + to_base64(Bytes(16, 1));
    for (const auto* cost : {"m=47104,t=1,p=1", "m=1048576,t=64,p=64"}) {
        const auto record = std::string("argon2id v=19 ") + cost + salt;
        const auto parsed = PasswordParameters::parse(record);
        ASSERT_TRUE(parsed) << cost;
        EXPECT_EQ(parsed->text(), record);
        EXPECT_EQ(parsed->salt, Bytes(16, 1));
    }
    for (const std::size_t octets : {15U, 17U}) {
        EXPECT_EQ(PasswordParameters::parse("argon2id v=19 m=65536,t=3,p=4 " +
                                            to_base64(Bytes(octets, 1)))
                      .failure()
                      .detail,
                  "salt-malformed");
    }
    EXPECT_EQ(new_password_parameters().salt.size(), 16U);
    EXPECT_NE(new_password_parameters().salt, new_password_parameters().salt);
}

TEST(Password, ARecordEndsWithAVerifierThatIsNotTheKey) {
    const PasswordCost cheap{least_password_memory_kib, 1, 1};
    const auto record = password_record(password, cheap);
    const auto gap = record.rfind(' ');
    const auto parameters = PasswordParameters::parse(record.substr(0, gap));
    ASSERT_TRUE(parameters);
    const auto key = key_from_password(password, *parameters);
    EXPECT_EQ(record.substr(gap + 1),
              hex(hmac_sha256(key.view(), bytes_of("koltamga-password-verifier-1"))));
    auto other = record;
    other.back() = other.back() == '0' ? '1' : '0';
    EXPECT_TRUE(check_password(password, other).failed_with(Code::crypto_wrong_password));
}

TEST(ApplicantPassword, IsWeighedToTheLastCharacter) {
    std::string long_one;
    while (long_one.size() < 1024) {
        long_one += "x9$Kq2!v";
    }
    const std::pair<std::string, std::string> table[] = {
        {long_one, "no failure"},
        {long_one + "a", "too-long"},
        {"akakmzmz", "no failure"}, // four different ones
        {"akakmkmk", "too-few-different"},
        {"123abc89", "no failure"}, // broken twice
        {"1234abcd", "plain-run"},  // and once
        {"x9$Kq2!", "too-short"},
        {"x9$Kq2! ", "no failure"},
        {"x9$Kq2!v\x1f", "control-character"},
        {"x9$Kq2!v\xc2\x80", "control-character"},
        {"x9$Kq2!v\xc2\x9f", "control-character"},
        {"x9$Kq2!v\xc2\xa0", "no failure"},
        {"poiuytre", "plain-run"},
        {"lkjhgfds", "plain-run"},
        {"mnbvcxza", "plain-run"},
        {"ъхзщшгне", "plain-run"},
        {"фывапрол", "plain-run"},
        {"ячсмитьб", "plain-run"},
        {"56789012", "plain-run"}, // 0 follows 9
        {"hgfedcba", "plain-run"},
    };
    for (const auto& [word, detail] : table) {
        const auto checked = check_new_password(bytes_of(word));
        EXPECT_EQ(checked ? "no failure" : checked.failure().detail, detail) << word;
    }
}

TEST(Utf8, IsTheShortestFormOfWhatUnicodeHas) {
    for (const auto* good :
         {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
          "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\x7f"}) {
        EXPECT_TRUE(is_utf8(bytes_of(good))) << hex(bytes_of(good));
    }
    for (const auto* bad :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xc2\xc2", "\xe0\x9f\xbf",
          "\xe1\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xf1\x80\x80", "\xff"}) {
        EXPECT_FALSE(is_utf8(bytes_of(bad))) << hex(bytes_of(bad));
    }
    const auto point = first_code_point(bytes_of("\xd0\x90x"));
    EXPECT_EQ(point.value, U'А');
    EXPECT_EQ(point.octets, 2U);
}

} // namespace
} // namespace koltamga::crypto
