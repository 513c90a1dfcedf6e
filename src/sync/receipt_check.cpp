#include "sync/receipt_check.h"

#include "crypto/cms.h"
#include "sync/failures.h"

#include <algorithm>

namespace koltamga::sync {
namespace {

Result<std::string> signed_text(BytesView der, std::span<const crypto::Certificate> signers) {
    auto opened = crypto::verify_cms(der, signers);
    if (!opened) {
        return receipt_refused("signature " + opened.failure().detail);
    }
    return text_of(opened->content);
}

// The words for a receipt about another moment of the same journal.
std::string_view moment(std::uint64_t receipt, std::uint64_t expected) {
    return receipt < expected ? "old" : "ahead";
}

} // namespace

Result<issuance::HeadReceipt> check_head_receipt(BytesView der,
                                                 std::span<const crypto::Certificate> signers,
                                                 const ExpectedHead& expected) {
    KOLTAMGA_TRY(const auto text, signed_text(der, signers));
    KOLTAMGA_TRY(auto receipt, issuance::parse_head_receipt(text));
    if (receipt.station != expected.station) {
        return receipt_refused("other-station");
    }
    if (receipt.sequence != expected.sequence) {
        return receipt_refused(std::string(moment(receipt.sequence, expected.sequence)));
    }
    if (receipt.epoch != expected.epoch) {
        return receipt_refused("other-epoch");
    }
    if (receipt.hash != expected.hash) {
        return receipt_refused("other-hash");
    }
    return receipt;
}

Result<issuance::LostPage> check_lost_page(BytesView der,
                                           std::span<const crypto::Certificate> signers,
                                           const ExpectedPage& expected) {
    KOLTAMGA_TRY(const auto text, signed_text(der, signers));
    KOLTAMGA_TRY(auto page, issuance::parse_lost_page(text));
    if (page.station != expected.station) {
        return receipt_refused("other-station");
    }
    if (page.epoch != expected.epoch || page.after != expected.after) {
        return receipt_refused("other-question");
    }
    return page;
}

Result<issuance::RecordReceipt> check_record_receipt(BytesView der,
                                                     std::span<const crypto::Certificate> signers,
                                                     const ExpectedRecord& expected) {
    KOLTAMGA_TRY(const auto text, signed_text(der, signers));
    KOLTAMGA_TRY(auto receipt, issuance::parse_record_receipt(text));
    if (receipt.station != expected.station) {
        return receipt_refused("other-station");
    }
    if (receipt.application != expected.application) {
        return receipt_refused("other-application");
    }
    if (receipt.sequence != expected.sequence) {
        return receipt_refused(std::string(moment(receipt.sequence, expected.sequence)));
    }
    if (receipt.hash != expected.hash) {
        return receipt_refused("other-hash");
    }
    const bool all_there = std::ranges::all_of(expected.blobs, [&](const auto& blob) {
        return std::ranges::binary_search(receipt.blobs, blob);
    });
    return all_there ? Result(std::move(receipt)) : receipt_refused("blob-missing");
}

} // namespace koltamga::sync
