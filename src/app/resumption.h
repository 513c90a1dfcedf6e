// What the program can go on with by itself, once somebody is signed in: applications that the
// outside kept waiting.
#pragma once

#include "app/desk.h"

#include <stop_token>
#include <vector>

namespace koltamga::app {

struct Resumed {
    issuance::Application application;
    std::optional<Failure> obstacle; // what keeps it still
};

// Whether the row stands at something that only the outside has to answer.
bool waits_for_the_outside(const db::ApplicationState& row);
// Whether it goes on, or is due to be looked up once more, as soon as somebody is signed in.
bool goes_on_signed_in(const db::ApplicationState& row, Instant now);
// What is known of its certificate's end: "revoked", "revocation-waiting" (asked for or due, and
// the CA has not confirmed it), or nothing.
std::string_view certificate_end(const db::ApplicationState& row);
// Whether the CA lets it wait until later: only a person who asks does not wait for that. Nothing
// is too early by a clock in doubt, nor for longer than a CA may let anybody wait: such a time was
// reckoned while the clock stood wrong.
bool asked_too_early(const db::ApplicationState& row, const issuance::Stamp& at);
// Whom a record waits for: the network, while the CA has not even been asked. One that nobody else
// has to act on waits for the centre until it is receipted, and for the CA when it is due to be
// asked once more what it holds.
issuance::WaitsFor who_acts(const db::ApplicationState& row, Instant now);

// Goes on with each of them that is not asked too early, and with the finished ones that have to be
// looked up once more, oldest first. One that cannot go on does not keep the others back.
Result<std::vector<Resumed>> go_on_with_open_calls(Desk& desk, std::stop_token stop = {});

// The outside is away or has not decided yet: nothing is wrong, and the same call is made again.
bool only_waits(const Failure& failure);

} // namespace koltamga::app
