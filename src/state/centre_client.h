// Asking the centre: enrolment, what certificates exist, what time it is.
#pragma once

#include "crypto/certificate.h"
#include "crypto/certificate_request.h"
#include "issuance/ports.h"
#include "net/http_client.h"

#include <vector>

namespace koltamga::state {

struct EnrolmentQuestion {
    std::string code; // the one-time code
    StationId station;
    crypto::CertificateRequest tls, registration, journal;
};

struct EnrolmentAnswer {
    crypto::Certificate tls, registration, journal;
    crypto::Certificate issuing; // goes with `tls` in every handshake
};

// `address`: the profile's endpoints.enrol. The connection in `http` shows no client certificate.
// Asking again with the same station and keys is safe and gives the same certificates. Fails with
// state.code-refused, state.answer-malformed, state.certificate-unfit (not for our keys), net.*.
Result<EnrolmentAnswer> enrol(net::HttpSettings http, const std::string& path,
                              const EnrolmentQuestion& question, std::stop_token stop = {});

struct CentreSettings {
    net::HttpSettings http;                        // with the station's TLS identity
    std::string prefix = "/station";               // of the paths
    StationId station;                             // who we are
    std::vector<crypto::Certificate> time_signers; // the centre's receipt certificates
};

// Look-ups never guess: "not there" is an empty list, anything else a failure.
class CentreClient final : public issuance::CertificateRegister {
  public:
    explicit CentreClient(CentreSettings settings) : settings_(std::move(settings)) {}

    Result<issuance::WhatExists> by_public_key(const issuance::Digest& spki,
                                               std::stop_token stop) override;
    Result<std::vector<issuance::KnownCertificate>> by_person(std::string_view pin,
                                                              std::stop_token stop) override;
    // Signed for this station and this very question; state.time-refused otherwise.
    Result<Instant> time(std::stop_token stop) override;

  private:
    CentreSettings settings_;
};

} // namespace koltamga::state
