// What is said to be done is on the disk: seen by the calls that wait for it.
#include "db/backup.h"
#include "db/blob_files.h"
#include "db/private_file.h"
#include "tests/db/support.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace koltamga::db {
namespace {

using test::ok;

struct Waited {
    std::string what;   // the file or folder, by the name it was opened under
    bool name_is_there; // of the file that the test looks at
};
std::vector<Waited> waited; // by the calls below, which stand in for the library's
std::filesystem::path looked_at;

// Which of them fails, as on a dying disk or a full one: the first, second … of the files that hold
// this in their names. 0: none.
struct Failing {
    std::size_t wait = 0;
    std::string name;
    int error = EIO;
    std::size_t counted = 0;
};
Failing failing;

bool note_wait(int descriptor) {
    const std::filesystem::path link("/proc/self/fd/" + std::to_string(descriptor));
    std::error_code none;
    const auto what = std::filesystem::read_symlink(link, none).filename().string();
    waited.push_back({what, !looked_at.empty() && std::filesystem::exists(looked_at, none)});
    const bool counts = what.find(failing.name) != std::string::npos;
    failing.counted += counts ? 1 : 0;
    if (!counts || failing.counted != failing.wait) {
        return true;
    }
    errno = failing.error;
    return false;
}

class DurableTest : public testing::Test {
  protected:
    std::filesystem::path folder = test::fresh_folder("durable");

    void SetUp() override {
        std::filesystem::create_directories(folder);
        ASSERT_TRUE(ok(write_file(folder / "a", bytes_of("content"))));
        waited.clear();
    }
    void TearDown() override {
        looked_at.clear();
        failing = {};
    }
    std::string folder_name() const { return folder.filename().string(); }
};

TEST_F(DurableTest, AFileIsWholeBeforeItMovesAndItsFolderFollows) {
    looked_at = folder / "b";
    ASSERT_TRUE(ok(move_durably(folder / "a", looked_at)));
    ASSERT_EQ(waited.size(), 2U);
    EXPECT_EQ(waited[0].what, "a");
    EXPECT_FALSE(waited[0].name_is_there);
    EXPECT_EQ(waited[1].what, folder_name());
    EXPECT_TRUE(waited[1].name_is_there);
    EXPECT_TRUE(move_durably(folder / "a", looked_at).failed_with(Code::db_blob_not_written));
    EXPECT_TRUE(std::filesystem::exists(looked_at));
}

TEST_F(DurableTest, ZerosAreOnTheDiskBeforeTheNameGoesAndItsFolderFollows) {
    looked_at = folder / "a";
    ASSERT_TRUE(ok(overwrite_and_remove(looked_at)));
    ASSERT_EQ(waited.size(), 2U);
    EXPECT_EQ(waited[0].what, "a");
    EXPECT_TRUE(waited[0].name_is_there);
    EXPECT_EQ(waited[1].what, folder_name());
    EXPECT_FALSE(waited[1].name_is_there);
    EXPECT_TRUE(ok(overwrite_and_remove(looked_at))) << "gone already";
}

TEST_F(DurableTest, WhatTheDiskDidNotTakeIsTold) {
    const auto after = [&](std::size_t waits, const auto& act) {
        ASSERT_TRUE(ok(write_file(folder / "a", bytes_of("content"))));
        failing = {waits, {}, EIO};
        const Done done = act();
        failing = {};
        EXPECT_TRUE(done.failed_with(Code::db_blob_not_written)) << waits;
    };
    for (const std::size_t waits : {1U, 2U}) {
        after(waits, [&] { return move_durably(folder / "a", folder / "b"); });
        after(waits, [&] { return overwrite_and_remove(folder / "a"); });
    }
}

// The station's own database is well, and nobody shall look for room beside it.
TEST_F(DurableTest, AFullMediumIsAboutTheCopyThatWasToGoThere) {
    test::Station station("full-medium");
    test::Life(station).through(5);
    bool done = false;
    std::size_t waits = 1;
    for (; !done && waits < 100; waits += 3) {
        failing = {waits, ".part", ENOSPC};
        const auto made = back_up(station.database(), station.session(), test::head_signer(),
                                  folder / "copy", station.stamp());
        failing = {};
        done = static_cast<bool>(made);
        EXPECT_TRUE(made || made.failed_with(Code::db_backup_not_written)) << waits;
    }
    EXPECT_TRUE(done);
    EXPECT_GT(waits, 3U);
}

TEST_F(DurableTest, ALongFileIsZeroToItsLastOctet) {
    const Bytes content(10'000, 'k');
    ASSERT_TRUE(ok(write_file(folder / "long", content)));
    std::filesystem::create_hard_link(folder / "long", folder / "other-name");
    ASSERT_TRUE(ok(overwrite_and_remove(folder / "long")));
    EXPECT_EQ(test::must(read_file(folder / "other-name", 20'000)), Bytes(10'000, 0));
}

TEST_F(DurableTest, AnAppendAndABlobAreOnTheDiskWhenTheyReturn) {
    test::Station station("durable");
    const auto waits_for = [&](const std::string& begin) {
        return std::ranges::any_of(waited,
                                   [&](const Waited& one) { return one.what.starts_with(begin); });
    };
    test::Life life(station);
    waited.clear();
    life.through(1);
    EXPECT_TRUE(waits_for("station.db-wal"));
    life.through(3);
    waited.clear();
    const auto name = test::must(station.journal().put_blob(life.id(), "portrait", bytes_of("x")));
    EXPECT_TRUE(waits_for(name));
    EXPECT_TRUE(waits_for("blobs"));
}

TEST_F(DurableTest, AFolderOfOursIsForItsOwnerAloneAndMayBeMissing) {
    using std::filesystem::perms;
    EXPECT_TRUE(ok(require_private_folder(folder / "none")));
    std::filesystem::permissions(folder, static_cast<perms>(0755));
    ASSERT_TRUE(ok(require_private_folder(folder)));
    EXPECT_EQ(std::filesystem::status(folder).permissions(), perms::owner_all);
    EXPECT_TRUE(require_private_folder(folder / "a").failed_with(Code::db_not_writable));
}

// Root may write anywhere, and would leave files that the owner cannot read.
TEST_F(DurableTest, AFolderOfAnotherUserIsNotTakenThoughItIsPrivate) {
    ASSERT_TRUE(ok(require_private_folder(folder)));
    constexpr ::uid_t somebody = 65534;
    if (::chown(folder.c_str(), somebody, somebody) != 0) {
        GTEST_SKIP() << "not run: only root may give a folder away";
    }
    const auto taken = require_private_folder(folder);
    ASSERT_TRUE(taken.failed_with(Code::db_not_writable));
    EXPECT_EQ(taken.failure().detail, "folder-of-another-user");
}

TEST_F(DurableTest, AFileOfOursIsPlainAndNewOnesAreForTheirOwner) {
    using std::filesystem::perms;
    EXPECT_TRUE(require_plain_file(folder / "none").failed_with(Code::db_not_there));
    EXPECT_TRUE(require_plain_file(folder / "a" / "b").failed_with(Code::db_not_there));
    EXPECT_TRUE(require_plain_file(folder).failed_with(Code::db_not_writable));
    EXPECT_TRUE(ok(require_plain_file(folder / "a")));
    ASSERT_TRUE(ok(make_private_file(folder / "new")));
    ASSERT_TRUE(ok(make_private_file(folder / "a")));
    EXPECT_EQ(test::must(read_file(folder / "a", 100)).size(), 7U) << "what was there stays";
    EXPECT_EQ(std::filesystem::status(folder / "new").permissions(),
              perms::owner_read | perms::owner_write);
    std::filesystem::create_symlink(folder / "elsewhere", folder / "link");
    EXPECT_TRUE(make_private_file(folder / "link").failed_with(Code::db_not_writable));
    EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

} // namespace
} // namespace koltamga::db

extern "C" int fsync(int descriptor) {
    return koltamga::db::note_wait(descriptor) ? static_cast<int>(::syscall(SYS_fsync, descriptor))
                                               : -1;
}

extern "C" int fdatasync(int descriptor) {
    return koltamga::db::note_wait(descriptor)
               ? static_cast<int>(::syscall(SYS_fdatasync, descriptor))
               : -1;
}
