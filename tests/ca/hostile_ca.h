// A CA that answers rightly in everything but the one thing a test makes wrong, and protects what
// it says by a key an attacker could have. It composes its messages octet by octet: nothing of it
// is shared with the client or with OpenSSL's CMP.
#pragma once

#include "tests/ca/stage.h"

#include "crypto/certificate_builder.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::ca::hostile {

// One CertResponse (RFC 9810 §5.3.4).
struct Response {
    std::int64_t request_id = -1;
    std::int64_t status = 0;
    std::optional<unsigned> failure_bit;
    std::optional<Bytes> certificate; // certOrEncCert, whole: [0] or another choice
};

// A PKIMessage about to be sent. Empty octets: the field is left out.
struct Answer {
    std::int64_t version = 2;
    Bytes sender;    // Name
    Bytes time;      // GeneralizedTime
    Bytes algorithm; // AlgorithmIdentifier
    Bytes sender_key_id, transaction_id, sender_nonce, recipient_nonce;
    Bytes general_info; // SEQUENCE OF InfoTypeAndValue
    std::uint8_t body_tag = 0;
    Bytes body;
    const crypto::KeyPair* key = nullptr;         // signs; none: no protection
    std::function<Bytes(BytesView content)> sign; // in place of the key's own way
    std::vector<Bytes> extra_certificates;
    std::function<void(Bytes& body)> after_signing;
    std::function<void(Bytes& octets)> on_the_wire;
};

struct Identity {
    crypto::KeyPair key;
    crypto::Certificate certificate;
};

// What the client said in its confirmation.
struct Confirmation {
    std::int64_t status = 0;
    std::string text;
};

class HostileCa {
  public:
    HostileCa();

    // What a test changes. Each is called while the right answer is being made.
    std::function<void(crypto::CertificateTemplate&)> change_certificate;
    std::function<void(Answer&)> change_answer;       // to the p10cr
    std::function<void(Answer&)> change_poll_answer;  // to a pollReq
    std::function<void(Answer&)> change_confirmation; // to the certConf
    std::function<void(Answer&)> change_revocation;   // to the rr
    std::function<Bytes(BytesView spki)> certify;     // makes the certificate altogether
    bool waiting = false;                             // answer the p10cr with "waiting"

    Result<Bytes> answer(BytesView request);
    CmpSettings settings();

    Bytes certificate_for(BytesView spki);
    Bytes cert_rep(const std::vector<Response>& responses, BytesView ca_pubs = {}) const;
    // The certificate with one more extension, signed anew, whatever comes of it.
    Bytes with_extension(BytesView certificate, const std::string& oid, BytesView content) const;
    Response granted(std::int64_t status = 0);
    static Bytes poll_rep(const std::vector<std::pair<std::int64_t, std::int64_t>>& polls);
    static Bytes error(std::int64_t status, std::optional<unsigned> failure_bit);
    // RevRepContent (RFC 9810 §5.3.10): status and failure bit of each.
    static Bytes
    rev_rep(const std::vector<std::pair<std::int64_t, std::optional<unsigned>>>& statuses);
    static Bytes time_text(Instant instant);
    // A CMP signer: by the issuing CA unless another signs; `change` makes it wrong.
    Identity signer(const std::function<void(crypto::CertificateTemplate&)>& change = {},
                    const Identity* issuer = nullptr);
    Identity sister(); // another authority under the same root
    static Identity self_signed(const crypto::CertificateTemplate& content);
    crypto::CertificateTemplate responder_template() const;
    // Signs as this identity, naming it properly.
    static void sign_as(Answer& answer, const Identity& identity);

    Identity root, issuing, responder, station;
    stage::Applicant applicant = stage::make_applicant();
    std::vector<Confirmation> confirmations;
    int requests = 0, polls = 0;
    Bytes last_answer;
    SystemClock clock;

  private:
    Answer proper(const Message& request);
    Bytes send(const Answer& answer);
    Bytes key_asked_for_; // SubjectPublicKeyInfo
};

} // namespace koltamga::ca::hostile
