#include "state/centre_client.h"

#include "crypto/base64.h"
#include "crypto/certificate_core.h"
#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "state/answer.h"

#include <algorithm>

namespace koltamga::state {
namespace {

constexpr std::size_t nonce_octets = 16;

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

Bytes write(const EnrolmentQuestion& question) {
    return octets_of({{"code", question.code},
                      {"station", question.station.text()},
                      {"tls", crypto::to_base64(question.tls.der())},
                      {"registration", crypto::to_base64(question.registration.der())},
                      {"journal", crypto::to_base64(question.journal.der())}});
}

// The centre could mix up stations; a certificate for another key would lock us out later.
Done check_keys(const EnrolmentQuestion& question, const EnrolmentAnswer& answer) {
    if (!(question.tls.public_key() == answer.tls.public_key())) {
        return certificate_unfit("tls");
    }
    if (!(question.registration.public_key() == answer.registration.public_key())) {
        return certificate_unfit("registration");
    }
    if (!(question.journal.public_key() == answer.journal.public_key())) {
        return certificate_unfit("journal");
    }
    return {};
}

// A certificate that this program would refuse exists all the same: its octets are kept as they
// came, so that it can be told from others and revoked.
std::optional<std::vector<issuance::KnownCertificate>> certificates_from(const Json& list) {
    std::vector<issuance::KnownCertificate> known;
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
bool all_fit(const std::vector<issuance::KnownCertificate>& known, Fits fits) {
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

// "koltamga-time-1\nstation S\nnonce N\ntime T\n", and no other spelling.
Result<Instant> time_in(std::string_view text, const StationId& station, BytesView nonce) {
    const auto start =
        "koltamga-time-1\nstation " + station.text() + "\nnonce " + hex(nonce) + "\ntime ";
    if (!text.starts_with(start) || !text.ends_with('\n')) {
        return time_refused("other-question");
    }
    const auto time = instant_from(text.substr(start.size(), text.size() - start.size() - 1));
    return time ? Result(*time) : time_refused("malformed");
}

} // namespace

Result<EnrolmentAnswer> enrol(net::HttpSettings http, const std::string& path,
                              const EnrolmentQuestion& question, std::stop_token stop) {
    net::HttpClient client(std::move(http));
    KOLTAMGA_TRY(auto response,
                 client.exchange({net::Method::post, path, "application/json", write(question)},
                                 std::move(stop)));
    KOLTAMGA_TRY(const auto body, accepted(std::move(response), &code_refused));
    KOLTAMGA_TRY(auto answer, reading<EnrolmentAnswer>(body, "enrolment", &enrolment_from));
    KOLTAMGA_CHECK(check_keys(question, answer));
    return answer;
}

Result<issuance::WhatExists> CentreClient::by_public_key(const issuance::Digest& spki,
                                                         std::stop_token stop) {
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(
        auto response,
        client.exchange({net::Method::get, settings_.prefix + "/certificates/" + hex(spki), {}, {}},
                        std::move(stop)));
    KOLTAMGA_TRY(const auto body, accepted(std::move(response), &refused));
    return reading<issuance::WhatExists>(
        body, "certificates", [&](const Json& json) { return what_exists_from(json, spki); });
}

Result<std::vector<issuance::KnownCertificate>> CentreClient::by_person(std::string_view pin,
                                                                        std::stop_token stop) {
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(auto response,
                 client.exchange({net::Method::post, settings_.prefix + "/holder",
                                  "application/json", octets_of({{"pin", std::string(pin)}})},
                                 std::move(stop)));
    KOLTAMGA_TRY(const auto body, accepted(std::move(response), &refused));
    using Known = std::vector<issuance::KnownCertificate>;
    return reading<Known>(body, "holder", [&](const Json& json) -> std::optional<Known> {
        auto known = certificates_from(json.at("certificates"));
        const auto of_the_person = [&](const crypto::CertificateCore& certificate) {
            return names_person(certificate, pin);
        };
        return known && all_fit(*known, of_the_person) ? known : std::nullopt;
    });
}

Result<Instant> CentreClient::time(std::stop_token stop) {
    const auto nonce = crypto::random_octets(nonce_octets);
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(
        auto response,
        client.exchange({net::Method::get, settings_.prefix + "/time/" + hex(nonce), {}, {}},
                        std::move(stop)));
    KOLTAMGA_TRY(const auto der, accepted(std::move(response), &refused));
    const auto opened = crypto::verify_cms(der, settings_.time_signers);
    if (!opened) {
        return time_refused("signature " + opened.failure().detail);
    }
    return time_in(text_of(opened->content), settings_.station, nonce);
}

} // namespace koltamga::state
