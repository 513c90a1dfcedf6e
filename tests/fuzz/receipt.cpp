// Receipts, and pages of what a restore lost, as they come from outside: the texts, and the CMS
// around them.
#include "crypto/cms.h"
#include "issuance/receipts.h"
#include "sync/protocol.h"

#include <cstdlib>
#include <string_view>

using namespace koltamga;

namespace {

// What is read must be spelled the only way there is.
template <class Receipt>
void same_again(const Result<Receipt>& receipt, std::string_view text) {
    if (receipt && issuance::compose(*receipt) != text) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView octets(data, size);
    const auto text = text_of(octets);
    same_again(issuance::parse_head_receipt(text), text);
    same_again(issuance::parse_record_receipt(text), text);
    same_again(issuance::parse_vault_receipt(text), text);
    same_again(issuance::parse_lost_page(text), text);
    static_cast<void>(sync::read_held(octets));
    static_cast<void>(sync::read_settlement(octets));
    static_cast<void>(crypto::verify_cms(octets, std::span<const crypto::Certificate>()));
    return 0;
}
