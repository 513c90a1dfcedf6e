#include "db/backup.h"
#include "db/blob_files.h"
#include "db/centre_store.h"
#include "tests/db/support.h"

#include <gmock/gmock.h>

#include <fstream>

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
    Result<Restored> restore(const std::filesystem::path& folder) {
        return db::restore(file, folder, test::practice_binding, test::head_signer(),
                           {"-", station.clock().now(), TimeSource::system});
    }
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
    EXPECT_TRUE(restore(station.folder()).failed_with(Code::db_already_there));
}

TEST_F(BackupTest, WhatIsNoBackupIsRefused) {
    for (const auto& content : {Bytes{}, Bytes(5000, 'x')}) {
        ASSERT_TRUE(ok(write_file(file, content)));
        const auto folder = test::fresh_folder("refused");
        EXPECT_TRUE(restore(folder).failed_with(Code::db_backup_refused));
        EXPECT_FALSE(std::filesystem::exists(StationDatabase::file_in(folder)));
    }
    station.close();
    std::filesystem::copy_file(StationDatabase::file_in(station.folder()), file,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_TRUE(restore(test::fresh_folder("refused")).failed_with(Code::db_backup_refused));
    std::filesystem::remove(file);
    EXPECT_TRUE(restore(test::fresh_folder("refused")).failed_with(Code::db_not_there));
}

TEST_F(BackupTest, AnotherProfilesBackupIsRefused) {
    ASSERT_TRUE(ok(back_up()));
    const auto folder = test::fresh_folder("other-profile");
    EXPECT_TRUE(db::restore(file, folder, {"other", true}, test::head_signer(), station.stamp())
                    .failed_with(Code::db_wrong_profile));
    EXPECT_FALSE(std::filesystem::exists(StationDatabase::file_in(folder)));
}

TEST_F(BackupTest, AChangedBackupIsRefused) {
    ASSERT_TRUE(ok(back_up()));
    for (const auto* sql : {"UPDATE backup_blob SET content=x'00'",
                            "DROP TRIGGER entry_never_goes; DELETE FROM entry WHERE sequence=3",
                            "CREATE TABLE planted (a)"}) {
        const auto changed = file.string() + ".changed";
        std::filesystem::copy_file(file, changed,
                                   std::filesystem::copy_options::overwrite_existing);
        {
            auto connection = Connection::open(changed, Access::write).value();
            ASSERT_TRUE(ok(connection.run("PRAGMA foreign_keys=OFF")));
            ASSERT_TRUE(ok(connection.run_script(sql)));
        }
        EXPECT_FALSE(db::restore(changed, test::fresh_folder("changed"), test::practice_binding,
                                 test::head_signer(), station.stamp()))
            << sql;
    }
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
    EXPECT_EQ(*centre.connection().integer("SELECT count(*) FROM entry WHERE lost_to=2"), 3);
    EXPECT_TRUE(centre.verify()->sound());
    EXPECT_TRUE(send(station.outbox()).failed_with(Code::db_fork))
        << "the old disk turns up again and goes on";
}

} // namespace
} // namespace koltamga::db
