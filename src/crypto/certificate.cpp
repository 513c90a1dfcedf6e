#include "crypto/certificate.h"

#include "crypto/base64.h"
#include "crypto/certificate_facts.h"
#include "crypto/der.h"
#include "crypto/failures.h"
#include "crypto/openssl.h"

#include <algorithm>
#include <array>

namespace koltamga::crypto {
namespace {

constexpr std::array<std::string_view, 9> usage_names = {
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly"};

// RFC 2253 with letters left as they are.
std::string text_of_name(const X509_NAME* name) {
    const auto bio = writing_bio();
    constexpr unsigned long flags =
        XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    must(X509_NAME_print_ex(bio.get(), name, 0, flags) >= 0, "X509_NAME_print_ex");
    return text_of(content_of(bio.get()));
}

std::string dotted(std::string_view type) {
    const auto object = object_named(std::string(type));
    return object ? oid_text(object.get()) : std::string(type);
}

Result<X509Ptr> read_certificate(BytesView der) {
    if (der.size() > certificate_limit) {
        return certificate_unreadable("too-large");
    }
    bool all_read = false;
    auto certificate = from_der<X509Ptr>(d2i_X509, der, all_read);
    if (!certificate) {
        return certificate_unreadable("not-a-certificate");
    }
    if (!all_read) {
        return certificate_unreadable("trailing-octets");
    }
    return certificate;
}

} // namespace

std::string_view name_of(KeyUsage usage) {
    return usage_names[static_cast<std::size_t>(usage)];
}

Result<Certificate> Certificate::parse(BytesView der_or_pem) {
    const ErrorQueue quiet;
    if (!der_or_pem.empty() && der_or_pem[0] == der::sequence_tag) {
        KOLTAMGA_TRY(auto read, read_certificate(der_or_pem));
        return Native::certificate(std::move(read));
    }
    if (der_or_pem.size() > 2 * certificate_limit) {
        return certificate_unreadable("too-large");
    }
    const auto der = from_pem("CERTIFICATE", text_of(der_or_pem));
    if (!der) {
        return certificate_unreadable("not-a-certificate");
    }
    KOLTAMGA_TRY(auto read, read_certificate(*der));
    return Native::certificate(std::move(read));
}

Result<Certificate> Native::certificate(X509Ptr native) {
    KOLTAMGA_TRY(auto facts, read_facts(std::move(native)));
    return Certificate(
        std::make_shared<const Certificate::Facts>(Certificate::Facts{std::move(facts)}));
}

Result<Certificate> Native::copy(const X509* certificate) {
    X509Ptr copy(must_have(X509_dup(const_cast<X509*>(certificate)), "X509_dup")); // NOLINT read
    return Native::certificate(std::move(copy));
}

X509* Native::certificate(const Certificate& certificate) {
    return certificate.facts_->native.get();
}

std::string Certificate::pem() const {
    return to_pem("CERTIFICATE", der());
}
Digest Certificate::fingerprint() const {
    return sha256(der());
}
const Bytes& Certificate::der() const {
    return facts_->der;
}
const std::string& Certificate::serial() const {
    return facts_->serial;
}
const Name& Certificate::subject() const {
    return facts_->subject;
}
const Name& Certificate::issuer() const {
    return facts_->issuer;
}
Instant Certificate::not_before() const {
    return facts_->not_before;
}
Instant Certificate::not_after() const {
    return facts_->not_after;
}
const PublicKey& Certificate::public_key() const {
    return *facts_->key;
}
const std::string& Certificate::signature_algorithm() const {
    return facts_->signature_algorithm;
}
bool Certificate::is_authority() const {
    return facts_->authority;
}
std::optional<long> Certificate::path_length() const {
    return facts_->path_length;
}
bool Certificate::has_key_usage() const {
    return facts_->has_key_usage;
}
const std::vector<KeyUsage>& Certificate::key_usage() const {
    return facts_->key_usage;
}
bool Certificate::key_usage_critical() const {
    return facts_->key_usage_critical;
}
const std::vector<std::string>& Certificate::policies() const {
    return facts_->policies;
}
const std::vector<QcStatement>& Certificate::qc_statements() const {
    return facts_->statements;
}
const std::vector<std::string>& Certificate::crl_urls() const {
    return facts_->crl_urls;
}
const std::vector<std::string>& Certificate::ocsp_urls() const {
    return facts_->ocsp_urls;
}
const Bytes& Certificate::subject_key_id() const {
    return facts_->subject_key_id;
}
const Bytes& Certificate::authority_key_id() const {
    return facts_->authority_key_id;
}

const std::vector<std::string>& Certificate::extended_key_usage() const {
    return facts_->extended_key_usage;
}

std::string Certificate::subject_text() const {
    return text_of_name(X509_get_subject_name(facts_->native.get()));
}

std::string Certificate::issuer_text() const {
    return text_of_name(X509_get_issuer_name(facts_->native.get()));
}

std::vector<std::string> Certificate::subject_values(std::string_view type) const {
    const auto wanted = dotted(type);
    std::vector<std::string> values;
    for (const auto& attribute : facts_->subject) {
        if (dotted(attribute.type) == wanted) {
            values.push_back(attribute.value);
        }
    }
    return values;
}

bool Certificate::has_qc_statement(std::string_view oid) const {
    return std::ranges::any_of(facts_->statements,
                               [&](const auto& statement) { return statement.oid == oid; });
}

std::optional<Bytes> Certificate::extension(std::string_view oid) const {
    const auto found = facts_->extensions.find(oid);
    return found == facts_->extensions.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> Certificate::qc_types() const {
    return within_statement(facts_->statements, qc::type, der::oid_tag);
}

std::vector<std::string> Certificate::qc_legislation() const {
    return within_statement(facts_->statements, qc::legislation, der::printable_tag);
}

Result<std::vector<Certificate>> parse_certificates(std::string_view pem) {
    constexpr std::string_view end = "-----END CERTIFICATE-----";
    std::vector<Certificate> certificates;
    for (auto at = pem.find(end); at != std::string_view::npos; at = pem.find(end)) {
        KOLTAMGA_TRY(auto certificate,
                     Certificate::parse(bytes_of(pem.substr(0, at + end.size()))));
        certificates.push_back(std::move(certificate));
        pem.remove_prefix(at + end.size());
    }
    if (certificates.empty()) {
        return certificate_unreadable("not-a-certificate");
    }
    return certificates;
}

} // namespace koltamga::crypto
