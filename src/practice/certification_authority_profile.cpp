#include "practice/certification_authority_profile.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace koltamga::practice {
namespace {

using namespace std::chrono;
using crypto::CertificateTemplate;

constexpr std::string_view semantics_prefix = "PNO";

void wrong_subject(CertificateTemplate& content) {
    const auto surname = std::ranges::find(content.subject, "SN", &crypto::NameAttribute::type);
    if (surname != content.subject.end()) {
        surname->value = "OTHER";
    }
}

void shift(CertificateTemplate& content, milliseconds by) {
    content.not_before += by;
    content.not_after += by;
}

void wrong_legislation(CertificateTemplate& content) {
    for (auto& statement : content.qc_statements) {
        if (statement.oid == crypto::qc::legislation) {
            statement = crypto::qc::make_legislation({"DE"});
        }
    }
}

struct Wrong {
    std::string_view kind;
    std::function<void(CertificateTemplate&)> make;
};

void leave(CertificateTemplate& /*content*/) {}

const std::array<Wrong, 12>& all_wrongs() {
    static const std::array<Wrong, 12> all = {{
        {"key", leave},
        {"issuer", leave},
        {"subject", wrong_subject},
        {"validity", [](auto& content) { content.not_after += days(1); }},
        {"future", [](auto& content) { shift(content, days(30)); }},
        {"past", [](auto& content) { shift(content, -days(400)); }},
        {"usage",
         [](auto& content) { content.key_usage.push_back(crypto::KeyUsage::digital_signature); }},
        {"policy", [](auto& content) { content.policies = {"1.3.6.1.4.1.32473.9.9"}; }},
        {"qc-missing",
         [](auto& content) {
             std::erase_if(content.qc_statements,
                           [](const auto& one) { return one.oid == crypto::qc::compliance; });
         }},
        {"qc-false", wrong_legislation},
        {"qscd", [](auto& content) { content.qc_statements.push_back(crypto::qc::make_sscd()); }},
        {"ca-flag",
         [](auto& content) {
             content.basic_constraints = {true, std::nullopt};
         }},
    }};
    return all;
}

std::array<std::string_view, 12> kinds_of_wrong() {
    std::array<std::string_view, 12> kinds;
    std::ranges::transform(all_wrongs(), kinds.begin(), &Wrong::kind);
    return kinds;
}

} // namespace

Instant last_second_of_a_year(Instant start, int years_after) {
    const auto day = floor<days>(start);
    year_month_day date = year_month_day(day) + years(years_after);
    if (!date.ok()) {
        date = date.year() / March / 1;
    }
    return sys_days(date) + (start - day) - seconds(1);
}

CertificateTemplate holder_template(const crypto::Name& subject, Instant now,
                                    const AuthoritySettings& settings) {
    CertificateTemplate content;
    content.subject = subject;
    content.not_before = floor<seconds>(now);
    content.not_after = last_second_of_a_year(content.not_before);
    content.key_usage = {crypto::KeyUsage::content_commitment};
    content.basic_constraints = crypto::BasicConstraints{false, std::nullopt};
    content.policies = {settings.policy};
    content.qc_statements = {crypto::qc::make_compliance(), crypto::qc::make_type(),
                             crypto::qc::make_legislation({settings.country})};
    content.crl_urls = {settings.crl_url};
    content.ocsp_urls = {settings.ocsp_url};
    return content;
}

std::span<const std::string_view> wrong_certificate_kinds() {
    static const auto kinds = kinds_of_wrong();
    return kinds;
}

void make_wrong(CertificateTemplate& content, std::string_view kind) {
    const auto found = std::ranges::find(all_wrongs(), kind, &Wrong::kind);
    if (found != all_wrongs().end()) {
        found->make(content);
    }
}

std::string pin_of(const crypto::Name& subject) {
    const auto number = std::ranges::find_if(subject, [](const auto& one) {
        return one.type == "serialNumber" || one.type == "2.5.4.5";
    });
    if (number == subject.end()) {
        return {};
    }
    const auto hyphen = number->value.find('-');
    const bool prefixed = number->value.starts_with(semantics_prefix) && hyphen == 5;
    return prefixed ? number->value.substr(hyphen + 1) : number->value;
}

} // namespace koltamga::practice
