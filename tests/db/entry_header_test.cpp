#include "db/entry_header.h"
#include "db/signed_head.h"

#include <gtest/gtest.h>

namespace koltamga::db {
namespace {

const std::string example =
    "koltamga-entry-1\n"
    "station 7K3M-0QXT-9B2E-HN4W\n"
    "epoch 1\n"
    "sequence 42\n"
    "previous 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
    "kind certificate.asked 1\n"
    "subject 7K3M-0QXT-9B2E-HN4X\n"
    "operator aida\n"
    "time 2026-11-22T09:41:07.123Z system\n"
    "body ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100\n";

std::string with(std::string_view line, std::string_view in_its_place) {
    auto text = example;
    text.replace(text.find(line), line.size(), in_its_place);
    return text;
}

TEST(EntryHeader, IsReadAndWrittenOctetForOctet) {
    const auto header = parse_entry_header(example);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->sequence, 42U);
    EXPECT_EQ(header->kind, "certificate.asked");
    EXPECT_EQ(header->application->text(), "7K3M-0QXT-9B2E-HN4X");
    EXPECT_EQ(header->operator_name, "aida");
    EXPECT_EQ(compose(*header), example);
}

TEST(EntryHeader, MayBeAboutTheStationWithNobodySignedInAndNoBody) {
    auto text = with("subject 7K3M-0QXT-9B2E-HN4X", "subject station");
    text.replace(text.find("operator aida"), 13, "operator -");
    text.replace(text.find("body "), 69, "body -");
    const auto header = parse_entry_header(text);
    ASSERT_TRUE(header);
    EXPECT_FALSE(header->application);
    EXPECT_TRUE(header->operator_name.empty());
    EXPECT_FALSE(header->body);
    EXPECT_EQ(compose(*header), text);
}

TEST(EntryHeader, SealsItsBodyUnderEverythingUpToTheTime) {
    const auto header = parse_entry_header(example);
    ASSERT_TRUE(header);
    EXPECT_EQ(associated_data(*header), example.substr(0, example.find("body ")));
}

TEST(EntryHeader, RefusesEverySpellingButOne) {
    const std::pair<const char*, const char*> changes[] = {
        {"koltamga-entry-1", "koltamga-entry-2"},
        {"koltamga-entry-1", " koltamga-entry-1"},
        {"7K3M-0QXT-9B2E-HN4W", "7k3m-0qxt-9b2e-hn4w"},
        {"7K3M-0QXT-9B2E-HN4W", "7K3M0QXT9B2EHN4W"},
        {"epoch 1", "epoch 0"},
        {"epoch 1", "epoch 01"},
        {"epoch 1", "epoch 4294967296"},
        {"epoch 1", "epoch -1"},
        {"sequence 42", "sequence 042"},
        {"sequence 42", "sequence +42"},
        {"sequence 42", "sequence 42 "},
        {"sequence 42", "sequence  42"},
        {"sequence 42", "sequence 0"},
        {"sequence 42", "sequence 9223372036854775808"},
        {"previous 0011", "previous 001"},
        {"previous 0011223344556677 8", "previous x"},
        {"aabbccddeeff00", "AABBCCDDEEFF00"},
        {"kind certificate.asked 1", "kind certificate.asked"},
        {"kind certificate.asked 1", "kind Certificate.asked 1"},
        {"kind certificate.asked 1", "kind certificate.asked 0"},
        {"kind certificate.asked 1", "kind certificate asked 1"},
        {"kind certificate.asked 1", "kind  1"},
        {"subject 7K3M-0QXT-9B2E-HN4X", "subject Station"},
        {"subject 7K3M-0QXT-9B2E-HN4X", "subject ../../../etc/pass"},
        {"operator aida", "operator Aida"},
        {"operator aida", "operator "},
        {"operator aida", "operator aida\t"},
        {"operator aida", "operator an-operator-with-far-too-long-a-name"},
        {"2026-11-22T09", "2026-11-31T09"},
        {"2026-11-22T09", "2026-11-22t09"},
        {"07.123Z", "07.12Z"},
        {"07.123Z system", "07.123Z"},
        {"07.123Z system", "07.123Z guessed"},
        {"body ffee", "body FFEE"},
        {"body ffee", "body ff"},
        {"body ffeeddcc", "corps ffeeddcc"},
        {"\nepoch 1", "\n\nepoch 1"},
        {"\nepoch 1", "\r\nepoch 1"},
    };
    for (const auto& [line, changed] : changes) {
        if (example.find(line) == std::string::npos) {
            continue;
        }
        EXPECT_TRUE(parse_entry_header(with(line, changed)).failed_with(Code::db_entry_malformed))
            << line << " -> " << changed;
    }
    EXPECT_FALSE(parse_entry_header(example + "\n"));
    EXPECT_FALSE(parse_entry_header(example.substr(0, example.size() - 1)));
    EXPECT_FALSE(parse_entry_header(example + example));
    EXPECT_FALSE(parse_entry_header(std::string(100'000, 'a')));
    EXPECT_FALSE(parse_entry_header(""));
}

TEST(EntryHeader, EveryOctetCounts) {
    const auto whole = entry_hash(example);
    for (std::size_t i = 0; i < example.size(); ++i) {
        auto text = example;
        text[i] = static_cast<char>(text[i] ^ 1);
        const auto parsed = parse_entry_header(text);
        EXPECT_NE(entry_hash(text), whole);
        if (parsed) {
            EXPECT_EQ(compose(*parsed), text) << i;
        }
    }
}

TEST(EntryHeader, IsRefusedCutOffAtAnyPlace) {
    for (std::size_t i = 0; i < example.size(); ++i) {
        EXPECT_FALSE(parse_entry_header(std::string_view(example).substr(0, i))) << i;
    }
}

TEST(EntryHeader, OperatorsNamesAreSmallLatinLetters) {
    for (const auto* name : {"a", "aida", "aida.b-c_1", "0", "abcdefghijklmnopqrstuvwxyz012345"}) {
        EXPECT_TRUE(is_operator_name(name)) << name;
    }
    for (const auto* name :
         {"", "-", "Aida", "aida b", "аида", "a/b", "a\n", "abcdefghijklmnopqrstuvwxyz0123456"}) {
        EXPECT_FALSE(is_operator_name(name)) << name;
    }
}

const std::string head_example =
    "koltamga-head-1\n"
    "station 7K3M-0QXT-9B2E-HN4W\n"
    "epoch 2\n"
    "sequence 7\n"
    "hash 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
    "time 2026-11-22T09:41:07.123Z\n";

TEST(SignedHead, IsReadAndWrittenOctetForOctet) {
    const auto head = parse_head(head_example);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->epoch, 2U);
    EXPECT_EQ(compose(*head), head_example);
    const auto with_signature = parse_signed_head(head_example + "signature 3006020101020101\n");
    ASSERT_TRUE(with_signature);
    EXPECT_EQ(with_signature->signature.size(), 8U);
    EXPECT_EQ(compose(*with_signature), head_example + "signature 3006020101020101\n");
}

TEST(SignedHead, RefusesWhatItWouldNotWrite) {
    for (const auto* tail : {"", "signature \n", "signature 3g\n", "signature 300\n",
                             "signature AA\n", "signature 00", "signature 00\n\n", "time\n"}) {
        EXPECT_TRUE(parse_signed_head(head_example + tail).failed_with(Code::db_head_malformed))
            << tail;
    }
    EXPECT_FALSE(parse_signed_head(head_example + "signature " + std::string(258, 'a') + "\n"));
    for (std::size_t i = 0; i < head_example.size(); ++i) {
        auto text = head_example;
        text[i] = static_cast<char>(text[i] ^ 0x20);
        const auto head = parse_head(text);
        EXPECT_TRUE(!head || compose(*head) == text) << i;
    }
}

} // namespace
} // namespace koltamga::db
