// What the spooler tells of a paper is what the print system did with it.
#include "printing/spooler.h"
#include "tests/spool/print_shop.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <future>

namespace koltamga::spool {
namespace {

using namespace std::chrono_literals;
using printing::Followed;
using printing::Job;
using printing::JobReport;
using printing::JobState;
using printing::Spooler;
using printing::Trouble;
using testing::Contains;
using testing::StartsWith;

const printing::Patience quick{2s, 5s, 100ms, 2s};

// The print system is chosen for each thread, when it first speaks to it.
template <class Does>
auto at(const PrintShop& shop, Does does) {
    ::setenv("CUPS_SERVER", shop.server().c_str(), 1);
    return std::async(std::launch::async, does).get();
}

Bytes paper(const std::string& name = "agreement") {
    const auto text = "%PDF-1.4\n% " + name + std::string(100'000, ' ') + "\n%%EOF\n";
    const auto octets = bytes_of(text);
    return {octets.begin(), octets.end()};
}

class ToThePrinter : public testing::Test {
  protected:
    static void SetUpTestSuite() { shop = std::make_unique<PrintShop>(); }
    static void TearDownTestSuite() { shop.reset(); }

    static Result<Job> sent(const std::string& printer, const Bytes& pdf, unsigned copies = 1) {
        KOLTAMGA_TRY(const auto chosen, Spooler(quick).printer(printer));
        return Spooler(quick).send(chosen, {"7K3M-0QXT-9B2E-HN4W", copies}, pdf);
    }
    // Sends it and follows it.
    static Followed printed(const std::string& printer, const Bytes& pdf,
                            std::chrono::milliseconds wait = 30s,
                            const Spooler::Progress& progress = {}, std::stop_token stop = {}) {
        return at(*shop, [&] {
            const auto job = sent(printer, pdf);
            return job ? Spooler(quick).follow(*job, wait, progress, stop)
                       : Followed{{}, job.failure()};
        });
    }
    static Result<printing::Printer> printer(const std::string& name) {
        return at(*shop, [&] { return Spooler(quick).printer(name); });
    }
    static bool is_last(const Bytes& pdf) {
        const auto papers = shop->papers();
        return !papers.empty() && papers.back() == text_of(pdf);
    }

    static std::unique_ptr<PrintShop> shop;
};
std::unique_ptr<PrintShop> ToThePrinter::shop;

TEST_F(ToThePrinter, ListsThePrintersAndTheDefault) {
    const auto printers = at(*shop, [] { return Spooler(quick).printers(); });
    ASSERT_TRUE(printers) << printers.failure().detail;
    ASSERT_EQ(printers->size(), 3U);
    EXPECT_EQ(printers->at(0).name, "desk");
    EXPECT_TRUE(printers->at(0).is_default && printers->at(0).accepting);
    EXPECT_FALSE(printers->at(0).stopped);
    EXPECT_FALSE(printers->at(1).is_default);
    EXPECT_TRUE(printers->at(2).stopped);
    EXPECT_EQ(printer("")->name, "desk");
    EXPECT_EQ(printer("far")->name, "far");
}

TEST_F(ToThePrinter, NamesThePrintersWhereOneIsNotKnown) {
    const auto unknown = printer("in the corner");
    ASSERT_TRUE(unknown.failed_with(Code::print_printer_unknown));
    EXPECT_THAT(words_for(unknown.failure(), Language::en).cause,
                testing::HasSubstr("desk, far, still"));
}

TEST_F(ToThePrinter, PrintsWhatItWasGivenOctetForOctet) {
    const auto before = shop->papers().size();
    std::vector<JobState> states;
    const auto followed = printed("", paper("whole"), 30s,
                                  [&](const JobReport& report) { states.push_back(report.state); });
    ASSERT_FALSE(followed.obstacle) << followed.obstacle->detail;
    EXPECT_EQ(followed.last.state, JobState::completed);
    EXPECT_EQ(shop->papers().size(), before + 1);
    EXPECT_TRUE(is_last(paper("whole")));
    EXPECT_EQ(states.back(), JobState::completed);
}

TEST_F(ToThePrinter, SaysThatThePaperIsOutAndGoesOnWhenItIsLoaded) {
    shop->take_paper_out();
    bool seen = false;
    const auto followed = printed("desk", paper("loaded"), 30s, [&](const JobReport& report) {
        if (trouble_in(report) == Trouble::out_of_paper) {
            seen = true;
            shop->load_paper();
        }
    });
    EXPECT_TRUE(seen);
    ASSERT_FALSE(followed.obstacle) << name_of(followed.obstacle->code);
    EXPECT_TRUE(is_last(paper("loaded")));
}

TEST_F(ToThePrinter, TakesTheJobBackWhenNobodyLoadsPaper) {
    shop->take_paper_out();
    const auto followed = printed("desk", paper("never"), 4s);
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_out_of_paper);
    EXPECT_EQ(followed.last.state, JobState::canceled);
    EXPECT_THAT(followed.last.reasons, Contains(StartsWith("media-empty")));
    shop->load_paper();
}

TEST_F(ToThePrinter, TakesTheJobBackWhenTheClerkStops) {
    shop->take_paper_out();
    std::stop_source clerk;
    const auto followed = printed(
        "desk", paper("stopped"), 30s,
        [&](const JobReport& report) {
            if (report.state == JobState::processing) {
                clerk.request_stop();
            }
        },
        clerk.get_token());
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_cancelled);
    EXPECT_EQ(followed.last.state, JobState::canceled);
    shop->load_paper();
}

TEST_F(ToThePrinter, SaysThatSomebodyElseCancelledIt) {
    shop->take_paper_out();
    const auto followed = at(*shop, [] {
        const auto job = sent("desk", paper("cancelled"));
        EXPECT_TRUE(job && Spooler(quick).cancel(*job));
        return Spooler(quick).follow(*job, 30s);
    });
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_cancelled);
    shop->load_paper();
}

TEST_F(ToThePrinter, TakesTheJobBackFromAStoppedPrinter) {
    const auto followed = printed("still", paper());
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_printer_stopped);
    EXPECT_EQ(followed.last.state, JobState::canceled);
}

TEST_F(ToThePrinter, SaysThatThePrinterIsSwitchedOff) {
    const auto followed = printed("far", paper(), 2s);
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_printer_trouble) << followed.last.message;
    EXPECT_THAT(words_for(*followed.obstacle, Language::en).cause,
                testing::HasSubstr("switched off"));
}

TEST_F(ToThePrinter, TellsAJobThatIsStillOnItsWay) {
    const auto followed = printed("desk", paper("slow"), 0s);
    EXPECT_FALSE(followed.obstacle);
    EXPECT_FALSE(has_ended(followed.last.state));
    EXPECT_TRUE(comes_true([] { return is_last(paper("slow")); }));
}

TEST_F(ToThePrinter, SendsNothingOnceToldToStop) {
    std::stop_source clerk;
    clerk.request_stop();
    const auto job = at(*shop, [&] {
        printing::Printer desk;
        desk.name = "desk";
        return Spooler(quick).send(desk, {"7K3M-0QXT-9B2E-HN4W"}, paper(), clerk.get_token());
    });
    EXPECT_FALSE(job);
}

TEST_F(ToThePrinter, IsToldThatAJobIsNotKnown) {
    const auto report = at(*shop, [] { return Spooler(quick).look({"desk", 4000}); });
    EXPECT_TRUE(report.failed_with(Code::print_lost_sight));
}

TEST(PrintSystem, WithoutPrintersSaysSo) {
    const PrintShop shop("# none\n");
    EXPECT_TRUE(
        at(shop, [] { return Spooler(quick).printer(""); }).failed_with(Code::print_no_printer));
    EXPECT_TRUE(at(shop, [] {
                    return Spooler(quick).printer("desk");
                }).failed_with(Code::print_no_printer));
}

TEST(PrintSystem, OfTwoPrintersWithoutADefaultWantsToBeTold) {
    const std::string ready = "State Idle\nAccepting Yes\nDeviceURI ipp://localhost:1/\n";
    const PrintShop shop("<Printer one>\n" + ready + "</Printer>\n<Printer two>\n" + ready +
                         "</Printer>\n");
    const auto chosen = at(shop, [] { return Spooler(quick).printer(""); });
    ASSERT_TRUE(chosen.failed_with(Code::print_printer_unchosen));
    EXPECT_TRUE(at(shop, [] { return Spooler(quick).printer("two"); }));
}

TEST(PrintSystem, WithOnePrinterNeedsNoDefaultAndHearsWhenItTakesNoJobs) {
    const PrintShop shop("<Printer one>\nState Idle\nAccepting No\n"
                         "DeviceURI ipp://localhost:1/\n</Printer>\n");
    EXPECT_TRUE(
        at(shop, [] { return Spooler(quick).printer(""); }).failed_with(Code::print_refused));
}

TEST(PrintSystem, ThatIsAwayIsNotWaitedForLong) {
    PrintShop shop;
    shop.close();
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(
        at(shop, [] { return Spooler(quick).printers(); }).failed_with(Code::print_not_answering));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST(PrintSystem, ThatDiesWithAJobLeavesItInDoubt) {
    PrintShop shop;
    shop.take_paper_out();
    const auto followed = at(shop, [&] {
        const auto printer = Spooler(quick).printer("desk");
        const auto job = Spooler(quick).send(*printer, {"7K3M-0QXT-9B2E-HN4W"}, paper());
        EXPECT_TRUE(job);
        return Spooler(quick).follow(*job, 30s, [&](const JobReport&) { shop.close(); });
    });
    ASSERT_TRUE(followed.obstacle);
    EXPECT_EQ(followed.obstacle->code, Code::print_lost_sight);
    EXPECT_FALSE(has_ended(followed.last.state));
}

TEST(PrintSystem, ThatIsStartedAnewMeanwhileKnowsTheJobStill) {
    PrintShop shop;
    shop.take_paper_out();
    bool anew = false;
    const auto followed = at(shop, [&] {
        const auto printer = Spooler().printer("desk");
        const auto job = Spooler().send(*printer, {"7K3M-0QXT-9B2E-HN4W"}, paper());
        return Spooler().follow(*job, 60s, [&](const JobReport&) {
            if (!std::exchange(anew, true)) {
                shop.close();
                shop.load_paper();
                shop.open();
            }
        });
    });
    EXPECT_FALSE(followed.obstacle) << name_of(followed.obstacle->code);
    EXPECT_EQ(followed.last.state, JobState::completed);
    EXPECT_EQ(shop.papers().back(), text_of(paper()));
}

TEST(PrintSystem, WhosePrinterLosesItsPowerNeverSaysThatThePaperCameOut) {
    PrintShop shop;
    shop.take_paper_out();
    const auto followed = at(shop, [&] {
        const auto printer = Spooler(quick).printer("desk");
        const auto job = Spooler(quick).send(*printer, {"7K3M-0QXT-9B2E-HN4W"}, paper());
        return Spooler(quick).follow(*job, 8s, [&](const JobReport& report) {
            if (trouble_in(report) == Trouble::out_of_paper) {
                shop.cut_power();
            }
        });
    });
    EXPECT_NE(followed.last.state, JobState::completed);
    EXPECT_TRUE(followed.obstacle);
    EXPECT_TRUE(shop.papers().empty());
}

JobReport with(const std::string& reason, const std::string& message = {}) {
    return {JobState::processing, {reason}, false, message};
}

TEST(Trouble, IsWhatAPersonCanPutRight) {
    EXPECT_EQ(trouble_in(with("media-empty-error")), Trouble::out_of_paper);
    EXPECT_EQ(trouble_in(with("media-empty-warning")), Trouble::out_of_paper);
    EXPECT_EQ(trouble_in(with("media-needed")), Trouble::out_of_paper);
    EXPECT_EQ(trouble_in(with("media-jam-error")), Trouble::jam);
    EXPECT_EQ(trouble_in(with("door-open")), Trouble::door_open);
    EXPECT_EQ(trouble_in(with("toner-empty-error")), Trouble::out_of_toner);
    EXPECT_EQ(trouble_in(with("offline-report")), Trouble::unreachable);
    EXPECT_EQ(trouble_in(with("fuser-over-temp-error")), Trouble::attention);
    EXPECT_EQ(trouble_in(with("none", "The printer is not responding.")), Trouble::unreachable);
}

TEST(Trouble, IsNotWhatOnlyTells) {
    for (const auto* reason : {"media-low-warning", "toner-low-report", "media-empty-report",
                               "cups-waiting-for-job-completed", "none", "", "-error-"}) {
        EXPECT_EQ(trouble_in(with(reason)), Trouble::none) << reason;
    }
}

} // namespace
} // namespace koltamga::spool
