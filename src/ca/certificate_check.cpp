#include "ca/certificate_check.h"

#include "ca/contains.h"
#include "ca/failures.h"
#include "crypto/agreement.h"
#include "crypto/path.h"

#include <algorithm>
#include <array>

namespace koltamga::ca {
namespace {

using crypto::Certificate;
using crypto::KeyUsage;
using issuance::CertificateOrder;

constexpr std::size_t longest_serial = 20; // octets, RFC 5280 §4.1.2.2

constexpr std::array<std::string_view, 7> strong_signatures = {
    "sha256WithRSAEncryption", "sha384WithRSAEncryption", "sha512WithRSAEncryption", "rsassaPss",
    "ecdsa-with-SHA256",       "ecdsa-with-SHA384",       "ecdsa-with-SHA512"};

constexpr auto subject_alternative_name = "2.5.29.17";
// QCP-n-qscd and QCP-l-qscd (ETSI EN 319 411-2 §5.3).
constexpr std::array<std::string_view, 2> device_policies = {"0.4.0.194112.1.2",
                                                             "0.4.0.194112.1.3"};
// Statements that claim nothing: where to read more, how long is kept, which syntax.
constexpr std::array<std::string_view, 3> harmless_statements = {
    crypto::qc::pds, crypto::qc::retention, "1.3.6.1.5.5.7.11.2"};

Failure refused(std::string_view what) {
    return certificate_refused(std::string(what));
}
Failure refused(std::string_view what, std::string_view which) {
    return certificate_refused(std::string(what) + ' ' + std::string(which));
}

Done check_form(const Certificate& certificate) {
    const auto& serial = certificate.serial();
    if (serial.starts_with('-') || serial.find_first_not_of('0') == std::string::npos) {
        return refused("serial-not-positive");
    }
    if (serial.size() / 2 > longest_serial) {
        return refused("serial-too-long");
    }
    if (!contains(strong_signatures, certificate.signature_algorithm())) {
        return refused("signature-algorithm-weak", certificate.signature_algorithm());
    }
    return {};
}

Done check_key(const Certificate& certificate, const CertificateOrder& order) {
    return std::ranges::equal(certificate.public_key().spki(), order.public_key)
               ? Done()
               : refused("public-key-differs");
}

// Exactly the attributes of the order, each once, in any order.
Done check_subject(const Certificate& certificate, const CertificateOrder& order) {
    for (const auto& asked : order.subject) {
        const auto values = certificate.subject_values(asked.attribute);
        if (values.empty()) {
            return refused("subject-attribute-missing", asked.attribute);
        }
        if (values.size() > 1) {
            return refused("subject-attribute-twice", asked.attribute);
        }
        if (values.front() != asked.value) {
            return refused("subject-attribute-differs", asked.attribute);
        }
    }
    return certificate.subject().size() == order.subject.size()
               ? Done()
               : refused("subject-attribute-unasked");
}

Done check_validity(const Certificate& certificate, const CertificateOrder& order,
                    const CertificateExpectations& expected, std::optional<Instant> now) {
    const auto begin = certificate.not_before();
    const auto end = certificate.not_after();
    if (end <= begin) {
        return refused("validity-reversed");
    }
    if (end > latest_end(begin) || end - begin > expected.longest_validity) {
        return refused("validity-too-long");
    }
    if (!now) {
        return {};
    }
    if (begin > *now + expected.clock_tolerance) {
        return refused("validity-begins-in-the-future");
    }
    if (end < *now) {
        return refused("validity-over");
    }
    return begin < order.asked - expected.backdating_tolerance ? refused("validity-backdated")
                                                               : Done();
}

Done check_key_usage(const Certificate& certificate, const CertificateExpectations& expected) {
    if (!certificate.has_key_usage()) {
        return refused("key-usage-missing");
    }
    if (!certificate.key_usage_critical()) {
        return refused("key-usage-not-critical");
    }
    for (const auto usage : certificate.key_usage()) {
        if (!contains(expected.key_usage, usage)) {
            return refused("key-usage-unasked", crypto::name_of(usage));
        }
    }
    for (const auto usage : expected.key_usage) {
        if (!contains(certificate.key_usage(), usage)) {
            return refused("key-usage-lacks", crypto::name_of(usage));
        }
    }
    for (const auto& purpose : certificate.extended_key_usage()) {
        if (!contains(expected.extended_key_usage, purpose)) {
            return refused("extended-key-usage-unasked", purpose);
        }
    }
    return {};
}

Done check_role(const Certificate& certificate) {
    if (certificate.is_authority()) {
        return refused("is-an-authority");
    }
    return certificate.extension(subject_alternative_name) ? refused("alternative-name-unasked")
                                                           : Done();
}

Done check_policies(const Certificate& certificate, const CertificateExpectations& expected) {
    for (const auto& policy : expected.policies) {
        if (!contains(certificate.policies(), policy)) {
            return refused("policy-missing", policy);
        }
    }
    for (const auto& policy : certificate.policies()) {
        if (contains(device_policies, policy)) { // no key is made in a device here
            return refused("policy-claims-device", policy);
        }
        if (!contains(expected.policies, policy)) {
            return refused("policy-unasked", policy);
        }
    }
    return {};
}

Done check_qc_type(const Certificate& certificate, const CertificateExpectations& expected) {
    const auto types = certificate.qc_types();
    if (types.empty() && !expected.qc_type.empty()) {
        return refused("qc-type-missing");
    }
    for (const auto& type : types) {
        if (type != expected.qc_type) {
            return refused("qc-type-unasked", type);
        }
    }
    return types.size() <= 1 ? Done() : refused("qc-type-twice");
}

// Without it the certificate would claim to be qualified in the EU (EN 319 412-5 §4.2.4).
Done check_qc_legislation(const Certificate& certificate, const CertificateExpectations& expected) {
    const auto countries = certificate.qc_legislation();
    if (countries.empty() && !expected.legislation.empty()) {
        return refused("qc-legislation-missing");
    }
    if (countries.size() > 1) {
        return refused("qc-legislation-several");
    }
    return countries.empty() || countries.front() == expected.legislation
               ? Done()
               : refused("qc-legislation-wrong", countries.front());
}

Done check_no_other_statement(const Certificate& certificate) {
    const std::array<std::string_view, 3> asked = {crypto::qc::compliance, crypto::qc::type,
                                                   crypto::qc::legislation};
    const auto& statements = certificate.qc_statements();
    for (const auto& statement : statements) {
        if (statement.oid == crypto::qc::sscd) {
            return refused("qc-device-claimed");
        }
        if (!contains(asked, statement.oid) && !contains(harmless_statements, statement.oid)) {
            return refused("qc-statement-unasked", statement.oid);
        }
        if (std::ranges::count(statements, statement.oid, &crypto::QcStatement::oid) > 1) {
            return refused("qc-statement-twice", statement.oid);
        }
    }
    return {};
}

// RFC 5280 §4.2.1.13 and §4.2.2.1: without either nobody could learn that it was revoked.
Done check_revocation_place(const Certificate& certificate) {
    const bool none = certificate.crl_urls().empty() && certificate.ocsp_urls().empty();
    return none ? refused("revocation-place-missing") : Done();
}

bool asks_for_statements(const CertificateExpectations& expected) {
    return expected.qc_compliance || !expected.qc_type.empty() || !expected.legislation.empty();
}

Done check_statements(const Certificate& certificate, const CertificateExpectations& expected) {
    if (certificate.qc_statements().empty() && asks_for_statements(expected)) {
        return refused("qc-statements-missing");
    }
    const bool compliance = certificate.has_qc_statement(crypto::qc::compliance);
    if (compliance != expected.qc_compliance) {
        return refused(compliance ? "qc-compliance-unasked" : "qc-compliance-missing");
    }
    KOLTAMGA_CHECK(check_no_other_statement(certificate));
    KOLTAMGA_CHECK(check_qc_type(certificate, expected));
    return check_qc_legislation(certificate, expected);
}

// By name and key: an authority may hold several certificates.
bool is_same_authority(const Certificate& one, const Certificate& other) {
    return one.subject() == other.subject() && one.public_key() == other.public_key();
}

Done check_issuer(const std::vector<Certificate>& path, const CertificateExpectations& expected) {
    const auto& named = expected.intermediates;
    if (std::ranges::none_of(named, &Certificate::is_authority)) {
        return {};
    }
    const bool by_one_of_them =
        path.size() > 1 && std::ranges::any_of(named, [&](const Certificate& one) {
            return is_same_authority(one, path[1]);
        });
    return by_one_of_them ? Done() : refused("issuer-unexpected");
}

Done check_path(const Certificate& certificate, const CertificateExpectations& expected,
                std::optional<Instant> now, const std::vector<Certificate>& helpers) {
    crypto::PathQuestion question;
    question.roots = expected.roots;
    question.intermediates = expected.intermediates;
    question.intermediates.insert(question.intermediates.end(), helpers.begin(), helpers.end());
    // Within the tolerance already checked, the CA's clock may be a little ahead of ours.
    question.at = std::max(now.value_or(certificate.not_before()), certificate.not_before());
    const auto path = crypto::verify_path(certificate, question);
    return path ? check_issuer(*path, expected) : refused("path", path.failure().detail);
}

// The certificate belongs to the person who accepted this very agreement.
Done check_agreement(const Certificate& certificate, const CertificateOrder& order) {
    const auto verified = crypto::verify_agreement(certificate.public_key(), order.agreement,
                                                   order.agreement_signature);
    return verified ? Done() : refused("agreement-signature-wrong");
}

} // namespace

Instant latest_end(Instant start) {
    using namespace std::chrono;
    const auto day = floor<days>(start);
    year_month_day date = year_month_day(day) + years(1);
    if (!date.ok()) {
        date = date.year() / March / 1;
    }
    return sys_days(date) + (start - day) - seconds(1);
}

Result<issuance::CaGranted> check_certificate(const Certificate& certificate,
                                              const CertificateOrder& order,
                                              const CertificateExpectations& expected,
                                              std::optional<Instant> now,
                                              const std::vector<Certificate>& helpers) {
    KOLTAMGA_CHECK(check_form(certificate));
    KOLTAMGA_CHECK(check_key(certificate, order));
    KOLTAMGA_CHECK(check_subject(certificate, order));
    KOLTAMGA_CHECK(check_validity(certificate, order, expected, now));
    KOLTAMGA_CHECK(check_role(certificate));
    KOLTAMGA_CHECK(check_key_usage(certificate, expected));
    KOLTAMGA_CHECK(check_policies(certificate, expected));
    KOLTAMGA_CHECK(check_statements(certificate, expected));
    KOLTAMGA_CHECK(check_revocation_place(certificate));
    KOLTAMGA_CHECK(check_path(certificate, expected, now, helpers));
    KOLTAMGA_CHECK(check_agreement(certificate, order));
    issuance::CaGranted granted;
    granted.certificate = certificate.der();
    granted.serial = certificate.serial();
    granted.not_before = certificate.not_before();
    granted.not_after = certificate.not_after();
    return granted;
}

Result<issuance::CaGranted> check_certificate(BytesView der, const CertificateOrder& order,
                                              const CertificateExpectations& expected,
                                              std::optional<Instant> now,
                                              const std::vector<Certificate>& helpers) {
    const auto certificate = Certificate::parse(der);
    return certificate ? check_certificate(*certificate, order, expected, now, helpers)
                       : refused("unreadable", certificate.failure().detail);
}

} // namespace koltamga::ca
