// The certification authority behind its port: CMP (RFC 9810, RFC 9483) over any carrier.
//
// A request is a p10cr signed by the station as registration authority, in a transaction whose id
// was durable before. Whatever comes back is checked twice: the message before anything in it is
// believed (answer_check.h), the certificate before it is confirmed (certificate_check.h); then
// OpenSSL checks the message again. A certificate that fails is rejected in the confirmation.
//
// Failures: ca.unreachable (nothing was sent), ca.outcome-unknown (sent, no believable answer),
// ca.answer-refused (an answer came and was not believed; the outcome is unknown too),
// ca.request-unfit and ca.station-certificate-unfit (nothing was sent), ca.revocation-refused.
#pragma once

#include "base/clock.h"
#include "ca/answer_check.h"
#include "ca/certificate_check.h"
#include "crypto/key_pair.h"
#include "issuance/ports.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace koltamga::ca {

// Carries one CMP message there and its answer back. Called again for each message of a
// transaction; a failure says nothing of whether the message arrived, but see `nothing_was_sent`.
using Transport = std::function<Result<Bytes>(BytesView request, std::stop_token stop)>;
// A carrier for one transaction: one connection, kept until it ends.
using OpenTransport = std::function<Transport()>;

struct CmpSettings {
    OpenTransport open_transport;
    // True when a failure of the transport leaves no doubt that no octet reached the CA.
    std::function<bool(const Failure&)> nothing_was_sent = [](const Failure&) { return false; };
    CertificateExpectations certificate;
    AnswerTrust trust;
    std::optional<crypto::Certificate> station; // id-kp-cmcRA
    std::vector<crypto::Certificate> station_chain;
    std::shared_ptr<const crypto::KeyPair> station_key;
    const Clock* clock = nullptr;
    // Whether the clock agrees with what is known otherwise; a doubtful clock refuses nothing.
    std::function<bool()> clock_trusted = [] { return true; };
};

// What an order says of the station's clock.
using ClockBehind = std::optional<std::chrono::milliseconds>;

// One transaction at a time for each object; the runner's thread.
class CmpAuthority final : public issuance::CertificationAuthority {
  public:
    explicit CmpAuthority(CmpSettings settings);

    Result<issuance::CaAnswer> request(const issuance::CertificateOrder& order,
                                       const issuance::BeforeConfirmation& before_confirmation,
                                       std::stop_token stop) override;
    Result<issuance::CaAnswer> resume(const issuance::CertificateOrder& order,
                                      const issuance::CaWaiting& waiting,
                                      const issuance::BeforeConfirmation& before_confirmation,
                                      std::stop_token stop) override;
    Done revoke(const issuance::RevocationOrder& order, std::stop_token stop) override;
    Result<issuance::CaGranted> examine(const issuance::CertificateOrder& order,
                                        BytesView certificate) override;

  private:
    Done check_ready(ClockBehind behind) const;

    CmpSettings settings_;
};

// What time it is, as far as it can be trusted: the station's clock put right as the order says, or
// as it is where nothing speaks against it.
std::optional<Instant> time_for(const CmpSettings& settings, ClockBehind behind);

// Whether the PKCS#10 is the order's: its key, its subject, its proof of possession. Fails with
// ca.request-unfit.
Done check_request(const issuance::CertificateOrder& order);

} // namespace koltamga::ca
