// A CMP server over OpenSSL's OSSL_CMP_SRV: messages in, messages out, decisions made elsewhere.
//
// OpenSSL's server context holds one transaction; here is one context for each transaction id, and
// after a restart the context is brought back by replaying the request that opened it. Not for two
// threads at a time. Internal to practice.
#pragma once

#include "crypto/certificate.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace koltamga::practice {

// A p10cr, or the first request of an ir, cr or kur, whose proof of possession is verified.
struct CmpRequest {
    enum class Moment { first, polled, replayed };
    Moment moment = Moment::first;
    std::string transaction; // hexadecimal
    Bytes message;           // the whole CMP message, DER
    Bytes content;           // PKCS#10 or CertTemplate, DER
    crypto::Name subject;
    crypto::PublicKey key;
};

struct CmpGrant {
    crypto::Certificate certificate;
    bool with_modifications = false;
};
struct CmpRefusal {
    unsigned failure_bit = 0; // PKIFailureInfo
    const char* text = "";
};
struct CmpWait {};
using CmpDecision = std::variant<CmpGrant, CmpRefusal, CmpWait>;

class CmpDesk {
  public:
    virtual ~CmpDesk() = default;
    virtual CmpDecision decide(const CmpRequest& request) = 0;
    // Nothing: the certificate is ready, ask decide() again.
    virtual std::optional<std::chrono::seconds> still_waiting(const std::string& transaction) = 0;
    // The station accepted the certificate with this hash, or rejected it in these words.
    virtual bool confirm(const std::string& transaction, BytesView certificate_hash,
                         const std::optional<std::string>& rejection) = 0;
    // Nothing: it is revoked from now on.
    virtual std::optional<CmpRefusal> revoke(const std::string& serial, int reason) = 0;
    // The request that opened a transaction this server has forgotten; empty: none.
    virtual Bytes opening_message(const std::string& transaction) = 0;
    // Whether the holder of this (verified) certificate may ask.
    virtual bool may_ask(const crypto::Certificate& station) = 0;
};

struct CmpIdentity {
    const crypto::Certificate& root;
    const crypto::Certificate& issuing;
    const crypto::Certificate& responder;
    const crypto::KeyPair& responder_key;
};

class CmpServer {
  public:
    // What is referred to outlives this object.
    CmpServer(CmpIdentity identity, CmpDesk& desk);
    ~CmpServer();

    // Empty: no answer can be made.
    Bytes answer(BytesView request);

  private:
    struct Session;
    Session& session_for(const std::string& transaction);
    std::unique_ptr<Session> make_session(const std::string& transaction);

    CmpIdentity identity_;
    CmpDesk& desk_;
    std::map<std::string, std::unique_ptr<Session>> sessions_;
};

} // namespace koltamga::practice
