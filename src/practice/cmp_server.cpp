#include "practice/cmp_server.h"

#include "crypto/certificate_facts.h"
#include "crypto/certificate_request.h"
#include "crypto/der.h"
#include "crypto/openssl.h"

#include <array>
#include <span>

#include <openssl/cmp.h>
#include <openssl/crmf.h>

namespace koltamga::practice {
namespace {

namespace der = crypto::der;
using crypto::Closer;
using crypto::must;
using crypto::must_have;

using MessagePtr = std::unique_ptr<OSSL_CMP_MSG, Closer<OSSL_CMP_MSG_free>>;
using ServerPtr = std::unique_ptr<OSSL_CMP_SRV_CTX, Closer<OSSL_CMP_SRV_CTX_free>>;

// More transactions at a time than a practice centre ever has; beyond it, contexts are dropped and
// brought back by replay when they are needed.
constexpr std::size_t most_sessions = 256;

constexpr auto reason_code_oid = "2.5.29.21";

MessagePtr read(BytesView octets) {
    const auto bio = crypto::reading_bio(octets);
    return MessagePtr(d2i_OSSL_CMP_MSG_bio(bio.get(), nullptr));
}

Bytes write(const OSSL_CMP_MSG* message) {
    const auto bio = crypto::writing_bio();
    must(i2d_OSSL_CMP_MSG_bio(bio.get(), message) == 1, "i2d_OSSL_CMP_MSG_bio");
    return crypto::content_of(bio.get());
}

BytesView view(const ASN1_OCTET_STRING* octets) {
    return octets == nullptr ? BytesView()
                             : BytesView(ASN1_STRING_get0_data(octets),
                                         static_cast<std::size_t>(ASN1_STRING_length(octets)));
}

std::string transaction_of(const OSSL_CMP_MSG* message) {
    return hex(view(OSSL_CMP_HDR_get0_transactionID(OSSL_CMP_MSG_get0_header(message))));
}

// The octets of a message's body, inside its tag.
BytesView body_of(BytesView message) {
    const auto whole = der::only(message, der::sequence_tag);
    der::Reader fields(whole ? whole->content : BytesView{});
    const auto header = fields.next(der::sequence_tag);
    const auto body = header ? fields.next() : std::nullopt;
    return body ? body->content : BytesView{};
}

struct Wanted {
    Bytes content;
    crypto::Name subject;
    crypto::PublicKey key;
};

std::optional<Wanted> wanted_by_pkcs10(BytesView body) {
    auto request = crypto::CertificateRequest::parse(body);
    if (!request) {
        return std::nullopt;
    }
    return Wanted{request->der(), request->subject(), request->public_key()};
}

std::optional<crypto::Name> name_of(BytesView octets) {
    bool all_read = false;
    const auto name = crypto::from_der<crypto::X509NamePtr>(d2i_X509_NAME, octets, all_read);
    return all_read ? std::optional(crypto::name_from(name.get())) : std::nullopt;
}

// CertReqMessages ::= SEQUENCE OF SEQUENCE { certReq { certReqId, certTemplate, … }, … } (RFC 4211)
std::optional<Wanted> wanted_by_template(BytesView body) {
    const auto messages = der::only(body, der::sequence_tag);
    der::Reader list(messages ? messages->content : BytesView{});
    const auto message = list.next(der::sequence_tag);
    der::Reader parts(message ? message->content : BytesView{});
    const auto request = parts.next(der::sequence_tag);
    der::Reader fields(request ? request->content : BytesView{});
    const auto id = fields.next(der::integer_tag);
    const auto content = id ? fields.next(der::sequence_tag) : std::nullopt;
    std::optional<crypto::Name> subject;
    std::optional<crypto::PublicKey> key;
    for (der::Reader items(content ? content->content : BytesView{}); !items.at_end();) {
        const auto item = items.next();
        if (!item) {
            return std::nullopt;
        }
        if (item->tag == der::around(5)) {
            subject = name_of(item->content);
        } else if (item->tag == der::around(6)) {
            auto parsed = crypto::PublicKey::parse(der::element(der::sequence_tag, item->content));
            key = parsed ? std::optional(*parsed) : std::nullopt;
        }
    }
    if (!subject || !key) {
        return std::nullopt;
    }
    return Wanted{Bytes(content->whole.begin(), content->whole.end()), *subject, *key};
}

std::optional<Wanted> wanted_by(const OSSL_CMP_MSG* message, BytesView octets) {
    const auto body = body_of(octets);
    return OSSL_CMP_MSG_get_bodytype(message) == OSSL_CMP_P10CR ? wanted_by_pkcs10(body)
                                                                : wanted_by_template(body);
}

// The reasonCode in the crlEntryDetails of an rr's first RevDetails (RFC 9810 §5.3.9).
int reason_of(BytesView octets) {
    const auto list = der::only(body_of(octets), der::sequence_tag);
    der::Reader details(list ? list->content : BytesView{});
    const auto first = details.next(der::sequence_tag);
    der::Reader fields(first ? first->content : BytesView{});
    const auto content = fields.next(der::sequence_tag);
    const auto extensions = content ? fields.next(der::sequence_tag) : std::nullopt;
    for (der::Reader items(extensions ? extensions->content : BytesView{}); !items.at_end();) {
        const auto item = items.next(der::sequence_tag);
        der::Reader parts(item ? item->content : BytesView{});
        const auto type = parts.next(der::oid_tag);
        parts.next(der::boolean_tag);
        const auto value = parts.next(der::octet_string_tag);
        if (type && value && der::oid_text(type->content) == reason_code_oid &&
            value->content.size() == 3) {
            return value->content[2]; // ENUMERATED of one octet
        }
        if (!item) {
            break;
        }
    }
    return 0;
}

OSSL_CMP_PKISI* status(int number, unsigned failure_bits = 0, const char* text = nullptr) {
    return OSSL_CMP_STATUSINFO_new(number, static_cast<int>(failure_bits), text);
}

OSSL_CMP_PKISI* refusal(unsigned bit, const char* text) {
    return status(OSSL_CMP_PKISTATUS_rejection, 1U << bit, text);
}

int desk_index() {
    static const int index =
        CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_X509_STORE, 0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

// Besides the path: only a registration authority may ask.
int check_signer(int fine_so_far, X509_STORE_CTX* path) {
    if (fine_so_far != 1 || X509_STORE_CTX_get_error_depth(path) != 0) {
        return fine_so_far;
    }
    auto* desk = static_cast<CmpDesk*>(
        X509_STORE_get_ex_data(X509_STORE_CTX_get0_store(path), desk_index()));
    const auto signer = crypto::Native::copy(X509_STORE_CTX_get_current_cert(path));
    if (signer && desk->may_ask(*signer)) {
        return 1;
    }
    X509_STORE_CTX_set_error(path, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

} // namespace

struct CmpServer::Session {
    CmpDesk* desk = nullptr;
    std::string transaction;
    ServerPtr server;
    const crypto::Certificate* issuing = nullptr;
    CmpRequest::Moment moment = CmpRequest::Moment::first;
    Bytes opening; // the request this transaction began with, DER
    BytesView current;

    static Session& of(OSSL_CMP_SRV_CTX* server) {
        return *static_cast<Session*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
    }
    OSSL_CMP_PKISI* granted(const CmpGrant& grant, X509** certificate, STACK_OF(X509) * *chain);
    static OSSL_CMP_PKISI* on_request(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* message, int id,
                                      const OSSL_CRMF_MSG* crmf, const X509_REQ* pkcs10,
                                      X509** certificate, STACK_OF(X509) * *chain,
                                      STACK_OF(X509) * *authorities);
    static OSSL_CMP_PKISI* on_revocation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* message,
                                         const X509_NAME* issuer, const ASN1_INTEGER* serial);
    static int on_confirmation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* message, int id,
                               const ASN1_OCTET_STRING* hash, const OSSL_CMP_PKISI* info);
    static int on_poll(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* message, int id,
                       OSSL_CMP_MSG** request, std::int64_t* check_after);
    static int on_general(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* message,
                          const STACK_OF(OSSL_CMP_ITAV) * in, STACK_OF(OSSL_CMP_ITAV) * *out);
    static void on_error(OSSL_CMP_SRV_CTX* /*server*/, const OSSL_CMP_MSG* /*message*/,
                         const OSSL_CMP_PKISI* /*info*/, const ASN1_INTEGER* /*code*/,
                         const OSSL_CMP_PKIFREETEXT* /*details*/) {}
};

OSSL_CMP_PKISI* CmpServer::Session::granted(const CmpGrant& grant, X509** certificate,
                                            STACK_OF(X509) * *chain) {
    *certificate = crypto::Native::certificate(grant.certificate);
    must(X509_up_ref(*certificate) == 1, "X509_up_ref");
    *chain = crypto::stack_of(std::span(issuing, 1)).release();
    return status(grant.with_modifications ? OSSL_CMP_PKISTATUS_grantedWithMods
                                           : OSSL_CMP_PKISTATUS_accepted);
}

OSSL_CMP_PKISI* CmpServer::Session::on_request(OSSL_CMP_SRV_CTX* server,
                                               const OSSL_CMP_MSG* message, int /*id*/,
                                               const OSSL_CRMF_MSG* /*crmf*/,
                                               const X509_REQ* /*pkcs10*/, X509** certificate,
                                               STACK_OF(X509) * *chain,
                                               STACK_OF(X509) * * /*authorities*/) {
    Session& session = of(server);
    const Bytes octets = write(message);
    const auto wanted = wanted_by(message, octets);
    if (!wanted) {
        return refusal(OSSL_CMP_PKIFAILUREINFO_badCertTemplate, "subject and key are needed");
    }
    session.opening = octets;
    const auto decision = session.desk->decide({session.moment, session.transaction, octets,
                                                wanted->content, wanted->subject, wanted->key});
    if (const auto* grant = std::get_if<CmpGrant>(&decision)) {
        return session.granted(*grant, certificate, chain);
    }
    if (const auto* refused = std::get_if<CmpRefusal>(&decision)) {
        return refusal(refused->failure_bit, refused->text);
    }
    return status(OSSL_CMP_PKISTATUS_waiting);
}

OSSL_CMP_PKISI* CmpServer::Session::on_revocation(OSSL_CMP_SRV_CTX* server,
                                                  const OSSL_CMP_MSG* /*message*/,
                                                  const X509_NAME* issuer,
                                                  const ASN1_INTEGER* serial) {
    const Session& session = of(server);
    const auto* own = X509_get_subject_name(crypto::Native::certificate(*session.issuing));
    const bool ours = issuer != nullptr && serial != nullptr && X509_NAME_cmp(issuer, own) == 0;
    if (!ours) {
        return refusal(OSSL_CMP_PKIFAILUREINFO_badCertId, "no such certificate");
    }
    const auto refused =
        session.desk->revoke(crypto::serial_text(serial), reason_of(session.current));
    if (refused) {
        return refusal(refused->failure_bit, refused->text);
    }
    return status(OSSL_CMP_PKISTATUS_accepted);
}

int CmpServer::Session::on_confirmation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* /*message*/,
                                        int /*id*/, const ASN1_OCTET_STRING* hash,
                                        const OSSL_CMP_PKISI* info) {
    const Session& session = of(server);
    std::array<char, 512> words{};
    std::optional<std::string> rejection;
    if (info != nullptr &&
        OSSL_CMP_snprint_PKIStatusInfo(info, words.data(), words.size()) != nullptr) {
        const std::string text(words.data());
        if (!text.starts_with("PKIStatus: accepted")) {
            rejection = text;
        }
    }
    return session.desk->confirm(session.transaction, view(hash), rejection) ? 1 : 0;
}

int CmpServer::Session::on_poll(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* /*message*/,
                                int /*id*/, OSSL_CMP_MSG** request, std::int64_t* check_after) {
    Session& session = of(server);
    const auto wait = session.desk->still_waiting(session.transaction);
    *check_after = wait ? wait->count() : 0;
    *request = wait ? nullptr : read(session.opening).release();
    session.moment = CmpRequest::Moment::polled;
    return 1;
}

int CmpServer::Session::on_general(OSSL_CMP_SRV_CTX* /*server*/, const OSSL_CMP_MSG* /*message*/,
                                   const STACK_OF(OSSL_CMP_ITAV) * in,
                                   STACK_OF(OSSL_CMP_ITAV) * *out) {
    *out = sk_OSSL_CMP_ITAV_deep_copy(in, OSSL_CMP_ITAV_dup, OSSL_CMP_ITAV_free);
    return *out == nullptr ? 0 : 1;
}

CmpServer::CmpServer(CmpIdentity identity, CmpDesk& desk) : identity_(identity), desk_(desk) {}

CmpServer::~CmpServer() = default;

std::unique_ptr<CmpServer::Session> CmpServer::make_session(const std::string& transaction) {
    auto session = std::make_unique<Session>();
    session->desk = &desk_;
    session->transaction = transaction;
    session->issuing = &identity_.issuing;
    session->server.reset(must_have(OSSL_CMP_SRV_CTX_new(nullptr, nullptr), "SRV_CTX_new"));
    auto* server = session->server.get();
    must(OSSL_CMP_SRV_CTX_init(server, session.get(), Session::on_request, Session::on_revocation,
                               Session::on_general, Session::on_error, Session::on_confirmation,
                               Session::on_poll) == 1,
         "SRV_CTX_init");
    OSSL_CMP_CTX* context = OSSL_CMP_SRV_CTX_get0_cmp_ctx(server);
    must(OSSL_CMP_CTX_set_log_verbosity(context, 0) == 1, "set_log_verbosity");
    const auto helpers = crypto::stack_of(std::span(&identity_.issuing, 1));
    must(OSSL_CMP_CTX_set1_cert(context, crypto::Native::certificate(identity_.responder)) == 1 &&
             OSSL_CMP_CTX_set1_pkey(context, crypto::Native::key(identity_.responder_key)) == 1 &&
             OSSL_CMP_CTX_set1_untrusted(context, helpers.get()) == 1,
         "CMP identity");
    crypto::X509StorePtr store(must_have(X509_STORE_new(), "X509_STORE_new"));
    must(X509_STORE_add_cert(store.get(), crypto::Native::certificate(identity_.root)) == 1 &&
             X509_STORE_set_ex_data(store.get(), desk_index(), &desk_) == 1,
         "X509_STORE");
    X509_STORE_set_verify_cb(store.get(), check_signer);
    must(OSSL_CMP_CTX_set0_trustedStore(context, store.release()) == 1, "set0_trustedStore");
    return session;
}

CmpServer::Session& CmpServer::session_for(const std::string& transaction) {
    const auto found = sessions_.find(transaction);
    if (found != sessions_.end()) {
        return *found->second;
    }
    if (sessions_.size() >= most_sessions) {
        sessions_.clear();
    }
    return *(sessions_[transaction] = make_session(transaction));
}

Bytes CmpServer::answer(BytesView request) {
    const crypto::ErrorQueue errors;
    const auto message = read(request);
    if (!message) {
        return {};
    }
    const auto transaction = transaction_of(message.get());
    const bool known = sessions_.contains(transaction);
    Session& session = session_for(transaction);
    const int type = OSSL_CMP_MSG_get_bodytype(message.get());
    const bool continues = type == 24 || type == 25; // certConf, pollReq
    const Bytes opening = continues && !known ? desk_.opening_message(transaction) : Bytes();
    OSSL_CMP_CTX* context = OSSL_CMP_SRV_CTX_get0_cmp_ctx(session.server.get());
    if (const auto first = opening.empty() ? MessagePtr() : read(opening)) {
        session.moment = CmpRequest::Moment::replayed;
        const MessagePtr ignored(OSSL_CMP_SRV_process_request(session.server.get(), first.get()));
        // Our nonce of before the restart is forgotten; the message's own stands in for it.
        must(OSSL_CMP_CTX_set1_senderNonce(
                 context, OSSL_CMP_HDR_get0_recipNonce(OSSL_CMP_MSG_get0_header(message.get()))) ==
                 1,
             "set1_senderNonce");
    }
    session.moment = CmpRequest::Moment::first;
    session.current = request;
    const MessagePtr answer(OSSL_CMP_SRV_process_request(session.server.get(), message.get()));
    session.current = {};
    return answer ? write(answer.get()) : Bytes();
}

} // namespace koltamga::practice
