// The folder that the clerk names: whose papers and whose key lie in it, and what is never
// replaced.
#include "tests/journey/office.h"

#include <fstream>

#include <gmock/gmock.h>

namespace koltamga::journey {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;

class PapersFolder : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(office.enrol().status, 0); }
    Said issued(const Person& person, const std::vector<std::string>& more = {}) {
        auto said = office.issue(person, more);
        EXPECT_EQ(said.status, 0) << said.err;
        return said;
    }
    std::string whose() { return read_text(office.out() / "application.txt"); }
    // Whether the applicants' password opens it, and what certificate it holds.
    std::string certificate_in(const fs::path& key) {
        const auto opened =
            run({"openssl", "pkcs12", "-in", key.string(), "-nokeys", "-clcerts", "-passin",
                 "file:" + (office.folder() / "applicant.password").string()});
        EXPECT_EQ(opened.status, 0) << key << opened.err;
        return opened.out.substr(opened.out.find("-----BEGIN"));
    }
    bool there(const char* name) { return fs::exists(office.out() / name); }

    Office office{"ec-p256"};
};

TEST_F(PapersFolder, NeverLosesAnotherApplicantsKey) {
    issued(grown_up(), {"--custody", "file"});
    const auto first = read_text(office.out() / "certificate.pem");
    const auto second = issued(woman(), {"--custody", "file"});
    EXPECT_EQ(certificate_in(office.out() / "key.p12"),
              read_text(office.out() / "certificate.pem"));
    const fs::path earlier = second.json.at("earlier_key").get<std::string>();
    EXPECT_THAT(earlier.string(), EndsWith("key.earlier-1.p12"));
    EXPECT_EQ(certificate_in(earlier), first);
}

TEST_F(PapersFolder, SaysThatAKeyIsNotWrittenTwice) {
    const auto said = issued(grown_up(), {"--custody", "file"});
    EXPECT_TRUE(said.json.at("earlier_key").is_null());
    const std::string id = said.json.at("application");
    fs::remove(office.out() / "key.p12");
    const auto again = office.ctl({"resume", id, "--out", office.out().string()});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(again.json.at("key_exported"), true);
    EXPECT_FALSE(again.json.contains("key"));
    auto line = office.ctl_line({"resume", id}, "aida");
    line[1] = "--language=en"; // in place of --json
    EXPECT_THAT(run(line).out, HasSubstr("not written a second time"));
}

TEST_F(PapersFolder, HoldsThePapersOfOneApplicationAlone) {
    const auto first = issued(grown_up());
    EXPECT_EQ(whose(), first.json.at("application").get<std::string>() + "\n");
    EXPECT_TRUE(there("certificate.pem") && there("certificate-sheet.pdf") && there("receipt.der"));
    const auto second = issued(woman(), {"--offline"});
    EXPECT_EQ(whose(), second.json.at("application").get<std::string>() + "\n");
    EXPECT_TRUE(there("agreement.pdf"));
    EXPECT_FALSE(there("certificate.pem") || there("certificate-sheet.pdf") ||
                 there("receipt.der"));
}

TEST_F(PapersFolder, GetsNoAgreementOfAnApplicationThatIsGivenUp) {
    office.fault("waiting=1000");
    const std::string id = issued(grown_up()).json.at("application");
    fs::remove(office.out() / "agreement.pdf");
    ASSERT_EQ(office.ctl({"cancel", id, "--reason", "left"}).status, 0);
    const auto said = office.ctl({"resume", id, "--out", office.out().string()});
    EXPECT_EQ(said.json.at("cancelling"), true) << said.json.dump(2);
    EXPECT_TRUE(said.json.at("agreement").is_null());
    EXPECT_FALSE(there("agreement.pdf"));
}

TEST_F(PapersFolder, AnAgreementTakesThePlaceOfAPaperAndOfNothingElse) {
    const std::string id = issued(grown_up()).json.at("application");
    const auto file = office.folder() / "mine.toml";
    std::ofstream(file) << "mine";
    const auto said = office.ctl({"agreement", id, "--out", file.string()});
    EXPECT_EQ(said.status, 2) << said.json.dump(2);
    EXPECT_EQ(read_text(file), "mine");
    const auto paper = office.out() / "agreement.pdf";
    EXPECT_EQ(office.ctl({"agreement", id, "--out", paper.string()}).status, 0);
}

TEST_F(PapersFolder, AnAnswerThatNobodyGetsIsNoSuccess) {
    auto line = office.ctl_line({"applications"}, "");
    std::string command;
    for (const auto& word : line) {
        command += "'" + word + "' ";
    }
    const auto ended = run({"sh", "-c", command + ">/dev/full"});
    EXPECT_EQ(ended.status, 3);
    EXPECT_THAT(ended.err, HasSubstr("app.answer-lost"));
    EXPECT_EQ(run(line).status, 0);
}

TEST_F(PapersFolder, TheDoctorLooksAtTheDiskAlsoWhereTheStationDoesNotOpen) {
    fs::rename(office.station() / "station.db", office.folder() / "moved");
    const auto said = office.ctl({"doctor"}, "");
    EXPECT_EQ(said.status, 3);
    std::vector<std::string> names;
    for (const auto& check : said.json.at("checks")) {
        names.push_back(check.at("name"));
    }
    EXPECT_THAT(names, testing::IsSupersetOf({"station", "disk"}));
}

} // namespace
} // namespace koltamga::journey
