// SECURITY 42: a receipt is the centre's, about our own record, and holds its hash.
#include "crypto/cms.h"
#include "crypto/random.h"
#include "sync/receipt_check.h"
#include "tests/centre/memory_station.h"

#include <gtest/gtest.h>

namespace koltamga::sync {
namespace {

const Instant some_time{std::chrono::milliseconds(1'790'000'000'000)};

issuance::Digest digest(std::uint8_t octet) {
    issuance::Digest made{};
    made.fill(octet);
    return made;
}

class ReceiptCheck : public testing::Test {
  protected:
    Bytes sign(const std::string& text) const {
        return crypto::sign_cms(bytes_of(text), keys_.receipts.key, keys_.receipts.certificate,
                                SystemClock().now());
    }
    std::span<const crypto::Certificate> signers() const {
        return {&keys_.receipts.certificate, 1};
    }
    std::string refusal(const issuance::HeadReceipt& receipt) const {
        const auto checked = check_head_receipt(sign(compose(receipt)), signers(), head_);
        return checked
                   ? ""
                   : std::string(name_of(checked.failure().code)) + " " + checked.failure().detail;
    }
    std::string refusal(const issuance::RecordReceipt& receipt) const {
        const auto checked = check_record_receipt(sign(compose(receipt)), signers(), record_);
        return checked
                   ? ""
                   : std::string(name_of(checked.failure().code)) + " " + checked.failure().detail;
    }

    centre::ReceiverKeys keys_ = test::receiver_keys();
    StationId station_ = crypto::new_id<StationTag>();
    ApplicationId application_ = crypto::new_id<ApplicationTag>();
    ExpectedHead head_{station_, 2, 42, digest(7)};
    issuance::HeadReceipt good_head_{station_, 2, 42, digest(7), some_time};
    ExpectedRecord record_{station_, application_, 40, digest(6), {digest(1), digest(3)}};
    issuance::RecordReceipt good_record_{
        station_, application_, 40, digest(6), {digest(1), digest(2), digest(3)}, some_time};
};

TEST_F(ReceiptCheck, OursIsTaken) {
    EXPECT_EQ(refusal(good_head_), "");
    EXPECT_EQ(refusal(good_record_), "");
}

TEST_F(ReceiptCheck, AHeadReceiptWrongInOneThingIsRefusedForThat) {
    auto receipt = good_head_;
    receipt.station = crypto::new_id<StationTag>();
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-station");
    receipt = good_head_;
    receipt.sequence = 41;
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused old");
    receipt.sequence = 43;
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused ahead");
    receipt = good_head_;
    receipt.epoch = 1;
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-epoch");
    receipt = good_head_;
    receipt.hash = digest(8);
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-hash");
}

TEST_F(ReceiptCheck, ARecordReceiptWrongInOneThingIsRefusedForThat) {
    auto receipt = good_record_;
    receipt.station = crypto::new_id<StationTag>();
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-station");
    receipt = good_record_;
    receipt.application = crypto::new_id<ApplicationTag>();
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-application");
    receipt = good_record_;
    receipt.sequence = 39;
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused old");
    receipt.sequence = 41;
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused ahead");
    receipt = good_record_;
    receipt.hash = digest(9);
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused other-hash");
    receipt = good_record_;
    receipt.blobs = {digest(1), digest(2)};
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused blob-missing");
    receipt.blobs.clear();
    EXPECT_EQ(refusal(receipt), "sync.receipt-refused blob-missing");
}

TEST_F(ReceiptCheck, APageOfWhatWasLostIsTheAnswerToOurOwnQuestion) {
    const ExpectedPage question{station_, 2, 5};
    const issuance::LostPage good{station_, 2, 5, {}, some_time};
    const auto refused = [&](const issuance::LostPage& page) {
        const auto checked = check_lost_page(sign(compose(page)), signers(), question);
        return checked ? "" : checked.failure().detail;
    };
    EXPECT_EQ(refused(good), "");
    auto page = good;
    page.station = crypto::new_id<StationTag>();
    EXPECT_EQ(refused(page), "other-station");
    page = good;
    page.epoch = 3;
    EXPECT_EQ(refused(page), "other-question");
    page = good;
    page.after = 4;
    EXPECT_EQ(refused(page), "other-question");
    const auto other = test::receiver_keys();
    const auto forged = crypto::sign_cms(bytes_of(compose(good)), other.receipts.key,
                                         other.receipts.certificate, SystemClock().now());
    EXPECT_TRUE(
        check_lost_page(forged, signers(), question).failed_with(Code::sync_receipt_refused));
    EXPECT_TRUE(check_lost_page(sign(compose(good_head_)), signers(), question)
                    .failed_with(Code::sync_receipt_malformed));
}

TEST_F(ReceiptCheck, OneKindIsNotTakenForTheOther) {
    const auto head = check_head_receipt(sign(compose(good_record_)), signers(), head_);
    EXPECT_TRUE(head.failed_with(Code::sync_receipt_malformed));
    const auto record = check_record_receipt(sign(compose(good_head_)), signers(), record_);
    EXPECT_TRUE(record.failed_with(Code::sync_receipt_malformed));
}

TEST_F(ReceiptCheck, AnySignatureButTheCentresIsRefused) {
    const auto other = test::receiver_keys();
    const auto forged = crypto::sign_cms(bytes_of(compose(good_head_)), other.receipts.key,
                                         other.receipts.certificate, SystemClock().now());
    EXPECT_TRUE(
        check_head_receipt(forged, signers(), head_).failed_with(Code::sync_receipt_refused));
    // The centre's certificate beside another's signature.
    const auto borrowed = crypto::sign_cms(bytes_of(compose(good_head_)), keys_.encryption.key,
                                           keys_.encryption.certificate, SystemClock().now());
    EXPECT_TRUE(
        check_head_receipt(borrowed, signers(), head_).failed_with(Code::sync_receipt_refused));
}

TEST_F(ReceiptCheck, AChangedOctetAnywhereIsRefused) {
    const auto good = sign(compose(good_head_));
    for (std::size_t at = 0; at < good.size(); at += 3) {
        auto changed = good;
        changed[at] ^= 0x01U;
        const auto checked = check_head_receipt(changed, signers(), head_);
        // An octet of the CMS that nothing covers may change; what it says may not.
        EXPECT_TRUE(!checked || *checked == good_head_) << at;
    }
}

TEST_F(ReceiptCheck, ATruncatedOneIsRefused) {
    const auto good = sign(compose(good_head_));
    for (std::size_t size = 0; size < good.size(); size += 11) {
        const BytesView part(good.data(), size);
        EXPECT_FALSE(check_head_receipt(part, signers(), head_)) << size;
    }
}

} // namespace
} // namespace koltamga::sync
