// The receipts' texts: one spelling, and nothing else is read.
#include "crypto/random.h"
#include "issuance/receipts.h"

#include <gtest/gtest.h>

namespace koltamga::issuance {
namespace {

const std::string station = "7K3M-0QXT-9B2E-HN4W";
const std::string application = "0000-1111-2222-3333";
const std::string a64(64, 'a');
const std::string b64(64, 'b');

std::string head_text() {
    return "koltamga-head-receipt-1\nstation " + station + "\nepoch 2\nsequence 42\nhash " + a64 +
           "\ntime 2026-11-22T09:41:07.123Z\n";
}

std::string record_text() {
    return "koltamga-record-receipt-1\nstation " + station + "\napplication " + application +
           "\nsequence 42\nhash " + a64 + "\nstatus opened verified committed\nblob " + a64 +
           "\nblob " + b64 + "\ntime 2026-11-22T09:41:07.123Z\n";
}

std::string vault_text() {
    return "koltamga-vault-receipt-1\napplication " + application + "\npublic-key " + a64 +
           "\npackage " + b64 + "\ntime 2026-11-22T09:41:07.123Z\n";
}

std::string lost_text() {
    return "koltamga-lost-1\nstation " + station +
           "\nepoch 2\nafter 3\nentry 4 identity.recorded " + application + " " + a64 +
           "\nentry 7 operator.added station " + b64 + "\ntime 2026-11-22T09:41:07.123Z\n";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(ReceiptText, ReadsBackWhatItWrites) {
    EXPECT_EQ(compose(parse_head_receipt(head_text()).value()), head_text());
    EXPECT_EQ(compose(parse_record_receipt(record_text()).value()), record_text());
    EXPECT_EQ(compose(parse_vault_receipt(vault_text()).value()), vault_text());
}

TEST(ReceiptText, OfWhatWasLostNamesEachEntry) {
    const auto page = parse_lost_page(lost_text());
    ASSERT_TRUE(page) << page.failure().detail;
    EXPECT_EQ(compose(*page), lost_text());
    EXPECT_EQ(page->station.text(), station);
    EXPECT_EQ(page->epoch, 2U);
    EXPECT_EQ(page->after, 3U);
    ASSERT_EQ(page->entries.size(), 2U);
    EXPECT_EQ(page->entries[0].sequence, 4U);
    EXPECT_EQ(page->entries[0].kind, "identity.recorded");
    EXPECT_EQ(page->entries[0].application->text(), application);
    EXPECT_EQ(hex(page->entries[0].hash), a64);
    EXPECT_FALSE(page->entries[1].application);
    EXPECT_EQ(to_text(page->time), "2026-11-22T09:41:07.123Z");
}

TEST(ReceiptText, APageOfWhatWasLostFitsWhateverItNames) {
    LostPage page{*StationId::parse(station), 4294967295U, 0, {}, {}};
    for (std::uint64_t i = 0; i < most_lost_entries; ++i) {
        page.entries.push_back({18446744073709550000ULL + i, "application.cancel-asked",
                                ApplicationId::parse(application), Digest{}});
    }
    EXPECT_EQ(page.entries.size(), 400U);
    const auto read = parse_lost_page(compose(page));
    ASSERT_TRUE(read) << read.failure().detail;
    EXPECT_EQ(*read, page);
}

TEST(ReceiptText, HoldsEachFactInItsOwnPlace) {
    const auto head = parse_head_receipt(head_text()).value();
    EXPECT_EQ(head.station.text(), station);
    EXPECT_EQ(head.epoch, 2U);
    EXPECT_EQ(head.sequence, 42U);
    EXPECT_EQ(hex(head.hash), a64);
    const auto record = parse_record_receipt(record_text()).value();
    EXPECT_EQ(record.application.text(), application);
    EXPECT_EQ(record.sequence, 42U);
    ASSERT_EQ(record.blobs.size(), 2U);
    EXPECT_EQ(hex(record.blobs[1]), b64);
    const auto vault = parse_vault_receipt(vault_text()).value();
    EXPECT_EQ(hex(vault.public_key), a64);
    EXPECT_EQ(hex(vault.package), b64);
}

TEST(ReceiptText, ARecordMayHaveNoBlobs) {
    auto text = replaced(record_text(), "blob " + a64 + "\n", "");
    text = replaced(text, "blob " + b64 + "\n", "");
    const auto receipt = parse_record_receipt(text);
    ASSERT_TRUE(receipt);
    EXPECT_TRUE(receipt->blobs.empty());
}

struct Spoiled {
    std::string what, by, where;
};

TEST(ReceiptText, AHeadReceiptOfAnotherSpellingIsNotRead) {
    const Spoiled all[] = {
        {"koltamga-head-receipt-1", "koltamga-head-receipt-2", "title"},
        {"koltamga-head-receipt-1\n", "koltamga-head-receipt-1\r\n", "title"},
        {"koltamga-head-receipt-1\n", "\nkoltamga-head-receipt-1\n", "title"},
        {"station 7", "station 8888-7", "station"},
        {"station 7K", "station 7k", "station"},
        {"station 7", "station  7", "station"},
        {"station " + station + "\n", "", "station"},
        {"epoch 2", "epoch 02", "epoch"},
        {"epoch 2", "epoch -2", "epoch"},
        {"epoch 2", "epoch 4294967296", "epoch"},
        {"epoch 2", "epoch", "epoch"},
        {"sequence 42", "sequence +42", "sequence"},
        {"sequence 42", "sequence 0x2a", "sequence"},
        {"sequence 42", "sequence 99999999999999999999", "sequence"},
        {"hash a", "hash A", "hash"},
        {"hash a", "hash ", "hash"},
        {"hash a", "hash aa", "hash"},
        {"hash a", "hash g", "hash"},
        {"time 2026-11-22T09:41:07.123Z", "time 2026-11-22T09:41:07Z", "time"},
        {"time 2026-11-22T09:41:07.123Z", "time 2026-02-30T09:41:07.123Z", "time"},
        {"Z\n", "Z", "line-end"},
        {"Z\n", "Z\n\n", "end"},
        {"Z\n", "Z\nmore 1\n", "end"},
    };
    for (const auto& one : all) {
        const auto read = parse_head_receipt(replaced(head_text(), one.what, one.by));
        ASSERT_FALSE(read) << one.what << " -> " << one.by;
        EXPECT_EQ(read.failure().detail, "koltamga-head-receipt-1 " + one.where) << one.by;
    }
}

TEST(ReceiptText, ARecordReceiptOfAnotherSpellingIsNotRead) {
    const Spoiled all[] = {
        {"application 0000", "application OOOO", "application"},
        {"status opened verified committed", "status opened verified", "status"},
        {"status opened verified committed", "status committed", "status"},
        {"status opened verified committed", "status opened verified committed ", "status"},
        {"blob " + a64, "blob " + b64, "blob-order"},
        {"blob " + b64, "blob " + a64, "blob-order"},
        {"blob " + b64, "blob " + b64 + "\nblob " + a64, "blob-order"},
        {"blob " + a64, "blob 1234", "blob"},
        {"blob " + a64, "Blob " + a64, "time"},
    };
    for (const auto& one : all) {
        const auto read = parse_record_receipt(replaced(record_text(), one.what, one.by));
        ASSERT_FALSE(read) << one.what << " -> " << one.by;
        EXPECT_EQ(read.failure().detail, "koltamga-record-receipt-1 " + one.where) << one.by;
    }
}

TEST(ReceiptText, AVaultReceiptOfAnotherSpellingIsNotRead) {
    const Spoiled all[] = {
        {"koltamga-vault-receipt-1", "koltamga-head-receipt-1", "title"},
        {"application " + application, "application x", "application"},
        {"public-key a", "public-key ", "public-key"},
        {"package b", "package B", "package"},
        {"package ", "pakage ", "package"},
    };
    for (const auto& one : all) {
        const auto read = parse_vault_receipt(replaced(vault_text(), one.what, one.by));
        ASSERT_FALSE(read) << one.what << " -> " << one.by;
        EXPECT_EQ(read.failure().detail, "koltamga-vault-receipt-1 " + one.where) << one.by;
    }
}

TEST(ReceiptText, APageOfWhatWasLostOfAnotherSpellingIsNotRead) {
    const Spoiled all[] = {
        {"koltamga-lost-1", "koltamga-lost-2", "title"},
        {"epoch 2", "epoch 02", "epoch"},
        {"after 3", "after -3", "after"},
        {"entry 4 ", "entry 3 ", "entry-order"},
        {"entry 7 ", "entry 4 ", "entry-order"},
        {"entry 4 ", "entry 04 ", "entry"},
        {"entry 4 identity.recorded", "entry 4 ", "entry"},
        {"added station ", "added office ", "entry"},
        {"station " + b64, "station " + b64 + "b", "entry"},
        {"station " + b64, "station", "entry"},
        {"recorded 0000", "recorded OOOO", "entry"},
        {"time ", "tyme ", "time"},
    };
    for (const auto& one : all) {
        const auto read = parse_lost_page(replaced(lost_text(), one.what, one.by));
        ASSERT_FALSE(read) << one.what << " -> " << one.by;
        EXPECT_EQ(read.failure().detail.substr(read.failure().detail.find(' ') + 1), one.where)
            << one.by;
    }
}

TEST(ReceiptText, AnEndlessOneIsRefusedUnread) {
    EXPECT_FALSE(parse_head_receipt(head_text() + std::string(longest_receipt, '\n')));
    EXPECT_FALSE(parse_head_receipt(""));
    EXPECT_FALSE(parse_head_receipt(std::string(1000, '\0')));
}

} // namespace
} // namespace koltamga::issuance
