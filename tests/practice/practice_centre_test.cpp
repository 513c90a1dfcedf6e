// The practice centre as every program meets it: by its folder and its address.
#include "practice/practice_centre.h"

#include "base/file.h"
#include "crypto/base64.h"
#include "crypto/random.h"
#include "practice/centre_faults.h"
#include "practice/control.h"
#include "practice/practice_folder.h"
#include "profile/profile_signature.h"
#include "state/centre_client.h"
#include "tests/net/cutting_proxy.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace koltamga::practice {
namespace {

std::string content(const std::filesystem::path& file) {
    const auto read = read_file(file, 1U << 20U);
    return read ? text_of(*read) : "";
}

std::string first_line(const std::filesystem::path& file) {
    const auto text = content(file);
    return text.substr(0, text.find('\n'));
}

class PracticeCentreTest : public testing::Test {
  protected:
    PracticeCentreTest()
        : root_(std::filesystem::path(testing::TempDir()) /
                ("practice-" + hex(crypto::random_octets(6)))),
          folder_{root_} {}
    ~PracticeCentreTest() override {
        centre_.reset();
        std::error_code none;
        std::filesystem::remove_all(root_, none);
    }

    void start(PracticeSettings settings = {}) {
        settings.folder = root_;
        auto started = PracticeCentre::start(settings, clock_);
        ASSERT_TRUE(started) << name_of(started.failure().code) << " " << started.failure().detail;
        centre_ = std::move(started).value();
    }
    profile::OfficeProfile profile() const {
        auto loaded = profile::load_profile(folder_.profile());
        EXPECT_TRUE(loaded) << (loaded ? "" : loaded.failure().detail);
        return loaded ? loaded->profile : profile::OfficeProfile{};
    }
    net::HttpSettings http() const {
        net::HttpSettings settings;
        settings.server = centre_->url();
        settings.tls.roots = {
            crypto::Certificate::parse(bytes_of(content(folder_.root_certificate())))
                .value()
                .der()};
        return settings;
    }
    struct Enrolled {
        StationId id;
        state::EnrolmentAnswer certificates;
        std::shared_ptr<const net::ClientIdentity> identity;
    };
    Result<Enrolled> enrol() {
        const auto id = crypto::new_id<StationTag>();
        const auto tls = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto ra = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto journal = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        const auto request = [&](const crypto::KeyPair& key) {
            return crypto::CertificateRequest::make({{"CN", id.text()}}, key).value();
        };
        KOLTAMGA_TRY(auto answer, state::enrol(http(), "/enrol",
                                               {first_line(folder_.enrolment_code()), id,
                                                request(tls), request(ra), request(journal)}));
        auto identity = std::make_shared<net::ClientIdentity>();
        identity->certificates = {answer.tls.der(), answer.issuing.der()};
        identity->key = tls.pkcs8();
        return Enrolled{id, std::move(answer), std::move(identity)};
    }
    state::CentreClient client_of(const Enrolled& station) {
        auto settings = http();
        settings.tls.identity = station.identity;
        const auto signer =
            crypto::Certificate::parse(bytes_of(profile().trust.receipt_signer)).value();
        return state::CentreClient({settings, "/station", station.id, {signer}});
    }

    std::filesystem::path root_;
    PracticeFolder folder_;
    SystemClock clock_;
    std::unique_ptr<PracticeCentre> centre_;
};

TEST_F(PracticeCentreTest, LeavesInItsFolderWhatTheContractSays) {
    start();
    for (const auto* name :
         {"profile.toml", "enrolment-code", "root.pem", "issuing.pem", "mail", "agency.key"}) {
        EXPECT_TRUE(std::filesystem::exists(root_ / name)) << name;
    }
    const auto text = content(folder_.profile());
    const auto agency = crypto::from_pem("PRIVATE KEY", content(folder_.agency_key()));
    ASSERT_TRUE(agency);
    const auto key = crypto::KeyPair::from_pkcs8(*agency);
    ASSERT_TRUE(key);
    EXPECT_TRUE(profile::verify_profile(text, crypto::to_base64(key->public_key().spki())));
    EXPECT_TRUE(profile().practice);
    EXPECT_EQ(profile().endpoints.centre, centre_->url());
    EXPECT_EQ(profile().trust.roots.front(), content(folder_.root_certificate()));
}

TEST_F(PracticeCentreTest, KeepsItsFilesToItself) {
    start();
    using std::filesystem::perms;
    for (const auto& file : std::filesystem::recursive_directory_iterator(root_)) {
        const auto others = file.status().permissions() & (perms::group_all | perms::others_all);
        EXPECT_EQ(others, perms::none) << file.path();
    }
}

TEST_F(PracticeCentreTest, EnrolsManyStationsWithItsOneCode) {
    start();
    for (int i = 0; i < 3; ++i) {
        const auto station = enrol();
        ASSERT_TRUE(station) << station.failure().detail;
        const auto time = client_of(*station).time({});
        ASSERT_TRUE(time) << time.failure().detail;
        EXPECT_LT(std::chrono::abs(*time - clock_.now()), std::chrono::seconds(60));
        EXPECT_TRUE(client_of(*station).by_person("20101199000008", {})->empty());
        EXPECT_TRUE(
            client_of(*station).by_public_key(crypto::sha256(Bytes{1}), {})->certificates.empty());
    }
}

TEST_F(PracticeCentreTest, GoesOnWhereItWas) {
    start();
    const auto station = enrol();
    ASSERT_TRUE(station);
    const auto url = centre_->url();
    const auto text = content(folder_.profile());
    const auto code = content(folder_.enrolment_code());
    centre_.reset();
    start();
    EXPECT_EQ(centre_->url(), url);
    EXPECT_EQ(content(folder_.profile()), text);
    EXPECT_EQ(content(folder_.enrolment_code()), code);
    EXPECT_TRUE(client_of(*station).time({}));
    EXPECT_TRUE(enrol());
}

TEST_F(PracticeCentreTest, OnAnotherPortTheProfilesVersionRises) {
    start();
    const auto url = centre_->url();
    EXPECT_EQ(profile().version, 1U);
    centre_.reset();
    PracticeSettings settings;
    settings.port = [] { return test::SilentPort().port(); }();
    start(settings);
    EXPECT_NE(centre_->url(), url);
    EXPECT_EQ(profile().version, 2U);
    EXPECT_EQ(profile().endpoints.centre, centre_->url());
}

TEST_F(PracticeCentreTest, TakesAnotherPortWhenItsOwnIsTaken) {
    start();
    const auto url = centre_->url();
    centre_.reset();
    const test::SilentPort other; // some port is taken: ours is made to be that one
    ASSERT_TRUE(write_file(folder_.ports(), bytes_of(std::to_string(other.port()) + "\n")));
    start();
    EXPECT_NE(centre_->url(), "https://127.0.0.1:" + std::to_string(other.port()));
    EXPECT_EQ(profile().endpoints.centre, centre_->url());
}

TEST_F(PracticeCentreTest, ServesAFolderOnlyOnce) {
    start();
    PracticeSettings settings;
    settings.folder = root_;
    EXPECT_TRUE(PracticeCentre::start(settings, clock_).failed_with(Code::db_second_instance));
}

TEST_F(PracticeCentreTest, TheReceiverAloneServesItsStations) {
    start();
    const auto station = enrol();
    ASSERT_TRUE(station);
    centre_.reset();
    PracticeSettings settings;
    settings.receiver_only = true;
    start(settings);
    EXPECT_TRUE(client_of(*station).time({}));
    EXPECT_FALSE(enrol());
}

TEST_F(PracticeCentreTest, GivesItsListOfRevokedCertificates) {
    start();
    const auto answer = net::HttpClient(http()).get("/crl");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->content_type, "application/pkix-crl");
    EXPECT_TRUE(crypto::Crl::parse(answer->body));
}

TEST_F(PracticeCentreTest, FaultsAreSetWhileItRuns) {
    start();
    const auto station = enrol();
    ASSERT_TRUE(station);
    const auto time = [&] { return client_of(*station).time({}); };
    EXPECT_TRUE(time());
    ASSERT_TRUE(set_fault(root_, "refuse"));
    EXPECT_TRUE(time().failed_with(Code::state_refused));
    ASSERT_TRUE(set_fault(root_, "refuse=off"));
    ASSERT_TRUE(set_fault(root_, "status=503"));
    EXPECT_TRUE(time().failed_with(Code::net_busy));
    ASSERT_TRUE(set_fault(root_, "status=off"));
    ASSERT_TRUE(set_fault(root_, "cut=10"));
    EXPECT_TRUE(time().failed_with(Code::net_closed_early));
    ASSERT_TRUE(set_fault(root_, "none"));
    EXPECT_TRUE(time());
}

TEST_F(PracticeCentreTest, EveryFaultOfTheListIsKnown) {
    PracticeSettings settings;
    settings.faults = {"slow=0", "waiting=2", "lose-receipt=1", "cut=100", "none"};
    start(settings);
    for (const auto& fault : all_faults()) {
        EXPECT_TRUE(set_fault(root_, std::string(fault.name) + "=off")) << fault.name;
        EXPECT_FALSE(fault.meaning.empty());
    }
    for (const auto* bad : {"", "no-such", "cut=x", "cut=", "status=200", "status", "cut=-1",
                            "refuse=maybe", "lose-receipt=many", "=1"}) {
        EXPECT_FALSE(set_fault(root_, bad)) << bad;
    }
}

TEST_F(PracticeCentreTest, AnUnknownFaultKeepsItFromStarting) {
    PracticeSettings settings;
    settings.folder = root_;
    settings.faults = {"no-such"};
    EXPECT_TRUE(PracticeCentre::start(settings, clock_).failed_with(Code::practice_no_such_fault));
}

TEST(Fault, OfALostReceiptStrikesWhereReceiptsComeAndAsOftenAsItIsTold) {
    CentreFaults faults;
    int handled = 0;
    const auto lost = [&](const char* path) {
        const serve::Request request{path, {}, {}, {}, {}};
        const auto response = faults.around(request, [&](const auto&) {
            ++handled;
            return serve::Response{};
        });
        return response.cut_after == serve::Response::before_answer;
    };
    ASSERT_TRUE(faults.set("lose-receipt=2"));
    EXPECT_FALSE(lost("/station/headers"));
    EXPECT_TRUE(lost("/station/settle"));
    EXPECT_TRUE(lost("/vault/packages/0000-1111-2222-3333"));
    EXPECT_FALSE(lost("/station/settle")) << "twice, and no more";
    ASSERT_TRUE(faults.set("lose-receipt"));
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(lost("/station/settle"));
    }
    EXPECT_EQ(handled, 7) << "what was sent is kept all the same";
    ASSERT_TRUE(faults.set("refuse"));
    EXPECT_FALSE(lost("/station/head"));
    EXPECT_EQ(handled, 7) << "and here nothing is";
}

TEST(Fault, ThatCannotBeIsToldWhatCould) {
    const auto remedy = [](const char* spelling) {
        const auto done = check_fault(spelling);
        EXPECT_TRUE(done.failed_with(Code::practice_no_such_fault)) << spelling;
        return done ? std::string() : words_for(done.failure(), Language::en).remedy;
    };
    for (const auto& fault : all_faults()) {
        EXPECT_NE(remedy("no-such").find(fault.name), std::string::npos) << fault.name;
    }
    for (const auto* kind : {"key", "subject", "qc-missing", "ca-flag"}) {
        EXPECT_NE(remedy("wrong-certificate=hat").find(kind), std::string::npos) << kind;
    }
    EXPECT_NE(remedy("slow=hat").find("slow=SECONDS"), std::string::npos);
    EXPECT_NE(remedy("cut=hat").find("cut=OCTETS"), std::string::npos);
    EXPECT_TRUE(check_fault("wrong-certificate=key"));
    EXPECT_TRUE(check_fault("none"));
}

TEST(Fault, OfEitherSideReadsItsFiguresAlike) {
    for (const auto* fault : {"slow", "cut"}) {
        const auto set = [&](const char* figure) {
            return check_fault(std::string(fault) + "=" + figure).operator bool();
        };
        EXPECT_TRUE(set("0") && set("17") && set("+17")) << fault;
        for (const auto* figure : {"", "+", "-1", "+-1", "++1", "1x", " 1", "1.0", "99999999999"}) {
            EXPECT_FALSE(set(figure)) << fault << "=" << figure;
        }
    }
}

TEST_F(PracticeCentreTest, CommandsNeedTheFoldersSecret) {
    start();
    ASSERT_TRUE(write_file(folder_.control_secret(), bytes_of("WRONG\n")));
    EXPECT_TRUE(set_fault(root_, "refuse").failed_with(Code::practice_control_refused));
}

TEST_F(PracticeCentreTest, CommandsToNobodySaySo) {
    EXPECT_TRUE(set_fault(root_, "refuse").failed_with(Code::practice_not_running));
    EXPECT_TRUE(certificates(root_).failed_with(Code::practice_not_running));
    start();
    centre_.reset();
    EXPECT_TRUE(set_fault(root_, "refuse").failed_with(Code::practice_not_running));
}

TEST_F(PracticeCentreTest, ListsCertificatesWhetherItRunsOrNot) {
    start();
    ASSERT_TRUE(enrol());
    const auto running = certificates(root_);
    ASSERT_TRUE(running) << running.failure().detail;
    centre_.reset();
    const auto stopped = certificates(root_);
    ASSERT_TRUE(stopped) << stopped.failure().detail;
    ASSERT_EQ(running->size(), stopped->size());
    EXPECT_GE(running->size(), 8U); // five services, three of the station
    for (const auto& one : *running) {
        EXPECT_FALSE(one.of_a_holder);
        EXPECT_EQ(one.public_key.size(), 64U);
    }
}

TEST_F(PracticeCentreTest, VerifiesWhatItsReceiverHolds) {
    start();
    ASSERT_TRUE(enrol());
    const auto verified = verify(root_);
    ASSERT_TRUE(verified) << verified.failure().detail;
    EXPECT_EQ(verified->stations, 1U);
    EXPECT_TRUE(verified->broken.empty());
}

} // namespace
} // namespace koltamga::practice
