// Reading receipts with their signatures checked. Private to this folder.
#pragma once

#include "db/receipts.h"

#include "crypto/certificate.h"

#include <span>

namespace koltamga::db {

class ReceiptReader {
  public:
    // The centre's certificates, DER, trusted as they are.
    static Result<ReceiptReader> with(std::span<const Bytes> centre_certificates);

    // db.receipt-refused when no certificate of the centre's signed it, sync.receipt-malformed.
    Result<HeadReceipt> head(BytesView der) const;
    Result<RecordReceipt> record(BytesView der) const;

  private:
    Result<std::string> text(BytesView der) const;
    std::vector<crypto::Certificate> centre_;
};

} // namespace koltamga::db
