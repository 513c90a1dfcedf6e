// The receipts' texts, by the names that db uses. They stand in issuance, because sync, state,
// centre and practice read and write them too (issuance/receipts.h).
#pragma once

#include "issuance/receipts.h"

namespace koltamga::db {

using issuance::compose;
using issuance::HeadReceipt;
using issuance::parse_head_receipt;
using issuance::parse_record_receipt;
using issuance::parse_vault_receipt;
using issuance::RecordReceipt;
using issuance::VaultReceipt;

} // namespace koltamga::db
