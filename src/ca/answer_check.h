// Whether an answer may be believed at all, before anything it says is looked at (SECURITY 23).
#pragma once

#include "ca/message.h"
#include "crypto/certificate.h"

#include <optional>
#include <vector>

namespace koltamga::ca {

// Who may sign for the CA.
struct AnswerTrust {
    std::vector<crypto::Certificate> roots;
    std::vector<crypto::Certificate> intermediates; // helpers; the answer brings others
    // When given, only these certificates sign answers. Otherwise one that leads to a root and is
    // a CA's own or says id-kp-cmcCA (RFC 9483 §1.5).
    std::vector<crypto::Certificate> signers;
    // When given, only subjects spelled so (RFC 2253, as Certificate::subject_text) sign answers.
    std::vector<std::string> signer_names;
    std::chrono::seconds clock_tolerance{std::chrono::minutes(10)};
};

// What we sent and therefore what may come back.
struct Asked {
    Bytes transaction_id;
    Bytes nonce; // our senderNonce
    std::vector<Body> bodies;
    bool polling = false; // "waiting" was said already
    // The instant to verify at; nothing: the clock is not trusted, the message's own time is taken.
    std::optional<Instant> now;
};

// Everything but the certificate inside. On success: the signer. Fails with ca.answer-refused,
// each cause with its own detail; an error that nobody signed is ca.outcome-unknown.
Result<crypto::Certificate> check_answer(const Message& answer, const Asked& asked,
                                         const AnswerTrust& trust);

// Longest time a CA may ask us to wait between two polls.
inline constexpr std::chrono::seconds longest_poll_pause = std::chrono::hours(24 * 7);

} // namespace koltamga::ca
