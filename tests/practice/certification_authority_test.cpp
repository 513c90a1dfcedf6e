// The practice CA: what it issues, to whom, and what it still knows after a crash.
#include "tests/ca/stage.h"

#include "base/file.h"
#include "ca/cmp_authority.h"
#include "crypto/crl.h"
#include "crypto/openssl.h"
#include "crypto/path.h"
#include "crypto/random.h"
#include "practice/certificate_desk.h"
#include "practice/certification_authority.h"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/cmp.h>
#include <sys/stat.h>

namespace koltamga::practice {
namespace {

using crypto::KeyAlgorithm;
using crypto::KeyPair;
using issuance::CertificateStatus;
using testing::ElementsAre;

class Authority : public testing::Test {
  protected:
    Authority() {
        settings.folder = std::filesystem::path(testing::TempDir()) /
                          ("authority-" + hex(crypto::random_octets(6)));
        settings.crl_url = "https://localhost/crl";
        settings.ocsp_url = "https://localhost/ocsp";
        open();
    }
    ~Authority() override {
        std::error_code ignored;
        std::filesystem::remove_all(settings.folder, ignored);
    }

    void open() {
        authority.reset();
        authority = CertificationAuthority::open(settings, clock).value();
    }

    StationCertificates enrol() {
        const auto request = crypto::CertificateRequest::make({{"CN", "x"}}, *station_key).value();
        return authority
            ->issue_station_certificates(crypto::new_id<StationTag>(), {request, request, request})
            .value();
    }

    ca::CmpAuthority desk(const crypto::Certificate& registration) {
        ca::CmpSettings all;
        all.open_transport = [this]() -> ca::Transport {
            return [this](BytesView request, const std::stop_token&) -> Result<Bytes> {
                auto answer = authority->cmp(request);
                return answer.empty() ? Result<Bytes>(ca::stage::cut()) : answer;
            };
        };
        all.certificate = ca::stage::expectations(authority->root());
        all.certificate.policies = {settings.policy};
        all.trust.roots = {authority->root()};
        all.station = registration;
        all.station_chain = {authority->issuing()};
        all.station_key = station_key;
        all.clock = &clock;
        return ca::CmpAuthority(std::move(all));
    }

    Result<issuance::CaAnswer> ask(ca::CmpAuthority& desk,
                                   const issuance::CertificateOrder& order) {
        return desk.request(order, keeper.callback(), {});
    }

    // What a command says on both streams, and whether it succeeded.
    static std::pair<bool, std::string> said(const std::string& command) {
        std::FILE* words = ::popen((command + " 2>&1").c_str(), "r"); // NOLINT: a fixed command
        std::string text;
        for (int letter = std::fgetc(words); letter != EOF; letter = std::fgetc(words)) {
            text += static_cast<char>(letter);
        }
        return {::pclose(words) == 0, text};
    }
    // As one word of a command line, whatever the temporary folder is called.
    static std::string quoted(const std::filesystem::path& file) {
        return "'" + file.string() + "'";
    }
    static bool run(const std::string& command) { return said(command).first; }

    std::filesystem::path put(const std::string& name, BytesView content) const {
        const auto file = settings.folder / name;
        EXPECT_TRUE(write_file(file, content));
        return file;
    }

    SystemClock clock;
    AuthoritySettings settings;
    std::unique_ptr<CertificationAuthority> authority;
    std::shared_ptr<KeyPair> station_key =
        std::make_shared<KeyPair>(KeyPair::generate(KeyAlgorithm::ec_p256));
    ca::stage::Keeper keeper;
};

TEST_F(Authority, IsTheSameAfterARestart) {
    const auto root = authority->root();
    const auto issuing = authority->issuing();
    const auto registration = enrol().registration;
    auto station = desk(registration);
    ASSERT_TRUE(ask(station, ca::stage::make_applicant().order));
    const auto before = authority->certificates();
    open();
    EXPECT_TRUE(authority->root() == root);
    EXPECT_TRUE(authority->issuing() == issuing);
    const auto after = authority->certificates();
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(after[i].serial, before[i].serial);
        EXPECT_EQ(after[i].status, before[i].status);
        EXPECT_EQ(after[i].pin, before[i].pin);
    }
    EXPECT_TRUE(ask(station, ca::stage::make_applicant().order));
}

TEST_F(Authority, KeepsItsFilesToItself) {
    enrol();
    for (const auto& file : std::filesystem::directory_iterator(settings.folder)) {
        struct stat facts {};
        ASSERT_EQ(::lstat(file.path().c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777U, 0600U) << file.path();
    }
    struct stat facts {};
    ASSERT_EQ(::lstat(settings.folder.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0700U);
}

TEST_F(Authority, ForgetsALineThatAPowerCutLeftUnfinished) {
    enrol();
    const auto before = authority->certificates().size();
    const auto file = settings.folder / "issued.log";
    ASSERT_TRUE(append_file(file, bytes_of(R"({"kind":"issued","serial":"0)")));
    open();
    EXPECT_EQ(authority->certificates().size(), before);
    enrol();
    open();
    EXPECT_EQ(authority->certificates().size(), before + 3);
}

TEST_F(Authority, DoesNotOpenOverDamagedRecords) {
    enrol();
    const auto file = settings.folder / "issued.log";
    auto content = read_file(file, 1U << 20U).value();
    content[content.size() / 3] = '"';
    ASSERT_TRUE(write_file(file, content));
    EXPECT_TRUE(CertificationAuthority::open(settings, clock)
                    .failed_with(Code::practice_authority_damaged));
    ASSERT_TRUE(write_file(file, {}));
    ASSERT_TRUE(write_file(settings.folder / "issuing.key", bytes_of("no key")));
    EXPECT_TRUE(CertificationAuthority::open(settings, clock)
                    .failed_with(Code::practice_authority_damaged));
}

TEST_F(Authority, AConfirmationAfterItsOwnRestartStillCounts) {
    auto station = desk(enrol().registration);
    const auto restart = [&](const issuance::CaGranted&) -> Done {
        open(); // between the answer and the confirmation
        return {};
    };
    const auto answer = station.request(ca::stage::make_applicant().order, restart, {});
    ASSERT_TRUE(answer) << answer.failure().detail;
    EXPECT_TRUE(std::get<issuance::CaGranted>(*answer).confirmed);
    EXPECT_EQ(authority->by_person(ca::stage::pin).front().status, CertificateStatus::valid);
}

TEST_F(Authority, StationCertificatesSayWhatEachIsFor) {
    const auto station = enrol();
    EXPECT_THAT(station.tls.extended_key_usage(), ElementsAre(crypto::purpose::client));
    EXPECT_THAT(station.registration.extended_key_usage(), ElementsAre(crypto::purpose::cmc_ra));
    EXPECT_TRUE(station.journal.extended_key_usage().empty());
    for (const auto& certificate : {station.tls, station.registration, station.journal}) {
        EXPECT_THAT(certificate.key_usage(), ElementsAre(crypto::KeyUsage::digital_signature));
        crypto::PathQuestion question{
            {authority->root()}, {authority->issuing()}, clock.now(), false, {}};
        EXPECT_TRUE(crypto::verify_path(certificate, question));
    }
    EXPECT_TRUE(authority->by_person("").empty()) << "stations are nobody's";
    const auto a_year = ca::latest_end(station.tls.not_before()) + std::chrono::seconds(1);
    EXPECT_EQ(station.tls.not_after(), ca::latest_end(a_year)) << "two years";
}

TEST_F(Authority, OnlyARegistrationAuthorityMayAsk) {
    const auto station = enrol();
    for (const auto& certificate : {station.tls, station.journal}) {
        auto other = desk(certificate);
        const auto answer = ask(other, ca::stage::make_applicant().order);
        EXPECT_TRUE(!answer || std::holds_alternative<issuance::CaRefused>(*answer));
    }
    EXPECT_TRUE(authority->by_person(ca::stage::pin).empty());
}

TEST_F(Authority, ARevokedStationMayNotAsk) {
    const auto registration = enrol().registration;
    ASSERT_TRUE(authority->revoke(registration.serial(), 1));
    auto station = desk(registration);
    static_cast<void>(ask(station, ca::stage::make_applicant().order));
    EXPECT_TRUE(authority->by_person(ca::stage::pin).empty());
}

TEST_F(Authority, AStationOfAnotherAuthorityMayNotAsk) {
    ca::stage::PracticeStage elsewhere;
    station_key = elsewhere.station().key;
    auto stranger = desk(elsewhere.station().certificate);
    static_cast<void>(ask(stranger, ca::stage::make_applicant().order));
    EXPECT_TRUE(authority->by_person(ca::stage::pin).empty());
}

TEST_F(Authority, NonsenseGetsNoAnswer) {
    EXPECT_TRUE(authority->cmp({}).empty());
    EXPECT_TRUE(authority->cmp(bytes_of("GET / HTTP/1.1")).empty());
    EXPECT_TRUE(authority->cmp(Bytes(100'000, 0x30)).empty());
}

TEST_F(Authority, AnotherRequestInTheSameTransactionIsRefused) {
    auto station = desk(enrol().registration);
    const auto first = ca::stage::make_applicant();
    auto second = ca::stage::make_applicant();
    second.order.transaction_id = first.order.transaction_id;
    ASSERT_TRUE(ask(station, first.order));
    const auto answer = ask(station, second.order);
    EXPECT_TRUE(answer.failed_with(Code::ca_outcome_unknown)) << "transactionIdInUse";
    EXPECT_EQ(authority->by_person(ca::stage::pin).size(), 1U);
}

TEST_F(Authority, WhatNobodyConfirmsIsDroppedUnlessKept) {
    settings.unconfirmed_limit = std::chrono::seconds(-1); // at once
    open();
    auto station = desk(enrol().registration);
    keeper.refuses = true;
    ASSERT_TRUE(authority->set_fault("keep-unconfirmed"));
    EXPECT_FALSE(ask(station, ca::stage::make_applicant().order));
    EXPECT_EQ(authority->by_person(ca::stage::pin).front().status, CertificateStatus::unconfirmed);
    ASSERT_TRUE(authority->set_fault("keep-unconfirmed=off"));
    const auto dropped = authority->by_person(ca::stage::pin).front();
    EXPECT_EQ(dropped.status, CertificateStatus::revoked);
    EXPECT_EQ(dropped.remark, "unconfirmed");
}

TEST_F(Authority, TheNewestOfATransactionIsTheOneThatIsRepeated) {
    auto station = desk(enrol().registration);
    const auto applicant = ca::stage::make_applicant();
    ASSERT_TRUE(authority->set_fault("no-dedup"));
    ASSERT_TRUE(ask(station, applicant.order));
    const auto second = std::get<issuance::CaGranted>(*ask(station, applicant.order)).serial;
    ASSERT_TRUE(authority->set_fault("no-dedup=off"));
    EXPECT_EQ(std::get<issuance::CaGranted>(*ask(station, applicant.order)).serial, second);
    EXPECT_EQ(authority->by_person(ca::stage::pin).size(), 2U);
}

TEST_F(Authority, WhatNobodyConfirmsIsKeptForAnHour) {
    auto station = desk(enrol().registration);
    keeper.refuses = true;
    EXPECT_FALSE(ask(station, ca::stage::make_applicant().order));
    ASSERT_TRUE(authority->set_fault("clock=+3500"));
    EXPECT_EQ(authority->by_person(ca::stage::pin).front().status, CertificateStatus::unconfirmed);
    ASSERT_TRUE(authority->set_fault("clock=+3700"));
    const auto dropped = authority->by_person(ca::stage::pin).front();
    EXPECT_EQ(dropped.status, CertificateStatus::revoked);
    EXPECT_EQ(dropped.reason, 5) << "cessationOfOperation";
}

TEST_F(Authority, ItsListsAreNumberedOnAfterARestart) {
    const auto number = [&] {
        const auto list = put("c.der", authority->crl());
        return said("openssl crl -inform der -noout -crlnumber -in " + quoted(list)).second;
    };
    EXPECT_THAT(number(), testing::HasSubstr("crlNumber=0x01"));
    EXPECT_THAT(number(), testing::HasSubstr("crlNumber=0x02"));
    open();
    EXPECT_THAT(number(), testing::HasSubstr("crlNumber=0x03"));
}

// Beginning anew would repeat numbers that were given away.
TEST_F(Authority, DoesNotOpenOverAListNumberThatCannotBeRead) {
    EXPECT_FALSE(authority->crl().empty());
    for (const auto* content :
         {"", "x\n", "5", "5\n\n", "5x\n", "-5\n", "99999999999999999999999999\n",
          "555555555555555555555555555555555\n"}) {
        put("crl-number", bytes_of(content));
        const auto opened = CertificationAuthority::open(settings, clock);
        ASSERT_TRUE(opened.failed_with(Code::practice_authority_damaged)) << content;
        EXPECT_EQ(opened.failure().detail, "crl-number") << content;
    }
    put("crl-number", bytes_of("41\n"));
    open();
    const auto list = put("c.der", authority->crl());
    EXPECT_THAT(said("openssl crl -inform der -noout -crlnumber -in " + quoted(list)).second,
                testing::HasSubstr("crlNumber=0x2A"));
}

TEST_F(Authority, GivesNoListWhoseNumberCannotBeKept) {
    std::filesystem::create_directory(settings.folder / "crl-number");
    EXPECT_TRUE(authority->crl().empty());
    std::filesystem::remove(settings.folder / "crl-number");
    EXPECT_FALSE(authority->crl().empty());
}

TEST_F(Authority, WhatNobodyConfirmedIsRevokedInOcspToo) {
    settings.unconfirmed_limit = std::chrono::seconds(-1); // at once
    open();
    auto station = desk(enrol().registration);
    keeper.refuses = true;
    ASSERT_TRUE(authority->set_fault("keep-unconfirmed"));
    EXPECT_FALSE(ask(station, ca::stage::make_applicant().order));
    const auto serial = authority->by_person(ca::stage::pin).front().serial;
    ASSERT_TRUE(authority->set_fault("keep-unconfirmed=off"));
    const auto issuing = put("i.pem", bytes_of(authority->issuing().pem()));
    const auto question = settings.folder / "q.der";
    ASSERT_TRUE(run("openssl ocsp -issuer " + quoted(issuing) + " -serial 0x" + serial +
                    " -reqout " + quoted(question)));
    const auto answer = put("a.der", authority->ocsp(read_file(question, 10'000).value()));
    EXPECT_THAT(said("openssl ocsp -noverify -resp_text -respin " + quoted(answer)).second,
                testing::HasSubstr("Cert Status: revoked"));
}

TEST_F(Authority, FindsByKeyAndByPerson) {
    auto station = desk(enrol().registration);
    const auto one = ca::stage::make_applicant("20101199000008");
    const auto two = ca::stage::make_applicant("12902200000011");
    ASSERT_TRUE(ask(station, one.order));
    ASSERT_TRUE(ask(station, two.order));
    const auto found = authority->by_person("12902200000011");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().public_key, hex(two.key.public_key().fingerprint()));
    EXPECT_EQ(authority->by_public_key(hex(one.key.public_key().fingerprint())).size(), 1U);
    EXPECT_TRUE(authority->by_person("20101199000013").empty());
}

// What the centre tells stations of it.
TEST_F(Authority, TellsOfAPersonOnlyWhatWasConfirmed) {
    auto station = desk(enrol().registration);
    keeper.refuses = true;
    const auto applicant = ca::stage::make_applicant();
    EXPECT_FALSE(ask(station, applicant.order));
    CertificateDesk told(*authority);
    EXPECT_TRUE(told.by_person(ca::stage::pin)->empty());
    const auto of_key = told.by_public_key(applicant.key.public_key().fingerprint());
    ASSERT_EQ(of_key->certificates.size(), 1U);
    EXPECT_EQ(of_key->certificates[0].status, CertificateStatus::unconfirmed);
    EXPECT_FALSE(of_key->transaction_open);
    keeper.refuses = false;
    ASSERT_TRUE(ask(station, applicant.order));
    EXPECT_EQ(told.by_person(ca::stage::pin)->at(0).status, CertificateStatus::valid);
}

TEST_F(Authority, RevokesOnlyWhatItIssued) {
    const auto serial = enrol().tls.serial();
    EXPECT_TRUE(authority->revoke("00ff", 0).failed_with(Code::practice_no_such_certificate));
    ASSERT_TRUE(authority->revoke(serial, 4));
    const auto list = crypto::Crl::parse(authority->crl()).value();
    ASSERT_TRUE(list.find(serial));
    EXPECT_EQ(list.find(serial)->reason, 4);
    EXPECT_TRUE(list.verify_signature(authority->issuing()));
}

TEST_F(Authority, ItsCertificatesVerifyStrictlyWithOpenssl) {
    auto station = desk(enrol().registration);
    ASSERT_TRUE(ask(station, ca::stage::make_applicant().order));
    const auto issued = authority->by_person(ca::stage::pin).front();
    const auto root = put("r.pem", bytes_of(authority->root().pem()));
    const auto issuing = put("i.pem", bytes_of(authority->issuing().pem()));
    const auto leaf =
        put("l.pem", bytes_of(crypto::Certificate::parse(issued.certificate).value().pem()));
    const std::string command = "openssl verify -x509_strict -CAfile " + quoted(root) +
                                " -untrusted " + quoted(issuing) + " ";
    EXPECT_TRUE(run(command + quoted(leaf)));
    const auto crl = put("c.pem", authority->crl());
    EXPECT_TRUE(run("openssl crl -inform der -in " + quoted(crl) + " -out " + quoted(crl)));
    EXPECT_TRUE(run(command + "-crl_check -CRLfile " + quoted(crl) + ' ' + quoted(leaf)));
    ASSERT_TRUE(authority->revoke(issued.serial, 1));
    put("c.pem", authority->crl());
    EXPECT_TRUE(run("openssl crl -inform der -in " + quoted(crl) + " -out " + quoted(crl)));
    EXPECT_FALSE(run(command + "-crl_check -CRLfile " + quoted(crl) + ' ' + quoted(leaf)));
}

TEST_F(Authority, AnswersOcspThatOpensslBelieves) {
    const auto serial = enrol().tls.serial();
    const auto root = put("r.pem", bytes_of(authority->root().pem()));
    const auto issuing = put("i.pem", bytes_of(authority->issuing().pem()));
    const auto question = settings.folder / "q.der";
    const auto answer = settings.folder / "a.der";
    const auto ask_about = [&](const std::string& number, const std::string& expected) {
        ASSERT_TRUE(run("openssl ocsp -issuer " + quoted(issuing) + " -serial 0x" + number +
                        " -reqout " + quoted(question)));
        put("a.der", authority->ocsp(read_file(question, 10'000).value()));
        const auto [fine, words] =
            said("openssl ocsp -resp_text -issuer " + quoted(issuing) + " -reqin " +
                 quoted(question) + " -respin " + quoted(answer) + " -CAfile " + quoted(root) +
                 " -verify_other " + quoted(issuing));
        EXPECT_TRUE(fine) << words;
        EXPECT_THAT(words, testing::HasSubstr("Response verify OK"));
        EXPECT_THAT(words, testing::HasSubstr("Cert Status: " + expected));
        EXPECT_THAT(words, testing::Not(testing::HasSubstr("WARNING"))) << "the nonce is answered";
        EXPECT_EQ(words.find("keyCompromise") != std::string::npos, expected == "revoked");
    };
    ask_about(serial, "good");
    ask_about("123456", "unknown");
    ASSERT_TRUE(authority->revoke(serial, 1));
    ask_about(serial, "revoked");
    EXPECT_EQ(authority->ocsp(bytes_of("no request")), (Bytes{0x30, 0x03, 0x0a, 0x01, 0x01}));
}

// Its serials may be those of certificates that somebody else has issued.
TEST_F(Authority, KnowsNothingOfAnotherIssuersCertificates) {
    const auto serial = enrol().tls.serial();
    const auto question = settings.folder / "q.der";
    const auto issuing = put("i.pem", bytes_of(authority->issuing().pem()));
    const auto root = put("r.pem", bytes_of(authority->root().pem()));
    const auto status_by = [&](const std::filesystem::path& issuer) {
        EXPECT_TRUE(run("openssl ocsp -issuer " + quoted(issuer) + " -serial 0x" + serial +
                        " -reqout " + quoted(question)));
        const auto answer = put("a.der", authority->ocsp(read_file(question, 10'000).value()));
        return said("openssl ocsp -noverify -resp_text -respin " + quoted(answer)).second;
    };
    EXPECT_THAT(status_by(issuing), testing::HasSubstr("Cert Status: good"));
    EXPECT_THAT(status_by(root), testing::HasSubstr("Cert Status: unknown"));
    ASSERT_TRUE(authority->revoke(serial, 1));
    EXPECT_THAT(status_by(issuing), testing::HasSubstr("Cert Status: revoked"));
    EXPECT_THAT(status_by(issuing), testing::HasSubstr("keyCompromise"));
    EXPECT_THAT(status_by(root), testing::HasSubstr("Cert Status: unknown"));
}

TEST_F(Authority, KnowsItsFaultsAndNoOthers) {
    for (const auto* good :
         {"slow=0", "slow=3", "waiting=2", "waiting=off", "refusing", "refusing=on", "refusing=off",
          "lose-answer", "lose-answer=2", "answer-twice=1", "keep-unconfirmed", "no-dedup",
          "granted-with-mods", "wrong-certificate=key", "wrong-certificate=off", "clock=-86400",
          "clock=+60", "none"}) {
        EXPECT_TRUE(authority->set_fault(good)) << good;
    }
    for (const auto* bad :
         {"", "=", "slow", "slow=", "slow=-1", "slow=x", "slow=1x", "slow=999999", "waiting=-2",
          "refusing=maybe", "lose-answer=-3", "wrong-certificate", "wrong-certificate=all", "clock",
          "clock=tomorrow", "clock=+-60", "unknown", "unknown=1", "none=1"}) {
        EXPECT_TRUE(authority->set_fault(bad).failed_with(Code::practice_no_such_fault)) << bad;
    }
    EXPECT_EQ(CertificationAuthority::faults().size(), 10U);
}

TEST_F(Authority, AWrongClockShowsInWhatItIssues) {
    ASSERT_TRUE(authority->set_fault("clock=-86400"));
    const auto yesterday = clock.now() - std::chrono::hours(24);
    const auto tls = enrol().tls;
    EXPECT_LE(tls.not_before(), yesterday + std::chrono::minutes(1));
    EXPECT_GE(tls.not_before(), yesterday - std::chrono::minutes(1));
}

} // namespace
} // namespace koltamga::practice
