// What a station keeps of an applicant once the centre holds the record.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

#include <regex>

namespace koltamga::journey {
namespace {

namespace fs = std::filesystem;

void keep_for_days(Office& office, const std::string& days) {
    office.sign_profile(std::regex_replace(read_text(office.profile()),
                                           std::regex("after_receipt_days = [0-9]+"),
                                           "after_receipt_days = " + days));
}

TEST(Retention, EndsWithTheSyncAfterItsLastDay) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    const auto said = office.issue(grown_up());
    ASSERT_EQ(said.status, 0) << said.err;
    const auto blobs = office.station() / "blobs";
    ASSERT_EQ(office.ctl({"sync", "--once"}).status, 0);
    EXPECT_FALSE(fs::is_empty(blobs));
    keep_for_days(office, "0");
    ASSERT_EQ(office.ctl({"sync", "--once"}).status, 0);
    EXPECT_TRUE(fs::is_empty(blobs));
    // All that is left here: that it happened. The centre has the rest.
    EXPECT_EQ(office.ctl({"show", said.json.at("application").get<std::string>()}).status, 0);
    EXPECT_EQ(office
                  .ctl({"agreement", said.json.at("application").get<std::string>(), "--out",
                        (office.folder() / "paper.pdf").string()})
                  .status,
              1);
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

TEST(Retention, LeavesTheHolderTheRightToEndTheCertificate) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    const auto id = office.issue(grown_up()).json.at("application").get<std::string>();
    keep_for_days(office, "0");
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    ASSERT_EQ(office.certificates("valid"), 1U);
    const std::vector<std::string> command = {"revoke",        id,        "--reason",
                                              "keyCompromise", "--proof", "document-seen"};
    office.stop_centre();
    const auto alone = office.ctl(command);
    const auto shown = office.ctl({"show", id}, "").json;
    EXPECT_EQ(shown.at("waits_for"), "ca") << alone.json.dump(2);
    EXPECT_EQ(alone.json.at("waits_for"), "ca");
    ASSERT_EQ(shown.at("command"),
              "koltamgactl --operator NAME --operator-password-file FILE sync");
    office.start_centre();
    const auto ended = office.ctl({"sync"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(office.certificates("valid"), 0U);
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("waits_for"), "nobody");
    office.stop_centre();
    const auto again = office.ctl(command);
    EXPECT_EQ(again.status, 1) << again.json.dump(2);
    EXPECT_EQ(again.json.at("error").at("code"), "issuance.no-certificate");
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("waits_for"), "nobody");
    office.start_centre();
    EXPECT_EQ(office.ctl({"sync"}, "").status, 0);
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

TEST(Retention, LeavesThePersonTheRightToBeErased) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    const auto id = office.issue(grown_up()).json.at("application").get<std::string>();
    const auto refused = office.issue(minor()).json.at("application").get<std::string>();
    keep_for_days(office, "0");
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    const std::vector<std::string> erase = {"erase", id, "--reason", "asked by the holder"};
    EXPECT_EQ(office.ctl(erase).json.at("error").at("code"), "app.still-open")
        << "nobody could end the certificate any more";
    ASSERT_EQ(office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "ID card"}).status,
              0);
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    for (const auto& one : {id, refused}) { // the second never had a certificate
        const auto erased = office.ctl({"erase", one, "--reason", "asked by the holder"});
        EXPECT_EQ(erased.status, 0) << erased.json.dump(2);
        EXPECT_EQ(office.ctl({"show", one}, "").json.at("error").at("code"), "db.key-gone");
    }
    EXPECT_EQ(office.ctl({"sync"}, "").status, 0);
    EXPECT_EQ(office.ctl({"journal", "verify"}).json.at("verdict"), "sound");
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

// Ended elsewhere, which only the register knows.
TEST(Retention, LetsTheRegisterSayThatTheCertificateHasEnded) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    const auto id = office.issue(grown_up()).json.at("application").get<std::string>();
    keep_for_days(office, "0");
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    ASSERT_EQ(office.issue(grown_up(), {"--reissue", "telephone lost"}).status, 0);
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    const auto erased = office.ctl({"erase", id, "--reason", "asked by the holder"});
    EXPECT_EQ(erased.status, 0) << erased.json.dump(2);
    EXPECT_EQ(office.certificates("valid"), 1U);
}

// The register may be wrong, or not the register: of a released record only the certificate's hash
// is left to tell.
TEST(Retention, EndsNoCertificateThatIsNotTheOneItKnew) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    const auto id = office.issue(grown_up()).json.at("application").get<std::string>();
    keep_for_days(office, "0");
    ASSERT_EQ(office.ctl({"sync"}, "").status, 0);
    office.stop_centre();
    const auto records = office.practice() / "authority" / "issued.log";
    auto text = read_text(records);
    const auto person = text.find(grown_up().pin);
    const auto line = text.rfind('\n', person) + 1;
    const std::string label = "\"certificate\":\"";
    const auto last_digit = text.find('"', text.find(label, line) + label.size()) - 1;
    text[last_digit] = text[last_digit] == '0' ? '1' : '0'; // of its signature
    write_text(records, text);
    office.start_centre();
    const auto refused =
        office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "document-seen"});
    EXPECT_EQ(refused.json.at("error").at("code"), "app.register-shows-another");
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("waits_for"), "ca");
}

} // namespace
} // namespace koltamga::journey
