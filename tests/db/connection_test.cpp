#include "db/connection.h"
#include "db/migrations.h"
#include "db/process_lock.h"
#include "db/transaction.h"
#include "tests/db/support.h"

#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <iomanip>
#include <sstream>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace koltamga::db {
namespace {

using test::fresh_folder;
using test::ok;

std::filesystem::path new_file(std::string_view name) {
    const auto folder = fresh_folder(name);
    std::filesystem::create_directories(folder);
    return folder / "a.db";
}

Connection with_table(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Access::create).value();
    EXPECT_TRUE(ok(connection.run("CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b BLOB)")));
    return connection;
}

TEST(Connection, OpensAsPowerCutsDemand) {
    auto connection = with_table(new_file("pragmas"));
    EXPECT_EQ(*connection.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(*connection.integer("PRAGMA synchronous"), 2);
    EXPECT_EQ(*connection.integer("PRAGMA secure_delete"), 1);
    EXPECT_EQ(*connection.integer("PRAGMA foreign_keys"), 1);
}

TEST(Connection, ItsFilesAreForTheirOwnerAlone) {
    const auto file = new_file("modes");
    const auto connection = with_table(file);
    for (const auto* end : {"", "-wal", "-shm"}) {
        struct stat facts {};
        ASSERT_EQ(::stat((file.string() + end).c_str(), &facts), 0) << end;
        EXPECT_EQ(facts.st_mode & 0777U, 0600U) << end;
    }
}

TEST(Connection, EachTroubleHasItsOwnCode) {
    const auto folder = fresh_folder("troubles");
    std::filesystem::create_directories(folder);
    EXPECT_TRUE(
        Connection::open(folder / "none.db", Access::write).failed_with(Code::db_not_there));
    EXPECT_TRUE(
        Connection::open(folder / "no" / "none.db", Access::write).failed_with(Code::db_not_there));
    EXPECT_TRUE(Connection::open(folder, Access::write).failed_with(Code::db_not_writable));

    ASSERT_TRUE(ok(write_file(folder / "text.db", bytes_of(std::string(5000, 'x')))));
    EXPECT_TRUE(Connection::open(folder / "text.db", Access::write).failed_with(Code::db_damaged));

    std::filesystem::create_symlink(folder / "text.db", folder / "link.db");
    EXPECT_TRUE(
        Connection::open(folder / "link.db", Access::create).failed_with(Code::db_not_writable));
}

TEST(Connection, AWriterThatWaitsInVainIsToldThatItIsLocked) {
    const auto file = new_file("locked");
    auto first = with_table(file);
    auto second = Connection::open(file, Access::write).value();
    ASSERT_EQ(sqlite3_busy_timeout(second.handle(), 0), SQLITE_OK);
    const auto held = Transaction::begin(first);
    ASSERT_TRUE(ok(held));
    EXPECT_TRUE(Transaction::begin(second).failed_with(Code::db_locked));
    EXPECT_TRUE(second.run("INSERT INTO t VALUES (1, x'')").failed_with(Code::db_locked));
    EXPECT_EQ(*second.integer("SELECT count(*) FROM t"), 0) << "reading goes on beside it";
    EXPECT_FALSE(second.stopped());
}

TEST(Connection, AFullDiskLosesOnlyTheLastStep) {
    auto connection = with_table(new_file("full"));
    ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'01')")));
    ASSERT_TRUE(ok(connection.integer("PRAGMA max_page_count=4")));
    {
        auto transaction = Transaction::begin(connection).value();
        const auto inserted = connection.run("INSERT INTO t VALUES (2, zeroblob(100000))");
        EXPECT_TRUE(inserted.failed_with(Code::db_full)) << inserted.failure().detail;
    }
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 1);
    ASSERT_TRUE(ok(connection.integer("PRAGMA max_page_count=100000")));
    EXPECT_TRUE(ok(connection.run("INSERT INTO t VALUES (2, zeroblob(100000))")))
        << "and goes on when there is room again";
}

// A limit on file sizes makes write() fail, as a dying disk does.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t octets) {
        before_ = std::signal(SIGXFSZ, SIG_IGN);
        EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &limit_), 0);
        const rlimit tight{octets, limit_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    }
    ~FileSizeLimit() {
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit_), 0);
        static_cast<void>(std::signal(SIGXFSZ, before_));
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit limit_{};
    void (*before_)(int) = nullptr;
};

// SQLite calls this an input/output error (4874); the disk is well, and only full.
TEST(Connection, ADiskWithoutRoomForTheLogsIndexIsFullNotBroken) {
    const auto file = new_file("no-room");
    { auto made = with_table(file); }
    {
        const FileSizeLimit limit(1000);
        for (const auto access : {Access::write, Access::read}) {
            auto opened = Connection::open(file, access);
            const auto first = opened ? opened->integer("SELECT count(*) FROM t")
                                      : Result<std::optional<std::int64_t>>(opened.failure());
            EXPECT_TRUE(first.failed_with(Code::db_full));
        }
    }
    EXPECT_FALSE(std::filesystem::exists(mark_of_doubt(file)));
    EXPECT_TRUE(ok(Connection::open(file, Access::write)->run("INSERT INTO t VALUES (1, x'')")));
}

TEST(Connection, AfterAFailedWriteItRefusesToWriteUntilOpenedAnew) {
    const auto file = new_file("ioerr");
    {
        auto connection = with_table(file);
        ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'01')")));
        {
            const FileSizeLimit limit(64 * 1024);
            const auto failed = connection.run("INSERT INTO t VALUES (2, zeroblob(300000))");
            EXPECT_TRUE(failed.failed_with(Code::db_stopped));
        }
        EXPECT_TRUE(connection.stopped());
        EXPECT_TRUE(connection.run("INSERT INTO t VALUES (3, x'')").failed_with(Code::db_stopped));
        EXPECT_TRUE(Transaction::begin(connection).failed_with(Code::db_stopped));
        EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 1) << "reading still works";
    }
    EXPECT_TRUE(std::filesystem::exists(mark_of_doubt(file)));
    auto again = Connection::open(file, Access::write).value();
    EXPECT_TRUE(ok(again.run("INSERT INTO t VALUES (3, x'')")));
    EXPECT_EQ(*again.integer("SELECT count(*) FROM t"), 2);
}

// What a transaction changed is written when it is committed, and SQLite counts that as reading.
TEST(Connection, AFailedCommitStopsItAsAFailedWriteDoes) {
    const auto file = new_file("commit");
    {
        auto connection = with_table(file);
        ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'01')")));
        {
            auto transaction = Transaction::begin(connection).value();
            ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (2, zeroblob(300000))")))
                << "held in memory so far";
            const FileSizeLimit limit(64 * 1024);
            EXPECT_TRUE(transaction.commit().failed_with(Code::db_stopped));
            EXPECT_TRUE(transaction.commit().failed_with(Code::db_stopped)) << "and not again";
        }
        EXPECT_TRUE(connection.stopped());
        EXPECT_FALSE(connection.in_transaction());
        EXPECT_TRUE(connection.run("INSERT INTO t VALUES (3, x'')").failed_with(Code::db_stopped));
        EXPECT_TRUE(Transaction::begin(connection).failed_with(Code::db_stopped));
        EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 1) << "reading still works";
    }
    EXPECT_TRUE(std::filesystem::exists(mark_of_doubt(file)));
    auto again = Connection::open(file, Access::write).value();
    EXPECT_TRUE(ok(again.run("INSERT INTO t VALUES (3, x'')")));
    EXPECT_EQ(*again.integer("SELECT count(*) FROM t"), 2);
}

TEST(Connection, AReaderChangesNothing) {
    const auto file = new_file("reader");
    auto writer = with_table(file);
    auto reader = Connection::open(file, Access::read).value();
    EXPECT_TRUE(reader.run("INSERT INTO t VALUES (1, x'')").failed_with(Code::db_not_writable));
    ASSERT_TRUE(ok(writer.run("INSERT INTO t VALUES (1, x'')")));
    EXPECT_EQ(*reader.integer("SELECT count(*) FROM t"), 1);
}

TEST(Connection, KeepsValuesOfEveryKind) {
    auto connection = with_table(new_file("values"));
    const Bytes none;
    EXPECT_EQ(*connection.text("SELECT typeof(?)", {nullptr}), "null");
    EXPECT_EQ(*connection.text("SELECT typeof(?)", {none}), "blob");
    EXPECT_EQ(*connection.text("SELECT typeof(?)", {""}), "text");
    EXPECT_EQ(*connection.integer("SELECT ?", {INT64_MIN}), INT64_MIN);
    EXPECT_EQ(*connection.text("SELECT ?", {std::string("a\0b", 3)}), std::string("a\0b", 3));
    EXPECT_EQ(*connection.text("SELECT ?", {std::optional<std::string>()}), std::nullopt);
}

TEST(Transaction, IsUndoneUnlessCommitted) {
    auto connection = with_table(new_file("transaction"));
    {
        auto transaction = Transaction::begin(connection).value();
        ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'')")));
    }
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 0);
    {
        auto transaction = Transaction::begin(connection).value();
        ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'')")));
        ASSERT_TRUE(ok(transaction.commit()));
    }
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 1);
}

// Whether this system tells who has locked a file on that disk.
bool is_listed(const std::filesystem::path& file) {
    struct stat facts {};
    EXPECT_EQ(::stat(file.c_str(), &facts), 0);
    std::ostringstream name;
    name << std::hex << std::setfill('0') << std::setw(2) << major(facts.st_dev) << ":"
         << std::setw(2) << minor(facts.st_dev) << ":" << std::dec << facts.st_ino << " ";
    std::ifstream list("/proc/locks");
    const std::string locks{std::istreambuf_iterator<char>(list), {}};
    return locks.find(" " + std::to_string(::getpid()) + " " + name.str()) != std::string::npos;
}

TEST(ProcessLock, IsHeldByOne) {
    const auto folder = fresh_folder("lock");
    std::filesystem::create_directories(folder);
    {
        const auto first = ProcessLock::take(folder / "lock");
        ASSERT_TRUE(ok(first));
        const auto second = ProcessLock::take(folder / "lock");
        ASSERT_TRUE(second.failed_with(Code::db_second_instance));
        EXPECT_EQ(second.failure().detail,
                  is_listed(folder / "lock") ? "process " + std::to_string(::getpid()) : "");
    }
    EXPECT_TRUE(ok(ProcessLock::take(folder / "lock")));
}

constexpr Migration good_and_bad[] = {
    {"good", "CREATE TABLE one (a INTEGER) STRICT; INSERT INTO one VALUES (1);"},
    {"bad", "CREATE TABLE two (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"},
};

TEST(Migrations, AFailedOneLeavesTheVersionBefore) {
    auto connection = Connection::open(new_file("failing"), Access::create).value();
    const Schema schema{77, good_and_bad};
    EXPECT_TRUE(migrate(connection, schema).failed_with(Code::db_migration_failed));
    EXPECT_EQ(*schema_version(connection, schema), 1);
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM sqlite_schema WHERE name='two'"), 0);
    EXPECT_EQ(*connection.integer("SELECT a FROM one"), 1);
}

TEST(Migrations, RefuseANewerProgramsAndAnotherProgramsFile) {
    auto connection = Connection::open(new_file("newer"), Access::create).value();
    ASSERT_TRUE(ok(migrate(connection, station_schema())));
    ASSERT_TRUE(ok(connection.run("PRAGMA user_version=999")));
    EXPECT_TRUE(migrate(connection, station_schema()).failed_with(Code::db_newer_version));

    auto foreign = Connection::open(new_file("foreign"), Access::create).value();
    ASSERT_TRUE(ok(foreign.run("CREATE TABLE somebody_elses (a)")));
    ASSERT_TRUE(ok(foreign.run("PRAGMA application_id=1234")));
    EXPECT_TRUE(migrate(foreign, station_schema()).failed_with(Code::db_damaged));
}

TEST(Migrations, APlantedTriggerOrAMissingTableIsNoticed) {
    for (const auto* change :
         {"CREATE TRIGGER planted AFTER INSERT ON entry BEGIN DELETE FROM outbox; END",
          "DROP TRIGGER entry_never_changes", "DROP VIEW journal", "CREATE TABLE extra (a)",
          "DROP INDEX outbox_waiting"}) {
        auto connection = Connection::open(new_file("planted"), Access::create).value();
        ASSERT_TRUE(ok(migrate(connection, station_schema())));
        EXPECT_TRUE(ok(require_schema(connection, station_schema())));
        ASSERT_TRUE(ok(connection.run(change)));
        EXPECT_TRUE(
            require_schema(connection, station_schema()).failed_with(Code::db_schema_changed))
            << change;
    }
}

// Every older version, as the sqlite3 shell dumped it when it was the newest.
class EveryOlderVersion : public testing::TestWithParam<int> {};

TEST_P(EveryOlderVersion, ComesForwardWithItsRows) {
    const auto dump = read_file(std::filesystem::path(KOLTAMGA_TEST_DATA) / "db" /
                                    ("station-" + std::to_string(GetParam()) + ".sql"),
                                1U << 20U);
    ASSERT_TRUE(ok(dump));
    auto connection = Connection::open(new_file("older"), Access::create).value();
    ASSERT_TRUE(ok(connection.run_script(text_of(*dump))));
    ASSERT_EQ(*schema_version(connection, station_schema()), GetParam());
    ASSERT_TRUE(ok(migrate(connection, station_schema())));
    EXPECT_EQ(*schema_version(connection, station_schema()),
              static_cast<std::int64_t>(station_schema().migrations.size()));
    EXPECT_TRUE(ok(require_schema(connection, station_schema())));
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM entry"), 2);
    EXPECT_EQ(*connection.text("SELECT state FROM application"), "draft");
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM journal"), 2);
}

INSTANTIATE_TEST_SUITE_P(Migrations, EveryOlderVersion, testing::Values(1, 2));

TEST(Migrations, TheCentresFirstVersionComesForwardWithItsRows) {
    const auto dump =
        read_file(std::filesystem::path(KOLTAMGA_TEST_DATA) / "db" / "centre-1.sql", 1U << 20U);
    ASSERT_TRUE(ok(dump));
    auto connection = Connection::open(new_file("centre"), Access::create).value();
    ASSERT_TRUE(ok(connection.run_script(text_of(*dump))));
    ASSERT_EQ(*schema_version(connection, centre_schema()), 1);
    ASSERT_TRUE(ok(migrate(connection, centre_schema())));
    EXPECT_TRUE(ok(require_schema(connection, centre_schema())));
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM code WHERE used=1 AND station IS NULL"), 1);
    EXPECT_EQ(*connection.text("SELECT name FROM station"), "office");
}

TEST(Connection, WaitsForOthersAndTrustsNoSchema) {
    const auto file = new_file("settings");
    const auto writer = with_table(file);
    for (const auto access : {Access::write, Access::read}) {
        auto connection = Connection::open(file, access).value();
        const std::pair<const char*, std::int64_t> expected[] = {
            {"PRAGMA busy_timeout", 5000}, {"PRAGMA trusted_schema", 0},
            {"PRAGMA cell_size_check", 1}, {"PRAGMA temp_store", 2},
            {"PRAGMA foreign_keys", 1},    {"PRAGMA query_only", access == Access::read ? 1 : 0},
        };
        for (const auto& [pragma, value] : expected) {
            EXPECT_EQ(*connection.integer(pragma), value) << pragma;
        }
        EXPECT_EQ(connection.access(), access);
        EXPECT_EQ(connection.file(), file);
    }
}

TEST(Connection, RowsThatBreakARuleAndTablesThatAreNotThereAreDamage) {
    auto connection = with_table(new_file("rules"));
    ASSERT_TRUE(ok(connection.run("INSERT INTO t VALUES (1, x'')")));
    EXPECT_EQ(connection.changes(), 1);
    const auto twice = connection.run("INSERT INTO t VALUES (1, x'')");
    ASSERT_TRUE(twice.failed_with(Code::db_damaged));
    EXPECT_TRUE(twice.failure().detail.starts_with("sqlite-1555 ")) << twice.failure().detail;
    EXPECT_TRUE(connection.run("SELECT * FROM nowhere").failed_with(Code::db_damaged));
    EXPECT_TRUE(connection.run("INSERT INTO t VALUES ('x', x'')").failed_with(Code::db_damaged));
    EXPECT_FALSE(connection.stopped());
    EXPECT_EQ(*connection.integer("SELECT NULL"), std::nullopt);
    EXPECT_EQ(*connection.blob("SELECT NULL"), std::nullopt);
    EXPECT_EQ(*connection.integer("SELECT 1 WHERE 0"), std::nullopt);
    EXPECT_EQ(*connection.blob("SELECT x'' "), Bytes());
}

TEST(Connection, RunsAStatementToItsEnd) {
    auto connection = with_table(new_file("to-its-end"));
    ASSERT_TRUE(ok(connection.run("INSERT INTO t SELECT value, x'' FROM json_each('[1,2,3]') "
                                  "RETURNING a")));
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM t"), 3);
}

TEST(Migrations, GoAsFarAsTheyAreToldAndMarkTheFile) {
    auto connection = Connection::open(new_file("target"), Access::create).value();
    EXPECT_EQ(*schema_version(connection, station_schema()), 0);
    ASSERT_TRUE(ok(migrate(connection, station_schema(), 2)));
    EXPECT_EQ(*schema_version(connection, station_schema()), 2);
    EXPECT_EQ(*connection.integer("SELECT count(*) FROM sqlite_schema WHERE name='loss'"), 0);
    ASSERT_TRUE(ok(migrate(connection, station_schema())));
    EXPECT_EQ(*connection.integer("PRAGMA application_id"), 0x4b4c5447);
    auto centre = Connection::open(new_file("centre-mark"), Access::create).value();
    ASSERT_TRUE(ok(migrate(centre, centre_schema())));
    EXPECT_EQ(*centre.integer("PRAGMA application_id"), 0x4b4c5443);
    EXPECT_TRUE(migrate(centre, station_schema()).failed_with(Code::db_damaged));
}

// What nobody may do to a journal, whatever program they use.
TEST(Migrations, ForbidChangingAndRemovingEntries) {
    auto connection = Connection::open(new_file("append-only"), Access::create).value();
    ASSERT_TRUE(ok(migrate(connection, station_schema())));
    ASSERT_TRUE(ok(connection.run("INSERT INTO entry VALUES (1, 1, 'k', 1, 'station', '-', 't', "
                                  "'h', 'x', NULL)")));
    EXPECT_FALSE(connection.run("UPDATE entry SET body=x'00'"));
    EXPECT_FALSE(connection.run("DELETE FROM entry"));
    auto centre = Connection::open(new_file("append-only-centre"), Access::create).value();
    ASSERT_TRUE(ok(migrate(centre, centre_schema())));
    ASSERT_TRUE(ok(centre.run("INSERT INTO station VALUES ('s', 'n', x'', x'', x'', 't')")));
    ASSERT_TRUE(ok(centre.run("INSERT INTO entry VALUES ('s', 0, 1, 'station', 'k', 'h', 'x')")));
    for (const auto* column : {"station", "sequence", "subject", "kind", "header", "hash"}) {
        EXPECT_FALSE(centre.run(std::string("UPDATE entry SET ") + column + "=" + column))
            << column;
    }
    EXPECT_FALSE(centre.run("DELETE FROM entry"));
    EXPECT_TRUE(ok(centre.run("UPDATE entry SET lost_to=2")));
}

// Else a program that outlives this one would keep the folder locked.
TEST(StationFolder, NothingOfItIsLeftToProgramsThatAreStarted) {
    test::Station station("inherited");
    test::Life(station).through(1);
    int seen = 0;
    for (const auto& one : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const auto file = std::filesystem::read_symlink(one.path(), gone).string();
        if (!gone && file.starts_with(station.folder().string())) {
            const auto flags = ::fcntl(std::stoi(one.path().filename()), F_GETFD);
            EXPECT_NE(flags & FD_CLOEXEC, 0) << file;
            ++seen;
        }
    }
    EXPECT_GE(seen, 3) << "the lock, the database and its log";
}

} // namespace
} // namespace koltamga::db
