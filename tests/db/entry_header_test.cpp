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

TEST(EntryHeader, TakesTheLongestOfEachFieldAndNoLonger) {
    const std::tuple<const char*, std::string, bool> table[] = {
        {"kind certificate.asked 1", "kind " + std::string(64, 'k') + " 1", true},
        {"kind certificate.asked 1", "kind " + std::string(65, 'k') + " 1", false},
        {"kind certificate.asked 1", "kind a-b.0 4294967295", true},
        {"kind certificate.asked 1", "kind a_b 1", false},
        {"epoch 1", "epoch 4294967295", true},
        {"sequence 42", "sequence 9223372036854775807", true},
        {"operator aida", "operator " + std::string(32, 'o'), true},
        {"operator aida", "operator " + std::string(33, 'o'), false},
        {"operator aida", "operator --", true},
        {"07.123Z system", "07.123Z doubtful", true},
        {"07.123Z system", "07.123Z centre", true},
    };
    for (const auto& [line, changed, taken] : table) {
        EXPECT_EQ(static_cast<bool>(parse_entry_header(with(line, changed))), taken) << changed;
    }
    EXPECT_EQ(parse_entry_header(with("07.123Z system", "07.123Z doubtful"))->time_source,
              TimeSource::doubtful);
    EXPECT_EQ(parse_entry_header(std::string(1025, 'a')).failure().detail, "too-long");
    EXPECT_EQ(parse_entry_header(std::string(1024, 'a')).failure().detail, "line-title");
}

TEST(EntryHeader, NamesTheLineThatIsWrong) {
    const std::tuple<const char*, const char*, const char*> table[] = {
        {"koltamga-entry-1", "koltamga-entry-2", "line-title"},
        {"station 7K", "station 7k", "line-station"},
        {"epoch 1", "epoch 0", "line-epoch"},
        {"sequence 42", "sequence 0", "line-sequence"},
        {"sequence 42", "sequence 9223372036854775808", "line-sequence"},
        {"previous 00", "previous 0g", "line-previous"},
        {"kind certificate", "kind Certificate", "line-kind"},
        {"subject 7K", "subject 7k", "line-subject"},
        {"operator aida", "operator Aida", "line-operator"},
        {"123Z system", "123Z guessed", "line-time"},
        {"body ff", "body FF", "line-body"},
    };
    for (const auto& [line, changed, detail] : table) {
        EXPECT_EQ(parse_entry_header(with(line, changed)).failure().detail, detail);
    }
    EXPECT_EQ(parse_entry_header(example + "x").failure().detail, "line-end");
}

TEST(EntryHeader, WithFieldsThatHaveNoSpellingIsABug) {
    const auto good = parse_entry_header(example).value();
    const auto composes = [&](const auto& change) {
        auto header = good;
        change(header);
        try {
            static_cast<void>(compose(header));
            return true;
        } catch (const std::logic_error&) {
            return false;
        }
    };
    EXPECT_TRUE(composes([](auto&) {}));
    EXPECT_FALSE(composes([](auto& header) { header.epoch = 0; }));
    EXPECT_FALSE(composes([](auto& header) { header.sequence = 0; }));
    EXPECT_FALSE(composes([](auto& header) { header.kind = "a b"; }));
    EXPECT_FALSE(composes([](auto& header) { header.kind_version = 0; }));
    EXPECT_FALSE(composes([](auto& header) { header.operator_name = "-"; }));
    EXPECT_FALSE(composes([](auto& header) { header.operator_name = "a\nbody -"; }));
}

TEST(EntryHeader, OnlyAnEpochsOpeningIsOfAHigherEpoch) {
    auto header = parse_entry_header(example).value();
    EXPECT_TRUE(header.epoch_follows(1));
    EXPECT_FALSE(header.epoch_follows(2));
    header.epoch = 2;
    EXPECT_FALSE(header.epoch_follows(1));
    header.kind = "station.epoch-opened";
    EXPECT_TRUE(header.epoch_follows(1));
    EXPECT_FALSE(header.epoch_follows(2));
    EXPECT_FALSE(header.epoch_follows(3));
}

TEST(SignedHead, TakesSignaturesOfUpTo128Octets) {
    EXPECT_TRUE(parse_signed_head(head_example + "signature " + std::string(256, 'a') + "\n"));
    EXPECT_FALSE(parse_signed_head(head_example + "signature " + std::string(258, 'a') + "\n"));
}

} // namespace
} // namespace koltamga::db
