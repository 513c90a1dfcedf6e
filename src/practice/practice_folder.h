// What stands where in the practice centre's folder.
#pragma once

#include <filesystem>

namespace koltamga::practice {

struct PracticeFolder {
    std::filesystem::path root;

    std::filesystem::path lock() const { return root / "lock"; }
    std::filesystem::path ports() const { return root / "ports" / "main"; }
    std::filesystem::path mail_port() const { return root / "ports" / "mail"; }
    std::filesystem::path control_secret() const { return root / "control-secret"; }
    std::filesystem::path profile() const { return root / "profile.toml"; }
    std::filesystem::path enrolment_code() const { return root / "enrolment-code"; }
    std::filesystem::path root_certificate() const { return root / "root.pem"; }
    std::filesystem::path issuing_certificate() const { return root / "issuing.pem"; }
    std::filesystem::path agency_key() const { return root / "agency.key"; }
    std::filesystem::path mail() const { return root / "mail"; }
    std::filesystem::path authority() const { return root / "authority"; }
    std::filesystem::path centre() const { return root / "centre"; }
    std::filesystem::path vault() const { return root / "vault"; }
    std::filesystem::path keys() const { return root / "keys"; }
};

} // namespace koltamga::practice
