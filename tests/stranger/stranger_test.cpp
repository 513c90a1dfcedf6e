// Whether src/FORMATS.md says enough: a script that shares no code with the programs checks what
// they left, finds it sound, and finds each changed octet.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

namespace koltamga::journey {
namespace {

namespace fs = std::filesystem;

std::string script(const std::string& name) {
    return std::string(KOLTAMGA_SOURCE_DIR) + "/tests/stranger/" + name;
}

// One octet somewhere in the folder of an office; with a table, in its column of that row.
struct Place {
    const char* name;
    const char* file;
    const char* octet = "middle";
    const char* table = nullptr;
    const char* column = nullptr;
    const char* where = nullptr;
};

constexpr Place places[] = {
    {"header of an entry", "station/station.db", "middle", "entry", "header", "sequence = 4"},
    {"hash of an entry", "station/station.db", "middle", "entry", "hash", "sequence = 4"},
    {"body of an entry", "station/station.db", "middle", "entry", "body", "kind = 'key.made'"},
    {"signed head", "station/station.db", "last", "signed_head", "signature", "sequence > 1"},
    {"head receipt", "station/station.db", "last", "receipt", "der", "kind = 'head'"},
    {"record receipt", "station/station.db", "last", "receipt", "der", "kind = 'record'"},
    {"wrap for the station", "station/station.db", "middle", "key_wrap", "wrap",
     "holder = 'station' AND subject <> 'station'"},
    {"wrap for the centre", "station/station.db", "last", "key_wrap", "wrap",
     "holder = 'centre' AND subject <> 'station'"},
    {"wrap for the recovery", "station/station.db", "last", "station", "recovery", "one = 1"},
    {"sealed column", "station/station.db", "middle", "application", "personal", "1"},
    {"look up", "station/station.db", "middle", "look_up", "hash", "field = 'pin'"},
    {"registration key", "station/station.db", "middle", "secret", "sealed", "1"},
    {"operators proof", "station/station.db", "middle", "operator", "proof", "1"},
    {"last head", "station/last-head"},
    {"profile", "station/profile.toml"},
    {"machine secret", "station/machine.secret"},
    {"journal key", "station/keys/journal.key"},
    {"header at the centre", "practice/centre/centre.db", "middle", "entry", "header",
     "sequence = 4"},
    {"body at the centre", "practice/centre/centre.db", "middle", "body", "sealed", "1"},
    {"export", "export.der"},
    {"body in the backup", "backup", "middle", "entry", "body", "kind = 'key.made'"},
    {"blob in the backup", "backup", "middle", "backup_blob", "content", "1"},
};

Person waiting() {
    return {"20101199000013", "ASANOV", "BEK", "M", "1990-01-01", "ID0000003", "2035-01-01"};
}

// One office for all tests: nothing of it is changed but in copies.
class Stranger : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        office = std::make_unique<Office>();
        office->sign_profile_with_root_file(read_text(office->profile()),
                                            read_text(office->practice() / "root.pem"));
        done = office->enrol().status == 0 && office->issue(grown_up()).status == 0 &&
               office->issue(minor()).status == 1 &&
               office->issue(woman(), {"--custody", "file", "--language", "ru"}).status == 0 &&
               office->issue(grown_up(), {"--reissue", "telephone lost"}).status == 0 &&
               office->issue(waiting(), {"--custody", "file", "--offline"}).status == 0 &&
               office->ctl({"sync", "--once"}).status == 0 && export_and_backup();
        office->stop_centre();
    }
    static void TearDownTestSuite() { office.reset(); }

    static bool export_and_backup() {
        exported =
            office->ctl({"journal", "export", "--out", (office->folder() / "export.der").string()});
        return exported.status == 0 &&
               office->ctl({"backup", "--out", (office->folder() / "backup").string()}).status == 0;
    }

    void SetUp() override { ASSERT_TRUE(done); }

    static Ended check(const fs::path& folder) {
        return run({"python3", "-B", script("check_station.py"), (folder / "station").string(),
                    (folder / "practice").string(), "--export", (folder / "export.der").string(),
                    "--backup", (folder / "backup").string(), "--applicant-password-file",
                    (folder / "applicant.password").string()});
    }

    static Ended spoil(const fs::path& folder, const Place& place) {
        std::vector<std::string> command = {"python3", "-B", script("change_one_byte.py"),
                                            (folder / place.file).string(), place.octet};
        if (place.table != nullptr) {
            command.insert(command.end(), {place.table, place.column, place.where});
        }
        return run(command);
    }

    static std::unique_ptr<Office> office;
    static Said exported;
    static bool done;
};

std::unique_ptr<Office> Stranger::office;
Said Stranger::exported;
bool Stranger::done = false;

// A copy of the office that goes with the object.
class Copy {
  public:
    explicit Copy(const fs::path& of) : folder_(of.string() + "-copy") {
        fs::remove_all(folder_);
        fs::copy(of, folder_, fs::copy_options::recursive);
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    ~Copy() { fs::remove_all(folder_); }
    const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

TEST_F(Stranger, FindsAnOfficesFoldersSound) {
    const auto said = check(office->folder());
    EXPECT_EQ(said.status, 0) << said.out << said.err;
    for (const auto* what : {"portraits", "agreements", "kept keys", "delivered keys", "bodies",
                             "exported entries", "entries in the backup", "wraps at the centre"}) {
        EXPECT_NE(said.out.find(what), std::string::npos) << what << '\n' << said.out;
    }
}

TEST_F(Stranger, IsToldWithTheExportHowFarItReaches) {
    const auto& told = exported.json;
    const auto text = [&](const char* name) { return told.at(name).dump(); };
    EXPECT_EQ(told.at("entries"), told.at("head"));
    EXPECT_GT(told.at("covered_by_receipt"), 0);
    const auto kept = run({"sqlite3", (office->station() / "station.db").string(),
                           "SELECT kind, hash, (SELECT max(sequence) FROM receipt "
                           "WHERE kind='head') FROM entry WHERE sequence=" +
                               text("head")});
    EXPECT_EQ(kept.out, "journal.exported|" + told.at("head_hash").get<std::string>() + "|" +
                            text("covered_by_receipt") + "\n");
}

TEST_F(Stranger, FindsAStationRestoredFromItsBackupSound) {
    const Copy copy(office->folder());
    const auto station = copy.folder() / "station";
    for (const auto* gone : {"station.db", "blobs", "last-head"}) {
        fs::remove_all(station / gone);
    }
    const auto restored =
        run({program("koltamgactl"), "--data", station.string(), "--operator", "aida",
             "--operator-password-file", (copy.folder() / "aida.password").string(), "restore",
             (copy.folder() / "backup").string()});
    ASSERT_EQ(restored.status, 0) << restored.err;
    const auto said = check(copy.folder());
    EXPECT_EQ(said.status, 0) << said.out << said.err;
}

TEST_F(Stranger, FindsABlobWithAChangedOctet) {
    for (const auto* folder : {"station/blobs", "practice/centre/blobs"}) {
        const Copy copy(office->folder());
        const auto file = *fs::directory_iterator(copy.folder() / folder);
        const auto name = fs::relative(file.path(), copy.folder()).string();
        ASSERT_EQ(spoil(copy.folder(), {"", name.c_str()}).status, 0);
        EXPECT_EQ(check(copy.folder()).status, 1) << folder;
    }
}

TEST_F(Stranger, FindsADeliveredKeyWithAChangedOctet) {
    const Copy copy(office->folder());
    for (const auto& file : fs::recursive_directory_iterator(copy.folder() / "practice/vault")) {
        if (file.path().extension() == ".package") {
            const auto name = fs::relative(file.path(), copy.folder()).string();
            ASSERT_EQ(spoil(copy.folder(), {"", name.c_str()}).status, 0);
        }
    }
    const auto said = check(copy.folder());
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.out.find("broken: vault: the package was changed"), std::string::npos);
}

TEST_F(Stranger, FindsEntriesThatWereCutOff) {
    const Copy copy(office->folder());
    ASSERT_EQ(run({"sqlite3", (copy.folder() / "station/station.db").string(),
                   "DROP TRIGGER entry_never_goes; DELETE FROM outbox WHERE sequence > 9; "
                   "DELETE FROM entry WHERE sequence > 9;"})
                  .status,
              0);
    EXPECT_EQ(check(copy.folder()).status, 1);
}

TEST_F(Stranger, FindsAnOctetChangedInAnyPlace) {
    ASSERT_EQ(check(office->folder()).status, 0);
    for (const auto& place : places) {
        const Copy copy(office->folder());
        const auto spoiled = spoil(copy.folder(), place);
        ASSERT_EQ(spoiled.status, 0) << place.name << '\n' << spoiled.err;
        const auto said = check(copy.folder());
        EXPECT_EQ(said.status, 1) << place.name << '\n' << said.out << said.err;
        EXPECT_NE(said.out.find("broken: "), std::string::npos) << place.name << said.err;
    }
}

} // namespace
} // namespace koltamga::journey
