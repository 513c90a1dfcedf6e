#include "app/station_files.h"

#include "base/file.h"
#include "crypto/hash.h"
#include "profile/profile_signature.h"

#include <nlohmann/json.hpp>

namespace koltamga::app {
namespace {

using Json = nlohmann::json;

constexpr std::size_t largest_pin = 64 * 1024;

Failure not_enrolled() {
    return fail(Code::app_not_enrolled);
}
Failure station_files_damaged(std::string detail) {
    return fail(Code::app_station_files_damaged, std::move(detail));
}

Failure station_keys_missing(std::string file) {
    return fail(Code::app_station_keys_missing, std::move(file));
}

std::filesystem::path pin_file(const std::filesystem::path& data) {
    return data / "profile.pin";
}

std::filesystem::path certificates_file(const std::filesystem::path& data) {
    return data / "keys" / "station.pem";
}

std::filesystem::path certificate_copies(const std::filesystem::path& data) {
    return data / "keys" / "profile";
}

// Before the profile that needs them. Those of the earlier one stay: until the new one is there, it
// is the one that is read.
Done keep_certificates(const std::vector<Bytes>& certificates, const std::filesystem::path& data) {
    if (certificates.empty()) {
        return {};
    }
    KOLTAMGA_CHECK(make_private_folder(data / "keys"));
    KOLTAMGA_CHECK(make_private_folder(certificate_copies(data)));
    for (const auto& octets : certificates) {
        KOLTAMGA_CHECK(write_file(certificate_copies(data) / hex(crypto::sha256(octets)), octets));
    }
    return {};
}

// A station that was enrolled holds its pin: without one, any agency's profile would be believed.
Result<bool> may_lack_pin(const std::filesystem::path& data) {
    KOLTAMGA_TRY(const bool enrolling, is_there(data / "enrolment"));
    KOLTAMGA_TRY(const bool enrolled, is_there(certificates_file(data)));
    return enrolling || !enrolled;
}

bool is_pin(const Json& json) {
    const auto holds = [&](const char* key, auto is_right) {
        return json.contains(key) && (json[key].*is_right)();
    };
    return json.is_object() && holds("id", &Json::is_string) &&
           holds("version", &Json::is_number_unsigned) && holds("agency_key", &Json::is_string) &&
           holds("practice", &Json::is_boolean);
}

Result<std::optional<profile::PinnedProfile>> pinned(const std::filesystem::path& data) {
    KOLTAMGA_TRY(const bool there, is_there(pin_file(data)));
    if (!there) {
        KOLTAMGA_TRY(const bool may_lack, may_lack_pin(data));
        return may_lack ? Result(std::optional<profile::PinnedProfile>())
                        : station_files_damaged("profile.pin");
    }
    KOLTAMGA_TRY(const auto text, read_file(pin_file(data), largest_pin));
    const auto json = Json::parse(text_of(text), nullptr, false);
    if (!is_pin(json)) {
        return station_files_damaged("profile.pin");
    }
    return std::optional(
        profile::PinnedProfile{json["id"], json["version"], json["agency_key"], json["practice"]});
}

} // namespace

Result<profile::LoadedProfile> load_office_profile(const std::filesystem::path& file,
                                                   const std::filesystem::path& data) {
    const auto kept = data / "profile.toml";
    if (file.empty()) {
        KOLTAMGA_TRY(const bool enrolled, is_there(kept));
        if (!enrolled) {
            return not_enrolled();
        }
    }
    KOLTAMGA_TRY(auto loaded,
                 profile::load_profile(file.empty() ? kept : file, certificate_copies(data)));
    KOLTAMGA_TRY(const auto pin, pinned(data));
    const auto& agency_key = pin ? pin->agency_key : loaded.profile.agency_key;
    KOLTAMGA_CHECK(profile::verify_profile(loaded.text, agency_key));
    if (pin) {
        KOLTAMGA_CHECK(profile::check_succession(*pin, loaded.profile));
    }
    return loaded;
}

Done pin_profile(const profile::LoadedProfile& loaded, const std::filesystem::path& data) {
    const auto pin = profile::pin_of(loaded.profile);
    const Json json = {{"id", pin.id},
                       {"version", pin.version},
                       {"agency_key", pin.agency_key},
                       {"practice", pin.practice}};
    KOLTAMGA_CHECK(keep_certificates(loaded.certificate_files, data));
    KOLTAMGA_CHECK(write_file(data / "profile.toml", bytes_of(loaded.text)));
    return write_file(pin_file(data), bytes_of(json.dump(2) + "\n"));
}

Done pin_newer_profile(const profile::LoadedProfile& loaded, const std::filesystem::path& data) {
    KOLTAMGA_TRY(const auto pin, pinned(data));
    const bool newer = pin && loaded.profile.version > pin->version;
    return newer ? pin_profile(loaded, data) : Done();
}

Done require_station_keys(const std::filesystem::path& data) {
    for (const auto* file :
         {"machine.secret", "keys/tls.key", "keys/journal.key", "keys/station.pem"}) {
        KOLTAMGA_TRY(const bool there, is_there(data / file));
        if (!there) {
            return station_keys_missing(file);
        }
    }
    return {};
}

Done keep_station_certificates(const StationCertificates& certificates,
                               const std::filesystem::path& data) {
    const auto pem = certificates.tls.pem() + certificates.registration.pem() +
                     certificates.journal.pem() + certificates.issuing.pem();
    return write_file(certificates_file(data), bytes_of(pem));
}

Result<StationCertificates> station_certificates(const std::filesystem::path& data) {
    KOLTAMGA_TRY(const auto text, read_file(certificates_file(data), largest_pin));
    KOLTAMGA_TRY(const auto list, crypto::parse_certificates(text_of(text)));
    if (list.size() != 4) {
        return station_files_damaged("station.pem");
    }
    return StationCertificates{list[0], list[1], list[2], list[3]};
}

} // namespace koltamga::app
