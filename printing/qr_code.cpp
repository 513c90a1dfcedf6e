#include "printing/qr_code.h"

#include "printing/failures.h"

#include <memory>

#include <qrencode.h>

namespace koltamga::printing {
namespace {

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

} // namespace

Result<QrCode> qr_code(const std::string& text) {
    constexpr int any_version = 0;
    constexpr int as_it_is = 1; // small letters stay small
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString(text.c_str(), any_version, QR_ECLEVEL_M, QR_MODE_8, as_it_is));
    if (!code) {
        return not_made("qr-code of " + std::to_string(text.size()) + " octets");
    }
    QrCode made;
    made.side = static_cast<std::size_t>(code->width);
    for (std::size_t i = 0; i < made.side * made.side; ++i) {
        made.dark.push_back((code->data[i] & 1U) != 0);
    }
    return made;
}

} // namespace koltamga::printing
