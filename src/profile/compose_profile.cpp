#include "profile/choices.h"
#include "profile/office_profile.h"

namespace koltamga::profile {
namespace {

// A basic string (TOML 1.0): quotes, backslashes and control characters escaped.
std::string literal(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (octet < 0x20 || octet == 0x7f) {
            out += "\\u00";
            out += digits[octet >> 4U];
            out += digits[octet & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

// Multi-line for what people look at, as PEM is.
std::string pem(std::string_view text) {
    return "\"\"\"\n" + std::string(text) + "\"\"\"";
}

std::string flag(bool value) {
    return value ? "true" : "false";
}

template <class Items, class Spell>
std::string list(const Items& items, Spell spell) {
    std::string out;
    for (const auto& item : items) {
        out += (out.empty() ? "" : ", ") + std::string(spell(item));
    }
    return '[' + out + ']';
}

std::string texts(const std::vector<std::string>& items) {
    return list(items, [](const auto& item) { return literal(item); });
}

std::string pems(const std::vector<std::string>& items) {
    std::string out = "[\n";
    for (const auto& item : items) {
        out += pem(item) + ",\n";
    }
    return out + ']';
}

std::string by_language(const Texts& texts) {
    return "{ ky = " + literal(texts[0]) + ", ru = " + literal(texts[1]) +
           ", en = " + literal(texts[2]) + " }";
}

bool empty(const Texts& texts) {
    return texts == Texts();
}

class Writer {
  public:
    void table(std::string_view name) { text_ += "\n[" + std::string(name) + "]\n"; }
    void row(std::string_view name) { text_ += "\n[[" + std::string(name) + "]]\n"; }
    void put(std::string_view key, std::string_view value) {
        text_ += std::string(key) + " = " + std::string(value) + '\n';
    }
    template <class Number>
    void number(std::string_view key, Number value) {
        put(key, std::to_string(value));
    }
    void text(std::string_view key, std::string_view value) { put(key, literal(value)); }
    std::string take() { return std::move(text_); }

  private:
    std::string text_ = "# Koltamga office profile. Every key is described in src/profile.\n";
};

void write_head(Writer& out, const OfficeProfile& profile) {
    out.table("profile");
    out.text("id", profile.id);
    out.number("version", profile.version);
    out.put("practice", flag(profile.practice));
    out.text("agency_key", profile.agency_key);
    out.table("authority");
    out.put("name", by_language(profile.authority.name));
    out.put("identification", by_language(profile.authority.identification));
    out.table("office");
    out.put("name", by_language(profile.office.name));
    if (!empty(profile.office.address)) {
        out.put("address", by_language(profile.office.address));
    }
    out.text("code", profile.office.code);
    out.number("utc_offset_minutes", profile.office.utc_offset_minutes);
}

void write_centre(Writer& out, const Endpoints& endpoints) {
    out.table("centre");
    out.text("url", endpoints.centre);
    out.text("enrol", endpoints.enrol);
    out.text("cmp", endpoints.cmp);
    out.text("crl", endpoints.crl);
    out.text("ocsp", endpoints.ocsp);
    out.text("station", endpoints.station);
    out.text("vault", endpoints.vault);
}

void write_trust(Writer& out, const Trust& trust) {
    out.table("trust");
    out.put("roots", pems(trust.roots));
    out.put("issuing", pems(trust.issuing));
    out.put("ca_names", texts(trust.ca_names));
    out.put("receipt_signer", pem(trust.receipt_signer));
    if (!trust.receipt_signers_before.empty()) {
        out.put("receipt_signers_before", pems(trust.receipt_signers_before));
    }
    out.put("centre_encryption", pem(trust.centre_encryption));
    if (!trust.vault.empty()) {
        out.put("vault", pem(trust.vault));
    }
    out.put("recovery", pem(trust.recovery));
}

void write_keys(Writer& out, const Keys& keys) {
    out.table("keys");
    out.text("algorithm", to_text(keys.algorithm));
    out.text("custody", to_text(keys.custody));
    out.put("custody_allowed",
            list(keys.custody_allowed, [](auto kind) { return literal(to_text(kind)); }));
    out.number("password_rounds", keys.password_rounds);
    out.number("password_length", keys.password_length);
}

void write_certificate(Writer& out, const CertificateExpectations& certificate) {
    out.table("certificate");
    out.put("policies", texts(certificate.policies));
    out.put("key_usage", texts(certificate.key_usage));
    out.number("validity_days", certificate.validity_days);
    out.put("qc_compliance", flag(certificate.qc_compliance));
    out.text("qc_type", certificate.qc_type);
    out.text("qc_legislation", certificate.qc_legislation);
    out.put("qc_sscd", flag(certificate.qc_sscd));
    out.text("sscd_evidence", certificate.sscd_evidence);
    out.put("subject", list(certificate.subject, [](const auto& one) {
                return "\n  { attribute = " + literal(one.attribute) +
                       ", value = " + literal(one.value) + " }";
            }));
}

void write_rules(Writer& out, const domain::RuleSet& rules) {
    out.table("rules");
    out.text("id", rules.id);
    out.text("version", rules.version);
    out.text("legal_reference", rules.legal_reference);
    out.number("full_age", rules.full_age);
    out.text("leap_birthday", name_in(leap_birthdays, rules.leap_birthday));
    out.text("pin_first_digits", rules.pin.first_digits);
    out.put("pin_check_digit", flag(rules.pin.warn_of_check_digit));
    out.put("register_required", flag(rules.register_required));
    for (const auto& type : rules.documents) {
        out.row("documents");
        out.text("id", type.id);
        out.text("edition", type.edition);
        out.text("mrz_code", type.mrz_code);
        out.put("series", texts(type.series));
        out.number("digits", type.digits);
        out.put("chip", flag(type.chip));
        out.put("accepted", flag(type.accepted));
        if (!empty(type.name)) {
            out.put("name", by_language(type.name));
        }
    }
}

void write_agreement(Writer& out, const Agreement& agreement) {
    out.table("agreement");
    out.text("template", agreement.template_id);
    out.text("template_version", agreement.template_version);
    out.text("terms_version", agreement.terms_version);
    out.put("languages", list(agreement.languages,
                              [](auto language) { return literal(name_in(languages, language)); }));
    out.put("law", by_language(agreement.law));
}

void write_rest(Writer& out, const OfficeProfile& profile) {
    out.table("retention");
    out.number("after_receipt_days", profile.retention.after_receipt_days);
    out.number("drafts_days", profile.retention.drafts_days);
    const auto& limits = profile.limits;
    out.table("limits");
    out.number("answer_octets", limits.answer_octets);
    out.number("portrait_octets", limits.portrait_octets);
    out.number("portrait_pixels", limits.portrait_pixels);
    out.number("connect_timeout_ms", limits.connect_timeout.count());
    out.number("request_timeout_ms", limits.request_timeout.count());
    out.number("waiting_poll_seconds", limits.waiting_poll.count());
    out.number("waiting_longest_seconds", limits.waiting_longest.count());
    out.number("key_lifetime_minutes", limits.key_lifetime.count());
    out.number("idle_lock_minutes", limits.idle_lock.count());
    out.table("clock");
    out.number("difference_seconds", profile.clock.difference.count());
    out.number("set_back_seconds", profile.clock.set_back.count());
    out.number("forward_hours", profile.clock.forward.count());
    out.table("contact");
    out.text("phone_region", profile.phone_region);
}

} // namespace

std::string compose_profile(const OfficeProfile& profile) {
    Writer out;
    write_head(out, profile);
    write_centre(out, profile.endpoints);
    write_trust(out, profile.trust);
    write_keys(out, profile.keys);
    write_certificate(out, profile.certificate);
    write_rules(out, profile.rules);
    write_agreement(out, profile.agreement);
    write_rest(out, profile);
    return out.take();
}

} // namespace koltamga::profile
