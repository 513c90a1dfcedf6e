#include "base/file.h"
#include "practice/certification_authority_profile.h"
#include "practice/failures.h"

namespace koltamga::practice {
namespace {

using crypto::Certificate;
using crypto::CertificateTemplate;
using crypto::KeyPair;
using crypto::KeyUsage;

constexpr int root_years = 20;
constexpr std::size_t largest_file = 64 * 1024;

CertificateTemplate authority(std::string_view name, Instant now, long path_length) {
    CertificateTemplate content;
    content.subject = {{"C", "KG"}, {"O", "Koltamga Practice"}, {"CN", std::string(name)}};
    content.not_before = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::days(1);
    content.not_after = last_second_of_a_year(content.not_before, root_years);
    content.key_usage = {KeyUsage::certificate_sign, KeyUsage::crl_sign};
    content.basic_constraints = crypto::BasicConstraints{true, path_length};
    return content;
}

Done keep(const std::filesystem::path& folder, std::string_view name, const KeyPair& key,
          const Certificate& certificate) {
    const auto secret = key.pkcs8();
    KOLTAMGA_CHECK(write_file(folder / (std::string(name) + ".key"), secret.view()));
    return write_file(folder / (std::string(name) + ".pem"), bytes_of(certificate.pem()));
}

Result<KeyPair> read_key(const std::filesystem::path& file) {
    // Not read_secret_file: a DER's last octet may happen to be a line end.
    KOLTAMGA_TRY(auto der, read_file(file, largest_file));
    auto key = KeyPair::from_pkcs8(der);
    wipe(der.data(), der.size());
    return key;
}

Result<Certificate> read_certificate(const std::filesystem::path& file) {
    KOLTAMGA_TRY(const auto pem, read_file(file, largest_file));
    return Certificate::parse(pem);
}

Result<AuthorityKeys> make(const std::filesystem::path& folder, Instant now) {
    auto root_key = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto issuing_key = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto responder_key = KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    KOLTAMGA_TRY(auto root, crypto::make_self_signed(authority("Practice Root", now, 1), root_key));
    auto issuing_content = authority("Practice Issuing CA", now, 0);
    issuing_content.key_usage.push_back(KeyUsage::digital_signature); // OCSP
    KOLTAMGA_TRY(auto issuing, crypto::make_certificate(issuing_content, issuing_key.public_key(),
                                                        root, root_key));
    auto responder_content = authority("Practice CMP Responder", now, 0);
    responder_content.key_usage = {KeyUsage::digital_signature};
    responder_content.basic_constraints.reset();
    responder_content.extended_key_usage = {crypto::purpose::cmc_ca};
    KOLTAMGA_TRY(auto responder,
                 crypto::make_certificate(responder_content, responder_key.public_key(), issuing,
                                          issuing_key));
    KOLTAMGA_CHECK(keep(folder, "root", root_key, root));
    KOLTAMGA_CHECK(keep(folder, "issuing", issuing_key, issuing));
    KOLTAMGA_CHECK(keep(folder, "responder", responder_key, responder)); // the last: all is there
    return AuthorityKeys{std::move(root_key), std::move(issuing_key), std::move(responder_key),
                         std::move(root),     std::move(issuing),     std::move(responder)};
}

Result<AuthorityKeys> read(const std::filesystem::path& folder) {
    KOLTAMGA_TRY(auto root_key, read_key(folder / "root.key"));
    KOLTAMGA_TRY(auto issuing_key, read_key(folder / "issuing.key"));
    KOLTAMGA_TRY(auto responder_key, read_key(folder / "responder.key"));
    KOLTAMGA_TRY(auto root, read_certificate(folder / "root.pem"));
    KOLTAMGA_TRY(auto issuing, read_certificate(folder / "issuing.pem"));
    KOLTAMGA_TRY(auto responder, read_certificate(folder / "responder.pem"));
    return AuthorityKeys{std::move(root_key), std::move(issuing_key), std::move(responder_key),
                         std::move(root),     std::move(issuing),     std::move(responder)};
}

} // namespace

Result<AuthorityKeys> AuthorityKeys::open(const std::filesystem::path& folder, Instant now) {
    KOLTAMGA_CHECK(make_private_folder(folder));
    std::error_code none;
    if (!std::filesystem::exists(folder / "responder.pem", none)) {
        return make(folder, now);
    }
    auto keys = read(folder);
    return keys ? std::move(keys) : authority_damaged("keys " + keys.failure().detail);
}

} // namespace koltamga::practice
