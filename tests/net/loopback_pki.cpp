#include "tests/net/loopback_pki.h"

namespace koltamga::test {
namespace {

using namespace std::chrono_literals;

crypto::CertificateTemplate lasting(const char* name) {
    crypto::CertificateTemplate content;
    content.subject = {{"C", "KG"}, {"CN", name}};
    content.not_before = now() - 24h;
    content.not_after = now() + 24h * 30;
    return content;
}

crypto::CertificateTemplate root_template() {
    auto content = lasting("Test Root");
    content.key_usage = {crypto::KeyUsage::certificate_sign, crypto::KeyUsage::crl_sign};
    content.basic_constraints = crypto::BasicConstraints{true, {}};
    return content;
}

} // namespace

Instant now() {
    return std::chrono::floor<std::chrono::seconds>(SystemClock().now());
}

LoopbackPki::LoopbackPki()
    : key_(crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256)),
      root_(crypto::make_self_signed(root_template(), key_).value()) {}

crypto::CertificateTemplate LoopbackPki::server_template() {
    auto content = lasting("localhost");
    content.key_usage = {crypto::KeyUsage::digital_signature};
    content.extended_key_usage = {crypto::purpose::server};
    content.dns_names = {"localhost"};
    content.ip_addresses = {"127.0.0.1"};
    return content;
}

crypto::CertificateTemplate LoopbackPki::client_template() {
    auto content = lasting("Station");
    content.key_usage = {crypto::KeyUsage::digital_signature};
    content.extended_key_usage = {crypto::purpose::client};
    return content;
}

Leaf LoopbackPki::issue(const crypto::CertificateTemplate& content) const {
    auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto certificate = crypto::make_certificate(content, key.public_key(), root_, key_).value();
    return {std::move(certificate), std::move(key)};
}

Leaf LoopbackPki::self_signed(const crypto::CertificateTemplate& content) {
    auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto certificate = crypto::make_self_signed(content, key).value();
    return {std::move(certificate), std::move(key)};
}

Bytes LoopbackPki::revoking(const std::vector<std::string>& serials) const {
    crypto::CrlTemplate content;
    content.this_update = now() - 1h;
    content.next_update = now() + 24h;
    for (const auto& serial : serials) {
        content.revoked.push_back({serial, now() - 1h, 0});
    }
    return crypto::make_crl(content, root_, key_).der();
}

serve::ServerSettings LoopbackPki::server(bool ask_for_clients) const {
    const auto leaf = issue(server_template());
    serve::ServerSettings settings;
    settings.certificates = {leaf.certificate.der()};
    settings.key = leaf.key.pkcs8();
    if (ask_for_clients) {
        settings.client_roots = {root_.der()};
    }
    return settings;
}

std::shared_ptr<const net::ClientIdentity> LoopbackPki::client() const {
    return identity_of(issue(client_template()));
}

net::HttpSettings LoopbackPki::towards(int port) const {
    net::HttpSettings settings;
    settings.server = "https://127.0.0.1:" + std::to_string(port);
    settings.tls.roots = {root_.der()};
    settings.connect_timeout = 5s;
    settings.total_timeout = 10s;
    return settings;
}

std::shared_ptr<const net::ClientIdentity> identity_of(const Leaf& leaf) {
    auto identity = std::make_shared<net::ClientIdentity>();
    identity->certificates = {leaf.certificate.der()};
    identity->key = leaf.key.pkcs8();
    return identity;
}

} // namespace koltamga::test
