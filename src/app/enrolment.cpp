#include "app/enrolment.h"

#include "app/station.h"
#include "base/file.h"
#include "crypto/random.h"
#include "db/enrolment.h"
#include "state/centre_client.h"

#include <nlohmann/json.hpp>

namespace koltamga::app {
namespace {

constexpr std::size_t largest_id_file = 128;

Failure already_enrolled() {
    return fail(Code::app_already_enrolled);
}

// What an unfinished enrolment keeps.
struct Beginning {
    StationId station;
    crypto::KeyPair tls, registration, journal;
};

Result<StationId> kept_station(const std::filesystem::path& file) {
    KOLTAMGA_TRY(const bool kept, is_there(file));
    if (kept) {
        KOLTAMGA_TRY(const auto text, read_file(file, largest_id_file));
        if (auto id = StationId::parse(text_of(text))) {
            return *id;
        }
    }
    const auto id = crypto::new_id<StationTag>();
    KOLTAMGA_CHECK(write_file(file, bytes_of(id.text())));
    return id;
}

Result<crypto::KeyPair> kept_key(const std::filesystem::path& file, const crypto::KeySealer& sealer,
                                 std::string_view use) {
    KOLTAMGA_TRY(const bool kept, is_there(file));
    if (!kept) {
        const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
        KOLTAMGA_CHECK(crypto::write_sealed_key(file, key, sealer, use));
    }
    return crypto::read_sealed_key(file, sealer, use);
}

Result<Beginning> begin(const std::filesystem::path& data, const crypto::KeySealer& sealer) {
    const auto keys = data / "keys";
    const auto enrolment = data / "enrolment";
    KOLTAMGA_CHECK(make_private_folder(keys));
    KOLTAMGA_TRY(auto station, kept_station(enrolment / "station"));
    KOLTAMGA_TRY(auto tls, kept_key(keys / "tls.key", sealer, "tls"));
    KOLTAMGA_TRY(auto registration,
                 kept_key(enrolment / "registration.key", sealer, "registration"));
    KOLTAMGA_TRY(auto journal, kept_key(keys / "journal.key", sealer, "journal"));
    return Beginning{std::move(station), std::move(tls), std::move(registration),
                     std::move(journal)};
}

Result<crypto::CertificateRequest> request_for(const StationId& station,
                                               const profile::OfficeProfile& profile,
                                               const std::string& use, const crypto::KeyPair& key) {
    crypto::Name subject;
    subject.push_back({"C", "KG"});
    if (!profile.office.code.empty()) {
        subject.push_back({"OU", profile.office.code});
    }
    subject.push_back({"CN", "Koltamga " + use + " " + station.text()});
    return crypto::CertificateRequest::make(subject, key);
}

Result<state::EnrolmentAnswer> ask_centre(const profile::OfficeProfile& profile,
                                          const std::string& code, const Beginning& beginning,
                                          std::stop_token stop) {
    const auto& station = beginning.station;
    KOLTAMGA_TRY(auto tls, request_for(station, profile, "TLS", beginning.tls));
    KOLTAMGA_TRY(auto registration, request_for(station, profile, "RA", beginning.registration));
    KOLTAMGA_TRY(auto journal, request_for(station, profile, "journal", beginning.journal));
    net::HttpSettings http;
    http.server = profile.endpoints.enrol;
    for (const auto& pem : profile.trust.roots) {
        KOLTAMGA_TRY(const auto root, certificate_of(pem));
        http.tls.roots.push_back(root.der());
    }
    return state::enrol(
        std::move(http), "",
        {code, station, std::move(tls), std::move(registration), std::move(journal)},
        std::move(stop));
}

Result<db::Enrolment> enrolment_of(const profile::OfficeProfile& profile,
                                   const Beginning& beginning, const std::string& supervisor,
                                   std::string_view where) {
    KOLTAMGA_TRY(const auto recovery, certificate_of(profile.trust.recovery));
    KOLTAMGA_TRY(const auto centre, certificate_of(profile.trust.centre_encryption));
    const nlohmann::json body = {
        {"station", beginning.station.text()},
        {"profile", profile.id},
        {"profile_version", profile.version},
        {"keys", {{"tls", where}, {"registration", "sealed-by-data-key"}, {"journal", where}}}};
    return db::Enrolment{
        beginning.station, {profile.id, profile.practice}, supervisor, recovery.der(), centre.der(),
        body.dump(),       beginning.registration.pkcs8(), {}};
}

} // namespace

void forget_enrolment(const std::filesystem::path& data) {
    std::error_code ignored;
    std::filesystem::remove_all(data / "enrolment", ignored);
}

Result<EnrolledStation> enrol_station(const Options& options, const std::string& code,
                                      const SecretBytes& password, const Clock& clock,
                                      std::stop_token stop) {
    KOLTAMGA_TRY(const bool enrolled_before, db::StationDatabase::is_enrolled(options.data));
    if (enrolled_before) {
        forget_enrolment(options.data);
        return already_enrolled();
    }
    // The code is good once: what can be refused here is refused before it leaves.
    KOLTAMGA_CHECK(db::require_first_supervisor(options.operator_name, password));
    KOLTAMGA_TRY(const auto loaded, load_office_profile(options.profile, options.data));
    const auto& profile = loaded.profile;
    KOLTAMGA_CHECK(make_private_folder(options.data));
    KOLTAMGA_TRY(const auto secret,
                 crypto::MachineSecret::open_or_make(options.data / "machine.secret"));
    KOLTAMGA_CHECK(make_private_folder(options.data / "enrolment"));
    KOLTAMGA_TRY(const auto alone, db::ProcessLock::take(options.data / "enrolment" / "lock"));
    KOLTAMGA_TRY(const auto beginning, begin(options.data, secret));
    KOLTAMGA_TRY(const auto answer, ask_centre(profile, code, beginning, std::move(stop)));
    KOLTAMGA_CHECK(keep_station_certificates(
        {answer.tls, answer.registration, answer.journal, answer.issuing}, options.data));
    KOLTAMGA_CHECK(pin_profile(loaded, options.data));
    const auto sign = [&](BytesView text) -> Result<Bytes> { return beginning.journal.sign(text); };
    KOLTAMGA_TRY(const auto enrolment,
                 enrolment_of(profile, beginning, options.operator_name, secret.where()));
    const issuance::Stamp at{options.operator_name, clock.now(), TimeSource::system};
    KOLTAMGA_TRY(const auto enrolled, db::enrol(options.data, enrolment, password, sign, at));
    forget_enrolment(options.data);
    return EnrolledStation{beginning.station, 1, std::string(secret.where()), "sealed-by-data-key",
                           std::string(secret.where())};
}

} // namespace koltamga::app
