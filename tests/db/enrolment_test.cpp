#include "db/blob_files.h"
#include "db/enrolment.h"
#include "db/signed_head.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/random.h"

namespace koltamga::db {
namespace {

using test::ok;

class EnrolmentTest : public testing::Test {
  protected:
    std::filesystem::path folder = test::fresh_folder("enrolment");
    Enrolment enrolment{crypto::new_id<StationTag>(),
                        test::practice_binding,
                        "aida",
                        test::recovery().certificate.der(),
                        test::centre().certificate.der(),
                        R"({"keys":"test"})",
                        test::secret("registration key"),
                        test::cheap};
    const issuance::Stamp at{"-", test::at("2026-11-22T08:00:00.000Z"), TimeSource::system};

    Result<Enrolled> enrol(std::string_view password = "correct horse battery",
                           const HeadSigner& sign = test::head_signer()) {
        return db::enrol(folder, enrolment, test::secret(password), sign, at);
    }
    bool nothing_there() const {
        return !std::filesystem::exists(StationDatabase::file_in(folder)) &&
               !std::filesystem::exists(folder / "last-head");
    }
};

TEST_F(EnrolmentTest, BeginsTheJournalUnderASignedHead) {
    const auto done = enrol();
    ASSERT_TRUE(ok(done));
    EXPECT_EQ(done->session.name, "aida");
    EXPECT_EQ(done->session.role, Role::supervisor);
    EXPECT_EQ(done->database.station(), enrolment.station);
    auto connection = test::must(done->database.connect());
    auto journal =
        StationJournal::open(done->database, {"aida", Role::supervisor, done->session.keys},
                             {test::head_signer(), enrolment.centre_certificate})
            .value();
    const auto own = test::must(journal->station_entries());
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].kind, issuance::Kind::station_enrolled);
    EXPECT_EQ(own[0].stamp.operator_name, "aida") << "the first supervisor, whoever ran it";
    EXPECT_EQ(own[0].stamp.time, at.time);
    EXPECT_EQ(own[0].body, enrolment.body);
    EXPECT_EQ(*connection.text("SELECT station||' '||epoch||' '||profile||' '||practice FROM "
                               "station"),
              enrolment.station.text() + " 1 practice 1");
    const auto side = text_of(test::must(read_file(folder / "last-head", 4096)));
    const auto head = test::must(parse_signed_head(side));
    EXPECT_EQ(head.head.sequence, 1U);
    EXPECT_EQ(head.head.hash, own[0].hash);
    EXPECT_EQ(*connection.text("SELECT text FROM signed_head WHERE sequence=1"),
              compose(head.head));
}

TEST_F(EnrolmentTest, GivesTheDataKeyToTheRecoveryAndTheStationsKeyToTheCentre) {
    const auto done = enrol();
    ASSERT_TRUE(ok(done));
    auto connection = test::must(done->database.connect());
    const auto& keys = *done->session.keys;
    const auto opens = [&](const char* sql, const test::Party& party, const SecretBytes& expected) {
        const auto wrap = connection.blob(sql).value();
        const auto opened = crypto::open_envelope(*wrap, party.key, party.certificate);
        return opened && equal_in_constant_time(opened->view(), expected.view());
    };
    EXPECT_TRUE(opens("SELECT recovery FROM station", test::recovery(), keys.data_key()));
    const auto own = test::must(keys.subject_key(connection, std::nullopt));
    EXPECT_TRUE(opens("SELECT wrap FROM key_wrap WHERE subject='station' AND holder='centre'",
                      test::centre(), own));
    EXPECT_EQ(text_of(test::must(keys.secret(connection, "registration")).view()),
              "registration key");
    auto operators = Operators(done->database, test::must(done->database.connect()), test::cheap);
    EXPECT_TRUE(ok(operators.sign_in("aida", test::secret("correct horse battery"), at)));
}

TEST_F(EnrolmentTest, OfABadNameOrAWeakPasswordMakesNothing) {
    for (const auto* name : {"", "-", "Aida", "aida b"}) {
        enrolment.supervisor = name;
        EXPECT_TRUE(enrol().failed_with(Code::operator_name_invalid)) << name;
    }
    enrolment.supervisor = "aida";
    EXPECT_TRUE(enrol("123456789").failed_with(Code::operator_password_weak));
    EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(EnrolmentTest, ThatFailsLeavesNothingAndCanBeRepeated) {
    EXPECT_FALSE(enrol("correct horse battery", [](BytesView) -> Result<Bytes> {
        return Failure{Code::crypto_key_refused, "test"};
    }));
    EXPECT_TRUE(nothing_there());
    const auto good = enrolment.recovery_certificate;
    enrolment.recovery_certificate = {1};
    EXPECT_TRUE(enrol().failed_with(Code::crypto_certificate_unreadable));
    EXPECT_TRUE(nothing_there());
    enrolment.recovery_certificate = good;
    ASSERT_TRUE(ok(enrol()));
    EXPECT_TRUE(enrol().failed_with(Code::db_already_there));
    EXPECT_FALSE(nothing_there());
}

TEST_F(EnrolmentTest, ClearsAwayWhatAnEarlierTryLeftBesideTheDatabase) {
    ASSERT_TRUE(ok(make_private_folder(folder)));
    const auto journal = StationDatabase::file_in(folder).string() + "-journal";
    ASSERT_TRUE(ok(write_file(journal, bytes_of("of another"))));
    ASSERT_TRUE(ok(enrol()));
    EXPECT_FALSE(std::filesystem::exists(journal));
    EXPECT_TRUE(std::filesystem::is_directory(blobs_in(folder)));
}

// SQLite would play a log that is left behind back into whatever stands there next.
TEST(Discarded, IsADatabaseWithEverythingBesideIt) {
    const auto folder = test::fresh_folder("discarded");
    std::filesystem::create_directories(folder);
    const auto file = StationDatabase::file_in(folder).string();
    const auto ends = {"", "-wal", "-shm", "-journal"};
    for (const auto* end : ends) {
        ASSERT_TRUE(ok(write_file(file + end, bytes_of("left"))));
    }
    ASSERT_TRUE(ok(write_file(folder / "machine.secret", bytes_of("stays"))));
    StationDatabase::discard(folder);
    for (const auto* end : ends) {
        EXPECT_FALSE(std::filesystem::exists(file + end)) << end;
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "machine.secret"));
}

} // namespace
} // namespace koltamga::db
