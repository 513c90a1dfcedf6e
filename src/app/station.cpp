#include "app/station.h"

#include "app/enrolment.h"
#include "app/policy_of.h"
#include "base/file.h"
#include "base/log.h"
#include "db/known_time.h"
#include "issuance/timekeeping.h"

namespace koltamga::app {
namespace {

std::vector<Bytes> ders_of(const std::vector<std::string>& pems) {
    std::vector<Bytes> ders;
    for (const auto& pem : pems) {
        if (const auto certificate = certificate_of(pem)) {
            ders.push_back(certificate->der());
        }
    }
    return ders;
}

// An enrolled station without its database is no folder to enrol in.
Failure database_missing() {
    return fail(Code::app_database_missing);
}

// Where it cannot be kept, the work goes on without.
void open_log(const std::filesystem::path& data) {
    if (make_private_folder(data / "log")) {
        log::open(data / "log" / "koltamga.log");
    }
}

std::shared_ptr<const net::ClientIdentity> identity_of(const StationCertificates& certificates,
                                                       const crypto::KeyPair& key) {
    auto identity = std::make_shared<net::ClientIdentity>();
    identity->certificates = {certificates.tls.der(), certificates.issuing.der()};
    identity->key = key.pkcs8();
    return identity;
}

} // namespace

Result<crypto::Certificate> certificate_of(const std::string& pem) {
    return crypto::Certificate::parse(bytes_of(pem));
}

Station::Station(std::filesystem::path data, profile::LoadedProfile loaded,
                 db::StationDatabase database, StationCertificates certificates,
                 crypto::KeyPair tls, crypto::KeyPair journal, const Clock& clock)
    : data_(std::move(data)), loaded_(std::move(loaded)), database_(std::move(database)),
      certificates_(std::move(certificates)), identity_(identity_of(certificates_, tls)),
      journal_key_(std::move(journal)), clock_(clock) {}

Result<std::unique_ptr<Station>> Station::open(const Options& options, db::Use use,
                                               const Clock& clock) {
    KOLTAMGA_TRY(auto loaded, load_office_profile(options.profile, options.data));
    const db::Binding binding{loaded.profile.id, loaded.profile.practice};
    auto opened = db::StationDatabase::open(options.data, binding, use);
    if (opened.failed_with(Code::db_not_there) && require_station_keys(options.data)) {
        return database_missing();
    }
    KOLTAMGA_TRY(auto database, std::move(opened));
    open_log(options.data);
    KOLTAMGA_CHECK(require_station_keys(options.data));
    KOLTAMGA_TRY(const bool enrolled, db::StationDatabase::is_enrolled(options.data));
    if (enrolled && use == db::Use::write) {
        forget_enrolment(options.data);
        KOLTAMGA_CHECK(pin_newer_profile(loaded, options.data));
    }
    KOLTAMGA_TRY(const auto secret, crypto::MachineSecret::open(options.data / "machine.secret"));
    const auto keys = options.data / "keys";
    KOLTAMGA_TRY(auto tls, crypto::read_sealed_key(keys / "tls.key", secret, "tls"));
    KOLTAMGA_TRY(auto journal, crypto::read_sealed_key(keys / "journal.key", secret, "journal"));
    KOLTAMGA_TRY(auto certificates, station_certificates(options.data));
    return std::unique_ptr<Station>(new Station(options.data, std::move(loaded),
                                                std::move(database), std::move(certificates),
                                                std::move(tls), std::move(journal), clock));
}

db::HeadSigner Station::head_signer() const {
    return [this](BytesView text) -> Result<Bytes> { return journal_key_.sign(text); };
}

namespace {

net::HttpSettings http_of(const profile::OfficeProfile& profile,
                          std::shared_ptr<const net::ClientIdentity> identity) {
    const auto& limits = profile.limits;
    net::HttpSettings settings;
    settings.server = profile.endpoints.centre;
    settings.tls = {ders_of(profile.trust.roots), {}, std::move(identity)};
    settings.connect_timeout = limits.connect_timeout;
    settings.total_timeout = limits.request_timeout;
    settings.largest_answer = limits.answer_octets;
    return settings;
}

} // namespace

net::HttpSettings http_as(const profile::OfficeProfile& profile,
                          const StationCertificates& certificates, const crypto::KeyPair& tls) {
    return http_of(profile, identity_of(certificates, tls));
}

net::HttpSettings Station::http() const {
    return http_of(profile(), identity_);
}

std::vector<crypto::Certificate> Station::roots() const {
    std::vector<crypto::Certificate> roots;
    for (const auto& pem : profile().trust.roots) {
        if (auto certificate = certificate_of(pem)) {
            roots.push_back(std::move(*certificate));
        }
    }
    return roots;
}

Result<std::vector<crypto::Certificate>> Station::receipt_signers() const {
    KOLTAMGA_TRY(auto signer, certificate_of(profile().trust.receipt_signer));
    return std::vector{std::move(signer)};
}

Result<std::vector<crypto::Certificate>> Station::receipt_signers_ever() const {
    KOLTAMGA_TRY(auto signers, receipt_signers());
    for (const auto& pem : profile().trust.receipt_signers_before) {
        KOLTAMGA_TRY(auto signer, certificate_of(pem));
        signers.push_back(std::move(signer));
    }
    return signers;
}

Result<crypto::Certificate> Station::centre_encryption() const {
    return certificate_of(profile().trust.centre_encryption);
}

Result<db::Session> Station::sign_in(const std::string& name, const SecretBytes& password) const {
    KOLTAMGA_TRY(auto connection, database_.connect_for_sign_in());
    KOLTAMGA_TRY(const auto at, stamp(name));
    return db::Operators(database_, std::move(connection)).sign_in(name, password, at);
}

Result<std::unique_ptr<db::StationOutbox>> Station::outbox() const {
    KOLTAMGA_TRY(const auto signers, receipt_signers());
    db::OutboxSetup setup;
    setup.sign = head_signer();
    for (const auto& signer : signers) {
        setup.centre_certificates.push_back(signer.der());
    }
    setup.clock = &clock_;
    setup.tolerance = clock_tolerance(profile());
    setup.retention_days = static_cast<int>(profile().retention.after_receipt_days);
    return db::StationOutbox::open(database_, std::move(setup));
}

namespace {

// What the centre said of our journal holds for whoever works here next, also without a line.
Done remember_fork(db::StationOutbox& box, const std::optional<Failure>& stopped_by) {
    const bool fork =
        stopped_by && (stopped_by->code == Code::sync_fork || stopped_by->code == Code::db_fork);
    return fork ? box.note_fork(stopped_by->detail) : Done();
}

} // namespace

Result<sync::Report> Station::sync_once(std::stop_token stop) const {
    KOLTAMGA_TRY(const auto box, outbox());
    KOLTAMGA_TRY(auto signers, receipt_signers());
    sync::Settings settings;
    // The endpoint is a whole address; it stands before every path.
    settings.http = http();
    settings.http.server = profile().endpoints.station;
    settings.prefix.clear();
    settings.receipt_signers = std::move(signers);
    auto run = sync::sync_once(*box, settings, std::move(stop));
    KOLTAMGA_CHECK(remember_fork(*box, run ? run->stopped_by : std::optional(run.failure())));
    KOLTAMGA_TRY(auto report, std::move(run));
    // What the centre has held for as long as the profile says need not lie here any longer.
    const auto days = static_cast<int>(profile().retention.after_receipt_days);
    KOLTAMGA_TRY(const auto released, box->release_settled(days));
    static_cast<void>(released);
    return report;
}

Result<std::optional<Failure>> journal_fork(const Station& station) {
    KOLTAMGA_TRY(auto connection, station.database().connect());
    const auto whole = db::require_no_fork(connection);
    if (whole.failed_with(Code::app_journal_forked)) {
        return std::optional(whole.failure());
    }
    return whole ? Result(std::optional<Failure>()) : whole.failure();
}

Result<std::set<ApplicationId>> applications_here(const Station& station) {
    KOLTAMGA_TRY(auto connection, station.database().connect());
    KOLTAMGA_TRY(const auto rows, db::application_states(connection));
    std::set<ApplicationId> here;
    for (const auto& row : rows) {
        here.insert(row.application);
    }
    return here;
}

Result<issuance::Stamp> Station::stamp(const std::string& operator_name) const {
    KOLTAMGA_TRY(auto connection, database_.connect());
    KOLTAMGA_TRY(const auto last, db::last_known_time(connection));
    const Instant now = clock_.now();
    return issuance::Stamp{operator_name, now,
                           issuance::judge_clock(now, last, clock_tolerance(profile()))};
}

} // namespace koltamga::app
