#include "practice/service_identity.h"

#include "base/file.h"
#include "crypto/base64.h"

#include <algorithm>

namespace koltamga::practice {
namespace {

constexpr std::size_t largest_file = std::size_t{64} << 10U;
constexpr std::string_view key_label = "PRIVATE KEY";

std::filesystem::path certificate_file(const std::filesystem::path& folder,
                                       const std::string& name) {
    return folder / (name + ".pem");
}
std::filesystem::path key_file(const std::filesystem::path& folder, const std::string& name) {
    return folder / (name + ".key");
}

} // namespace

Result<crypto::KeyPair> read_key(const std::filesystem::path& file) {
    KOLTAMGA_TRY(const auto pem, read_secret_file(file, largest_file));
    KOLTAMGA_TRY(const auto der, crypto::secret_from_pem(key_label, pem.view()));
    return crypto::KeyPair::from_pkcs8(der.view());
}

Done write_key(const std::filesystem::path& file, const crypto::KeyPair& key) {
    return write_file(file, bytes_of(crypto::to_pem(key_label, key.pkcs8().view())));
}

Result<centre::Identity> read_identity(const std::filesystem::path& folder,
                                       const std::string& name) {
    KOLTAMGA_TRY(const auto pem, read_file(certificate_file(folder, name), largest_file));
    KOLTAMGA_TRY(auto certificate, crypto::Certificate::parse(pem));
    KOLTAMGA_TRY(auto key, read_key(key_file(folder, name)));
    return centre::Identity{std::move(certificate), std::move(key)};
}

Result<std::vector<crypto::Certificate>> certificates_before(const std::filesystem::path& folder,
                                                             const std::string& name) {
    std::vector<crypto::Certificate> found;
    std::error_code none;
    for (const auto& file :
         std::filesystem::directory_iterator(folder / (name + "-before"), none)) {
        KOLTAMGA_TRY(const auto pem, read_file(file.path(), largest_file));
        KOLTAMGA_TRY(auto certificate, crypto::Certificate::parse(pem));
        found.push_back(std::move(certificate));
    }
    std::ranges::sort(found, {}, &crypto::Certificate::der);
    return found;
}

Result<centre::Identity> identity(const std::filesystem::path& folder, const std::string& name,
                                  CertificationAuthority& authority, const ServiceUse& use) {
    std::error_code none;
    if (std::filesystem::exists(certificate_file(folder, name), none)) {
        return read_identity(folder, name);
    }
    auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    ServiceOrder order{
        use.common_name, key.public_key(), use.key_usage, use.extended_key_usage, {}, {}};
    if (use.on_loopback) {
        order.dns_names = {"localhost"};
        order.ip_addresses = {"127.0.0.1"};
    }
    KOLTAMGA_TRY(auto certificate, authority.issue_service_certificate(order));
    KOLTAMGA_CHECK(write_key(key_file(folder, name), key));
    KOLTAMGA_CHECK(write_file(certificate_file(folder, name), bytes_of(certificate.pem())));
    return centre::Identity{std::move(certificate), std::move(key)};
}

} // namespace koltamga::practice
