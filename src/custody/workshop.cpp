#include "custody/workshop.h"

#include "crypto/agreement.h"
#include "crypto/certificate_request.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "custody/failures.h"

namespace koltamga::custody {
namespace {

crypto::KeyAlgorithm algorithm_of(issuance::KeyType type) {
    return type == issuance::KeyType::rsa3072 ? crypto::KeyAlgorithm::rsa3072
                                              : crypto::KeyAlgorithm::ec_p256;
}

crypto::Name name_of(const domain::SubjectName& subject) {
    crypto::Name name;
    for (const auto& attribute : subject) {
        name.push_back({attribute.attribute, attribute.value});
    }
    return name;
}

std::string friendly_name_of(const crypto::Certificate& certificate) {
    const auto names = certificate.subject_values("CN");
    return names.empty() ? certificate.serial() : names.front();
}

} // namespace

Result<issuance::Custody> custody_named(std::string_view name) {
    if (name == "cloud") {
        return issuance::Custody::cloud;
    }
    if (name == "file") {
        return issuance::Custody::file;
    }
    const bool known = name == "token" || name == "remote";
    return not_offered(known ? std::string(name) : "unknown");
}

Workshop::Workshop(WorkshopSettings settings)
    : settings_(std::move(settings)), maker_(settings_.keep) {}

void Workshop::begin(issuance::KeyType type) {
    maker_.begin(algorithm_of(type));
}

void Workshop::abandon() {
    maker_.cancel();
}

Result<issuance::MadeKey> Workshop::make(const issuance::KeyOrder& order,
                                         const SecretBytes& password,
                                         const issuance::ComposeAgreement& compose) {
    const auto subject = name_of(order.subject);
    if (order.custody == issuance::Custody::cloud && !settings_.vault) {
        return not_offered("cloud no-vault-certificate");
    }
    KOLTAMGA_CHECK(crypto::check_name(subject));
    KOLTAMGA_CHECK(crypto::check_new_password(password.view(), settings_.password_length));
    // The one place where the plain key stands; it is wiped on every way out of here.
    KOLTAMGA_TRY(const auto key, maker_.take(algorithm_of(order.type)));
    KOLTAMGA_TRY(const auto request, crypto::CertificateRequest::make(subject, key));
    issuance::MadeKey made;
    made.public_key = key.public_key().spki();
    made.fingerprint = key.public_key().fingerprint();
    made.certificate_request = request.der();
    made.agreement = compose(made.fingerprint);
    made.agreement_signature = crypto::sign_agreement(key, made.agreement);
    KOLTAMGA_TRY(auto sealed, seal(order, key, password));
    made.package = std::move(sealed.package);
    made.package_secret = std::move(sealed.secret);
    return made;
}

Result<Workshop::Sealed> Workshop::seal(const issuance::KeyOrder& order, const crypto::KeyPair& key,
                                        const SecretBytes& password) const {
    const Binding binding{order.application, key.public_key().fingerprint()};
    return order.custody == issuance::Custody::cloud ? seal_for_cloud(binding, key, password)
                                                     : seal_for_file(binding, key, password);
}

Result<Workshop::Sealed> Workshop::seal_for_cloud(const Binding& binding,
                                                  const crypto::KeyPair& key,
                                                  const SecretBytes& password) const {
    const auto encrypted = key.encrypted_pkcs8(password.view(), settings_.password_rounds);
    KOLTAMGA_TRY(auto package,
                 make_cloud_package(binding, encrypted, *settings_.vault, settings_.sign_package));
    return Sealed{std::move(package), {}};
}

Result<Workshop::Sealed> Workshop::seal_for_file(const Binding& binding, const crypto::KeyPair& key,
                                                 const SecretBytes& password) const {
    KOLTAMGA_TRY(const auto mac, crypto::derive_pkcs12_mac(password.view()));
    auto secret = crypto::random_secret(crypto::seal_key_octets);
    const auto encrypted = key.encrypted_pkcs8(password.view(), settings_.password_rounds);
    auto package = make_file_package(binding, encrypted, mac, secret);
    return Sealed{std::move(package), std::move(secret)};
}

Result<Bytes> Workshop::assemble_file(BytesView package, const SecretBytes& package_secret,
                                      BytesView certificate) {
    KOLTAMGA_TRY(const auto opened, open_file_package(package, package_secret));
    KOLTAMGA_TRY(const auto holder, crypto::Certificate::parse(certificate));
    if (holder.public_key().fingerprint() != opened.binding.public_key) {
        return package_refused("other-certificate");
    }
    return crypto::assemble_pkcs12(opened.encrypted_pkcs8, holder, settings_.issuers,
                                   friendly_name_of(holder), opened.mac);
}

} // namespace koltamga::custody
