// One applicant's way through the programs, as a script at an office would call them.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

namespace koltamga::journey {
namespace {

class Journey : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(office.enrol().status, 0); }
    Office office;
};

std::string rule_of(const Said& said) {
    return said.json.at("reasons").at(0).at("rule");
}

TEST_F(Journey, EndsWithCertificateAgreementSheetAndReceipt) {
    const auto said = office.issue(grown_up());
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.json.at("state"), "handed-over");
    for (const auto* paper : {"certificate", "agreement", "sheet", "receipt"}) {
        ASSERT_TRUE(said.json.at(paper).is_string()) << paper << said.json.dump(2);
        EXPECT_GT(std::filesystem::file_size(said.json.at(paper).get<std::string>()), 100U);
    }
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.centre({"verify", office.practice().string()}).status, 0);
}

TEST_F(Journey, CertificateLeadsToThePracticeRoot) {
    ASSERT_EQ(office.issue(grown_up()).status, 0);
    const auto verified = run({"openssl", "verify", "-x509_strict", "-CAfile",
                               (office.practice() / "root.pem").string(), "-untrusted",
                               (office.practice() / "issuing.pem").string(),
                               (office.out() / "certificate.pem").string()});
    EXPECT_EQ(verified.status, 0) << verified.err;
}

TEST_F(Journey, ReceiptIsSignedUnderThePracticeRoot) {
    ASSERT_EQ(office.issue(grown_up()).status, 0);
    const auto chain = office.folder() / "chain.pem";
    write_text(chain, read_text(office.practice() / "root.pem") +
                          read_text(office.practice() / "issuing.pem"));
    const auto shown = run({"openssl", "cms", "-verify", "-inform", "DER", "-purpose", "any", "-in",
                            (office.out() / "receipt.der").string(), "-CAfile", chain.string()});
    EXPECT_EQ(shown.status, 0) << shown.err;
    EXPECT_NE(shown.out.find("status opened verified committed"), std::string::npos) << shown.out;
}

// A receipt is the centre's word for the whole record, or it is not given away.
TEST_F(Journey, NoReceiptIsWrittenWhileALaterEntryIsUnsent) {
    const auto first = office.issue(grown_up());
    ASSERT_TRUE(first.json.at("receipt").is_string()) << first.err;
    const std::string id = first.json.at("application");
    ASSERT_EQ(office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "ID card"}).status,
              0);
    office.stop_centre();
    const auto papers = office.folder() / "later";
    const auto said = office.ctl({"resume", id, "--out", papers.string()});
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_TRUE(said.json.at("receipt").is_null()) << said.json.dump(2);
    EXPECT_EQ(said.json.at("waits_for"), "centre");
    EXPECT_EQ(said.json.at("stopped_by").at("code"), "net.unreachable");
    EXPECT_TRUE(std::filesystem::exists(papers / "certificate.pem"));
    EXPECT_FALSE(std::filesystem::exists(papers / "receipt.der"));
    office.start_centre();
    const auto whole = office.ctl({"resume", id, "--out", papers.string()});
    EXPECT_TRUE(whole.json.at("receipt").is_string()) << whole.json.dump(2);
    EXPECT_EQ(whole.json.at("waits_for"), "nobody");
    EXPECT_FALSE(whole.json.contains("stopped_by"));
    EXPECT_TRUE(std::filesystem::exists(papers / "receipt.der"));
}

TEST_F(Journey, ApplicantSignsInTheVaultWithThePassword) {
    const auto said = office.issue(grown_up());
    ASSERT_EQ(said.status, 0) << said.err;
    const auto signature = office.folder() / "signature";
    const auto signed_file = (office.out() / "certificate.pem").string();
    const auto open = [&](const std::string& password, const std::string& out) {
        return office
            .centre({"vault-open", office.practice().string(),
                     said.json.at("application").get<std::string>(), "--password-file",
                     (office.folder() / (password + ".password")).string(), "--sign", signed_file,
                     "--out", out})
            .status;
    };
    EXPECT_EQ(open("aida", signature.string()), 2);
    EXPECT_EQ(open("applicant", signed_file), 2) << "it would be gone";
    EXPECT_EQ(open("applicant", (office.practice() / "profile.toml").string()), 2);
    EXPECT_EQ(open("applicant", signature.string()), 0);
    EXPECT_TRUE(std::filesystem::exists(signature));
}

TEST_F(Journey, RefusesAMinorInASentence) {
    const auto said = office.issue(minor());
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.json.at("state"), "refused");
    EXPECT_EQ(said.json.at("error").at("code"), "app.applicant-refused");
    EXPECT_EQ(rule_of(said), "full-age");
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(Journey, SecondCertificateOnlyAsAReissueThatEndsTheFirst) {
    const auto first = office.issue(grown_up());
    ASSERT_EQ(first.status, 0);
    EXPECT_EQ(first.json.at("certificate_status"), "issued");
    EXPECT_EQ(office.issue(grown_up()).status, 1);
    EXPECT_EQ(office.certificates("valid"), 1U);
    const auto again = office.issue(grown_up(), {"--reissue", "telephone lost"});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(again.json.at("certificate_status"), "issued") << "the other one is ended";
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.certificates("revoked"), 1U);
    const auto earlier = office.ctl({"resume", first.json.at("application")});
    EXPECT_EQ(earlier.json.at("certificate_status"), "revoked") << earlier.json.dump(2);
    EXPECT_FALSE(earlier.json.contains("valid_until")) << "it is not valid";
    const auto shown = office.ctl({"show", first.json.at("application")});
    EXPECT_EQ(shown.json.at("revoked"), true) << "its own record says so";
    const auto twice = office.ctl(
        {"revoke", first.json.at("application"), "--reason", "superseded", "--proof", "ID card"});
    EXPECT_EQ(twice.json.at("error").at("code"), "issuance.no-certificate");
    ASSERT_EQ(office
                  .ctl({"revoke", again.json.at("application"), "--reason", "superseded", "--proof",
                        "ID card"})
                  .status,
              0);
    EXPECT_EQ(office.issue(grown_up()).status, 0) << "nothing is held any more";
}

TEST_F(Journey, OfflineApplicationWaitsAndGoesOnLater) {
    const auto offline = office.issue(grown_up(), {"--offline"});
    ASSERT_EQ(offline.status, 0) << offline.err;
    EXPECT_EQ(offline.json.at("state"), "waiting-for-ca");
    EXPECT_TRUE(offline.json.at("certificate").is_null());
    EXPECT_EQ(offline.json.at("waits_for"), "network") << "nothing has left the station";
    EXPECT_EQ(office.certificates("valid"), 0U);
    const auto elsewhere = office.issue(grown_up(), {"--custody", "file"});
    EXPECT_EQ(elsewhere.status, 2) << "its key is made for the vault";
    EXPECT_EQ(elsewhere.json.at("error").at("code"), "app.usage");
    const auto later = office.ctl({"resume", offline.json.at("application").get<std::string>(),
                                   "--out", office.out().string()});
    EXPECT_EQ(later.status, 0) << later.err;
    EXPECT_EQ(later.json.at("state"), "handed-over");
    EXPECT_EQ(office.certificates("valid"), 1U);
}

TEST_F(Journey, CentreSwitchedOffLosesNothing) {
    office.stop_centre();
    const auto alone = office.issue(grown_up());
    ASSERT_EQ(alone.status, 0) << alone.err;
    EXPECT_EQ(alone.json.at("state"), "waiting-for-ca");
    EXPECT_EQ(alone.json.at("waits_for"), "network");
    EXPECT_FALSE(alone.json.contains("not_used"));
    EXPECT_TRUE(alone.json.contains("obstacle"));
    const auto shown = office.ctl({"show", alone.json.at("application")}, "").json;
    EXPECT_EQ(shown.at("waits_for"), "network");
    EXPECT_EQ(shown.at("command"),
              "koltamgactl --operator NAME --operator-password-file FILE sync");
    office.start_centre();
    const auto later = office.issue(grown_up(), {"--custody", "cloud", "--reissue", "lost"});
    EXPECT_EQ(later.status, 0) << later.err;
    EXPECT_EQ(later.json.at("state"), "handed-over");
    EXPECT_EQ(later.json.at("application"), alone.json.at("application"));
    EXPECT_EQ(later.json.at("not_used"),
              Json({"--reissue", "--portrait", "--applicant-password-file"}));
    EXPECT_NE(later.err.find("not used: --reissue, --portrait, --applic"), std::string::npos);
}

TEST_F(Journey, KeyInAFileOpensWithThePassword) {
    const auto said = office.issue(grown_up(), {"--custody", "file"});
    ASSERT_EQ(said.status, 0) << said.err;
    const auto key = (office.out() / "key.p12").string();
    EXPECT_EQ(run({"openssl", "pkcs12", "-in", key, "-noout", "-passin",
                   "file:" + (office.folder() / "applicant.password").string()})
                  .status,
              0);
    EXPECT_NE(run({"openssl", "pkcs12", "-in", key, "-noout", "-passin", "pass:wrong"}).status, 0);
}

struct Trouble {
    const char* fault;
    const char* state; // after the first try
    int status = 0;
};

class Troubled : public Journey, public testing::WithParamInterface<Trouble> {};

TEST_P(Troubled, EndsWithOneValidCertificateAllTheSame) {
    office.fault(GetParam().fault);
    const auto first = office.issue(grown_up());
    ASSERT_EQ(first.status, GetParam().status) << first.err;
    EXPECT_EQ(first.json.at("state"), GetParam().state) << first.json.dump(2);
    office.fault("none");
    auto last = first;
    for (int turn = 0; turn < 5 && last.json.at("state") != "handed-over"; ++turn) {
        last = office.ctl({"resume", first.json.at("application").get<std::string>()});
        ASSERT_EQ(last.status, 0) << last.err;
    }
    EXPECT_EQ(last.json.at("state"), "handed-over") << last.json.dump(2);
    EXPECT_EQ(office.certificates("valid"), 1U);
}

INSTANTIATE_TEST_SUITE_P(Faults, Troubled,
                         testing::Values(Trouble{"waiting=2", "waiting-for-ca"},
                                         Trouble{"refusing", "on-hold", 3},
                                         Trouble{"wrong-certificate=subject", "on-hold", 3},
                                         Trouble{"granted-with-mods", "handed-over"},
                                         Trouble{"answer-twice", "waiting-for-ca", 3}));

TEST_F(Journey, HolderEndsTheCertificateAtTheDesk) {
    const auto said = office.issue(grown_up());
    ASSERT_EQ(said.status, 0) << said.err;
    const auto id = said.json.at("application").get<std::string>();
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("revoked"), false);
    EXPECT_EQ(office.ctl({"revoke", id, "--reason", "because", "--proof", "ID card seen"}).status,
              2);
    const auto revoked =
        office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "ID card seen"});
    EXPECT_EQ(revoked.status, 0) << revoked.err;
    EXPECT_EQ(office.certificates("valid"), 0U);
    EXPECT_EQ(office.certificates("revoked"), 1U);
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("revoked"), true);
    EXPECT_EQ(office.ctl({"applications"}, "").json.at("applications").at(0).at("revoked"), true);
    const auto copy = office.ctl({"agreement", id, "--out", (office.folder() / "c").string()});
    EXPECT_EQ(copy.json.at("revoked"), true);
    EXPECT_EQ(
        office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "ID card seen"}).status,
        1);
}

TEST_F(Journey, AuditorReadsAndChangesNothing) {
    office.password("bek", "auditors look and look");
    ASSERT_EQ(office
                  .ctl({"operator", "add", "bek", "--role", "auditor", "--password-file",
                        office.password("bek", "").string()})
                  .status,
              0);
    EXPECT_EQ(office.ctl({"journal", "verify"}, "bek").status, 0);
    EXPECT_EQ(office.ctl(office.issue_command(woman()), "bek").status, 1);
    EXPECT_EQ(office.ctl({"operator", "disable", "aida"}, "bek").status, 1);
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(Journey, WrongPasswordIsWrongInput) {
    office.password("wrong", "not the password");
    auto line = office.ctl_line({"operator", "list"}, "");
    const auto said = run({program("koltamgactl"), "--json", "--profile", office.profile().string(),
                           "--data", office.station().string(), "--operator", "aida",
                           "--operator-password-file", office.password("wrong", "").string(),
                           "journal", "export", "--out", (office.folder() / "x").string()});
    EXPECT_EQ(said.status, 2) << said.err;
}

TEST_F(Journey, ChangedByteIsFoundByVerify) {
    ASSERT_EQ(office.issue(grown_up()).status, 0);
    ASSERT_EQ(office.ctl({"journal", "verify"}, "").status, 0);
    const auto changed = run({"sqlite3", (office.station() / "station.db").string(),
                              "DROP TRIGGER entry_never_changes; UPDATE entry SET time = "
                              "'2026-01-01T00:00:00.000Z' WHERE sequence = 3;"});
    ASSERT_EQ(changed.status, 0) << changed.err;
    const auto verified = office.ctl({"journal", "verify"}, "");
    EXPECT_EQ(verified.status, 1);
    EXPECT_EQ(verified.json.at("verdict"), "broken");
    EXPECT_FALSE(verified.json.at("first_broken").is_null());
    auto line = office.ctl_line({"journal", "verify"}, "");
    line[1] = "--language=en"; // in place of --json
    EXPECT_NE(run(line).err.find("\n  entry 3: "), std::string::npos) << "and not the first alone";
}

TEST_F(Journey, AgreementIsTheSameOctetsEachTime) {
    const auto said = office.issue(grown_up(), {"--language", "ru"});
    ASSERT_EQ(said.status, 0) << said.err;
    const auto id = said.json.at("application").get<std::string>();
    const auto paper = [&](const char* name) {
        const auto file = office.folder() / name;
        EXPECT_EQ(office.ctl({"agreement", id, "--out", file.string()}).status, 0);
        return read_text(file);
    };
    const auto first = paper("first.pdf");
    EXPECT_GT(first.size(), 1000U);
    EXPECT_EQ(first, paper("second.pdf"));
    EXPECT_EQ(first, read_text(office.out() / "agreement.pdf"));
}

// What the holder accepted is not changed by a profile that comes later; the next applicant's is.
TEST_F(Journey, PapersOfBeforeSayNothingOfANewerProfile) {
    const auto said = office.issue(grown_up(), {"--language", "en"});
    ASSERT_EQ(said.status, 0) << said.err;
    const auto id = said.json.at("application").get<std::string>();
    auto text = read_text(office.profile());
    for (const auto& [words, newer] :
         {std::pair("version = 1", "version = 2"), std::pair("1 Specimen Street", "2 Moved Street"),
          std::pair("For practice only; without", "Amended; without"),
          std::pair("Practice office", "Renamed office")}) {
        ASSERT_NE(text.find(words), text.npos) << words;
        text.replace(text.find(words), std::string_view(words).size(), newer);
    }
    office.sign_profile(text);
    const auto again = office.folder() / "again";
    ASSERT_EQ(office.ctl({"resume", id, "--out", again.string()}).status, 0);
    for (const auto* paper : {"agreement.pdf", "certificate-sheet.pdf"}) {
        EXPECT_EQ(read_text(again / paper), read_text(office.out() / paper)) << paper;
    }
    ASSERT_EQ(office.issue(woman(), {"--language", "en"}).status, 0);
    const auto next = run({"pdftotext", (office.out() / "agreement.pdf").string(), "-"});
    EXPECT_NE(next.out.find("2 Moved Street"), std::string::npos) << next.out << next.err;
    EXPECT_NE(next.out.find("Amended; without"), std::string::npos) << next.out;
}

} // namespace
} // namespace koltamga::journey
