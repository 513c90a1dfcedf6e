// `koltamgactl print` as a clerk gives it: what comes out, what the journal knows of it, and what
// is told when nothing comes out.
#include "tests/journey/office.h"
#include "tests/spool/print_shop.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

namespace koltamga::spool {
namespace {

using journey::Said;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

class PrintCommand : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        shop = std::make_unique<PrintShop>();
        office = std::make_unique<journey::Office>();
        ASSERT_EQ(office->enrol().status, 0);
        id = office->issue(journey::grown_up()).json.at("application");
    }
    static void TearDownTestSuite() {
        office.reset();
        shop.reset();
    }
    void SetUp() override { ::setenv("CUPS_SERVER", shop->server().c_str(), 1); }

    static Said print(const std::vector<std::string>& more, const std::string& as = "aida") {
        std::vector<std::string> command = {"print", id};
        command.insert(command.end(), more.begin(), more.end());
        return office->ctl(command, as);
    }
    static std::string error(const Said& said) {
        return said.json.at("error").at("code").get<std::string>();
    }

    static std::unique_ptr<PrintShop> shop;
    static std::unique_ptr<journey::Office> office;
    static std::string id;
};
std::unique_ptr<PrintShop> PrintCommand::shop;
std::unique_ptr<journey::Office> PrintCommand::office;
std::string PrintCommand::id;

TEST_F(PrintCommand, NumbersEachPaperAndPrintsTheSameOctets) {
    const auto first = print({});
    ASSERT_EQ(first.status, 0) << first.err << first.json.dump(2);
    EXPECT_EQ(first.json.at("application"), id);
    EXPECT_EQ(first.json.at("paper"), "agreement");
    EXPECT_EQ(first.json.at("printer"), "desk");
    EXPECT_EQ(first.json.at("state"), "completed");
    EXPECT_TRUE(first.json.at("job").is_number() && first.json.at("reasons").is_array());
    const unsigned copy = first.json.at("copy");
    EXPECT_EQ(print({"--paper", "agreement", "--printer", "desk"}).json.at("copy"), copy + 1);
    const auto file = office->folder() / "agreement.pdf";
    const auto written = office->ctl({"agreement", id, "--out", file.string()});
    EXPECT_EQ(written.json.at("copy"), copy + 2);
    ASSERT_GE(shop->papers().size(), 2U);
    EXPECT_EQ(shop->papers().back(), journey::read_text(file));
}

TEST_F(PrintCommand, CountsTheSheetByItselfAndEachOfSeveralCopies) {
    const auto sheet = print({"--paper", "sheet", "--copies", "2", "--language", "ru"});
    ASSERT_EQ(sheet.status, 0) << sheet.json.dump(2);
    EXPECT_EQ(sheet.json.at("paper"), "sheet");
    EXPECT_EQ(sheet.json.at("copy"), 1);
    EXPECT_EQ(sheet.json.at("copies"), 2);
    EXPECT_EQ(print({"--paper", "sheet"}).json.at("copy"), 3);
}

TEST_F(PrintCommand, PrintsTheRefusalOfWhoWasRefused) {
    const std::string refused = office->issue(journey::minor()).json.at("application");
    const auto said = office->ctl({"print", refused});
    EXPECT_EQ(said.status, 0) << said.json.dump(2);
    EXPECT_EQ(said.json.at("paper"), "refusal");
    EXPECT_EQ(said.json.at("copy"), 1);
    const auto wrong = office->ctl({"print", refused, "--paper", "sheet"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_EQ(error(wrong), "print.no-sheet");
    EXPECT_EQ(error(office->ctl({"print", refused, "--paper", "agreement"})), "app.no-agreement");
    EXPECT_EQ(error(print({"--paper", "refusal"})), "app.no-refusal");
}

TEST_F(PrintCommand, PrintsTheRegisterOfADayAndCountsIt) {
    for (const unsigned copy : {1U, 2U}) {
        const auto said = office->ctl({"register", "--on", "2026-01-01", "--printer", "desk"});
        ASSERT_EQ(said.status, 0) << said.json.dump(2);
        EXPECT_EQ(said.json.at("copy"), copy);
        EXPECT_EQ(said.json.at("state"), "completed");
        EXPECT_EQ(said.json.at("date"), "2026-01-01");
    }
    EXPECT_EQ(office->ctl({"register", "--on", "2026-01-01"}).status, 2);
}

TEST_F(PrintCommand, SaysThatThePaperIsOutAndLeavesNoJobBehind) {
    shop->take_paper_out();
    const auto said = print({"--wait", "4"});
    EXPECT_EQ(said.status, 3);
    EXPECT_EQ(error(said), "print.out-of-paper");
    EXPECT_EQ(said.json.at("state"), "canceled");
    EXPECT_THAT(said.json.at("reasons").get<std::vector<std::string>>(),
                Contains(StartsWith("media-empty")));
    shop->load_paper();
    // The journal knows of it, so the next one has the next number.
    EXPECT_EQ(print({}).json.at("copy"), said.json.at("copy").get<unsigned>() + 1);
}

TEST_F(PrintCommand, SaysThatThePrinterIsStoppedOrNotThere) {
    const auto stopped = print({"--printer", "still"});
    EXPECT_EQ(stopped.status, 3);
    EXPECT_EQ(error(stopped), "print.printer-stopped");
    const auto unknown = print({"--printer", "nowhere"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_EQ(error(unknown), "print.printer-unknown");
    EXPECT_THAT(unknown.json.at("error").at("message").get<std::string>(), HasSubstr("desk"));
}

TEST_F(PrintCommand, JournalsNothingWhereThereIsNoPrintSystem) {
    const auto before = print({}).json.at("copy").get<unsigned>();
    shop->close();
    const auto said = print({});
    shop->open();
    EXPECT_EQ(said.status, 3);
    EXPECT_EQ(error(said), "print.not-answering");
    EXPECT_FALSE(said.json.contains("copy"));
    EXPECT_EQ(print({}).json.at("copy"), before + 1);
}

TEST_F(PrintCommand, TellsAPaperThatIsStillOnItsWay) {
    const auto said = print({"--wait", "0"});
    EXPECT_EQ(said.status, 0);
    EXPECT_THAT((std::vector<std::string>{"pending", "processing"}),
                Contains(said.json.at("state").get<std::string>()));
    EXPECT_TRUE(said.json.at("job").is_number());
}

TEST_F(PrintCommand, LetsNoAuditorPrint) {
    office->password("bek", "auditors look and look");
    ASSERT_EQ(office
                  ->ctl({"operator", "add", "bek", "--role", "auditor", "--password-file",
                         (office->folder() / "bek.password").string()},
                        "aida")
                  .status,
              0);
    const auto papers = shop->papers().size();
    EXPECT_EQ(print({}, "bek").status, 1);
    EXPECT_EQ(office->ctl({"register", "--on", "2026-01-01", "--printer", "desk"}, "bek").status,
              1);
    EXPECT_EQ(shop->papers().size(), papers);
}

TEST_F(PrintCommand, RefusesALineThatMakesNoSense) {
    EXPECT_EQ(print({"--paper", "poster"}).status, 2);
    EXPECT_EQ(print({"--copies", "6"}).status, 2);
    EXPECT_EQ(print({"--copies", "0"}).status, 2);
    EXPECT_EQ(print({"--wait", "-1"}).status, 2);
    EXPECT_EQ(print({"--language", "de"}).status, 2);
}

TEST_F(PrintCommand, LeavesAJournalThatVerifies) {
    const auto said = office->ctl({"journal", "verify"});
    EXPECT_EQ(said.json.at("verdict"), "sound");
    EXPECT_EQ(office->ctl({"sync"}).status, 0);
    EXPECT_EQ(office->centre({"verify", office->practice().string()}).status, 0);
}

} // namespace
} // namespace koltamga::spool
