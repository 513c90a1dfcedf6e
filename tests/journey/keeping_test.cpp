// What a station keeps and brings back: backup and restore, a new machine, damage, forks.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

namespace koltamga::journey {
namespace {

namespace fs = std::filesystem;

std::string code_of(const Said& said) {
    return said.json.is_object() && said.json.contains("error") ? said.json["error"]["code"]
                                                                : Json("none");
}

// The check of that name among the doctor's.
Json check_named(const Said& doctor, const std::string& name) {
    for (const auto& check : doctor.json.at("checks")) {
        if (check.at("name") == name) {
            return check;
        }
    }
    return {};
}

class Keeping : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(office.enrol().status, 0); }

    fs::path backup() const { return office.folder() / "copy.backup"; }
    Said back_up() {
        const auto done = office.ctl({"backup", "--out", backup().string()});
        EXPECT_EQ(done.status, 0) << done.err;
        return done;
    }
    Said restore(const std::string& as = "aida") {
        return office.ctl({"restore", backup().string()}, as);
    }
    // The disk with the database is gone; what the machine alone has is still there.
    void lose_the_database() const {
        for (const auto* gone :
             {"station.db", "station.db-wal", "station.db-shm", "blobs", "last-head"}) {
            fs::remove_all(office.station() / gone);
        }
    }
    std::string issued(const Person& person) {
        const auto said = office.issue(person);
        EXPECT_EQ(said.status, 0) << said.err;
        return said.json.at("application");
    }

    Office office;
};

TEST_F(Keeping, ARestoredStationLearnsWhatItLost) {
    const auto kept = issued(grown_up());
    const auto copied = back_up().json;
    EXPECT_EQ(copied.at("blobs"), 1) << "the portrait; the key has gone to the vault";
    EXPECT_GT(copied.at("sequence"), 10);
    const auto lost = issued(woman());
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    lose_the_database();
    EXPECT_EQ(code_of(office.ctl({"applications"}, "")), "app.database-missing");
    const auto restored = restore();
    ASSERT_EQ(restored.status, 0) << restored.err;
    EXPECT_EQ(restored.json.at("epoch"), 2);
    EXPECT_EQ(code_of(restore()), "db.restore-onto-existing");
    EXPECT_EQ(office.ctl({"journal", "lost"}, "").json.at("state"), "not-told");
    EXPECT_FALSE(check_named(office.ctl({"doctor"}, ""), "restore").at("good"));
    const auto synced = office.ctl({"sync"}, "");
    ASSERT_EQ(synced.status, 0) << synced.err;
    const auto& losses = synced.json.at("lost");
    ASSERT_EQ(losses.size(), 1U);
    EXPECT_EQ(losses[0].at("epoch"), 2);
    EXPECT_EQ(losses[0].at("first"), restored.json.at("sequence").get<int>() - 1);
    ASSERT_EQ(losses[0].at("applications").size(), 1U);
    const auto& record = losses[0].at("applications")[0];
    EXPECT_EQ(record.at("application"), lost);
    EXPECT_EQ(record.at("here"), false);
    EXPECT_EQ(record.at("last_kind"), "application.handed-over");
    EXPECT_EQ(office.ctl({"journal", "lost"}, "").json.at("lost"), losses);
    EXPECT_TRUE(check_named(office.ctl({"doctor"}, ""), "restore").at("good"));
    EXPECT_EQ(office.ctl({"sync"}, "").json.at("lost").size(), 0U) << "told once";
    EXPECT_EQ(office.ctl({"show", kept}, "").status, 0);
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

// Issuing would talk to the centre too, and decide by what is not all.
TEST_F(Keeping, WhatWasLostIsHeardBeforeAnybodyIsIssuedTo) {
    back_up();
    const auto lost = issued(woman());
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    lose_the_database();
    ASSERT_EQ(restore().status, 0);
    const auto offline = office.issue(grown_up(), {"--offline"});
    EXPECT_EQ(offline.json.value("losses_unheard", false), true) << offline.json.dump(2);
    office.stop_centre();
    EXPECT_EQ(office.ctl({"sync"}).json.at("resumed").size(), 1U) << "nobody waits for ever";
    office.start_centre();
    const auto said = office.issue(minor());
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(code_of(said), "app.losses-heard");
    EXPECT_EQ(office.ctl({"show", offline.json.at("application")}, "").json.at("state"),
              "waiting-for-ca");
    const auto told = office.ctl({"journal", "lost"}, "").json.at("lost");
    ASSERT_EQ(told.at(0).at("applications").size(), 1U) << told.dump(2);
    EXPECT_EQ(told.at(0).at("applications").at(0).at("application"), lost);
    EXPECT_EQ(told.at(0).at("applications").at(0).at("reached"), "handed-over");
    EXPECT_EQ(code_of(office.ctl({"resume", lost})), "issuance.unknown-application");
    const auto gone_on = office.issue(grown_up());
    EXPECT_EQ(gone_on.json.at("state"), "handed-over") << gone_on.json.dump(2);
    EXPECT_FALSE(gone_on.json.contains("losses_unheard"));
}

// Somebody moved only the damaged database aside, as it says; the log of it is still there.
TEST_F(Keeping, ALogThatWasLeftBehindHarmsNoRestoredStation) {
    issued(grown_up());
    back_up();
    const auto database = (office.station() / "station.db").string();
    // Killed before it closes, the shell leaves the log.
    run({"sqlite3", database, "INSERT INTO draft VALUES ('left', '', x'')",
         ".shell kill -9 $PPID"});
    ASSERT_GT(fs::file_size(database + "-wal"), 0U);
    fs::rename(database, office.station() / "damaged.db");
    const auto restored = restore();
    ASSERT_EQ(restored.status, 0) << restored.err;
    EXPECT_TRUE(fs::exists(database + "-wal.before-epoch-2"));
    EXPECT_EQ(run({"sqlite3", database, "SELECT count(*) FROM draft"}).out, "0\n");
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.ctl({"sync"}, "").status, 0);
    issued(woman());
}

// Whoever was disabled since the backup may sign in again with it.
TEST_F(Keeping, ARestoredStationSaysThatOperatorsWereChanged) {
    const auto add = [&](const std::string& name) {
        const auto secret = office.password(name, "another good password").string();
        return office
            .ctl({"operator", "add", name, "--role", "operator", "--password-file", secret})
            .status;
    };
    ASSERT_EQ(add("bakyt"), 0);
    back_up();
    ASSERT_EQ(office.ctl({"operator", "disable", "bakyt"}).status, 0);
    ASSERT_EQ(add("chynara"), 0);
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    lose_the_database();
    ASSERT_EQ(restore().status, 0);
    ASSERT_EQ(office.issue(grown_up(), {"--offline"}).status, 0);
    const auto synced = office.ctl({"sync"});
    ASSERT_EQ(synced.status, 0) << synced.err;
    EXPECT_TRUE(synced.json.at("resumed").empty()) << "what was lost is to be read first";
    EXPECT_EQ(synced.json.at("need_sign_in"), 1);
    const auto& operators = synced.json.at("lost").at(0).at("operators");
    ASSERT_EQ(operators.size(), 2U) << synced.json.dump(2);
    EXPECT_EQ(operators[0].at("kind"), "operator.disabled");
    EXPECT_EQ(operators[1].at("kind"), "operator.added");
    EXPECT_EQ(office.ctl({"journal", "lost"}, "").json.at("lost"), synced.json.at("lost"));
}

// The certificate was issued after the backup, in which the application waits for it.
TEST_F(Keeping, ARestoredApplicationEndsWithOneCertificate) {
    office.fault("waiting=1");
    const auto waiting = office.issue(grown_up());
    ASSERT_EQ(waiting.json.at("state"), "waiting-for-ca") << waiting.err;
    const auto id = waiting.json.at("application").get<std::string>();
    office.fault("waiting=off");
    back_up();
    ASSERT_EQ(office.ctl({"resume", id}).json.at("state"), "handed-over");
    lose_the_database();
    ASSERT_EQ(restore().status, 0);
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    const auto again = office.ctl({"resume", id});
    EXPECT_EQ(again.json.at("state"), "handed-over") << again.json.dump(2);
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.ctl({"sync"}, "").status, 0);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

TEST_F(Keeping, TheSameBackupCanBeRestoredTwice) {
    back_up();
    const auto first = issued(grown_up());
    lose_the_database();
    ASSERT_EQ(restore().json.at("epoch"), 2);
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    const auto second = issued(woman());
    lose_the_database();
    const auto again = restore();
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(again.json.at("epoch"), 3) << "the centre holds the second already";
    const auto synced = office.ctl({"sync"}, "");
    ASSERT_EQ(synced.status, 0) << synced.err;
    const auto& losses = synced.json.at("lost");
    ASSERT_EQ(losses.size(), 2U) << losses.dump(2);
    EXPECT_EQ(losses[0].at("applications").at(0).at("application"), first);
    EXPECT_EQ(losses[1].at("applications").at(0).at("application"), second);
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

TEST_F(Keeping, OnlyASupervisorRestores) {
    office.password("bakyt", "another good password");
    ASSERT_EQ(office
                  .ctl({"operator", "add", "bakyt", "--role", "operator", "--password-file",
                        office.password("bakyt", "").string()})
                  .status,
              0);
    back_up();
    lose_the_database();
    EXPECT_EQ(code_of(restore("")), "app.operator-missing");
    const auto clerk = restore("bakyt");
    EXPECT_EQ(code_of(clerk), "operator.not-allowed");
    EXPECT_EQ(clerk.status, 1);
    EXPECT_FALSE(fs::exists(office.station() / "station.db"));
    EXPECT_FALSE(fs::exists(office.station() / "blobs"));
    EXPECT_EQ(restore().status, 0);
}

TEST_F(Keeping, ANewMachineNeedsTheStationsKeys) {
    issued(grown_up());
    back_up();
    const auto old = office.folder() / "old-machine";
    fs::rename(office.station(), old);
    fs::create_directory(office.station());
    fs::permissions(office.station(), fs::perms::owner_all);
    const auto without = restore();
    EXPECT_EQ(code_of(without), "app.station-keys-missing");
    EXPECT_EQ(without.json["error"]["detail"], "machine.secret");
    EXPECT_EQ(without.status, 2);
    for (const auto* file : {"machine.secret", "keys", "profile.toml", "profile.pin"}) {
        fs::copy(old / file, office.station() / file, fs::copy_options::recursive);
    }
    const auto restored = restore();
    ASSERT_EQ(restored.status, 0) << restored.err;
    EXPECT_EQ(office.ctl({"sync"}, "").status, 0);
    issued(woman());
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
}

TEST_F(Keeping, AChangedBackupIsDamagedAndLeavesNothing) {
    issued(grown_up());
    back_up();
    lose_the_database();
    {
        std::fstream octets(backup(), std::ios::in | std::ios::out | std::ios::binary);
        octets.seekp(static_cast<std::streamoff>(fs::file_size(backup()) / 2));
        octets.put('x');
    }
    const auto said = restore();
    EXPECT_EQ(code_of(said), "db.backup-damaged");
    EXPECT_EQ(said.status, 3);
    EXPECT_FALSE(fs::exists(office.station() / "blobs"));
    EXPECT_FALSE(fs::exists(office.station() / "station.db"));
}

TEST_F(Keeping, DamageHasOneCodeWhoeverMeetsIt) {
    const auto file = office.station() / "station.db";
    const auto page =
        std::stoul(run({"sqlite3", file.string(),
                        "PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_schema WHERE "
                        "name='entry'"})
                       .out.substr(6));
    {
        std::fstream octets(file, std::ios::in | std::ios::out | std::ios::binary);
        octets.seekp(static_cast<std::streamoff>((page - 1) * 4096));
        octets << std::string(4096, 'x');
    }
    const auto doctor = office.ctl({"doctor"}, "");
    EXPECT_EQ(doctor.status, 3);
    EXPECT_EQ(check_named(doctor, "database").at("error").at("code"), "db.damaged")
        << doctor.json.dump(2);
    const auto verified = office.ctl({"journal", "verify"}, "");
    EXPECT_EQ(verified.status, 3);
    EXPECT_EQ(code_of(verified), "db.damaged");
    EXPECT_EQ(verified.json.at("verdict"), "broken");
    const auto issuing = office.issue(grown_up());
    EXPECT_EQ(issuing.status, 3);
    EXPECT_EQ(code_of(issuing), "db.damaged");
}

TEST_F(Keeping, ErasingTakesThePersonAndLeavesTheChain) {
    const auto id = issued(grown_up());
    EXPECT_EQ(code_of(office.ctl({"erase", id, "--reason", "asked"})), "app.still-open")
        << "nobody could end the certificate any more";
    ASSERT_EQ(
        office.ctl({"revoke", id, "--reason", "cessationOfOperation", "--proof", "ID card"}).status,
        0);
    ASSERT_EQ(office.ctl({"sync"}).status, 0);
    const auto erased = office.ctl({"erase", id, "--reason", "asked by the holder"});
    ASSERT_EQ(erased.status, 0) << erased.err;
    EXPECT_EQ(erased.json.at("state"), "erased");
    EXPECT_EQ(code_of(office.ctl({"resume", id})), "db.key-gone");
    EXPECT_EQ(code_of(office.ctl({"show", id}, "")), "db.key-gone");
    EXPECT_EQ(code_of(office.ctl({"erase", id, "--reason", "again"})), "db.key-gone");
    EXPECT_EQ(office.ctl({"journal", "verify"}).json.at("verdict"), "sound");
    EXPECT_EQ(office.ctl({"sync"}).status, 0);
}

TEST_F(Keeping, NothingIsErasedThatSomebodyWaitsFor) {
    office.stop_centre();
    const auto waiting = office.issue(grown_up());
    const std::string id = waiting.json.at("application");
    const auto refused = office.ctl({"erase", id, "--reason", "asked"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(code_of(refused), "app.still-open");
    EXPECT_EQ(office.ctl({"show", id}, "").status, 0);
    EXPECT_EQ(code_of(office.ctl({"erase", "0000-0001-ZZZZ-ZZZZ", "--reason", "x"})),
              "issuance.unknown-application");
}

TEST_F(Keeping, NothingIsErasedThatTheCentreHasNotReceipted) {
    const auto id = issued(grown_up());
    const std::vector<std::string> revoking = {"revoke",        id,        "--reason",
                                               "keyCompromise", "--proof", "document-seen"};
    ASSERT_EQ(office.ctl(revoking).status, 0); // its entries were not sent yet
    const auto refused = office.ctl({"erase", id, "--reason", "asked"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(code_of(refused), "app.still-open");
    ASSERT_EQ(office.ctl({"sync"}).status, 0);
    EXPECT_EQ(office.ctl({"erase", id, "--reason", "asked"}).status, 0);
}

// SECURITY 40: the centre has a new certificate for its receipts; what the old one signed is proof.
TEST_F(Keeping, ACentreThatSignsAnewLeavesTheOldReceiptsGood) {
    const auto first = office.issue(grown_up());
    ASSERT_EQ(first.status, 0) << first.err;
    office.stop_centre();
    const auto keys = office.practice() / "keys";
    fs::create_directory(keys / "receipts-before");
    fs::rename(keys / "receipts.pem", keys / "receipts-before" / "2026.pem");
    fs::remove(keys / "receipts.key");
    office.start_centre();
    const auto stranger = office.issue(woman()); // by the old profile, which knows no such signer
    EXPECT_EQ(stranger.json.at("receipt"), nullptr);
    office.sign_profile(std::regex_replace(read_text(office.practice() / "profile.toml"),
                                           std::regex("rsa-3072"), "ec-p256"));
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.ctl({"sync"}, "").json.at("state"), "receipted");
    const auto verified = office.ctl({"journal", "verify"});
    EXPECT_EQ(verified.status, 0) << verified.json.dump(2);
    const auto held = office.centre({"verify", office.practice().string()});
    EXPECT_EQ(held.status, 0) << held.json.dump(2);
}

TEST_F(Keeping, AStationWithoutItsPinBelievesNoProfile) {
    fs::remove(office.station() / "profile.pin");
    const auto said = office.issue(grown_up());
    EXPECT_EQ(code_of(said), "app.station-files-damaged");
    EXPECT_EQ(said.status, 3);
}

TEST_F(Keeping, TheTechnicalLogHasCodesAndNoPerson) {
    issued(grown_up());
    EXPECT_EQ(code_of(office.ctl({"resume", "0000-0001-ZZZZ-ZZZZ"})),
              "issuance.unknown-application");
    const auto log = office.station() / "log" / "koltamga.log";
    ASSERT_TRUE(fs::exists(log));
    EXPECT_EQ(fs::status(log).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_NE(read_text(log).find("code=issuance.unknown-application"), std::string::npos);
    EXPECT_EQ(read_text(log).find("ASANOV"), std::string::npos);
}

// A copy of the folder is at work beside the station: the centre follows whoever came first.
TEST_F(Keeping, AKnownForkTakesNoNewApplicant) {
    const auto clone = office.folder() / "clone";
    fs::copy(office.station(), clone, fs::copy_options::recursive);
    issued(grown_up());
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    fs::rename(office.station(), office.folder() / "first");
    fs::rename(clone, office.station());
    const auto begun = office.issue(woman());
    ASSERT_TRUE(begun.json.contains("application")) << begun.err;
    EXPECT_EQ(code_of(office.ctl({"sync"}, "")), "sync.fork");
    const auto refused = office.issue(grown_up()); // whom this copy has never seen
    EXPECT_EQ(code_of(refused), "app.journal-forked") << refused.json.dump(2);
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(office.ctl({"queue"}, "").json.at("fork").at("code"), "app.journal-forked");
    const auto doctor = office.ctl({"doctor"}, "");
    EXPECT_EQ(check_named(doctor, "journal").at("error").at("code"), "app.journal-forked");
    EXPECT_EQ(doctor.status, 3);
    const auto finished = office.ctl({"resume", begun.json.at("application")});
    EXPECT_EQ(finished.status, 0) << "what was open may be finished";
    EXPECT_EQ(finished.json.at("fork").at("code"), "app.journal-forked");
}

} // namespace
} // namespace koltamga::journey
