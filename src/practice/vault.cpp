#include "practice/vault.h"

#include "base/file.h"
#include "crypto/cms.h"
#include "crypto/hash.h"
#include "custody/package.h"
#include "issuance/receipts.h"
#include "practice/failures.h"

namespace koltamga::practice {
namespace {

constexpr std::size_t largest_package = std::size_t{1} << 20U;
constexpr std::string_view package_ending = ".package";
constexpr std::string_view signer_ending = ".station";  // its journal certificate
constexpr std::string_view receipt_ending = ".receipt"; // the last to be written: all is there

std::filesystem::path with(const std::filesystem::path& stem, std::string_view ending) {
    return {stem.string() + std::string(ending)};
}

Result<issuance::VaultReceipt> receipt_in(const std::filesystem::path& file,
                                          const centre::Identity& identity) {
    KOLTAMGA_TRY(const auto der, read_file(file, largest_package));
    KOLTAMGA_TRY(const auto opened, crypto::verify_cms(der, std::span(&identity.certificate, 1)));
    return issuance::parse_vault_receipt(text_of(opened.content));
}

} // namespace

std::filesystem::path Vault::folder_of(const ApplicationId& application) const {
    return folder_ / application.text();
}

Result<Bytes> Vault::take(const centre::Station& station, const ApplicationId& application,
                          BytesView package) {
    KOLTAMGA_TRY(const auto journal, crypto::Certificate::parse(station.journal_certificate));
    const auto cloud = custody::read_cloud_package(package, std::span(&journal, 1));
    if (!cloud) {
        return delivery_refused("package " + cloud.failure().detail);
    }
    if (cloud->binding.application != application) {
        return delivery_refused("other-application");
    }
    const std::lock_guard lock(mutex_);
    const auto digest = crypto::sha256(package);
    const auto stem = folder_of(application) / hex(digest);
    std::error_code none;
    if (std::filesystem::exists(with(stem, receipt_ending), none)) {
        return read_file(with(stem, receipt_ending), largest_package);
    }
    const auto content = custody::open_cloud_package(*cloud, identity_.key, identity_.certificate);
    if (!content) {
        return delivery_refused("not-opened");
    }
    if (!crypto::KeyPair::check_encrypted_pkcs8(*content)) {
        return delivery_refused("not-a-key");
    }
    KOLTAMGA_CHECK(make_private_folder(folder_));
    KOLTAMGA_CHECK(make_private_folder(folder_of(application)));
    KOLTAMGA_CHECK(write_file(with(stem, package_ending), package));
    KOLTAMGA_CHECK(write_file(with(stem, signer_ending), journal.der()));
    const auto receipt = issuance::compose(
        issuance::VaultReceipt{application, cloud->binding.public_key, digest, clock_.now()});
    auto der =
        crypto::sign_cms(bytes_of(receipt), identity_.key, identity_.certificate, clock_.now());
    KOLTAMGA_CHECK(write_file(with(stem, receipt_ending), der));
    return der;
}

Result<std::filesystem::path> Vault::newest_package(const ApplicationId& application) const {
    std::error_code none;
    std::optional<Instant> newest;
    std::filesystem::path found;
    for (const auto& file : std::filesystem::directory_iterator(folder_of(application), none)) {
        if (file.path().extension() != receipt_ending) {
            continue;
        }
        KOLTAMGA_TRY(const auto receipt, receipt_in(file.path(), identity_));
        if (!newest || receipt.time >= *newest) {
            newest = receipt.time;
            found = with(file.path().parent_path() / file.path().stem(), package_ending);
        }
    }
    return newest ? Result(found) : no_such_package();
}

Result<Bytes> Vault::sign(const ApplicationId& application, const SecretBytes& password,
                          BytesView message) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(const auto file, newest_package(application));
    KOLTAMGA_TRY(const auto package, read_file(file, largest_package));
    KOLTAMGA_TRY(const auto signer,
                 read_file(with(file.parent_path() / file.stem(), signer_ending), largest_package));
    KOLTAMGA_TRY(const auto journal, crypto::Certificate::parse(signer));
    KOLTAMGA_TRY(const auto cloud, custody::read_cloud_package(package, std::span(&journal, 1)));
    KOLTAMGA_TRY(const auto content,
                 custody::open_cloud_package(cloud, identity_.key, identity_.certificate));
    KOLTAMGA_TRY(const auto key, crypto::KeyPair::from_encrypted_pkcs8(content, password.view()));
    return key.sign(message);
}

} // namespace koltamga::practice
