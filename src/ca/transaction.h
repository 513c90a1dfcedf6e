// One CMP transaction, driven through OpenSSL's client with everything it hears checked first.
// Internal to ca.
#pragma once

#include "ca/answer_check.h"
#include "ca/certificate_check.h"
#include "ca/cmp_authority.h"
#include "crypto/certificate_core.h"

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <openssl/cmp.h>

namespace koltamga::ca {

class Transaction {
  public:
    Transaction(const CmpSettings& settings, std::stop_token stop);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    Result<issuance::CaAnswer> request(const issuance::CertificateOrder& order,
                                       const issuance::BeforeConfirmation& before_confirmation);
    // Replays the transcript, then asks again.
    Result<issuance::CaAnswer> resume(const issuance::CertificateOrder& order,
                                      const issuance::CaWaiting& waiting,
                                      const issuance::BeforeConfirmation& before_confirmation);
    // By issuer and serial alone: also a certificate that could not be read.
    Done revoke(const crypto::CertificateCore& certificate, const issuance::RevocationOrder& order);

  private:
    struct Closer {
        void operator()(OSSL_CMP_CTX* context) const noexcept { OSSL_CMP_CTX_free(context); }
    };

    // Called back by OpenSSL; no exception may pass through it.
    static OSSL_CMP_MSG* on_transfer(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* request);
    static int on_certificate(OSSL_CMP_CTX* context, X509* certificate, int failure_bits,
                              const char** text);

    void prepare(BytesView transaction_id);
    void prepare_order(const issuance::CertificateOrder& order);
    Result<issuance::CaAnswer> outcome(int result, int check_after);

    Result<Bytes> exchange(BytesView request);
    Result<Bytes> exchange_checked(BytesView request);
    Result<Bytes> replay_next();
    Result<Bytes> send(BytesView request);
    Done check(const Message& answer, const Asked& asked);
    Done take(const Message& answer, BytesView octets);
    Done take_refusal(const StatusInfo& status);
    std::optional<std::string> judge();
    std::optional<Instant> trusted_now() const;

    const CmpSettings& settings_;
    std::stop_token stop_;
    Transport transport_;
    std::unique_ptr<OSSL_CMP_CTX, Closer> context_;
    const issuance::CertificateOrder* order_ = nullptr; // none: a revocation
    ClockBehind clock_behind_;
    const issuance::BeforeConfirmation* before_confirmation_ = nullptr;

    std::vector<Bytes> replay_; // still to be replayed, in order
    std::size_t replayed_ = 0;
    std::vector<Bytes> transcript_;
    bool polling_ = false;
    bool asked_network_ = false;
    bool withheld_ = false; // nothing may be sent any more
    Bytes certificate_;     // as it came
    bool with_modifications_ = false;
    std::vector<crypto::Certificate> helpers_;
    std::string rejection_text_;

    std::optional<Failure> failure_;
    std::optional<std::string> refused_;
    bool already_revoked_ = false;
    std::optional<std::string> rejected_;
    std::optional<issuance::CaGranted> granted_;
    bool confirmed_ = false;
    std::exception_ptr surprise_;
};

} // namespace koltamga::ca
