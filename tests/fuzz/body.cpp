// Bodies of entries, as a journal that somebody else wrote may hold them: the first octet says the
// kind. What is read must be written so that it is read the same again.
#include "issuance/bodies.h"

#include <cstdlib>
#include <iterator>

namespace {

using namespace koltamga;
using namespace koltamga::issuance;

template <class Body>
void same_again(std::string_view json) {
    const auto body = read_body<Body>(json);
    if (!body) {
        return;
    }
    const auto written = write(*body);
    const auto again = read_body<Body>(written);
    if (!again || write(*again) != written) {
        std::abort();
    }
}

// From 'a' on, so that seeds can be read.
constexpr void (*readers[])(std::string_view) = {&same_again<IdentityRecorded>,
                                                 &same_again<EligibilityDecided>,
                                                 &same_again<ContactRecorded>,
                                                 &same_again<ConsentRecorded>,
                                                 &same_again<PortraitRecorded>,
                                                 &same_again<KeyMade>,
                                                 &same_again<CertificateAsked>,
                                                 &same_again<CertificateWaiting>,
                                                 &same_again<CertificateAnswered>,
                                                 &same_again<CertificateConfirmed>,
                                                 &same_again<KeyDelivered>,
                                                 &same_again<KeyExported>,
                                                 &same_again<SurplusFound>,
                                                 &same_again<RevocationAsked>,
                                                 &same_again<RevocationAnswered>,
                                                 &same_again<ApplicationHandedOver>,
                                                 &same_again<Remark>,
                                                 &same_again<AgreementPrinted>,
                                                 &same_again<PaperPrinted>,
                                                 &same_again<RegisterPrinted>};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size != 0) {
        const auto kind = static_cast<std::uint8_t>(data[0] - 'a') % std::size(readers);
        readers[kind](text_of({data + 1, size - 1}));
    }
    return 0;
}
