// Reading a CMP message apart, and where that stops.
#include "ca/message.h"

#include "base/file.h"
#include "crypto/der.h"
#include "tests/ca/hostile_ca.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;

// One message of each kind that a CA says.
std::vector<Bytes> real_messages() {
    std::vector<Bytes> all;
    hostile::HostileCa ca;
    stage::Keeper keeper;
    const auto collect = [&](hostile::Answer& answer) {
        answer.on_the_wire = [&](Bytes& octets) { all.push_back(octets); };
    };
    ca.change_answer = collect;
    ca.change_confirmation = collect;
    static_cast<void>(
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {}));
    ca.waiting = true;
    ca.change_poll_answer = collect;
    static_cast<void>(
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {}));
    ca.waiting = false;
    ca.change_answer = [&](hostile::Answer& answer) {
        answer.body_tag = der::around(23);
        answer.body = hostile::HostileCa::error(2, 9);
        collect(answer);
    };
    static_cast<void>(
        CmpAuthority(ca.settings()).request(ca.applicant.order, keeper.callback(), {}));
    return all;
}

TEST(CmpMessage, IsReadWhateverKindItIs) {
    const auto all = real_messages();
    ASSERT_EQ(all.size(), 5U);
    const std::vector<Body> kinds = {Body::cp, Body::pkiconf, Body::cp, Body::poll_rep,
                                     Body::error};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto message = read_message(all[i]);
        ASSERT_TRUE(message) << message.failure().detail;
        EXPECT_TRUE(message->is(kinds[i])) << i;
        EXPECT_EQ(message->transaction_id.size(), 16U);
        EXPECT_FALSE(message->protection.empty());
        EXPECT_TRUE(message->time);
    }
    const auto granted = read_message(all[0]);
    ASSERT_EQ(granted->responses.size(), 1U);
    EXPECT_EQ(granted->responses[0].request_id, -1);
    EXPECT_TRUE(crypto::Certificate::parse(granted->responses[0].certificate));
    EXPECT_EQ(granted->extra_certificates.size(), 2U);
    EXPECT_EQ(describe(*read_message(all[4])->error), "rejection: badPOP");
    // The seeds of the fuzz target; set to write them anew.
    if (const char* folder = std::getenv("KOLTAMGA_WRITE_CMP_SEEDS")) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            ASSERT_TRUE(write_file(std::filesystem::path(folder) / ("answer-" + std::to_string(i)),
                                   all[i]));
        }
    }
}

TEST(CmpMessage, CutAtAnyOctetIsNoMessage) {
    for (const auto& whole : real_messages()) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            EXPECT_FALSE(read_message(BytesView(whole).first(length)));
        }
    }
}

TEST(CmpMessage, WithAnyOctetChangedNeverHarmsTheReader) {
    for (auto octets : real_messages()) {
        for (std::size_t at = 0; at < octets.size(); ++at) {
            const auto kept = octets[at];
            for (const unsigned other : {0x00U, 0x7fU, 0x80U, 0xffU}) {
                octets[at] = static_cast<std::uint8_t>(other);
                if (const auto message = read_message(octets)) {
                    EXPECT_LE(message->protection.size(), octets.size());
                }
            }
            octets[at] = kept;
        }
    }
}

TEST(CmpMessage, LengthsThatAreNotTheShortestAreNoDer) {
    const std::vector<Bytes> bad = {
        {},
        {0x30},
        {0x30, 0x80, 0x00, 0x00},                   // indefinite
        {0x30, 0x81, 0x05, 0x02, 0x01, 0x02, 0, 0}, // too long a form
        {0x30, 0x82, 0x00, 0x81},
        {0x30, 0x84, 0xff, 0xff, 0xff, 0xff},
        {0x30, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00},
        {0x3f, 0x81, 0x00, 0x00},
        {0x31, 0x00},
    };
    for (const auto& octets : bad) {
        const auto message = read_message(octets);
        ASSERT_FALSE(message) << hex(octets);
        EXPECT_EQ(message.failure().detail, "not-der") << hex(octets);
    }
    const auto empty = read_message(Bytes{0x30, 0x00});
    EXPECT_EQ(empty.failure().detail, "malformed message");
}

TEST(CmpStatus, IsToldInTheStandardsWords) {
    EXPECT_EQ(describe({Status::granted_with_mods, {}}), "grantedWithMods");
    EXPECT_EQ(describe({Status::rejection, {2, 9}}), "rejection: badRequest, badPOP");
    EXPECT_EQ(describe({Status::rejection, {26}}), "rejection: duplicateCertReq");
    EXPECT_EQ(describe({Status::waiting, {99}}), "waiting: bit 99");
}

} // namespace
} // namespace koltamga::ca
