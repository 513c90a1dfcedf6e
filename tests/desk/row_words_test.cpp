#include "desk/row_words.h"

#include <gtest/gtest.h>

namespace koltamga::desk {
namespace {

using issuance::State;
using issuance::Step;

std::string english(Row row) {
    return standing_of(row)[static_cast<std::size_t>(Language::en)];
}

TEST(RowWords, SayTheStepOfWhatIsInWorkAndTheStateOfTheRest) {
    const struct {
        State state;
        Step step;
        bool cancelling, revoked;
        const char* words;
    } cases[] = {
        {State::draft, Step::contact, false, false, "Contact"},
        {State::draft, Step::identify, false, false, "Passport"},
        {State::waiting_for_ca, Step::certificate, false, false, "Waits for the authority"},
        {State::waiting_for_ca, Step::certificate, true, false, "Is being given up"},
        {State::cancelled, Step::certificate, true, false, "Cancelled"},
        {State::handed_over, Step::done, false, false, "Handed over"},
        {State::handed_over, Step::done, false, true, "Handed over; the certificate is revoked"},
        {State::refused, Step::decide, false, false, "Refused"}};
    for (const auto& one : cases) {
        Row row{ApplicationId::from_random(std::array<std::uint8_t, 10>{})};
        row.state = one.state;
        row.step = one.step;
        row.cancelling = one.cancelling;
        row.revoked = one.revoked;
        EXPECT_EQ(english(row), one.words);
    }
}

TEST(RowWords, GroupAPersonalNumberAndLeaveWhatIsNone) {
    EXPECT_EQ(grouped_pin("20101199000008"), "2 0101 1990 00008");
    for (const auto* none : {"", "2", "2010119900000", "201011990000081"}) {
        EXPECT_EQ(grouped_pin(none), none);
    }
}

} // namespace
} // namespace koltamga::desk
