#include "db/blob_files.h"
#include "db/known_time.h"
#include "db/signed_head.h"
#include "tests/db/support.h"

#include "crypto/cms.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "db/journal_export.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace koltamga::db {
namespace {

using issuance::EntryDraft;
using issuance::Kind;
using test::Life;
using test::ok;
using test::Station;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Journal, AnEntryReadsBackAsItWasAppended) {
    Station station("append");
    Life life(station);
    const auto stamp = station.stamp();
    const auto drafts = life.drafts_of(0);
    const auto appended = station.journal().append(drafts, stamp);
    ASSERT_TRUE(ok(appended));
    ASSERT_EQ(appended->size(), 1U);
    const auto read = station.journal().entries_of(life.id());
    ASSERT_TRUE(ok(read));
    ASSERT_EQ(read->size(), 1U);
    const auto& entry = read->front();
    EXPECT_EQ(entry.kind, Kind::identity_recorded);
    EXPECT_EQ(entry.body, drafts.front().body);
    EXPECT_EQ(entry.hash, appended->front().hash);
    EXPECT_EQ(entry.stamp.operator_name, "aida");
    EXPECT_EQ(entry.stamp.time, stamp.time);
    EXPECT_EQ(entry.epoch, 1U);
}

TEST(Journal, TheHashIsTheSha256OfTheHeaderAndNamesTheOneBefore) {
    Station station("hashes");
    Life(station).through(3);
    auto rows =
        station.connection().query("SELECT header, hash FROM entry ORDER BY sequence").value();
    Digest previous{};
    while (*rows.next()) {
        const auto header = parse_entry_header(rows.text(0));
        ASSERT_TRUE(header);
        EXPECT_EQ(header->previous, previous);
        previous = entry_hash(rows.text(0));
        EXPECT_EQ(rows.text(1), hex(previous));
    }
}

TEST(Journal, AWholeLifeEndsHandedOver) {
    Station station("life");
    Life life(station);
    life.to_the_end();
    const auto state = application_state(station.connection(), life.id());
    ASSERT_TRUE(ok(state));
    ASSERT_TRUE(*state);
    EXPECT_EQ((*state)->state, "handed-over");
    EXPECT_EQ((*state)->waits_for, "nobody");
    EXPECT_EQ((*state)->outbox, "unsent");
    const auto row = station.journal().row(life.id());
    ASSERT_TRUE(ok(row));
    EXPECT_EQ((*row)->pin, "20101199000008");
    EXPECT_EQ((*row)->key_package, "");
}

TEST(Journal, WhatTheTransitionTableForbidsIsNotWritten) {
    Station station("forbidden");
    Life life(station);
    life.through(2);
    const auto before = *station.outbox().last_sequence();
    for (const int step : {5, 6, 9, 11}) {
        auto drafts = life.drafts_of(step);
        EXPECT_TRUE(station.journal()
                        .append(drafts, station.stamp())
                        .failed_with(Code::issuance_not_allowed))
            << step;
    }
    EXPECT_TRUE(station.journal()
                    .append(std::vector{EntryDraft{Kind::contact_recorded, life.id(), "no json"}},
                            station.stamp())
                    .failed_with(Code::issuance_entry_unreadable));
    EXPECT_EQ(*station.outbox().last_sequence(), before);
    EXPECT_EQ(station.journal().entries_of(life.id())->size(), 2U);
}

TEST(Journal, AnApplicationNobodyKnowsHasNoEntries) {
    Station station("unknown");
    EXPECT_TRUE(station.journal().entries_of(crypto::new_id<ApplicationTag>())->empty());
    EXPECT_FALSE(*station.journal().row(crypto::new_id<ApplicationTag>()));
}

TEST(Journal, FindsAPersonADocumentAndAKeyNewestFirst) {
    Station station("look-ups");
    Life first(station, "20101199000008", "ID0000001");
    first.through(5);
    Life second(station, "20101199000008", "ID0000002");
    second.through(1);
    Life other(station, "12902200000011", "ID0000003");
    other.through(1);
    auto& journal = station.journal();
    EXPECT_THAT(*journal.applications_of_person("20101199000008"),
                ElementsAre(second.id(), first.id()));
    EXPECT_THAT(*journal.applications_of_person("12902200000011"), ElementsAre(other.id()));
    EXPECT_TRUE(journal.applications_of_person("2010119900000")->empty());
    EXPECT_THAT(*journal.applications_with_document("ID0000002"), ElementsAre(second.id()));
    EXPECT_THAT(*journal.applications_with_key(first.key()), ElementsAre(first.id()));
    EXPECT_THAT(*journal.applications(), ElementsAre(other.id(), second.id(), first.id()));
}

TEST(Journal, TheNewestTimeIsKnown) {
    Station station("time");
    Life(station).through(1);
    EXPECT_EQ(*station.journal().last_time(), station.clock().now());
}

TEST(Journal, EveryAskedEntryStandsUnderASignedHead) {
    Station station("asked");
    Life life(station);
    life.through(6);
    const auto last = *station.outbox().last_sequence();
    EXPECT_EQ(*station.connection().integer("SELECT max(sequence) FROM signed_head"),
              static_cast<std::int64_t>(last));
    const auto side = read_file(station.folder() / "last-head", 4096);
    ASSERT_TRUE(ok(side));
    const auto head = parse_signed_head(text_of(*side));
    ASSERT_TRUE(ok(head));
    EXPECT_EQ(head->head.sequence, last);
    EXPECT_TRUE(test::journal_key().key.public_key().verify(bytes_of(compose(head->head)),
                                                            head->signature));
}

TEST(Journal, ASignerThatFailsLeavesNothingAppended) {
    Station station("signer");
    Life life(station);
    life.through(5);
    const auto before = *station.outbox().last_sequence();
    auto broken = StationJournal::open(station.database(), station.session(),
                                       {[](BytesView) -> Result<Bytes> {
                                            return Failure{Code::crypto_key_refused, "test"};
                                        },
                                        test::centre().certificate.der()});
    ASSERT_TRUE(ok(broken));
    EXPECT_FALSE((*broken)->append(life.drafts_of(5), station.stamp()));
    EXPECT_EQ(*station.outbox().last_sequence(), before);
}

TEST(Journal, BodiesOpenOnlyInTheirPlace) {
    Station station("swap");
    Life life(station);
    life.through(2);
    const auto key = station.session().keys->subject_key(station.connection(), life.id());
    ASSERT_TRUE(ok(key));
    auto rows = station.connection()
                    .query("SELECT header, body FROM entry WHERE subject=? ORDER BY sequence",
                           {life.id().text()})
                    .value();
    ASSERT_TRUE(*rows.next());
    const auto first = parse_entry_header(rows.text(0)).value();
    const auto body = rows.bytes(1);
    ASSERT_TRUE(*rows.next());
    const auto second = parse_entry_header(rows.text(0)).value();
    EXPECT_TRUE(crypto::open(key->view(), body, bytes_of(associated_data(first))));
    EXPECT_FALSE(crypto::open(key->view(), body, bytes_of(associated_data(second))));
}

TEST(Journal, TheCentreOpensWhatWasWrappedForIt) {
    Station station("centre-wrap");
    Life life(station);
    life.through(1);
    const auto wrap = station.outbox().centre_wrap(life.id());
    ASSERT_TRUE(ok(wrap));
    const auto opened =
        crypto::open_envelope(*wrap, test::centre().key, test::centre().certificate);
    ASSERT_TRUE(ok(opened));
    const auto ours = station.session().keys->subject_key(station.connection(), life.id());
    EXPECT_TRUE(equal_in_constant_time(opened->view(), ours->view()));
}

std::string everything_on_disk(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.is_regular_file()) {
            std::ifstream in(file.path(), std::ios::binary);
            all += file.path().string() + std::string(std::istreambuf_iterator<char>(in), {});
        }
    }
    return all;
}

TEST(Journal, NothingPersonalStandsInTheDataFolder) {
    Station station("markers");
    Life life(station, "20101199000008", "ID7654321");
    life.to_the_end();
    const auto portrait = test::some_portrait();
    const auto run = text_of(BytesView(portrait).first(64));
    for (const bool closed : {false, true}) {
        if (closed) {
            station.close();
        }
        const auto all = everything_on_disk(station.folder());
        for (const auto& marker :
             {std::string("ASANOV"), std::string("Асанов"), std::string("20101199000008"),
              std::string("ID7654321"), std::string("uson@example.com"),
              std::string("996700123456"), run}) {
            EXPECT_EQ(all.find(marker), std::string::npos) << marker;
            EXPECT_EQ(all.find(koltamga::hex(bytes_of(marker))), std::string::npos) << marker;
        }
    }
}

TEST(Journal, FoldersAndFilesAreTheirOwnersAlone) {
    Station station("modes");
    Life(station).through(6);
    const auto ours = [](const std::filesystem::path& path) {
        using std::filesystem::perms;
        const auto open = perms::group_all | perms::others_all;
        return (std::filesystem::status(path).permissions() & open) == perms::none;
    };
    for (const auto& entry : std::filesystem::recursive_directory_iterator(station.folder())) {
        EXPECT_TRUE(ours(entry.path())) << entry.path();
    }
}

TEST(Blobs, ComeBackAndAreNamedByWhatLiesOnTheDisk) {
    Station station("blobs");
    Life life(station);
    life.through(4);
    const auto plain = station.journal().blob(life.id(), "portrait", life.portrait());
    ASSERT_TRUE(ok(plain));
    EXPECT_EQ(*plain, test::some_portrait());
    EXPECT_THAT(*station.outbox().blobs_of(life.id()), ElementsAre(life.portrait()));
    const auto sealed = station.outbox().sealed_blob(life.portrait());
    ASSERT_TRUE(ok(sealed));
    EXPECT_NE(*sealed, *plain);
}

TEST(Blobs, OpenForTheirUseAndApplicationAlone) {
    Station station("blob-context");
    Life life(station);
    life.through(4);
    Life other(station);
    other.through(1);
    EXPECT_TRUE(station.journal()
                    .blob(life.id(), "something-else", life.portrait())
                    .failed_with(Code::db_blob_damaged));
    EXPECT_TRUE(station.journal()
                    .blob(other.id(), "portrait", life.portrait())
                    .failed_with(Code::db_blob_damaged));
}

TEST(Blobs, NamesFromOutsideLeadNowhereElse) {
    Station station("traversal");
    for (const auto* name : {"../station.db", "", "..", "/etc/passwd", "ABCDEF"}) {
        EXPECT_TRUE(station.outbox().sealed_blob(name).failed_with(Code::db_blob_gone)) << name;
    }
}

TEST(Blobs, AChangedOctetIsNoticed) {
    Station station("blob-change");
    Life life(station);
    life.through(4);
    const auto file = blobs_in(station.folder()) / life.portrait();
    auto content = *read_file(file, 1U << 20U);
    content[content.size() / 2] ^= 1;
    ASSERT_TRUE(ok(write_file(file, content)));
    EXPECT_TRUE(station.outbox().sealed_blob(life.portrait()).failed_with(Code::db_blob_damaged));
}

TEST(Blobs, AKeyPackageGoesForGoodWhenTheVaultHasIt) {
    Station station("package");
    Life life(station);
    life.through(5);
    const auto package = station.journal().blob(life.id(), "key-package", life.package());
    ASSERT_TRUE(ok(package));
    EXPECT_THAT(text_of(*package), HasSubstr("package of"));
    ASSERT_TRUE(ok(station.journal().destroy_blob(life.id(), life.package())));
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / life.package()));
    EXPECT_TRUE(station.journal()
                    .blob(life.id(), "key-package", life.package())
                    .failed_with(Code::db_blob_gone));
    EXPECT_TRUE(ok(station.journal().destroy_blob(life.id(), life.package()))) << "again is fine";
}

// Not only its name goes: what a disk still holds under no name can be read.
TEST(Blobs, AreOverwrittenBeforeTheyAreRemoved) {
    Station station("overwritten");
    Life life(station);
    life.through(5);
    const auto other_name = station.folder() / "other-name";
    std::filesystem::create_hard_link(blobs_in(station.folder()) / life.package(), other_name);
    const auto size = std::filesystem::file_size(other_name);
    ASSERT_GT(size, 0U);
    ASSERT_TRUE(ok(station.journal().destroy_blob(life.id(), life.package())));
    const auto left = read_file(other_name, size);
    ASSERT_TRUE(ok(left));
    EXPECT_EQ(*left, Bytes(size, 0));
}

TEST(Blobs, OrphansOfACrashAreSweptWhenTheFolderIsOpened) {
    Station station("orphans");
    Life life(station);
    life.through(4);
    const auto unnamed = *station.journal().put_blob(life.id(), "portrait", bytes_of("second"));
    const auto stray = write_blob_file(station.folder(), bytes_of("no row"));
    ASSERT_TRUE(ok(stray));
    const auto others = station.folder() / "others"; // and not a blob
    ASSERT_TRUE(ok(write_file(others, bytes_of("as it was"))));
    std::filesystem::create_symlink(others, blobs_in(station.folder()) / "planted");
    station.close();
    station.open();
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / unnamed));
    EXPECT_FALSE(std::filesystem::exists(blobs_in(station.folder()) / hex(*stray)));
    EXPECT_FALSE(std::filesystem::exists(
        std::filesystem::symlink_status(blobs_in(station.folder()) / "planted")));
    EXPECT_EQ(text_of(test::must(read_file(others, 100))), "as it was");
    EXPECT_TRUE(ok(station.journal().blob(life.id(), "portrait", life.portrait())));
}

// Killed between the entry with which the package was done with and its destruction.
TEST(Blobs, AKeyPackageNobodyNeedsIsSweptWhenTheFolderIsOpened) {
    Station station("needless");
    Life waiting(station);
    waiting.through(8);
    Life delivered(station);
    delivered.through(10);
    Life back(station);
    back.through(5);
    Life cancelled(station);
    cancelled.through(5);
    const auto remark = [&](const Life& life, Kind kind, std::string step) {
        ASSERT_TRUE(ok(station.journal().append(
            std::vector{EntryDraft{kind, life.id(),
                                   issuance::write(issuance::Remark{"test", {}, std::move(step)})}},
            station.stamp())));
    };
    remark(back, Kind::application_went_back, "portrait");
    remark(cancelled, Kind::application_cancelled, "");
    const auto there = [&](const std::string& name) {
        return std::filesystem::exists(blobs_in(station.folder()) / name);
    };
    for (const auto* life : {&waiting, &delivered, &back, &cancelled}) {
        EXPECT_TRUE(there(life->package()));
    }
    station.close();
    station.open();
    EXPECT_TRUE(there(waiting.package()));
    EXPECT_TRUE(ok(station.journal().blob(waiting.id(), "key-package", waiting.package())));
    for (const auto* life : {&delivered, &back, &cancelled}) {
        EXPECT_FALSE(there(life->package()));
        EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM blob WHERE name=?",
                                                {life->package()}),
                  0);
        EXPECT_TRUE(there(life->portrait()));
    }
    EXPECT_TRUE(station.verify().sound());
}

// The record was released, and the program killed before its files went.
TEST(Blobs, OfAReleasedRecordAreSweptWhenTheFolderIsOpened) {
    Station station("released");
    Life life(station);
    life.to_the_end();
    station.receipt_everything(life.id());
    const auto file = blobs_in(station.folder()) / life.portrait();
    ASSERT_TRUE(ok(station.connection().run("UPDATE application SET personal=NULL")));
    station.close();
    station.open();
    EXPECT_TRUE(std::filesystem::exists(file)) << "its key is there still";
    ASSERT_TRUE(ok(station.connection().run(
        "DELETE FROM key_wrap WHERE holder='station' AND subject<>'station'")));
    station.close();
    station.open();
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(*station.connection().integer("SELECT count(*) FROM blob"), 0);
}

TEST(KeyRing, DraftsAreSealedAndComeBack) {
    Station station("drafts");
    const auto id = crypto::new_id<ApplicationTag>();
    const auto& keys = *station.session().keys;
    EXPECT_FALSE(*keys.draft(station.connection(), id));
    ASSERT_TRUE(ok(keys.save_draft(station.connection(), id, test::secret("typed so far"),
                                   station.clock().now())));
    const auto draft = keys.draft(station.connection(), id);
    ASSERT_TRUE(ok(draft));
    EXPECT_EQ(text_of((*draft)->view()), "typed so far");
    EXPECT_THAT(everything_on_disk(station.folder()), Not(HasSubstr("typed so far")));
    ASSERT_TRUE(ok(keys.drop_draft(station.connection(), id)));
    EXPECT_FALSE(*keys.draft(station.connection(), id));
}

TEST(KeyRing, SecretsAreKeptByName) {
    Station station("secrets");
    const auto& keys = *station.session().keys;
    ASSERT_TRUE(ok(keys.keep_secret(station.connection(), "ra", test::secret("the key"))));
    EXPECT_EQ(text_of(keys.secret(station.connection(), "ra")->view()), "the key");
    EXPECT_TRUE(keys.secret(station.connection(), "other").failed_with(Code::db_key_gone));
    ASSERT_TRUE(ok(station.connection().run("UPDATE secret SET name='other' WHERE name='ra'")));
    EXPECT_TRUE(keys.secret(station.connection(), "other").failed_with(Code::db_key_wrong));
}

TEST(KeyRing, ColumnsHaveKeysOfTheirOwn) {
    Station station("columns");
    const auto& keys = *station.session().keys;
    EXPECT_NE(keys.look_up_hash(Column::pin, "1"), keys.look_up_hash(Column::document_number, "1"));
    const KeyRing others(crypto::random_secret(32));
    EXPECT_NE(keys.look_up_hash(Column::pin, "1"), others.look_up_hash(Column::pin, "1"));
}

TEST(StationDatabase, EachWrongFolderHasItsOwnCode) {
    Station station("binding");
    station.close();
    const auto open = [&](const Binding& binding) {
        return StationDatabase::open(station.folder(), binding, Use::write);
    };
    EXPECT_TRUE(open({"practice", false}).failed_with(Code::db_wrong_profile));
    EXPECT_TRUE(open({"another", true}).failed_with(Code::db_wrong_profile));
    EXPECT_TRUE(
        StationDatabase::open(test::fresh_folder("none"), test::practice_binding, Use::write)
            .failed_with(Code::db_not_there));
    EXPECT_TRUE(StationDatabase::open(test::fresh_folder("none"), test::practice_binding, Use::read)
                    .failed_with(Code::db_not_there));
    EXPECT_TRUE(StationDatabase::create(station.folder(), test::practice_binding,
                                        crypto::new_id<StationTag>())
                    .failed_with(Code::db_already_there));
    EXPECT_TRUE(ok(open(test::practice_binding)));
}

// What a power cut can leave of an enrolment: a file of no octets, or tables without an entry.
TEST(StationDatabase, WithoutAFirstEntryItIsBegunAnew) {
    const auto folder = test::fresh_folder("unfinished");
    ASSERT_TRUE(ok(make_private_folder(folder)));
    ASSERT_TRUE(ok(write_file(StationDatabase::file_in(folder), {})));
    EXPECT_FALSE(*StationDatabase::is_enrolled(folder));
    for (int again = 0; again < 2; ++again) {
        const auto made =
            StationDatabase::create(folder, test::practice_binding, crypto::new_id<StationTag>());
        ASSERT_TRUE(ok(made)) << again;
        EXPECT_FALSE(*StationDatabase::is_enrolled(folder));
    }
}

TEST(StationDatabase, IsEnrolledWithItsFirstEntry) {
    Station station("enrolled");
    EXPECT_TRUE(*StationDatabase::is_enrolled(station.folder()));
    EXPECT_FALSE(*StationDatabase::is_enrolled(test::fresh_folder("nowhere")));
    const auto damaged = test::fresh_folder("damaged");
    ASSERT_TRUE(ok(make_private_folder(damaged)));
    ASSERT_TRUE(ok(write_file(StationDatabase::file_in(damaged), Bytes(5000, 'x'))));
    EXPECT_TRUE(StationDatabase::is_enrolled(damaged).failed_with(Code::db_damaged))
        << "nobody discards what may hold a journal";
    EXPECT_TRUE(
        StationDatabase::create(damaged, test::practice_binding, crypto::new_id<StationTag>())
            .failed_with(Code::db_damaged));
}

// Made by somebody's mkdir, or unpacked from an archive.
TEST(StationDatabase, TakesFromOthersTheirRightsOnItsFolders) {
    using std::filesystem::perms;
    Station station("open-to-others");
    const auto keys = station.folder() / "keys";
    std::filesystem::create_directories(keys);
    const auto folders = {station.folder(), blobs_in(station.folder()), keys};
    for (const auto open : {0755, 0750, 0710, 0701}) {
        station.close();
        for (const auto& folder : folders) {
            std::filesystem::permissions(folder, static_cast<perms>(open));
        }
        ASSERT_TRUE(ok(StationDatabase::open(station.folder(), test::practice_binding, Use::read)));
        EXPECT_EQ(std::filesystem::status(keys).permissions(), static_cast<perms>(open))
            << "whoever only reads changes nothing";
        station.open();
        for (const auto& folder : folders) {
            EXPECT_EQ(std::filesystem::status(folder).permissions(), perms::owner_all)
                << folder << " " << open;
        }
    }
}

TEST(StationDatabase, IsEnrolledTogetherWithItsRegistrationKey) {
    Station station("registration");
    EXPECT_EQ(text_of(station.session().keys->secret(station.connection(), "registration")->view()),
              "registration key");
}

TEST(StationDatabase, ASecondWriterIsRefusedAReaderIsNot) {
    Station station("second");
    EXPECT_TRUE(StationDatabase::open(station.folder(), test::practice_binding, Use::write)
                    .failed_with(Code::db_second_instance));
    const auto reader = StationDatabase::open(station.folder(), test::practice_binding, Use::read);
    ASSERT_TRUE(ok(reader));
    auto connection = reader->connect().value();
    EXPECT_TRUE(ok(application_states(connection)));
    EXPECT_FALSE(connection.run("DELETE FROM draft"));
}

TEST(StationDatabase, ADoubtfulDiskIsReadWholeBeforeWorkGoesOn) {
    Station station("doubt");
    for (int i = 0; i < 12; ++i) {
        Life(station).to_the_end();
    }
    station.close();
    test::tamper(station.folder(), "UPDATE entry SET body=x'00' WHERE sequence=3");
    EXPECT_TRUE(ok(StationDatabase::open(station.folder(), test::practice_binding, Use::write)))
        << "only the tail is read each time";
    ASSERT_TRUE(ok(write_file(mark_of_doubt(StationDatabase::file_in(station.folder())), {})));
    EXPECT_TRUE(StationDatabase::open(station.folder(), test::practice_binding, Use::write)
                    .failed_with(Code::db_chain_broken));
}

TEST(Export, HoldsEveryHeaderAndOnlyTheStationsBodies) {
    Station station("export");
    Life life(station);
    life.through(6);
    ASSERT_TRUE(ok(note_export(station.connection(), station.session(), {"aida", {}})));
    const auto head = station.outbox().sign_head();
    ASSERT_TRUE(ok(head));
    const SignedHead signed_head{parse_head(head->text).value(), head->signature};
    const auto text = export_text(station.connection(), station.database().station(),
                                  station.session(), signed_head);
    ASSERT_TRUE(ok(text));
    EXPECT_TRUE(text->starts_with("koltamga-export-1\nkoltamga-head-1\n"));
    EXPECT_THAT(*text, HasSubstr("body-json {\"keys\":\"test\"}\n"));
    EXPECT_THAT(*text, HasSubstr("kind journal.exported 1\n"));
    EXPECT_THAT(*text, Not(HasSubstr("ASANOV")));
    std::istringstream lines(*text);
    std::string line;
    int headers = 0;
    while (std::getline(lines, line)) {
        headers += line == "koltamga-entry-1" ? 1 : 0;
    }
    EXPECT_EQ(headers, *station.connection().integer("SELECT count(*) FROM entry"));
}

// Everything derived, in comparable words; sealed columns opened.
std::map<std::string, std::string> derived(Station& station) {
    std::map<std::string, std::string> all;
    for (const auto& state : test::must(application_states(station.connection()))) {
        const auto row = station.journal().row(state.application).value();
        all[state.application.text()] = state.state + state.step + state.waits_for + state.opened +
                                        state.since + std::to_string(state.last_sequence) +
                                        row->pin + row->document_number + row->public_key_hash +
                                        row->serial + row->key_package + row->name +
                                        row->certificate_not_after;
    }
    for (const auto* sql : {"SELECT field||hash, application FROM look_up",
                            "SELECT name, application||use||coalesce(entry,'') FROM blob"}) {
        auto rows = station.connection().query(sql).value();
        while (*rows.next()) {
            all[rows.string(0)] = rows.string(1);
        }
    }
    return all;
}

TEST(Derived, RowsRebuiltFromRandomHistoriesAreTheSame) {
    std::mt19937 random(7); // NOLINT the same histories each time
    for (int round = 0; round < 3; ++round) {
        Station station("rebuild");
        std::vector<Life> lives;
        for (int i = 0; i < 6; ++i) {
            lives.emplace_back(station, i % 2 == 0 ? "20101199000008" : "12902200000011");
        }
        std::vector<int> done(lives.size());
        for (int i = 0; i < 40; ++i) {
            const auto which = random() % lives.size();
            if (done[which] < Life::steps) {
                done[which] = lives[which].step();
            }
        }
        const auto before = derived(station);
        EXPECT_TRUE(station.verify().sound());
        ASSERT_TRUE(ok(station.connection().run("DELETE FROM look_up")));
        ASSERT_TRUE(ok(station.connection().run("UPDATE application SET state='cancelled', "
                                                "waits_for='nobody', key_package='x'")));
        EXPECT_FALSE(station.verify().sound());
        ASSERT_TRUE(ok(station.journal().rebuild()));
        EXPECT_EQ(derived(station), before);
        EXPECT_TRUE(station.verify().sound());
    }
}

} // namespace
} // namespace koltamga::db
