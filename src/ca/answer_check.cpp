#include "ca/answer_check.h"

#include "ca/contains.h"
#include "ca/failures.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "crypto/path.h"

#include <algorithm>
#include <array>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;
using crypto::Certificate;
using crypto::KeyUsage;

constexpr std::int64_t version_2 = 2; // cmp2000, RFC 9810 §7
constexpr std::size_t shortest_nonce = 16;
constexpr std::size_t most_extra_certificates = 16;

struct Algorithm {
    std::string_view oid;
    const EVP_MD* (*digest)();
};
constexpr std::array<Algorithm, 6> algorithms = {{{"1.2.840.10045.4.3.2", EVP_sha256},
                                                  {"1.2.840.10045.4.3.3", EVP_sha384},
                                                  {"1.2.840.10045.4.3.4", EVP_sha512},
                                                  {"1.2.840.113549.1.1.11", EVP_sha256},
                                                  {"1.2.840.113549.1.1.12", EVP_sha384},
                                                  {"1.2.840.113549.1.1.13", EVP_sha512}}};

Done check_header(const Message& answer, const Asked& asked) {
    if (answer.version != version_2) {
        return answer_refused("version-wrong " + std::to_string(answer.version));
    }
    if (answer.transaction_id.empty()) {
        return answer_refused("transaction-missing");
    }
    if (answer.transaction_id != asked.transaction_id) {
        return answer_refused("transaction-mismatch");
    }
    if (answer.recipient_nonce.empty()) {
        return answer_refused("nonce-missing");
    }
    if (answer.recipient_nonce != asked.nonce) {
        return answer_refused("nonce-mismatch");
    }
    if (answer.sender_nonce.size() < shortest_nonce) {
        return answer_refused(answer.sender_nonce.empty() ? "sender-nonce-missing"
                                                          : "sender-nonce-short");
    }
    if (answer.sender_nonce == asked.nonce) {
        return answer_refused("sender-nonce-reflected");
    }
    return answer.implicit_confirmation ? answer_refused("implicit-confirmation-unasked") : Done();
}

Done check_time(const Message& answer, const Asked& asked, const AnswerTrust& trust) {
    if (!answer.time || !asked.now) {
        return {};
    }
    if (*answer.time < *asked.now - trust.clock_tolerance) {
        return answer_refused("time-past");
    }
    return *answer.time > *asked.now + trust.clock_tolerance ? answer_refused("time-future")
                                                             : Done();
}

Result<const Algorithm*> algorithm_of(const Message& answer) {
    const auto whole = der::only(answer.protection_algorithm, der::sequence_tag);
    der::Reader fields(whole ? whole->content : BytesView{});
    const auto type = fields.next(der::oid_tag);
    const auto oid = type ? der::oid_text(type->content) : std::nullopt;
    if (!oid) {
        return answer_refused("protection-algorithm-unreadable");
    }
    const auto found = std::ranges::find(algorithms, *oid, &Algorithm::oid);
    return found == algorithms.end()
               ? Result<const Algorithm*>(answer_refused("protection-algorithm-refused " + *oid))
               : &*found;
}

Done check_protection_there(const Message& answer) {
    const bool there = !answer.protection.empty() && !answer.protection_algorithm.empty();
    if (there) {
        return {};
    }
    if (answer.is(Body::error)) {
        return outcome_unknown("unsigned-error");
    }
    return answer_refused(answer.protection.empty() ? "protection-missing"
                                                    : "protection-algorithm-missing");
}

Bytes subject_der(const Certificate& certificate) {
    const auto* name = X509_get_subject_name(crypto::Native::certificate(certificate));
    return crypto::to_der(i2d_X509_NAME, name);
}

bool same_name(const Bytes& a, const Bytes& b) {
    bool all_a = false;
    bool all_b = false;
    const auto name_a = crypto::from_der<crypto::X509NamePtr>(d2i_X509_NAME, a, all_a);
    const auto name_b = crypto::from_der<crypto::X509NamePtr>(d2i_X509_NAME, b, all_b);
    return all_a && all_b && X509_NAME_cmp(name_a.get(), name_b.get()) == 0;
}

std::vector<Certificate> came_with(const Message& answer) {
    std::vector<Certificate> all;
    for (const auto& octets : answer.extra_certificates) {
        if (auto certificate = Certificate::parse(octets)) {
            all.push_back(std::move(*certificate));
        }
    }
    return all;
}

struct Candidates {
    std::vector<Certificate> signers; // of the sender's name, and of its key id if it gave one
    bool named = false;               // some certificate had the name
};

void consider(const Message& answer, const std::vector<Certificate>& certificates,
              Candidates& candidates) {
    for (const auto& certificate : certificates) {
        if (!same_name(subject_der(certificate), answer.sender)) {
            continue;
        }
        candidates.named = true;
        const auto& own = certificate.subject_key_id();
        if (answer.sender_key_id.empty() || own.empty() || own == answer.sender_key_id) {
            candidates.signers.push_back(certificate);
        }
    }
}

Result<std::vector<Certificate>> candidates_of(const Message& answer,
                                               const std::vector<Certificate>& extra,
                                               const AnswerTrust& trust) {
    Candidates candidates;
    if (!trust.signers.empty()) {
        consider(answer, trust.signers, candidates);
        if (!candidates.named) {
            return answer_refused("sender-unexpected");
        }
    } else {
        consider(answer, extra, candidates);
        consider(answer, trust.intermediates, candidates);
        consider(answer, trust.roots, candidates);
    }
    if (candidates.signers.empty()) {
        return answer_refused(candidates.named ? "sender-key-id-mismatch" : "signer-not-found");
    }
    return candidates.signers;
}

bool verifies(const Message& answer, const Algorithm& algorithm, const Certificate& signer) {
    const crypto::ErrorQueue errors;
    const crypto::MdCtxPtr context(crypto::must_have(EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    return EVP_DigestVerifyInit(context.get(), nullptr, algorithm.digest(), nullptr,
                                crypto::Native::key(signer.public_key())) == 1 &&
           EVP_DigestVerify(context.get(), answer.protection.data(), answer.protection.size(),
                            answer.protected_part.data(), answer.protected_part.size()) == 1;
}

// Signs for the CA: the CA itself, or somebody it says so of.
Done check_authority(const Certificate& signer, const AnswerTrust& trust) {
    const bool pinned = contains(trust.signers, signer);
    if (!trust.signer_names.empty() && !contains(trust.signer_names, signer.subject_text())) {
        return answer_refused("signer-name-unexpected");
    }
    const bool named = contains(signer.extended_key_usage(), std::string(crypto::purpose::cmc_ca));
    if (!pinned && !named && !signer.is_authority()) {
        return answer_refused("signer-not-authorised");
    }
    if (!pinned && signer.has_key_usage() &&
        !contains(signer.key_usage(), KeyUsage::digital_signature)) {
        return answer_refused("signer-key-usage");
    }
    return {};
}

Done check_signer_path(const Certificate& signer, const std::vector<Certificate>& extra,
                       const Message& answer, const Asked& asked, const AnswerTrust& trust) {
    crypto::PathQuestion question;
    question.roots = trust.roots;
    question.intermediates = trust.intermediates;
    question.intermediates.insert(question.intermediates.end(), extra.begin(), extra.end());
    question.at = asked.now ? *asked.now : answer.time.value_or(signer.not_before());
    const auto path = crypto::verify_path(signer, question);
    return path ? Done() : answer_refused("signer-path " + path.failure().detail);
}

Result<Certificate> check_protection(const Message& answer, const Asked& asked,
                                     const AnswerTrust& trust) {
    KOLTAMGA_CHECK(check_protection_there(answer));
    KOLTAMGA_TRY(const auto* algorithm, algorithm_of(answer));
    if (answer.extra_certificates.size() > most_extra_certificates) {
        return answer_refused("extra-certificates-too-many");
    }
    const auto extra = came_with(answer);
    KOLTAMGA_TRY(const auto candidates, candidates_of(answer, extra, trust));
    const auto signer = std::ranges::find_if(candidates, [&](const Certificate& candidate) {
        return verifies(answer, *algorithm, candidate);
    });
    if (signer == candidates.end()) {
        return answer_refused("protection-wrong");
    }
    KOLTAMGA_CHECK(check_signer_path(*signer, extra, answer, asked, trust));
    KOLTAMGA_CHECK(check_authority(*signer, trust));
    return *signer;
}

// p10cr carries no certReqId: -1 by RFC 9483 §4.1.4, 0 from servers that follow RFC 4210.
bool is_request_id(std::int64_t id) {
    return id == -1 || id == 0;
}

Done check_response(const CertificateResponse& response, bool polling) {
    if (!is_request_id(response.request_id)) {
        return answer_refused("request-id-wrong");
    }
    switch (response.status.status) {
    case Status::accepted:
    case Status::granted_with_mods:
        return response.certificate.empty() ? answer_refused("certificate-missing") : Done();
    case Status::rejection:
        return response.certificate.empty() ? Done() : answer_refused("certificate-in-rejection");
    case Status::waiting:
        if (!response.certificate.empty()) {
            return answer_refused("certificate-in-waiting");
        }
        return polling ? answer_refused("waiting-again") : Done();
    default:
        return answer_refused("status-unexpected " + std::string(name_of(response.status.status)));
    }
}

Done check_poll(const PollResponse& poll) {
    if (!is_request_id(poll.request_id)) {
        return answer_refused("poll-request-id-wrong");
    }
    if (poll.check_after < 0) {
        return answer_refused("check-after-negative");
    }
    return poll.check_after > longest_poll_pause.count() ? answer_refused("check-after-too-long")
                                                         : Done();
}

Done exactly_one(std::size_t count, std::string_view what) {
    if (count == 1) {
        return {};
    }
    return answer_refused(std::string(what) + (count == 0 ? "-none" : "-several"));
}

Done check_body(const Message& answer, const Asked& asked) {
    if (std::ranges::none_of(asked.bodies, [&](Body body) { return answer.is(body); })) {
        return answer_refused("body-unexpected " + std::to_string(answer.body));
    }
    if (answer.is(Body::cp)) {
        KOLTAMGA_CHECK(exactly_one(answer.responses.size(), "responses"));
        return check_response(answer.responses.front(), asked.polling);
    }
    if (answer.is(Body::poll_rep)) {
        KOLTAMGA_CHECK(exactly_one(answer.polls.size(), "polls"));
        return check_poll(answer.polls.front());
    }
    return answer.is(Body::rp) ? exactly_one(answer.revocations.size(), "revocations") : Done();
}

} // namespace

Result<Certificate> check_answer(const Message& answer, const Asked& asked,
                                 const AnswerTrust& trust) {
    KOLTAMGA_CHECK(check_header(answer, asked));
    KOLTAMGA_TRY(auto signer, check_protection(answer, asked, trust));
    KOLTAMGA_CHECK(check_time(answer, asked, trust));
    KOLTAMGA_CHECK(check_body(answer, asked));
    return signer;
}

} // namespace koltamga::ca
