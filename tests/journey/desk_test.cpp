// What a clerk at the terminal is told, and what a file cannot do behind the clerk's back.
#include "tests/app/spoken.h"
#include "tests/journey/office.h"

#include <regex>

#include <gmock/gmock.h>

namespace koltamga::journey {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AtTheDesk : public testing::Test {
  protected:
    void SetUp() override {
        const auto code = office.practice() / "enrolment-code";
        write_text(code, read_text(code) + " \r\n"); // as some editors leave it
        ASSERT_EQ(office.enrol().status, 0);
    }

    // As a person calls it: no JSON.
    Ended say(const std::string& language, const std::vector<std::string>& command,
              const std::string& as = "aida") {
        auto line = office.ctl_line(command, as);
        line[1] = "--language=" + language; // in place of --json
        return run(line);
    }
    // In the station's place: an office whose profile says otherwise.
    void change_profile(const std::string& what, const std::string& by) {
        auto text = read_text(office.profile());
        const auto at = text.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        office.sign_profile(text.replace(at, what.size(), by));
    }

    Office office;
};

// The personal number's sex and the document's do not agree.
Person odd() {
    auto person = grown_up();
    person.sex = "F";
    return person;
}

std::vector<std::string> rules_of(const Said& said) {
    std::vector<std::string> rules;
    for (const auto& reason : said.json.at("reasons")) {
        rules.push_back(reason.at("rule"));
    }
    return rules;
}

TEST_F(AtTheDesk, WarningsAreToldAndStandInTheAnswer) {
    const auto said = office.issue(odd(), {"--offline"});
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_THAT(rules_of(said), Contains("pin-sex"));
    EXPECT_THAT(said.json.at("warnings_confirmed").get<std::vector<std::string>>(),
                Contains("pin-sex"));
    const auto again = say("ru", office.issue_command(odd(), {"--offline"}));
    EXPECT_THAT(again.out, HasSubstr("предупреждение: Пол в персональном номере"));
}

// Nobody holds a certificate whose agreement cannot be printed.
TEST_F(AtTheDesk, WhatNoPaperHasRoomForIsToldBeforeThereIsAKey) {
    const std::string address = "1 Specimen Street, Bishkek";
    std::string endless;
    for (int i = 0; i < 600; ++i) {
        endless += "1 Specimen Street, ";
    }
    change_profile(address, endless);
    const std::vector<std::string> english = {"--language", "en"};
    const auto said = office.issue(grown_up(), english);
    EXPECT_NE(said.status, 0);
    EXPECT_EQ(said.json.at("error").at("code"), "printing.not-made") << said.json.dump(2);
    EXPECT_EQ(office.certificates("valid"), 0U);
    change_profile(endless, address);
    const auto later = office.issue(grown_up(), english);
    EXPECT_EQ(later.status, 0) << later.err;
    EXPECT_TRUE(later.json.at("agreement").is_string());
}

TEST_F(AtTheDesk, OneNameAndNoSexAreEnoughForCertificateAndPapers) {
    auto person = grown_up();
    person.given_names.clear();
    person.sex = "X";
    const auto said = office.issue(person);
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.json.at("state"), "handed-over");
    EXPECT_TRUE(said.json.at("agreement").is_string());
    EXPECT_TRUE(said.json.at("sheet").is_string());
}

TEST_F(AtTheDesk, OtherDataForAnOpenApplicationIsRefusedAndNamed) {
    const auto first = office.issue(grown_up(), {"--offline"});
    ASSERT_EQ(first.status, 0) << first.err;
    auto other = grown_up();
    other.surname = "TOKTOROV";
    other.birth_date = "1990-01-02";
    other.email = "bek@example.com";
    const auto said = office.issue(other);
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.json.at("error").at("code"), "app.applicant-differs");
    EXPECT_EQ(said.json.at("error").at("detail"), "surname,birth-date,email");
    EXPECT_THAT(said.json.at("error").at("message").get<std::string>(),
                HasSubstr(first.json.at("application").get<std::string>()));
    EXPECT_EQ(office.certificates("valid"), 0U);
    EXPECT_EQ(office.issue(grown_up()).status, 0);
}

TEST_F(AtTheDesk, ARealProfileTakesNobodysAnswersFromAFile) {
    change_profile("practice = true", "practice = false");
    const auto folder = office.folder() / "real";
    const auto line = [&](std::vector<std::string> command) {
        std::vector<std::string> all = {program("koltamgactl"),
                                        "--json",
                                        "--profile",
                                        office.profile().string(),
                                        "--data",
                                        folder.string(),
                                        "--operator",
                                        "aida",
                                        "--operator-password-file",
                                        office.password("aida", "").string()};
        all.insert(all.end(), command.begin(), command.end());
        return run(all);
    };
    const auto enrolled =
        line({"station", "enrol", "--code", (office.practice() / "enrolment-code").string()});
    ASSERT_EQ(enrolled.status, 0) << enrolled.err;
    const auto said = line(office.issue_command(grown_up()));
    EXPECT_EQ(said.status, 1);
    EXPECT_THAT(said.out, HasSubstr("app.scripted-refused"));
    EXPECT_THAT(line({"applications"}).out, HasSubstr("\"applications\": []"));
}

TEST_F(AtTheDesk, ASupervisorsRevocationTakesASupervisor) {
    const auto said = office.issue(grown_up());
    ASSERT_EQ(said.status, 0) << said.err;
    const auto id = said.json.at("application").get<std::string>();
    ASSERT_EQ(office
                  .ctl({"operator", "add", "bek", "--role", "operator", "--password-file",
                        office.password("bek", "a clerk's own password").string()})
                  .status,
              0);
    const auto revoke = [&](const std::string& as, const std::vector<std::string>& more) {
        std::vector<std::string> line = {"revoke", id, "--reason", "keyCompromise"};
        line.insert(line.end(), more.begin(), more.end());
        return office.ctl(line, as);
    };
    EXPECT_EQ(revoke("aida", {"--by", "holder"}).status, 2); // nobody proved anything
    const auto clerk = revoke("bek", {"--by", "supervisor", "--proof", "order No. 1"});
    EXPECT_EQ(clerk.status, 1);
    EXPECT_EQ(clerk.json.at("error").at("code"), "operator.not-allowed");
    EXPECT_EQ(office.certificates("revoked"), 0U);
    const auto erasing = office.ctl({"erase", id, "--reason", "asked"}, "bek");
    EXPECT_EQ(erasing.json.at("error").at("code"), "operator.not-allowed") << "before all else";
    const auto rows = office.ctl({"operator", "list"}, "").json.at("operators");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].at("name"), "bek");
    EXPECT_EQ(rows[1].at("role"), "operator");
    EXPECT_EQ(rows[1].at("disabled"), false);
    EXPECT_THAT(rows[1].at("since").get<std::string>(), EndsWith("Z"));
    EXPECT_EQ(revoke("aida", {}).status, 0); // there is no holder any more
    EXPECT_EQ(office.certificates("revoked"), 1U);
}

TEST_F(AtTheDesk, PicturesAreHeldToTheOfficesLimits) {
    change_profile("portrait_pixels = 50000000", "portrait_pixels = 100000");
    const auto pixels = office.issue(grown_up());
    EXPECT_EQ(pixels.status, 2);
    EXPECT_EQ(pixels.json.at("error").at("code"), "portrait.too-large");
    EXPECT_THAT(pixels.json.at("error").at("remedy").get<std::string>(),
                HasSubstr("10 MB and at most 0.1 megapixels"));
    change_profile("portrait_octets = 10485760", "portrait_octets = 65536");
    const auto octets = office.issue(grown_up());
    EXPECT_EQ(octets.json.at("error").at("code"), "portrait.too-large");
    EXPECT_THAT(octets.json.at("error").at("remedy").get<std::string>(), HasSubstr("64 KB"));
}

// The visit is over and the certificate handed out: what is missing is the centre's word.
TEST_F(AtTheDesk, ARecordWithoutAReceiptSaysThatItWaitsForTheCentre) {
    office.fault("lose-receipt");
    const auto said = say("en", office.issue_command(grown_up(), {"--custody", "file"}));
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("handed over\nWaits for the centre's receipt.\n"
                                    "`koltamgactl sync`\nThe centre cannot "));
    EXPECT_THAT(said.out, Not(HasSubstr("Nothing is awaited")));
    EXPECT_THAT(said.out, Not(HasSubstr("receipt.der")));
    const auto refused = office.issue(minor()).json;
    EXPECT_EQ(refused.at("waits_for"), "centre") << "its record is to be confirmed as well";
    EXPECT_EQ(refused.at("outbox"), "unsent");
    office.fault("lose-receipt=off");
    EXPECT_EQ(office.ctl({"sync"}, "").json.at("receipted").size(), 2U);
    EXPECT_EQ(office.ctl({"queue"}, "").json.at("queue"), Json::array());
}

TEST_F(AtTheDesk, AShortenedCertificateIsToldAsWhatItIs) {
    const auto whole = office.issue(woman());
    ASSERT_EQ(whole.status, 0) << whole.err;
    EXPECT_EQ(whole.json.at("validity_shortened"), false);
    office.fault("granted-with-mods");
    const auto half = office.issue(grown_up());
    ASSERT_EQ(half.status, 0) << half.err;
    EXPECT_EQ(half.json.at("validity_shortened"), true);
    EXPECT_LT(half.json.at("valid_until"), whole.json.at("valid_until"));
    const auto said = say("ru", {"resume", half.json.at("application").get<std::string>()});
    EXPECT_THAT(said.out, HasSubstr("Удостоверяющий центр сократил срок"));
}

TEST_F(AtTheDesk, WhatIsWrongInAFileIsSaidWithFileLineAndField) {
    auto person = grown_up();
    person.email = "nobody";
    const auto said = office.issue(person);
    EXPECT_EQ(said.status, 2);
    const auto& where = said.json.at("error").at("where");
    EXPECT_THAT(where.at("file").get<std::string>(), HasSubstr("applicant-ID0000000.toml"));
    EXPECT_EQ(where.at("field"), "[contact] email");
    EXPECT_GT(where.at("line").get<int>(), 1);
    EXPECT_THAT(said.err, HasSubstr("[contact] email"));
    EXPECT_THAT(said.err, Not(HasSubstr("nobody\"")));
    const auto missing = office.ctl(
        {"issue", "/nowhere/file.toml", "--portrait", "x", "--applicant-password-file", "y"});
    EXPECT_EQ(missing.json.at("error").at("where").at("file"), "/nowhere/file.toml");
}

TEST_F(AtTheDesk, APasswordThatIsNotNeededIsSaidToBeUnchecked) {
    office.password("aida", "not the password");
    const auto listed = say("en", {"applications"});
    EXPECT_EQ(listed.status, 0);
    EXPECT_THAT(listed.err, HasSubstr("password were not checked"));
    EXPECT_THAT(say("en", {"applications"}, "").err, IsEmpty());
    EXPECT_EQ(say("en", {"journal", "verify"}).status, 2); // which does sign in
}

TEST_F(AtTheDesk, NothingIsRecordedOfWhoeverDoesNotAgreeToIt) {
    const auto command = office.issue_command(grown_up());
    const auto& file = command.at(1);
    write_text(file, std::regex_replace(read_text(file), std::regex("personal_data = true"),
                                        "personal_data = false"));
    const auto said = office.ctl(command);
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.json.at("error").at("code"), "app.consent-withheld");
    EXPECT_EQ(office.ctl({"applications"}, "").json.at("applications").size(), 0U);
}

TEST_F(AtTheDesk, OnlyWhoHoldsACertificateIsTheClerkToldToReplaceIt) {
    EXPECT_THAT(say("en", office.issue_command(minor())).err, Not(HasSubstr("--reissue")));
    const auto issued = office.issue(grown_up());
    ASSERT_EQ(issued.status, 0);
    const std::string id = issued.json.at("application");
    EXPECT_THAT(say("en", {"cancel", id, "--reason", "left"}).err,
                HasSubstr("`koltamgactl revoke " + id));
    EXPECT_THAT(say("en", office.issue_command(grown_up())).err, HasSubstr("“--reissue REASON”"));
    const auto in_state = [&](const char* state) {
        return office.ctl({"applications", "--state", state}, "").json.at("applications").size();
    };
    EXPECT_EQ(in_state("handed-over"), 1U);
    EXPECT_EQ(in_state("refused"), 2U);
    EXPECT_EQ(in_state("cancelled"), 0U);
    ASSERT_EQ(office.issue(woman(), {"--offline"}).status, 0);
    const auto sent = office.ctl({"sync"}, "").json;
    EXPECT_EQ(sent.at("headers"), sent.at("bodies")) << "each entry has one";
    EXPECT_EQ(sent.at("blobs"), 1) << "the portrait";
    EXPECT_GT(sent.at("bodies"), 5);
}

TEST_F(AtTheDesk, APasswordAndACustodyAreTheOnesTheOfficeAllows) {
    change_profile("password_length = 8", "password_length = 40");
    const auto weak = office.issue(grown_up());
    EXPECT_EQ(weak.status, 2);
    EXPECT_THAT(weak.json.at("error").at("code").get<std::string>(), EndsWith("password-weak"));
    change_profile("password_length = 40", "password_length = 8");
    change_profile("password_rounds = 600000", "password_rounds = 700000");
    ASSERT_EQ(office.issue(woman(), {"--custody", "file"}).status, 0);
    const auto key =
        run({"openssl", "pkcs12", "-info", "-noout", "-in", (office.out() / "key.p12").string(),
             "-passin", "file:" + (office.folder() / "applicant.password").string()});
    EXPECT_THAT(key.err, HasSubstr("Iteration 700000"));
    change_profile(R"(custody_allowed = ["cloud", "file"])", R"(custody_allowed = ["cloud"])");
    const auto custody = office.issue(grown_up(), {"--custody", "file"});
    EXPECT_EQ(custody.json.at("error").at("code"), "app.custody-not-allowed");
}

TEST_F(AtTheDesk, APaperThatHasNoForceAnyMoreIsHandedOutWithAWarning) {
    const auto id_of = [](const Said& said) {
        return said.json.at("application").get<std::string>();
    };
    const auto ended = id_of(office.issue(grown_up()));
    const auto given_up = id_of(office.issue(woman(), {"--offline"}));
    const auto copy = (office.folder() / "copy.pdf").string();
    const auto told = [&](const std::string& id) {
        const auto said = say("en", {"agreement", id, "--out", copy});
        EXPECT_EQ(said.status, 0) << said.err;
        return said.err;
    };
    EXPECT_THAT(told(ended), IsEmpty());
    EXPECT_THAT(told(given_up), IsEmpty());
    ASSERT_EQ(
        office.ctl({"revoke", ended, "--reason", "keyCompromise", "--proof", "card seen"}).status,
        0);
    ASSERT_EQ(office.ctl({"cancel", given_up, "--reason", "left"}).status, 0);
    EXPECT_THAT(told(ended), HasSubstr("the certificate is revoked"));
    EXPECT_THAT(told(given_up), HasSubstr("this agreement has no force"));
}

std::string text_of_paper(const std::string& path) {
    return run({"pdftotext", "-raw", path, "-"}).out;
}

TEST_F(AtTheDesk, ARefusalIsHandedOutWithItsReasonsAndOnlyWhereSomethingWasRefused) {
    const std::string refused = office.issue(minor()).json.at("application");
    const auto out = (office.folder() / "refusal.pdf").string();
    const auto said = office.ctl({"refusal", refused, "--out", out, "--language", "en"});
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.json.at("refusal"), out);
    const auto text = text_of_paper(out);
    for (const auto* words : {"How to object", "PRACTICE", "aida"}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
    EXPECT_THAT(text, ::testing::ContainsRegex("[(]full-[[:space:]]*age[)]")); // where lines end
    EXPECT_THAT(text, HasSubstr(refused));
    const auto first = read_text(out);
    ASSERT_EQ(office.ctl({"refusal", refused, "--out", out, "--language", "en"}).status, 0);
    EXPECT_EQ(read_text(out), first);
    const std::string issued = office.issue(grown_up()).json.at("application");
    const auto none = office.ctl({"refusal", issued, "--out", out});
    EXPECT_EQ(none.status, 1);
    EXPECT_EQ(none.json.at("error").at("code"), "app.no-refusal");
}

TEST_F(AtTheDesk, TheDaysRegisterNamesWhoeverWasThereThatDay) {
    const std::string issued = office.issue(grown_up()).json.at("application");
    const std::string refused = office.issue(minor()).json.at("application");
    const auto out = (office.folder() / "register.pdf").string();
    const auto day = [](const char* which) { // the practice office is in Bishkek
        auto text = run({"date", "-u", "-d", which, "+%F"}).out;
        text.pop_back();
        return text;
    };
    const auto said =
        office.ctl({"register", "--on", day("6 hours"), "--out", out, "--language", "en"});
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.json.at("register"), out);
    EXPECT_EQ(said.json.at("applications"), 2);
    const auto text = text_of_paper(out);
    for (const auto& words : {issued, refused, std::string("handed over"),
                              std::string("refused: full-age"), std::string("ID0000000")}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
    const auto before = office.ctl({"register", "--on", day("-48 hours"), "--out", out});
    ASSERT_EQ(before.status, 0) << before.err;
    EXPECT_EQ(before.json.at("applications"), 0);
}

TEST_F(AtTheDesk, WhoeverIsDisabledIsToldWhoCanHelp) {
    ASSERT_EQ(office
                  .ctl({"operator", "add", "bek", "--role", "operator", "--password-file",
                        office.password("bek", "a clerk's own password").string()})
                  .status,
              0);
    ASSERT_EQ(office.ctl({"operator", "disable", "bek"}).status, 0);
    const auto said = office.ctl(office.issue_command(grown_up()), "bek");
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.json.at("error").at("remedy").get<std::string>(),
                HasSubstr("a supervisor can help (aida)"));
}

TEST_F(AtTheDesk, TheCentreSpeaksInTheSameWords) {
    const auto unknown = run({program("koltamga-centre"), "--language", "ru", "practise"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("возможно, «practice»"));
    const auto fault =
        office.centre({"--json", "fault", office.practice().string(), "wrong-certificate=hat"});
    EXPECT_EQ(fault.status, 2);
    EXPECT_EQ(fault.json.at("error").at("code"), "practice.no-such-fault");
    EXPECT_THAT(fault.json.at("error").at("remedy").get<std::string>(), HasSubstr("ca-flag"));
    const auto folder = run({program("koltamga-centre"), "--language", "ky", "practice"});
    EXPECT_EQ(folder.status, 2);
    EXPECT_THAT(spoken::english_in(folder.err), IsEmpty()) << folder.err;
}

// Every command, as somebody who reads Kyrgyz or Russian sees it.
TEST_F(AtTheDesk, NothingIsSaidInEnglishToThoseWhoSpeakAnotherLanguage) {
    const auto id = office.issue(odd()).json.at("application").get<std::string>();
    const auto waiting = office.issue(woman(), {"--offline"}).json.at("application");
    const auto other = waiting.get<std::string>();
    const auto file = [&](const char* name) { return (office.folder() / name).string(); };
    write_text(file("zone"), "P<KGZASANOVA<<AIPERI<<<<<<<<<<<<<<<<<<<<<<<<\n");
    const std::vector<std::vector<std::string>> commands = {
        office.issue_command(minor()),
        office.issue_command(grown_up()),
        {"applications"},
        {"applications", "--state", "handed-over"},
        {"show", id},
        {"show", other},
        {"queue"},
        {"decide", "--replay", id},
        {"decide", "--replay", id, "--on", "2026-01-01"},
        {"mrz", "parse", file("zone")},
        {"mrz", "parse", file("no-such-zone")},
        {"agreement", id, "--out", file("agreement.pdf")},
        {"operator", "list"},
        {"operator", "disable", "aida"},
        {"operator", "disable", "nobody"},
        {"revoke", id, "--reason", "because", "--proof", "x"},
        {"revoke", id, "--reason", "keyCompromise", "--by", "holder"},
        {"cancel", id, "--reason", "x"},
        {"resume", "nothing"},
        {"resume", other},
        {"sync"},
        {"sync", "--once"},
    };
    for (const auto* language : {"ky", "ru"}) {
        for (const auto& command : commands) {
            const auto said = say(language, command);
            // The login name is nobody's language.
            const auto text = std::regex_replace(said.out + said.err, std::regex("aida"), "");
            EXPECT_THAT(spoken::english_in(text), IsEmpty())
                << language << ", " << command.front() << ":\n"
                << said.out << said.err;
        }
    }
}

} // namespace
} // namespace koltamga::journey
