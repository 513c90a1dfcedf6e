#include "tests/sync/sync_stage.h"

#include "crypto/base64.h"
#include "crypto/cms.h"
#include "issuance/receipts.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <regex>

namespace koltamga::sync {
namespace {

using test::SyncStage;

const Bytes picture = {0xff, 0xd8, 1, 2, 3, 0xff, 0xd9};

std::string why(const Report& report) {
    return report.stopped_by
               ? std::string(name_of(report.stopped_by->code)) + " " + report.stopped_by->detail
               : "";
}

// Base 64, as it stands in the answer.
std::string head_receipt_in(BytesView answer) {
    const auto json = text_of(answer);
    const std::string label = "\"head_receipt\":\"";
    const auto start = json.find(label) + label.size();
    return json.substr(start, json.find('"', start) - start);
}

class Sync : public SyncStage {
  protected:
    // Everything here is there, octet for octet, once.
    void expect_all_held() {
        const auto held = receiver_->held(*receiver_->station(station_->station()).value());
        ASSERT_TRUE(held);
        EXPECT_EQ(held->sequence, station_->entries().size());
        EXPECT_EQ(held->hash, station_->hash_of(held->sequence));
        const auto verified = receiver_->verify();
        ASSERT_TRUE(verified);
        EXPECT_EQ(verified->broken, std::vector<std::string>());
        EXPECT_EQ(verified->entries, station_->entries().size());
        EXPECT_EQ(verified->bodies, station_->entries().size());
    }
};

TEST_F(Sync, ARecordIsGreenOnceTheCentreSignsForIt) {
    const auto application = station_->add_with_portrait(picture);
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(report.receipted, std::vector{application});
    EXPECT_EQ(report.headers, 6U);
    EXPECT_EQ(report.bodies, 6U);
    EXPECT_EQ(report.blobs, 1U);
    EXPECT_EQ(report.receipted_through, 6U);
    EXPECT_EQ(station_->sent(), 6U);
    EXPECT_EQ(station_->acknowledged().value(), 6U);
    EXPECT_TRUE(station_->record_receipt(application).value());
    expect_all_held();
}

TEST_F(Sync, NothingIsSentTwiceWhenAllIsSettled) {
    station_->add_with_portrait(picture);
    run();
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(report.headers + report.bodies + report.blobs, 0U);
}

TEST_F(Sync, AStationWithoutApplicationsSettlesItsOwnEntries) {
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    expect_all_held();
}

TEST_F(Sync, ARecordThatGrewNeedsANewReceipt) {
    const auto application = station_->add_with_portrait(picture);
    run();
    const auto first = station_->record_receipt(application).value();
    station_->append(issuance::Kind::application_cancelled, application,
                     issuance::write(issuance::Remark{"test", {}, {}}));
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(report.headers, 1U);
    EXPECT_EQ(report.bodies, 1U);
    EXPECT_NE(station_->record_receipt(application).value(), first);
    expect_all_held();
}

TEST_F(Sync, HundredsOfEntriesGoInOneRun) {
    for (int i = 0; i < 150; ++i) {
        station_->add_cancelled();
    }
    std::map<std::string, int> asked;
    around_ = [&](const auto& request, const auto& handler) {
        ++asked[request.path];
        return handler(request);
    };
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(asked["/station/headers"], 2) << "256 at a time";
    EXPECT_EQ(asked["/station/settle"], 6) << "50 records at a time, each asked for twice";
    EXPECT_EQ(report.headers, 301U);
    EXPECT_EQ(report.receipted.size(), 150U);
    expect_all_held();
}

TEST_F(Sync, SmallBatchesComeToTheSame) {
    for (int i = 0; i < 7; ++i) {
        station_->add_cancelled();
    }
    auto small = settings(port_);
    small.batch_entries = 2;
    small.batch_records = 3;
    small.batch_octets = 100;
    const auto report = sync_once(*station_, small);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete()) << why(*report);
    expect_all_held();
}

// A full batch takes longer than the line is given: it goes in parts, and nothing goes twice.
TEST_F(Sync, ASlowLineCarriesInPartsWhatItCannotCarryAtOnce) {
    for (int i = 0; i < 16; ++i) {
        station_->add_cancelled();
    }
    constexpr std::size_t most = 6000; // octets that arrive in time
    std::promise<void> over;
    const auto wait = over.get_future().share();
    const auto too_much = std::make_shared<std::atomic<int>>(0);
    const auto enough = std::make_shared<std::atomic<int>>(0);
    // The server may still be answering when this test is over.
    around_ = [wait, too_much, enough](const auto& request, const auto& handler) {
        if (request.path == "/station/bodies" && request.body.size() > most) {
            ++*too_much;
            wait.wait();
        }
        *enough += request.path == "/station/bodies" && request.body.size() <= most ? 1 : 0;
        return handler(request);
    };
    auto slow = settings(port_);
    slow.http.total_timeout = std::chrono::seconds(1); // long for anything else of this test
    const auto report = sync_once(*station_, slow);
    over.set_value();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete()) << why(*report);
    EXPECT_EQ(report->bodies, 33U);
    EXPECT_GE(*too_much, 1);
    EXPECT_LE(*too_much, 3) << "what is too much is not tried again in the run";
    EXPECT_GE(*enough, 3);
    EXPECT_LE(*enough, 16) << "and no part goes alone that could go with others";
    expect_all_held();
}

// SECURITY 43, and somebody waits at the desk meanwhile.
TEST_F(Sync, WhatEvenAloneDoesNotArriveEndsTheRun) {
    for (int i = 0; i < 16; ++i) {
        station_->add_cancelled();
    }
    std::promise<void> over;
    const auto wait = over.get_future().share();
    const auto tried = std::make_shared<std::atomic<int>>(0);
    // The server may still be answering when this test is over.
    around_ = [wait, tried](const auto& request, const auto& handler) {
        if (request.path == "/station/bodies") {
            ++*tried;
            wait.wait();
        }
        return handler(request);
    };
    auto slow = settings(port_);
    slow.http.total_timeout = std::chrono::milliseconds(700);
    const auto report = sync_once(*station_, slow);
    over.set_value();
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->stopped_by);
    EXPECT_EQ(report->stopped_by->code, Code::net_timeout);
    EXPECT_EQ(*tried, 2) << "all of it, and one part alone";
}

// SECURITY 43. The line breaks at one position after another; whatever was kept before it broke is
// kept once, and the next run goes on.
TEST_F(Sync, ALineThatBreaksAnywhereMakesNoSecondRecord) {
    station_->add_with_portrait(picture);
    line_->cut_to_client_after(test::CuttingProxy::never);
    std::int64_t cut = 1500; // after the handshake; before it nothing can happen
    int broken = 0;
    for (int i = 0; i < 40; ++i, cut += 331) {
        if (i % 5 == 0) {
            station_->add_cancelled();
        }
        (i % 2 == 0) ? line_->cut_to_client_after(cut) : line_->cut_to_server_after(cut);
        const auto report = run_cut();
        broken += report.stopped_by ? 1 : 0;
        if (report.stopped_by) {
            EXPECT_EQ(retry_of(*report.stopped_by), Retry::later) << why(report);
        }
        line_->cut_to_client_after(test::CuttingProxy::never);
        line_->cut_to_server_after(test::CuttingProxy::never);
    }
    EXPECT_GT(broken, 5);
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    expect_all_held();
}

TEST_F(Sync, AnAnswerThatIsLostIsAskedForAgain) {
    const auto application = station_->add_with_portrait(picture);
    int settles = 0;
    around_ = [&](const auto& request, const auto& handler) {
        auto response = handler(request);
        if (request.path == "/station/settle" && ++settles == 2) {
            response.cut_after = serve::Response::before_answer; // the receipt, just given
        }
        return response;
    };
    const auto first = run();
    ASSERT_TRUE(first.stopped_by);
    EXPECT_EQ(first.waiting.at(0).wait, Wait::network);
    const auto second = run();
    EXPECT_TRUE(second.complete()) << why(second);
    EXPECT_EQ(second.headers + second.bodies, 0U);
    EXPECT_TRUE(station_->record_receipt(application).value());
    expect_all_held();
}

TEST_F(Sync, ARestoredBackupGoesOnInANewEpoch) {
    const auto kept = station_->add_cancelled();
    run();
    station_->add_cancelled(); // lost with the disk
    run();
    station_->restore_to(3);
    const auto fresh = station_->add_cancelled();
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(report.headers, 4U); // epoch.opened, backup.restored, and the record
    EXPECT_TRUE(station_->record_receipt(kept).value());
    EXPECT_TRUE(station_->record_receipt(fresh).value());
    expect_all_held();
}

TEST_F(Sync, ARestoredStationLearnsOnceWhatItLost) {
    station_->add_cancelled();
    std::vector<ApplicationId> lost;
    for (int i = 0; i < 300; ++i) { // more than one page
        lost.push_back(station_->add_cancelled());
    }
    const auto before = station_->entries();
    ASSERT_TRUE(run().complete());
    station_->restore_to(3);
    const auto report = run();
    ASSERT_EQ(report.losses.size(), 1U) << why(report);
    EXPECT_EQ(report.losses[0].epoch, 2U);
    EXPECT_LT(std::chrono::abs(report.losses[0].told - clock_.now()), std::chrono::minutes(1));
    ASSERT_EQ(station_->losses().size(), 1U);
    const auto& told = station_->losses()[0].entries;
    ASSERT_EQ(told.size(), before.size() - 3);
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i].sequence, i + 4);
        EXPECT_EQ(told[i].hash, crypto::sha256(bytes_of(before[i + 3].header)));
        EXPECT_EQ(told[i].application, before[i + 3].application);
    }
    EXPECT_EQ(told.back().application, lost.back());
    EXPECT_EQ(told.back().kind, "application.cancelled");
    EXPECT_TRUE(run().losses.empty());
    station_->restore_to(3);
    EXPECT_EQ(run().losses.at(0).epoch, 3U) << "and again after the next restore";
}

// Somebody is at work at the desk while the journal is sent.
TEST_F(Sync, WhatCameAfterTheHeadWaitsForTheNextRun) {
    const auto first = station_->add_cancelled(); // entries 2 and 3
    const auto later = station_->add_cancelled();
    station_->head_at_most = 3;
    const auto report = run();
    EXPECT_FALSE(report.stopped_by) << why(report);
    EXPECT_EQ(report.headers, 3U);
    EXPECT_EQ(report.receipted_through, 3U);
    EXPECT_EQ(report.receipted, std::vector{first});
    ASSERT_EQ(report.waiting.size(), 1U);
    EXPECT_EQ(report.waiting[0].application, later);
    EXPECT_EQ(report.waiting[0].wait, Wait::more_sync);
    EXPECT_EQ(receiver_->held(*receiver_->station(station_->station()).value())->sequence, 3U);
    station_->head_at_most.reset();
    EXPECT_TRUE(run().complete());
    expect_all_held();
}

TEST_F(Sync, ALossThatIsNotTheCentresWordIsNotBelieved) {
    station_->add_cancelled();
    run();
    station_->restore_to(2);
    Bytes other_page = receiver_->lost(station_->as_station({}), 7, 0).value();
    around_ = [&](const auto& request, const auto& handler) {
        auto response = handler(request);
        if (request.path.find("/lost/") != std::string::npos) {
            response.body = other_page;
        }
        return response;
    };
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.stopped_by->code, Code::sync_receipt_refused);
    EXPECT_EQ(report.stopped_by->detail, "other-question");
    EXPECT_TRUE(station_->losses().empty());
}

TEST_F(Sync, StopsWhenItIsAskedTo) {
    station_->add_cancelled();
    std::stop_source stop;
    stop.request_stop();
    const auto line = settings(port_);
    const auto report = sync_once(*station_, line, stop.get_token());
    ASSERT_TRUE(report && report->stopped_by);
    EXPECT_EQ(report->stopped_by->code, Code::net_cancelled);
    EXPECT_EQ(report->waiting.at(0).wait, Wait::network);
    EXPECT_EQ(receiver_->held(*receiver_->station(station_->station()).value())->sequence, 0U);
}

TEST_F(Sync, WithoutANetworkEveryRecordSaysSo) {
    station_->add_cancelled();
    server_->stop();
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.waiting.at(0).wait, Wait::network);
    EXPECT_EQ(who_acts(report.waiting.at(0).wait), issuance::WaitsFor::network);
    EXPECT_EQ(retry_of(*report.stopped_by), Retry::later);
}

TEST_F(Sync, ACentreInTroubleIsTriedAgain) {
    station_->add_cancelled();
    around_ = [](const auto&, const auto&) { return serve::Response{503, "text/plain", {}, {}}; };
    const auto report = run();
    EXPECT_EQ(report.waiting.at(0).wait, Wait::centre_busy);
    EXPECT_EQ(retry_of(*report.stopped_by), Retry::later);
}

TEST_F(Sync, AStationTheCentreDoesNotKnowNeedsAPerson) {
    station_->add_cancelled();
    auto other = settings(port_);
    other.http.tls.identity = pki_.client();
    const auto report = sync_once(*station_, other);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->waiting.at(0).wait, Wait::refused);
    EXPECT_EQ(report->stopped_by->detail, "centre.station-unknown certificate-not-enrolled");
    EXPECT_EQ(retry_of(*report->stopped_by), Retry::after_person);
}

TEST_F(Sync, AnEntryThatDoesNotOpenIsRefusedByName) {
    const auto application = station_->add_cancelled();
    auto& entry = station_->entries().back();
    auto header = db::parse_entry_header(entry.header).value();
    entry.body = Bytes(entry.body.size(), 9); // sealed by nobody's key
    header.body = crypto::sha256(entry.body);
    entry.header = db::compose(header);
    const auto report = run();
    ASSERT_EQ(report.waiting.size(), 1U);
    EXPECT_EQ(report.waiting[0].application, application);
    EXPECT_EQ(report.waiting[0].wait, Wait::refused);
    EXPECT_EQ(report.waiting[0].detail, "body-not-opened 3");
}

TEST_F(Sync, ABlobThatIsGoneHereKeepsItsRecordWaiting) {
    station_->add_with_portrait(picture);
    station_->sealed_blobs().clear();
    const auto report = run();
    ASSERT_EQ(report.waiting.size(), 1U);
    EXPECT_EQ(report.waiting[0].wait, Wait::damaged) << "it is not the centre that refused";
    EXPECT_EQ(report.waiting[0].detail, "file.unreadable test");
}

TEST_F(Sync, AWrapThatCannotBeReadHereKeepsItsRecordWaiting) {
    const auto other = station_->add_cancelled();
    const auto application = station_->add_cancelled();
    station_->sealed_wraps().erase(application);
    const auto report = run();
    ASSERT_EQ(report.waiting.size(), 1U);
    EXPECT_EQ(report.waiting[0].application, application);
    EXPECT_EQ(report.waiting[0].wait, Wait::damaged);
    EXPECT_EQ(report.waiting[0].detail, "file.unreadable test");
    EXPECT_EQ(report.receipted, std::vector{other});
}

TEST_F(Sync, WhatTheCentreAsksForAndNobodyHasIsSaid) {
    const auto application = station_->add_cancelled();
    around_ = [&](const auto& request, const auto& handler) {
        auto response = handler(request);
        if (request.path == "/station/settle") {
            const auto json = R"({"head_receipt": ")" + head_receipt_in(response.body) +
                              R"(", "records": [{"application": ")" + application.text() +
                              R"(", "missing": {"bodies": [99]}}]})";
            response.body.assign(json.begin(), json.end());
        }
        return response;
    };
    const auto report = run();
    ASSERT_EQ(report.waiting.size(), 1U);
    EXPECT_EQ(report.waiting[0].wait, Wait::refused);
    EXPECT_EQ(report.waiting[0].detail, "nothing-left-to-send");
}

TEST_F(Sync, ABlobThatTheCentreLostIsSentAgain) {
    const auto application = station_->add_with_portrait(picture);
    ASSERT_TRUE(run().complete());
    std::filesystem::remove(folder_ / "blobs" / station_->sealed_blobs().begin()->first);
    station_->append(issuance::Kind::application_cancelled, application,
                     issuance::write(issuance::Remark{"test", {}, {}}));
    const auto other = station_->add_cancelled();
    const auto report = run();
    EXPECT_TRUE(report.complete()) << why(report);
    EXPECT_EQ(report.blobs, 1U);
    EXPECT_EQ(report.receipted.size(), 2U);
    EXPECT_TRUE(station_->record_receipt(other).value());
    expect_all_held();
}

TEST_F(Sync, ACloneThatWentItsOwnWayIsAFork) {
    station_->add_cancelled();
    run();
    station_->entries().resize(1); // the clone
    station_->add_cancelled();
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.stopped_by->code, Code::sync_fork);
    EXPECT_EQ(report.stopped_by->detail, "other-hash");
    EXPECT_EQ(report.waiting.at(0).wait, Wait::fork);
}

TEST_F(Sync, AnOlderCopyOfTheJournalIsAFork) {
    station_->add_cancelled();
    run();
    station_->entries().resize(2);
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.stopped_by->code, Code::sync_fork);
    EXPECT_EQ(report.stopped_by->detail, "centre-is-ahead");
}

class FalseReceipt : public Sync {
  protected:
    // Lets the centre answer every settling with what `change` makes of it.
    void answer_with(const std::function<void(std::string& json)>& change) {
        around_ = [change](const auto& request, const auto& handler) {
            auto response = handler(request);
            if (request.path == "/station/settle") {
                auto json = text_of(response.body);
                change(json);
                response.body.assign(json.begin(), json.end());
            }
            return response;
        };
    }
};

TEST_F(FalseReceipt, BySomebodyElseIsRefused) {
    station_->add_cancelled();
    auto doubtful = settings(port_);
    doubtful.receipt_signers = {test::receiver_keys().receipts.certificate};
    const auto report = sync_once(*station_, doubtful);
    ASSERT_TRUE(report && report->stopped_by);
    EXPECT_EQ(report->stopped_by->code, Code::sync_receipt_refused);
    EXPECT_TRUE(report->stopped_by->detail.starts_with("signature"));
    EXPECT_EQ(report->waiting.at(0).wait, Wait::trust);
    EXPECT_EQ(station_->acknowledged().value(), 0U);
}

TEST_F(FalseReceipt, MissingIsNoReceipt) {
    station_->add_cancelled();
    answer_with([](std::string& json) { json = R"({"head_receipt": "", "records": []})"; });
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.stopped_by->code, Code::sync_receipt_refused);
}

TEST_F(FalseReceipt, NonsenseIsNoReceipt) {
    station_->add_cancelled();
    for (const auto* nonsense :
         {"", "[]", "null", "{", R"({"records": []})", R"({"head_receipt": 5, "records": []})",
          R"({"head_receipt": "!!", "records": []})",
          R"({"head_receipt": "", "records": [{"application": "x"}]})",
          R"({"head_receipt": "", "records": 7})"}) {
        answer_with([&](std::string& json) { json = nonsense; });
        const auto report = run();
        ASSERT_TRUE(report.stopped_by) << nonsense;
        EXPECT_EQ(report.stopped_by->code, Code::sync_answer_malformed) << nonsense;
        EXPECT_EQ(station_->acknowledged().value(), 0U);
    }
}

TEST_F(FalseReceipt, OfAnEarlierStateOfTheRecordIsOld) {
    const auto application = station_->add_with_portrait(picture);
    std::string old_answer;
    answer_with([&](std::string& json) { old_answer = json; });
    run();
    station_->append(issuance::Kind::application_cancelled, application,
                     issuance::write(issuance::Remark{"test", {}, {}}));
    answer_with([&](std::string& json) { json = old_answer; });
    const auto report = run();
    ASSERT_TRUE(report.stopped_by);
    EXPECT_EQ(report.stopped_by->detail, "old");
}

TEST_F(FalseReceipt, ThatDoesNotNameThePictureIsRefused) {
    const auto application = station_->add_with_portrait(picture);
    const auto signer = test::receiver_keys();
    const auto without = issuance::compose(issuance::RecordReceipt{
        station_->station(), application, 6, station_->hash_of(6), {}, clock_.now()});
    const auto der = crypto::sign_cms(bytes_of(without), signer.receipts.key,
                                      signer.receipts.certificate, clock_.now());
    answer_with([&](std::string& json) {
        json = std::regex_replace(json, std::regex("\"receipt\":\"[^\"]*\""),
                                  "\"receipt\":\"" + crypto::to_base64(der) + "\"");
    });
    auto both = settings(port_);
    both.receipt_signers.push_back(signer.receipts.certificate);
    const auto report = sync_once(*station_, both);
    ASSERT_TRUE(report && report->stopped_by);
    EXPECT_EQ(report->stopped_by->code, Code::sync_receipt_refused);
    EXPECT_EQ(report->stopped_by->detail, "blob-missing");
    EXPECT_FALSE(station_->record_receipt(application).value());
}

} // namespace
} // namespace koltamga::sync
