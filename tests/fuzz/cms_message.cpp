// Signed and enveloped messages: receipts and key packages before anybody believes them.
#include "base/bytes.h"
#include "crypto/certificate_builder.h"
#include "crypto/cms.h"

#include <cstdlib>

namespace {

using namespace koltamga;
using namespace koltamga::crypto;

// One key and certificate of this run: no input can know them, so nothing may verify or open.
struct Recipient {
    KeyPair key = KeyPair::generate(KeyAlgorithm::ec_p256);
    Certificate certificate = [this] {
        CertificateTemplate content;
        content.subject = {{"CN", "Vault"}};
        content.not_after = Instant(std::chrono::hours(24 * 365 * 60));
        return std::move(*make_self_signed(content, key));
    }();
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Recipient recipient;
    const BytesView octets(data, size);
    PathQuestion question;
    question.roots = {recipient.certificate};
    if (verify_cms(octets, std::vector{recipient.certificate}) || verify_cms(octets, question) ||
        open_envelope(octets, recipient.key, recipient.certificate)) {
        std::abort();
    }
    return 0;
}
