#include "ca/transaction.h"

#include "ca/failures.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

#include <algorithm>
#include <array>

namespace koltamga::ca {
namespace {

using crypto::must;
using crypto::must_have;
using crypto::Native;
using issuance::CaAnswer;
using issuance::CertificateOrder;
using issuance::RevocationReason;

using MessagePtr = std::unique_ptr<OSSL_CMP_MSG, crypto::Closer<OSSL_CMP_MSG_free>>;

constexpr std::chrono::seconds default_poll_pause{60};
constexpr unsigned cert_revoked = 10; // PKIFailureInfo: it is revoked already

// PKIFailureInfo that says something about the CA or about an earlier request, not about ours:
// what exists is then unknown.
constexpr std::array<unsigned, 6> doubtful_bits = {
    11, // certConfirmed
    14, // timeNotAvailable
    21, // transactionIdInUse
    24, // systemUnavail
    25, // systemFailure
    26, // duplicateCertReq
};

int crl_reason(RevocationReason reason) {
    switch (reason) {
    case RevocationReason::key_compromise:
        return CRL_REASON_KEY_COMPROMISE;
    case RevocationReason::affiliation_changed:
        return CRL_REASON_AFFILIATION_CHANGED;
    case RevocationReason::superseded:
        return CRL_REASON_SUPERSEDED;
    case RevocationReason::cessation_of_operation:
        return CRL_REASON_CESSATION_OF_OPERATION;
    case RevocationReason::unspecified:
        break;
    }
    return CRL_REASON_UNSPECIFIED;
}

MessagePtr read_native(BytesView octets) {
    const auto bio = crypto::reading_bio(octets);
    return MessagePtr(d2i_OSSL_CMP_MSG_bio(bio.get(), nullptr));
}

Bytes write_native(const OSSL_CMP_MSG* message) {
    const auto bio = crypto::writing_bio();
    must(i2d_OSSL_CMP_MSG_bio(bio.get(), message) == 1, "i2d_OSSL_CMP_MSG_bio");
    return crypto::content_of(bio.get());
}

crypto::Asn1OctetsPtr octets_of(BytesView bytes) {
    crypto::Asn1OctetsPtr octets(must_have(ASN1_OCTET_STRING_new(), "ASN1_OCTET_STRING_new"));
    must(ASN1_OCTET_STRING_set(octets.get(), bytes.data(), static_cast<int>(bytes.size())) == 1,
         "ASN1_OCTET_STRING_set");
    return octets;
}

// The library takes what is to be revoked from a certificate, and of it issuer and serial alone;
// but it wants one that it can read. So the station's own lends the rest.
crypto::X509Ptr stand_in_for(const crypto::CertificateCore& core,
                             const crypto::Certificate& station) {
    bool name_read = false;
    bool serial_read = false;
    const auto issuer =
        crypto::from_der<crypto::X509NamePtr>(d2i_X509_NAME, core.issuer, name_read);
    const auto serial =
        crypto::from_der<crypto::Asn1IntegerPtr>(d2i_ASN1_INTEGER, core.serial_der, serial_read);
    if (!name_read || !serial_read) {
        return {};
    }
    crypto::X509Ptr certificate(must_have(X509_dup(Native::certificate(station)), "X509_dup"));
    must(X509_set_issuer_name(certificate.get(), issuer.get()) == 1 &&
             X509_set_serialNumber(certificate.get(), serial.get()) == 1,
         "certificate to be revoked");
    return certificate;
}

std::vector<Body> bodies_after(const Message& request) {
    switch (static_cast<Body>(request.body)) {
    case Body::p10cr:
        return {Body::cp, Body::error};
    case Body::poll_req:
        return {Body::cp, Body::poll_rep, Body::error};
    case Body::rr:
        return {Body::rp, Body::error};
    default: // certConf and our own error
        return {Body::pkiconf, Body::error};
    }
}

bool is_conclusion(const Message& request) {
    return request.is(Body::cert_conf) || request.is(Body::error);
}

std::vector<crypto::Certificate> parse_all(const std::vector<Bytes>& ders) {
    std::vector<crypto::Certificate> all;
    for (const auto& octets : ders) {
        if (auto certificate = crypto::Certificate::parse(octets)) {
            all.push_back(std::move(*certificate));
        }
    }
    return all;
}

} // namespace

Transaction::Transaction(const CmpSettings& settings, std::stop_token stop)
    : settings_(settings), stop_(std::move(stop)), transport_(settings.open_transport()) {}

Transaction::~Transaction() = default;

std::optional<Instant> Transaction::trusted_now() const {
    return time_for(settings_, clock_behind_);
}

void Transaction::prepare(BytesView transaction_id) {
    context_.reset(must_have(OSSL_CMP_CTX_new(nullptr, nullptr), "OSSL_CMP_CTX_new"));
    auto* context = context_.get();
    const auto chain = crypto::stack_of(settings_.station_chain);
    const auto id = octets_of(transaction_id);
    must(OSSL_CMP_CTX_set_log_verbosity(context, 0) == 1 &&
             OSSL_CMP_CTX_set1_cert(context, Native::certificate(*settings_.station)) == 1 &&
             OSSL_CMP_CTX_set1_pkey(context, Native::key(*settings_.station_key)) == 1 &&
             OSSL_CMP_CTX_set1_transactionID(context, id.get()) == 1 &&
             OSSL_CMP_CTX_set_transfer_cb(context, on_transfer) == 1 &&
             OSSL_CMP_CTX_set_transfer_cb_arg(context, this) == 1 &&
             OSSL_CMP_CTX_set_certConf_cb(context, on_certificate) == 1 &&
             OSSL_CMP_CTX_set_certConf_cb_arg(context, this) == 1,
         "CMP context");
    if (!settings_.station_chain.empty()) { // OpenSSL forgets its own list for an empty one
        must(OSSL_CMP_CTX_set1_untrusted(context, chain.get()) == 1, "set1_untrusted");
    }
    if (!settings_.trust.signers.empty()) {
        must(OSSL_CMP_CTX_set1_recipient(context, X509_get_subject_name(Native::certificate(
                                                      settings_.trust.signers.front()))) == 1,
             "set1_recipient");
    }
}

void Transaction::prepare_order(const CertificateOrder& order) {
    order_ = &order;
    clock_behind_ = order.clock_behind;
    prepare(order.transaction_id);
    bool all_read = false;
    const auto request =
        crypto::from_der<crypto::X509ReqPtr>(d2i_X509_REQ, order.certificate_request, all_read);
    must(all_read, "d2i_X509_REQ");
    must(OSSL_CMP_CTX_set1_p10CSR(context_.get(), request.get()) == 1, "set1_p10CSR");
}

Result<CaAnswer> Transaction::request(const CertificateOrder& order,
                                      const issuance::BeforeConfirmation& before_confirmation) {
    const crypto::ErrorQueue errors;
    before_confirmation_ = &before_confirmation;
    prepare_order(order);
    int check_after = 0;
    const int result = OSSL_CMP_try_certreq(context_.get(), OSSL_CMP_P10CR, nullptr, &check_after);
    return outcome(result, check_after);
}

Result<CaAnswer> Transaction::resume(const CertificateOrder& order,
                                     const issuance::CaWaiting& waiting,
                                     const issuance::BeforeConfirmation& before_confirmation) {
    if (waiting.transcript.empty()) {
        return outcome_unknown("transcript-empty");
    }
    const crypto::ErrorQueue errors;
    before_confirmation_ = &before_confirmation;
    replay_ = waiting.transcript;
    prepare_order(order);
    int check_after = 0;
    int result = OSSL_CMP_try_certreq(context_.get(), OSSL_CMP_P10CR, nullptr, &check_after);
    if (result == -1 && !asked_network_) { // the stored pollRep answered; now ask the CA itself
        result = OSSL_CMP_try_certreq(context_.get(), OSSL_CMP_P10CR, nullptr, &check_after);
    }
    return outcome(result, check_after);
}

Result<CaAnswer> Transaction::outcome(int result, int check_after) {
    if (surprise_) {
        std::rethrow_exception(surprise_);
    }
    if (granted_ && !withheld_) {
        granted_->confirmed = confirmed_;
        return CaAnswer(*granted_);
    }
    if (rejected_) {
        return CaAnswer(issuance::CaRejected{certificate_, *rejected_});
    }
    if (refused_) {
        return CaAnswer(issuance::CaRefused{*refused_});
    }
    if (result == -1) {
        return CaAnswer(issuance::CaWaiting{transcript_, std::chrono::seconds(check_after)});
    }
    // "Waiting" was heard for the first time and the first poll got lost: that is waiting too.
    const bool only_poll_lost = polling_ && replayed_ == 0 && transcript_.size() == 1 && failure_ &&
                                failure_->code != Code::ca_answer_refused;
    if (only_poll_lost) {
        return CaAnswer(issuance::CaWaiting{transcript_, default_poll_pause});
    }
    return failure_ ? *failure_ : answer_refused("openssl " + crypto::take_error());
}

Done Transaction::revoke(const crypto::CertificateCore& certificate,
                         const issuance::RevocationOrder& order) {
    const crypto::ErrorQueue errors;
    const auto which = stand_in_for(certificate, *settings_.station);
    if (!which) {
        return request_unfit("certificate-unreadable issuer");
    }
    clock_behind_ = order.clock_behind;
    prepare(crypto::random_octets(16));
    must(OSSL_CMP_CTX_set1_oldCert(context_.get(), which.get()) == 1 &&
             OSSL_CMP_CTX_set_option(context_.get(), OSSL_CMP_OPT_REVOCATION_REASON,
                                     crl_reason(order.reason)) == 1,
         "CMP revocation");
    const int result = OSSL_CMP_exec_RR_ses(context_.get());
    if (surprise_) {
        std::rethrow_exception(surprise_);
    }
    if (refused_) {
        return revocation_refused(*refused_);
    }
    if (failure_) {
        return *failure_;
    }
    return result == 1 || already_revoked_ ? Done()
                                           : answer_refused("openssl " + crypto::take_error());
}

OSSL_CMP_MSG* Transaction::on_transfer(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* request) {
    auto* self = static_cast<Transaction*>(OSSL_CMP_CTX_get_transfer_cb_arg(context));
    try {
        const auto answer = self->exchange(write_native(request));
        auto native = answer ? read_native(*answer) : MessagePtr();
        if (answer && !native) {
            self->failure_ = answer_refused("openssl-unreadable");
        }
        return native.release();
    } catch (...) {
        self->surprise_ = std::current_exception();
        self->withheld_ = true;
        return nullptr;
    }
}

// Passes the answer on, and keeps why there is none.
Result<Bytes> Transaction::exchange(BytesView request) {
    auto answer = exchange_checked(request);
    if (!answer && !failure_) {
        failure_ = answer.failure();
    }
    return answer;
}

Result<Bytes> Transaction::exchange_checked(BytesView octets) {
    KOLTAMGA_TRY(const auto request, read_message(octets));
    if (replayed_ < replay_.size()) {
        return replay_next();
    }
    if (withheld_) {
        return outcome_unknown("confirmation-withheld");
    }
    KOLTAMGA_TRY(auto answer, send(octets));
    KOLTAMGA_TRY(const auto message, read_message(answer));
    const Asked asked{request.transaction_id, request.sender_nonce, bodies_after(request),
                      request.is(Body::poll_req), trusted_now()};
    KOLTAMGA_CHECK(check(message, asked));
    if (is_conclusion(request)) {
        confirmed_ = message.is(Body::pkiconf);
        return answer;
    }
    KOLTAMGA_CHECK(take(message, answer));
    return answer;
}

// What the CA said before this process began: it was checked when it came, and is again, against
// its own nonce and time. Our next message continues from it (RFC 9810 §5.1.1).
Result<Bytes> Transaction::replay_next() {
    Bytes octets = replay_[replayed_++];
    KOLTAMGA_TRY(const auto message, read_message(octets));
    const Asked asked{order_->transaction_id,
                      message.recipient_nonce,
                      {replayed_ == 1 ? Body::cp : Body::poll_rep},
                      replayed_ > 1,
                      message.time};
    KOLTAMGA_CHECK(check(message, asked));
    const auto nonce = octets_of(message.recipient_nonce);
    must(OSSL_CMP_CTX_set1_senderNonce(context_.get(), nonce.get()) == 1, "set1_senderNonce");
    KOLTAMGA_CHECK(take(message, octets));
    return octets;
}

Result<Bytes> Transaction::send(BytesView request) {
    if (stop_.stop_requested() && !asked_network_) {
        return unreachable("stopped");
    }
    auto answer = transport_(request, stop_);
    if (answer) {
        asked_network_ = true;
        return answer;
    }
    const auto& failure = answer.failure();
    const std::string detail =
        std::string(name_of(failure.code)) + (failure.detail.empty() ? "" : " " + failure.detail);
    if (!asked_network_ && settings_.nothing_was_sent(failure)) {
        return unreachable(detail);
    }
    asked_network_ = true;
    return outcome_unknown(detail);
}

Done Transaction::check(const Message& answer, const Asked& asked) {
    KOLTAMGA_TRY(const auto signer, check_answer(answer, asked, settings_.trust));
    // OpenSSL verifies again, with exactly the signer that was found worthy.
    must(OSSL_CMP_CTX_set1_srvCert(context_.get(), Native::certificate(signer)) == 1,
         "set1_srvCert");
    return {};
}

Done Transaction::take(const Message& answer, BytesView octets) {
    if (answer.error) {
        return take_refusal(*answer.error);
    }
    if (answer.is(Body::rp)) {
        const auto& status = answer.revocations.front();
        const bool refused = status.status == Status::rejection;
        already_revoked_ = refused && std::ranges::find(status.failure_bits, cert_revoked) !=
                                          status.failure_bits.end();
        return refused && !already_revoked_ ? take_refusal(status) : Done();
    }
    if (answer.is(Body::poll_rep)) {
        transcript_.resize(1);
        transcript_.emplace_back(octets.begin(), octets.end());
        return {};
    }
    const auto& response = answer.responses.front();
    if (response.status.status == Status::rejection) {
        return take_refusal(response.status);
    }
    if (response.status.status == Status::waiting) {
        polling_ = true;
        transcript_ = {Bytes(octets.begin(), octets.end())};
        return {};
    }
    certificate_ = response.certificate;
    with_modifications_ = response.status.status == Status::granted_with_mods;
    helpers_ = parse_all(answer.extra_certificates);
    return {};
}

// A signed refusal. It is the end only when it speaks of this request.
Done Transaction::take_refusal(const StatusInfo& status) {
    const auto words = describe(status);
    if (status.status != Status::rejection) {
        return outcome_unknown("error-without-rejection " + words);
    }
    const bool doubtful = std::ranges::any_of(status.failure_bits, [](unsigned bit) {
        return std::ranges::find(doubtful_bits, bit) != doubtful_bits.end();
    });
    if (doubtful) {
        return outcome_unknown("refused-in-doubt " + words);
    }
    refused_ = words;
    return {};
}

int Transaction::on_certificate(OSSL_CMP_CTX* context, X509* /*certificate*/, int /*bits*/,
                                const char** text) {
    auto* self = static_cast<Transaction*>(OSSL_CMP_CTX_get_certConf_cb_arg(context));
    try {
        const auto wrong = self->judge();
        if (!wrong) {
            return 0;
        }
        self->rejection_text_ = *wrong;
        *text = self->rejection_text_.c_str();
        return 1 << OSSL_CMP_PKIFAILUREINFO_incorrectData;
    } catch (...) {
        self->surprise_ = std::current_exception();
        self->withheld_ = true;
        return 1 << OSSL_CMP_PKIFAILUREINFO_systemFailure;
    }
}

// What is wrong with the certificate; nothing: it is accepted, and durable here.
std::optional<std::string> Transaction::judge() {
    auto granted =
        check_certificate(certificate_, *order_, settings_.certificate, trusted_now(), helpers_);
    if (!granted) {
        rejected_ = granted.failure().detail;
        return rejected_;
    }
    granted->with_modifications = with_modifications_;
    if (const auto kept = (*before_confirmation_)(*granted); !kept) {
        withheld_ = true; // neither accepted nor rejected: the same order may ask again
        failure_ = kept.failure();
        return std::nullopt;
    }
    granted_ = *granted;
    return std::nullopt;
}

} // namespace koltamga::ca
