#include "db/receipt_check.h"

#include "db/failures.h"

#include "crypto/cms.h"

namespace koltamga::db {

Result<ReceiptReader> ReceiptReader::with(std::span<const Bytes> centre_certificates) {
    ReceiptReader reader;
    for (const auto& der : centre_certificates) {
        KOLTAMGA_TRY(auto certificate, crypto::Certificate::parse(der));
        reader.centre_.push_back(std::move(certificate));
    }
    return reader;
}

Result<std::string> ReceiptReader::text(BytesView der) const {
    const auto content = crypto::verify_cms(der, centre_);
    if (!content) {
        return failure::receipt_refused(content.failure().detail);
    }
    return text_of(content->content);
}

Result<HeadReceipt> ReceiptReader::head(BytesView der) const {
    KOLTAMGA_TRY(const auto content, text(der));
    return parse_head_receipt(content);
}

Result<RecordReceipt> ReceiptReader::record(BytesView der) const {
    KOLTAMGA_TRY(const auto content, text(der));
    return parse_record_receipt(content);
}

} // namespace koltamga::db
