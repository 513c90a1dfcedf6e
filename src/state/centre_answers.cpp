#include "state/centre_answers.h"

#include "crypto/certificate_core.h"
#include "crypto/hash.h"
#include "state/answer.h"

#include <algorithm>

namespace koltamga::state {
namespace {

using Known = std::vector<issuance::KnownCertificate>;

std::optional<crypto::Certificate> certificate_from(const Json& json) {
    const auto der = octets_from(json);
    auto certificate = der ? crypto::Certificate::parse(*der)
                           : Result<crypto::Certificate>(answer_malformed("certificate"));
    return certificate ? std::optional(std::move(certificate).value()) : std::nullopt;
}

std::optional<EnrolmentAnswer> enrolment_from(const Json& json) {
    const auto tls = certificate_from(json.at("tls"));
    const auto registration = certificate_from(json.at("registration"));
    const auto journal = certificate_from(json.at("journal"));
    const auto issuing = certificate_from(json.at("issuing"));
    if (!tls || !registration || !journal || !issuing) {
        return std::nullopt;
    }
    return EnrolmentAnswer{*tls, *registration, *journal, *issuing};
}

// A certificate that this program would refuse exists all the same: its octets are kept as they
// came, so that it can be told from others and revoked.
std::optional<Known> certificates_from(const Json& list) {
    Known known;
    for (const auto& one : list) {
        auto der = octets_from(one.at("certificate"));
        const auto core = der ? crypto::read_certificate_core(*der) : std::nullopt;
        const auto status = issuance::certificate_status_named(one.at("status").get<std::string>());
        if (!core || !status || one.at("serial").get<std::string>() != core->serial) {
            return std::nullopt;
        }
        known.push_back({core->serial, std::move(*der), *status});
    }
    return known;
}

// What a look-up names may be revoked on its word: it must be of the key or the person asked for.
template <class Fits>
bool all_fit(const Known& known, Fits fits) {
    return std::ranges::all_of(known, [&](const issuance::KnownCertificate& one) {
        const auto certificate = crypto::read_certificate_core(one.certificate);
        return certificate && fits(*certificate);
    });
}

// Where in the subject the personal number stands is the profile's to say, here and elsewhere.
bool names_person(const crypto::CertificateCore& certificate, std::string_view pin) {
    return std::ranges::any_of(certificate.subject, [&](const crypto::NameAttribute& one) {
        return one.value.ends_with(pin);
    });
}

std::optional<issuance::WhatExists> what_exists_from(const Json& json,
                                                     const issuance::Digest& spki) {
    auto certificates = certificates_from(json.at("certificates"));
    const auto of_the_key = [&](const crypto::CertificateCore& certificate) {
        return crypto::sha256(certificate.spki) == spki;
    };
    if (!certificates || !all_fit(*certificates, of_the_key)) {
        return std::nullopt;
    }
    return issuance::WhatExists{std::move(*certificates), json.at("transaction_open").get<bool>()};
}

std::optional<Known> held_from(const Json& json, std::string_view pin) {
    auto known = certificates_from(json.at("certificates"));
    const auto of_the_person = [&](const crypto::CertificateCore& certificate) {
        return names_person(certificate, pin);
    };
    return known && all_fit(*known, of_the_person) ? known : std::nullopt;
}

} // namespace

Result<EnrolmentAnswer> read_enrolment(BytesView body) {
    return reading<EnrolmentAnswer>(body, "enrolment", &enrolment_from);
}

Result<issuance::WhatExists> read_what_exists(BytesView body, const issuance::Digest& spki) {
    return reading<issuance::WhatExists>(
        body, "certificates", [&](const Json& json) { return what_exists_from(json, spki); });
}

Result<std::vector<issuance::KnownCertificate>> read_held(BytesView body, std::string_view pin) {
    return reading<Known>(body, "holder", [&](const Json& json) { return held_from(json, pin); });
}

Result<Instant> read_time(std::string_view text, const StationId& station, BytesView nonce) {
    const auto start =
        "koltamga-time-1\nstation " + station.text() + "\nnonce " + hex(nonce) + "\ntime ";
    if (!text.starts_with(start) || !text.ends_with('\n')) {
        return time_refused("other-question");
    }
    const auto time = instant_from(text.substr(start.size(), text.size() - start.size() - 1));
    return time ? Result(*time) : time_refused("malformed");
}

} // namespace koltamga::state
