#include "db/backup.h"
#include "db/backup_seal.h"
#include "db/blob_files.h"
#include "db/centre_store.h"
#include "db/private_file.h"
#include "db/process_lock.h"
#include "tests/db/support.h"

#include "crypto/hash.h"
#include "crypto/random.h"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;

class BackupTest : public testing::Test {
  protected:
    Station station{"backup"};
    Life life{station};
    std::filesystem::path file = test::fresh_folder("backup").string() + ".backup";

    void SetUp() override { life.through(6); }
    Result<BackedUp> back_up() {
        return db::back_up(station.database(), station.session(), test::head_signer(), file,
                           station.stamp());
    }
    RestoreSetup setup() {
        return {test::practice_binding,
                test::journal_key().key.public_key().spki(),
                test::head_signer(),
                station.clock(),
                {},
                test::cheap};
    }
    Result<Restored> restore(const std::filesystem::path& folder) {
        return db::restore(file, folder, setup(), {"aida", password});
    }
    const SecretBytes password = test::secret("correct horse battery");
};

TEST_F(BackupTest, ComesBackWholeInANewEpoch) {
    const auto made = back_up();
    ASSERT_TRUE(ok(made));
    EXPECT_EQ(made->blobs, 2U);
    EXPECT_EQ(made->sequence, *station.outbox().last_sequence());
    const auto folder = test::fresh_folder("restored");
    const auto restored = restore(folder);
    ASSERT_TRUE(ok(restored));
    EXPECT_EQ(restored->epoch, 2U);
    EXPECT_EQ(restored->sequence, made->sequence + 2);

    const auto database =
        test::must(StationDatabase::open(folder, test::practice_binding, Use::write));
    auto journal =
        StationJournal::open(database, station.session(), station.journal_setup()).value();
    EXPECT_EQ(journal->entries_of(life.id())->size(), 7U);
    EXPECT_EQ(*journal->blob(life.id(), "portrait", life.portrait()), test::some_portrait());
    auto connection = database.connect().value();
    EXPECT_TRUE(verify_journal(connection, folder, station.anchors(), station.session().keys.get())
                    ->sound());
    const auto appended = journal->append(life.drafts_of(6), station.stamp());
    ASSERT_TRUE(ok(appended));
    EXPECT_EQ(appended->front().epoch, 2U);
}

TEST_F(BackupTest, IsOneFileForItsOwnerAlone) {
    ASSERT_TRUE(ok(back_up()));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
    for (const auto* end : {"-wal", "-shm", "-journal", ".part"}) {
        EXPECT_FALSE(std::filesystem::exists(file.string() + end)) << end;
    }
}

TEST_F(BackupTest, APlaceThatTakesNoFileIsAboutTheCopyAndNotAboutTheDatabase) {
    for (const auto& place : {file.parent_path() / "no" / "backup", // no such folder
                              std::filesystem::path("/dev/full/backup"), file.parent_path()}) {
        const auto made = db::back_up(station.database(), station.session(), test::head_signer(),
                                      place, station.stamp());
        EXPECT_TRUE(made.failed_with(Code::db_backup_not_written)) << place;
    }
    EXPECT_TRUE(ok(back_up()));
}

TEST_F(BackupTest, HoldsNothingInTheClear) {
    ASSERT_TRUE(ok(back_up()));
    std::ifstream in(file, std::ios::binary);
    const std::string all(std::istreambuf_iterator<char>(in), {});
    const auto data_key = station.session().keys->data_key().view();
    for (const auto& marker :
         {std::string("ASANOV"), std::string("20101199000008"), std::string("uson@example.com"),
          text_of(data_key), text_of(BytesView(test::some_portrait()).first(32))}) {
        EXPECT_EQ(all.find(marker), std::string::npos);
    }
}

TEST_F(BackupTest, AFolderInUseIsNeverRestoredOver) {
    ASSERT_TRUE(ok(back_up()));
    EXPECT_TRUE(restore(station.folder()).failed_with(Code::db_restore_onto_existing));
}

TEST_F(BackupTest, WhatIsNoBackupIsRefused) {
    for (const auto& content : {Bytes{}, Bytes(5000, 'x')}) {
        ASSERT_TRUE(ok(write_file(file, content)));
        const auto folder = test::fresh_folder("refused");
        EXPECT_TRUE(restore(folder).failed_with(Code::db_backup_refused));
        EXPECT_FALSE(std::filesystem::exists(folder));
    }
    station.close();
    std::filesystem::copy_file(StationDatabase::file_in(station.folder()), file,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_TRUE(restore(test::fresh_folder("refused")).failed_with(Code::db_backup_damaged))
        << "a station's database without the seal of a backup";
    std::filesystem::remove(file);
    EXPECT_TRUE(restore(test::fresh_folder("refused")).failed_with(Code::db_backup_not_there));
}

TEST_F(BackupTest, AnotherProfilesBackupIsRefused) {
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("other-profile");
    auto other = setup();
    other.binding = {"other", true};
    EXPECT_TRUE(
        db::restore(file, folder, other, {"aida", password}).failed_with(Code::db_wrong_profile));
    EXPECT_FALSE(std::filesystem::exists(StationDatabase::file_in(folder)));
    EXPECT_FALSE(std::filesystem::exists(blobs_in(folder)));
}

TEST_F(BackupTest, AnotherStationsBackupIsRefused) {
    ASSERT_TRUE(ok(back_up()));
    auto other = setup();
    other.journal_key = test::centre().key.public_key().spki();
    EXPECT_TRUE(db::restore(file, test::fresh_folder("other"), other, {"aida", password})
                    .failed_with(Code::db_backup_other_station));
}

// One octet anywhere: in SQLite's pages, in what is sealed, in the seal of the whole.
TEST_F(BackupTest, AChangedOctetIsFoundBeforeAnythingIsWritten) {
    ASSERT_TRUE(ok(back_up()));
    const auto size = std::filesystem::file_size(file);
    const auto changed = file.string() + ".changed";
    for (std::uintmax_t at = 0; at < size; at += at + 700 < size ? 1 + size / 60 : 7) {
        std::filesystem::copy_file(file, changed,
                                   std::filesystem::copy_options::overwrite_existing);
        {
            std::fstream octets(changed, std::ios::in | std::ios::out | std::ios::binary);
            octets.seekg(static_cast<std::streamoff>(at));
            const auto octet = static_cast<char>(octets.get() ^ 0x10);
            octets.seekp(static_cast<std::streamoff>(at));
            octets.put(octet);
        }
        const auto folder = test::fresh_folder("changed");
        const auto done = db::restore(changed, folder, setup(), {"aida", password});
        EXPECT_TRUE(done.failed_with(Code::db_backup_damaged)) << at << " of " << size;
        EXPECT_FALSE(std::filesystem::exists(folder)) << at;
    }
}

// The last line needs no key: it can be reckoned anew, and the signed one before it cannot.
TEST_F(BackupTest, ChangedContentIsFoundUnderAWholeThatFits) {
    ASSERT_TRUE(ok(back_up()));
    auto all = text_of(test::must(read_file(file, std::size_t{64} << 20U)));
    all.resize(all.rfind("whole "));
    const auto sealed = [&] {
        const auto whole = koltamga::hex(crypto::sha256(bytes_of(all)));
        EXPECT_TRUE(ok(write_file(file, bytes_of(all + "whole " + whole + "\n"))));
        return check_backup_seal(file, setup().journal_key);
    };
    ASSERT_TRUE(ok(sealed()));
    all[5000] = static_cast<char>(all[5000] ^ 1);
    EXPECT_TRUE(sealed().failed_with(Code::db_backup_damaged));
}

TEST_F(BackupTest, ABackupThatWasCutShortIsDamaged) {
    ASSERT_TRUE(ok(back_up()));
    for (const auto left : {std::filesystem::file_size(file) - 1, std::uintmax_t{8192}}) {
        std::filesystem::resize_file(file, left);
        EXPECT_TRUE(restore(test::fresh_folder("short")).failed_with(Code::db_backup_damaged))
            << left;
    }
}

TEST_F(BackupTest, OnlyASupervisorOfTheBackupRestoresIt) {
    auto operators = station.operators();
    ASSERT_TRUE(ok(operators.add(station.session(), "bakyt", Role::clerk,
                                 test::secret("battery staple horse"), station.stamp())));
    ASSERT_TRUE(ok(operators.add(station.session(), "chynara", Role::auditor,
                                 test::secret("battery staple horse"), station.stamp())));
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("restored");
    const auto as = [&](const std::string& name, std::string_view secret) {
        const auto given = test::secret(secret);
        return db::restore(file, folder, setup(), {name, given});
    };
    const auto clerk = as("bakyt", "battery staple horse");
    ASSERT_TRUE(clerk.failed_with(Code::operator_not_allowed));
    EXPECT_THAT(words_for(clerk.failure(), Language::en).remedy,
                testing::EndsWith("under their own name: aida.")); // no list can be asked for yet
    EXPECT_TRUE(as("chynara", "battery staple horse").failed_with(Code::operator_not_allowed));
    EXPECT_TRUE(as("aida", "wrong").failed_with(Code::operator_wrong_password));
    EXPECT_TRUE(as("nobody", "battery staple horse").failed_with(Code::operator_wrong_password));
    EXPECT_FALSE(std::filesystem::exists(StationDatabase::file_in(folder)));
    EXPECT_FALSE(std::filesystem::exists(blobs_in(folder)));
    EXPECT_TRUE(ok(as("aida", "correct horse battery")));
}

TEST_F(BackupTest, TheNewEpochNamesWhoRestoredAndDoubtsAWrongClock) {
    ASSERT_TRUE(ok(back_up()));
    station.clock().advance(std::chrono::days(-400));
    const auto folder = test::fresh_folder("restored");
    const auto restored = restore(folder);
    ASSERT_TRUE(ok(restored));
    auto connection = Connection::open(StationDatabase::file_in(folder), Access::read).value();
    const auto header = parse_entry_header(
        *connection.text("SELECT header FROM entry WHERE sequence=?", {restored->sequence})
             .value());
    ASSERT_TRUE(ok(header));
    EXPECT_EQ(header->operator_name, "aida");
    EXPECT_EQ(header->time_source, TimeSource::doubtful);
}

// Killed after any step: either there is no database yet, or one in its new epoch.
TEST_F(BackupTest, ARestoreThatIsKilledIsRepeatedOrWasFinished) {
    ASSERT_TRUE(ok(back_up()));
    const std::string steps[] = {"signed-in", "blobs", "epoch", "head", "logs", "in-place"};
    for (const auto& step : steps) {
        const auto folder = test::fresh_folder("killed");
        const auto child = ::fork();
        if (child == 0) {
            auto dying = setup();
            dying.after = [&](std::string_view done) {
                if (done == step) {
                    ::raise(SIGKILL);
                }
            };
            static_cast<void>(db::restore(file, folder, dying, {"aida", password}));
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << step;
        const bool there = std::filesystem::exists(StationDatabase::file_in(folder));
        EXPECT_EQ(there, step == "in-place") << step;
        const auto again = restore(folder);
        EXPECT_TRUE(there ? again.failed_with(Code::db_restore_onto_existing) : ok(again)) << step;
        auto connection = Connection::open(StationDatabase::file_in(folder), Access::read).value();
        // The head of the epoch that never was lies there: the next is higher than that.
        const int epoch = step == "head" || step == "logs" ? 3 : 2;
        EXPECT_EQ(*connection.integer("SELECT max(epoch) FROM entry"), epoch) << step;
        EXPECT_EQ(*connection.integer("SELECT epoch FROM station"), epoch) << step;
        EXPECT_FALSE(std::filesystem::exists(folder / "restoring.db")) << step;
        EXPECT_TRUE(
            verify_journal(connection, folder, station.anchors(), station.session().keys.get())
                ->sound())
            << step;
        const auto database = StationDatabase::open(folder, test::practice_binding, Use::write);
        ASSERT_TRUE(ok(database)) << step;
        auto journal =
            StationJournal::open(*database, station.session(), station.journal_setup()).value();
        EXPECT_EQ(*journal->blob(life.id(), "portrait", life.portrait()), test::some_portrait());
    }
}

// The database was lost, and its log left behind: SQLite would play that back into the new one.
TEST_F(BackupTest, ALogThatAnEarlierDatabaseLeftIsNotPlayedBack) {
    ASSERT_TRUE(ok(back_up()));
    life.through(9);
    const auto folder = test::fresh_folder("leftover");
    ASSERT_TRUE(ok(make_private_folder(folder)));
    for (const auto* end : {"-wal", "-shm"}) {
        std::filesystem::copy_file(StationDatabase::file_in(station.folder()).string() + end,
                                   StationDatabase::file_in(folder).string() + end);
    }
    const auto log = StationDatabase::file_in(folder).string() + "-wal";
    const auto left = std::filesystem::file_size(log);
    ASSERT_GT(left, 4096U) << "entries that came after the backup stand in it";
    EXPECT_FALSE(db::restore(file, folder, setup(), {"aida", test::secret("wrong")}));
    EXPECT_EQ(std::filesystem::file_size(log), left) << "a restore that fails moves nothing";
    const auto restored = restore(folder);
    ASSERT_TRUE(ok(restored));
    EXPECT_EQ(std::filesystem::file_size(log + ".before-epoch-2"), left);
    const auto database =
        test::must(StationDatabase::open(folder, test::practice_binding, Use::write));
    auto connection = database.connect().value();
    EXPECT_EQ(*connection.integer("SELECT max(sequence) FROM entry"),
              static_cast<std::int64_t>(restored->sequence));
    EXPECT_TRUE(verify_journal(connection, folder, station.anchors(), station.session().keys.get())
                    ->sound());
}

TEST_F(BackupTest, EveryFileOfAnEarlierDatabaseIsSetAside) {
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("leftover");
    ASSERT_TRUE(ok(make_private_folder(folder)));
    const auto left = StationDatabase::file_in(folder).string();
    const auto ends = {"-wal", "-shm", "-journal"};
    for (const auto* end : ends) {
        ASSERT_TRUE(ok(write_file(left + end, bytes_of(end))));
    }
    ASSERT_TRUE(ok(restore(folder)));
    for (const auto* end : ends) {
        EXPECT_FALSE(std::filesystem::exists(left + end)) << end;
        EXPECT_EQ(text_of(test::must(read_file(left + end + ".before-epoch-2", 100))), end);
    }
}

TEST_F(BackupTest, ItsEpochIsHigherThanAnyThatIsKnown) {
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("again");
    const auto lose = [&] { std::filesystem::remove(StationDatabase::file_in(folder)); };
    EXPECT_EQ(restore(folder)->epoch, 2U);
    lose();
    EXPECT_EQ(restore(folder)->epoch, 3U) << "last-head is of the second";
    lose();
    auto told = setup();
    told.epoch_at_centre = 7;
    EXPECT_EQ(db::restore(file, folder, told, {"aida", password})->epoch, 8U);
    const auto database =
        test::must(StationDatabase::open(folder, test::practice_binding, Use::write));
    auto connection = database.connect().value();
    EXPECT_TRUE(verify_journal(connection, folder, station.anchors(), station.session().keys.get())
                    ->sound());
    const std::vector<std::uint32_t> skipped_too = {2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(*losses_to_ask_for(connection), skipped_too);
}

TEST_F(BackupTest, NobodyRestoresBesideARunningProgram) {
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("locked");
    ASSERT_TRUE(ok(make_private_folder(folder)));
    const auto lock = ProcessLock::take(folder / "lock");
    ASSERT_TRUE(ok(lock));
    EXPECT_TRUE(restore(folder).failed_with(Code::db_second_instance));
}

// The person was erased after the backup; the disk was lost, and the person is back with the copy.
TEST_F(BackupTest, WhoeverWasErasedSinceIsErasedAgain) {
    Life settled(station);
    settled.to_the_end();
    Life gone(station);
    gone.to_the_end();
    ASSERT_TRUE(ok(station.journal().erase(gone.id(), "asked", station.stamp())));
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("restored");
    ASSERT_TRUE(ok(restore(folder)));
    const auto database =
        test::must(StationDatabase::open(folder, test::practice_binding, Use::write));
    const auto outbox = StationOutbox::open(database, station.outbox_setup(30)).value();
    EXPECT_EQ(*outbox->losses_to_ask_for(), std::vector<std::uint32_t>{2});
    const std::string erased(name_of(issuance::Kind::application_erased));
    const issuance::Loss loss{2,
                              station.clock().now(),
                              {{90, "agreement.printed", life.id(), {}},
                               {91, erased, settled.id(), {}},
                               {92, erased, std::nullopt, {}},
                               {93, erased, crypto::new_id<ApplicationTag>(), {}},
                               {94, erased, gone.id(), {}}}};
    ASSERT_TRUE(ok(outbox->keep_loss(loss)));
    EXPECT_TRUE(outbox->losses_to_ask_for()->empty());
    auto connection = database.connect().value();
    for (const auto* sql : {"SELECT count(*) FROM application WHERE application=?",
                            "SELECT count(*) FROM look_up WHERE application=?",
                            "SELECT count(*) FROM key_wrap WHERE subject=?",
                            "SELECT count(*) FROM blob WHERE application=?"}) {
        EXPECT_EQ(*connection.integer(sql, {settled.id().text()}), 0) << sql;
    }
    EXPECT_FALSE(std::filesystem::exists(blobs_in(folder) / settled.portrait()));
    EXPECT_TRUE(std::filesystem::exists(blobs_in(folder) / life.portrait()));
    EXPECT_TRUE(verify_journal(connection, folder, station.anchors(), station.session().keys.get())
                    ->sound());
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM entry WHERE kind='application.erased'"), 3)
        << "two for who was gone before";
    const auto kept = losses(connection);
    ASSERT_TRUE(ok(kept));
    ASSERT_EQ(kept->size(), 1U);
    EXPECT_EQ(kept->front().entries, loss.entries);
    EXPECT_FALSE(outbox->keep_loss(loss)) << "once is enough";
}

TEST_F(BackupTest, AnAuditorMakesNone) {
    const Session auditor{"chynara", Role::auditor, station.session().keys};
    EXPECT_TRUE(db::back_up(station.database(), auditor, test::head_signer(), file, station.stamp())
                    .failed_with(Code::operator_not_allowed));
}

TEST_F(BackupTest, AFolderThatIsNotThereIsSaid) {
    file = test::fresh_folder("nowhere") / "x" / "a.backup";
    EXPECT_FALSE(back_up());
}

// The station goes on after the backup; what it did then is lost with its disk.
TEST_F(BackupTest, TheCentreSetsAsideWhatARestoredStationLost) {
    auto centre = CentreStore::open(test::fresh_folder("centre")).value();
    const auto id = station.database().station();
    ASSERT_TRUE(ok(centre.add_station({id, "office", {1}, {2}, {3}, station.clock().now()})));
    ASSERT_TRUE(ok(back_up()));
    life.through(9);
    const auto send = [&](StationOutbox& outbox) {
        std::vector<std::string> headers;
        for (const auto& entry : test::must(outbox.entries_after(0, 1000))) {
            headers.push_back(entry.header);
        }
        return centre.accept_headers(id, headers);
    };
    ASSERT_TRUE(ok(send(station.outbox())));
    const auto folder = test::fresh_folder("restored");
    const auto restored = restore(folder);
    ASSERT_TRUE(ok(restored));
    const auto database =
        test::must(StationDatabase::open(folder, test::practice_binding, Use::write));
    const auto outbox = StationOutbox::open(database, station.outbox_setup(30)).value();
    const auto head = send(*outbox);
    ASSERT_TRUE(ok(head));
    EXPECT_EQ(head->epoch, 2U);
    EXPECT_EQ(head->sequence, restored->sequence);
    const auto lost = centre.lost_entries(id, 2, 0, 100);
    ASSERT_TRUE(ok(lost));
    ASSERT_EQ(lost->size(), 3U);
    EXPECT_EQ(lost->front().sequence, restored->sequence - 1);
    EXPECT_EQ(lost->front().application, life.id());
    EXPECT_EQ(centre.lost_entries(id, 2, lost->front().sequence, 1)->size(), 1U);
    EXPECT_TRUE(centre.lost_entries(id, 2, lost->back().sequence, 100)->empty());
    EXPECT_TRUE(centre.lost_entries(id, 0, 0, 100)->empty()) << "what stands was not lost";
    EXPECT_TRUE(centre.lost_entries(id, 3, 0, 100)->empty());
    EXPECT_TRUE(centre.verify()->sound());
    EXPECT_TRUE(send(station.outbox()).failed_with(Code::db_fork))
        << "the old disk turns up again and goes on";
}

// Changed and sealed anew by whoever has the journal key: what the seal cannot tell.
class ResealedBackup : public BackupTest {
  protected:
    Result<Restored> restored_after(std::string_view sql) {
        std::filesystem::remove(file);
        EXPECT_TRUE(ok(back_up()));
        const auto end = read_seal_at();
        std::filesystem::resize_file(file, end);
        {
            auto connection = Connection::open(file, Access::write).value();
            EXPECT_TRUE(ok(connection.run_script(std::string(sql))));
            EXPECT_TRUE(ok(connection.run("PRAGMA journal_mode=DELETE")));
        }
        EXPECT_TRUE(ok(seal_backup(file, {station.database().station(), 1}, test::head_signer())));
        folder = test::fresh_folder("resealed");
        auto done = restore(folder);
        EXPECT_TRUE(done || nothing_left()) << sql;
        return done;
    }
    std::uintmax_t read_seal_at() const {
        std::ifstream in(file, std::ios::binary);
        const std::string all(std::istreambuf_iterator<char>(in), {});
        return all.rfind("koltamga-backup-1\n");
    }
    bool nothing_left() const {
        return !std::filesystem::exists(StationDatabase::file_in(folder)) &&
               !std::filesystem::exists(blobs_in(folder)) &&
               !std::filesystem::exists(folder / "restoring.db");
    }
    std::filesystem::path folder;
};

TEST_F(ResealedBackup, IsRefusedForWhatIsWrongWithin) {
    constexpr auto no_triggers =
        "DROP TRIGGER entry_never_changes; UPDATE entry SET version=9 WHERE sequence=3; "
        "CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry\n"
        "  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END";
    EXPECT_TRUE(ok(restored_after("SELECT 1")));
    EXPECT_TRUE(restored_after(no_triggers).failed_with(Code::db_chain_broken));
    EXPECT_TRUE(restored_after("CREATE TRIGGER planted AFTER INSERT ON entry BEGIN DELETE FROM "
                               "outbox; END")
                    .failed_with(Code::db_schema_changed));
    EXPECT_TRUE(restored_after("DROP TABLE backup_blob").failed_with(Code::db_backup_refused));
    EXPECT_TRUE(restored_after("UPDATE backup_blob SET content=x'00'")
                    .failed_with(Code::db_backup_damaged));
    EXPECT_TRUE(restored_after("UPDATE operator SET role='operator'")
                    .failed_with(Code::operator_row_changed))
        << "nobody's role changes on the way";
}

TEST_F(BackupTest, ThatIsSealedSaysWhoseItIsAndHowFarItGoes) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1} << 20U, (std::size_t{5} << 19U) + 1}) {
        Bytes content(size, 'k');
        ASSERT_TRUE(ok(write_file(file, content)));
        ASSERT_TRUE(ok(seal_backup(file, {station.database().station(), 42}, test::head_signer())));
        const auto key = test::journal_key().key.public_key().spki();
        const auto seal = check_backup_seal(file, key);
        ASSERT_TRUE(ok(seal)) << size;
        EXPECT_EQ(seal->station, station.database().station());
        EXPECT_EQ(seal->sequence, 42U);
        if (size > 0) {
            std::fstream octets(file, std::ios::in | std::ios::out | std::ios::binary);
            octets.seekp(static_cast<std::streamoff>(size - 1));
            octets.put('x');
            octets.close();
            EXPECT_TRUE(check_backup_seal(file, key).failed_with(Code::db_backup_damaged)) << size;
        }
    }
}

TEST_F(BackupTest, IsAnEntryUnderASignedHeadAndInItself) {
    const auto before = *station.outbox().last_sequence();
    ASSERT_TRUE(ok(back_up()));
    const auto noted = test::must(station.journal().station_entries()).back();
    EXPECT_EQ(noted.kind, issuance::Kind::backup_made);
    EXPECT_EQ(noted.stamp.operator_name, "aida");
    EXPECT_EQ(noted.body, R"({"through":)" + std::to_string(before) + "}");
    EXPECT_EQ(*station.connection().integer("SELECT max(sequence) FROM signed_head"),
              static_cast<std::int64_t>(noted.sequence));
    const auto side = text_of(test::must(read_file(station.folder() / "last-head", 4096)));
    EXPECT_EQ(test::must(parse_signed_head(side)).head.sequence, noted.sequence);
}

TEST_F(BackupTest, ABlobThatIsGoneIsLeftOutAndADamagedOneIsToldOf) {
    ASSERT_TRUE(ok(station.journal().destroy_blob(life.id(), life.package())));
    EXPECT_EQ(back_up()->blobs, 1U);
    const auto portrait = blobs_in(station.folder()) / life.portrait();
    const auto content = test::must(read_file(portrait, 1U << 20U));
    ASSERT_TRUE(ok(write_file(portrait, bytes_of("other"))));
    std::filesystem::remove(file);
    EXPECT_TRUE(back_up().failed_with(Code::db_blob_damaged));
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".part"));
    ASSERT_TRUE(ok(write_file(portrait, content)));
    std::filesystem::remove(portrait);
    EXPECT_EQ(back_up()->blobs, 0U) << "destroyed while it was copied";
}

TEST_F(BackupTest, ARestoreThatCannotSignLeavesNothing) {
    ASSERT_TRUE(ok(back_up()));
    auto broken = setup();
    broken.sign = [](BytesView) -> Result<Bytes> {
        return Failure{Code::crypto_key_refused, "test"};
    };
    const auto folder = test::fresh_folder("unsigned");
    EXPECT_TRUE(db::restore(file, folder, broken, {"aida", password})
                    .failed_with(Code::crypto_key_refused));
    for (const auto* left :
         {"station.db", "restoring.db", "restoring.db-wal", "blobs", "last-head"}) {
        EXPECT_FALSE(std::filesystem::exists(folder / left)) << left;
    }
    ASSERT_TRUE(ok(make_private_folder(blobs_in(folder))));
    ASSERT_TRUE(ok(write_file(blobs_in(folder) / "kept", bytes_of("x"))));
    EXPECT_FALSE(db::restore(file, folder, broken, {"aida", password}));
    EXPECT_TRUE(std::filesystem::exists(blobs_in(folder) / "kept")) << "it was there before";
    const auto restored = restore(folder);
    ASSERT_TRUE(ok(restored));
    const auto side = text_of(test::must(read_file(folder / "last-head", 4096)));
    EXPECT_EQ(test::must(parse_signed_head(side)).head.sequence, restored->sequence);
    EXPECT_EQ(test::must(parse_signed_head(side)).head.epoch, 2U);
    EXPECT_FALSE(std::filesystem::exists(folder / "restoring.db"));
}

TEST_F(BackupTest, AForkThatWasKnownIsForgottenWithTheNewEpoch) {
    ASSERT_TRUE(ok(station.outbox().note_fork("other-hash")));
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("fork");
    ASSERT_TRUE(ok(restore(folder)));
    auto connection = Connection::open(StationDatabase::file_in(folder), Access::read).value();
    EXPECT_TRUE(ok(require_no_fork(connection)));
    const auto kinds =
        connection.text("SELECT group_concat(kind||' '||operator) FROM (SELECT * FROM "
                        "entry WHERE epoch=2 ORDER BY sequence)");
    EXPECT_EQ(*kinds, "station.epoch-opened aida,backup.restored aida");
}

TEST_F(BackupTest, EveryLossIsToldWithItsEpochAndTimeTheOldestFirst) {
    auto& outbox = station.outbox();
    const auto id = crypto::new_id<ApplicationTag>();
    const issuance::Loss later{5, test::at("2026-11-23T09:00:00.000Z"), {}};
    const issuance::Loss earlier{2,
                                 test::at("2026-11-22T09:00:00.000Z"),
                                 {{90, "agreement.printed", id, Digest{1}},
                                  {91, "operator.signed-in", std::nullopt, Digest{2}}}};
    ASSERT_TRUE(ok(outbox.keep_loss(later)));
    ASSERT_TRUE(ok(outbox.keep_loss(earlier)));
    const auto kept = test::must(losses(station.connection()));
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].epoch, 2U);
    EXPECT_EQ(kept[0].told, earlier.told);
    EXPECT_EQ(kept[0].entries, earlier.entries);
    EXPECT_EQ(kept[1].epoch, 5U);
    EXPECT_EQ(kept[1].told, later.told);
    const auto before = *outbox.last_sequence();
    EXPECT_FALSE(outbox.keep_loss({2, later.told, {}}));
    EXPECT_EQ(*outbox.last_sequence(), before);
}

} // namespace
} // namespace koltamga::db
