#include "state/centre_client.h"

#include "crypto/base64.h"
#include "crypto/cms.h"
#include "crypto/random.h"
#include "state/answer.h"
#include "state/centre_answers.h"

namespace koltamga::state {
namespace {

constexpr std::size_t nonce_octets = 16;

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

} // namespace

Result<EnrolmentAnswer> enrol(net::HttpSettings http, const std::string& path,
                              const EnrolmentQuestion& question, std::stop_token stop) {
    net::HttpClient client(std::move(http));
    KOLTAMGA_TRY(auto response,
                 client.exchange({net::Method::post, path, "application/json", write(question)},
                                 std::move(stop)));
    KOLTAMGA_TRY(const auto body, accepted(std::move(response), &code_refused));
    KOLTAMGA_TRY(auto answer, read_enrolment(body));
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
    return read_what_exists(body, spki);
}

Result<std::vector<issuance::KnownCertificate>> CentreClient::by_person(std::string_view pin,
                                                                        std::stop_token stop) {
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(auto response,
                 client.exchange({net::Method::post, settings_.prefix + "/holder",
                                  "application/json", octets_of({{"pin", std::string(pin)}})},
                                 std::move(stop)));
    KOLTAMGA_TRY(const auto body, accepted(std::move(response), &refused));
    return read_held(body, pin);
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
    return read_time(text_of(opened->content), settings_.station, nonce);
}

} // namespace koltamga::state
