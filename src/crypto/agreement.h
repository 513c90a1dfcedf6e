// The applicant's signature on the agreement, made by the very key the certificate will name.
//
// What is signed is the context line followed by the agreement's canonical record, so that the
// signature can never pass for one over anything else.
#pragma once

#include "crypto/key_pair.h"

namespace koltamga::crypto {

inline constexpr std::string_view agreement_context = "koltamga-agreement-1\n";

Bytes sign_agreement(const KeyPair& key, std::string_view record);
// Fails with crypto.signature-wrong.
Done verify_agreement(const PublicKey& key, std::string_view record, BytesView signature);

} // namespace koltamga::crypto
