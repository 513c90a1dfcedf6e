#include "crypto/agreement.h"

namespace koltamga::crypto {
namespace {

std::string in_context(std::string_view record) {
    return std::string(agreement_context) + std::string(record);
}

} // namespace

Bytes sign_agreement(const KeyPair& key, std::string_view record) {
    return key.sign(bytes_of(in_context(record)));
}

Done verify_agreement(const PublicKey& key, std::string_view record, BytesView signature) {
    return key.verify(bytes_of(in_context(record)), signature);
}

} // namespace koltamga::crypto
