#include "app/resumption.h"

#include "app/released_revocation.h"
#include "ca/answer_check.h"

#include <algorithm>
#include <array>

namespace koltamga::app {

bool waits_for_the_outside(const db::ApplicationState& row) {
    using issuance::WaitsFor;
    const auto who = issuance::waits_for_named(row.waits_for);
    return who == WaitsFor::network || who == WaitsFor::ca || who == WaitsFor::vault;
}

namespace {

// Of an application whose record was released, only the end of its certificate can be open.
Result<issuance::Progress> go_on(Desk& desk, const ApplicationId& id, std::stop_token stop) {
    KOLTAMGA_TRY(const auto released, desk.journal().released_certificate(id));
    return released ? go_on_revoking(desk, id, *released)
                    : desk.runner().go_on(id, false, std::move(stop));
}

// One that could not even be read: what the row says of it, and why.
Resumed unreadable(const db::ApplicationState& row, Failure failure) {
    issuance::Application application;
    application.id = row.application;
    application.state = issuance::state_named(row.state).value_or(application.state);
    application.waits_for =
        issuance::waits_for_named(row.waits_for).value_or(application.waits_for);
    return {std::move(application), std::move(failure)};
}

bool finished(const db::ApplicationState& row) {
    using issuance::State;
    const auto state = issuance::state_named(row.state);
    return state == State::handed_over || state == State::cancelled || state == State::refused;
}

bool unsettled(const db::ApplicationState& row) {
    return finished(row) && !row.settled;
}

} // namespace

bool goes_on_signed_in(const db::ApplicationState& row, Instant now) {
    // Rows of an older program do not say when: the runner knows, once it has read the entries.
    const auto when = instant_from(row.next_try);
    return waits_for_the_outside(row) || (unsettled(row) && (!when || now >= *when));
}

issuance::WaitsFor who_acts(const db::ApplicationState& row, Instant now) {
    using issuance::WaitsFor;
    const auto who = issuance::waits_for_named(row.waits_for).value_or(WaitsFor::nobody);
    if (who != WaitsFor::nobody) {
        return who == WaitsFor::ca && row.unasked ? WaitsFor::network : who;
    }
    if (row.outbox != "receipted") {
        return WaitsFor::centre;
    }
    return goes_on_signed_in(row, now) ? WaitsFor::ca : WaitsFor::nobody;
}

std::string_view certificate_end(const db::ApplicationState& row) {
    if (row.revoked) {
        return "revoked";
    }
    // Nothing else of a finished one is the CA's by its entries.
    const bool waits = finished(row) && row.waits_for == name_of(issuance::WaitsFor::ca);
    return waits ? "revocation-waiting" : "";
}

bool asked_too_early(const db::ApplicationState& row, const issuance::Stamp& at) {
    const auto when = instant_from(row.next_try);
    return row.state == name_of(issuance::State::waiting_for_ca) && when && at.time < *when &&
           *when <= at.time + ca::longest_poll_pause && at.time_source != TimeSource::doubtful;
}

Result<std::vector<Resumed>> go_on_with_open_calls(Desk& desk, std::stop_token stop) {
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    KOLTAMGA_TRY(auto rows, db::application_states(connection));
    KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
    std::erase_if(rows, [&](const auto& row) {
        return !goes_on_signed_in(row, at.time) || asked_too_early(row, at);
    });
    std::ranges::sort(rows, {}, &db::ApplicationState::opened);
    std::vector<Resumed> all;
    for (const auto& row : rows) {
        if (stop.stop_requested()) {
            break;
        }
        auto progress = go_on(desk, row.application, stop);
        all.push_back(progress
                          ? Resumed{std::move(progress->application), std::move(progress->obstacle)}
                          : unreadable(row, progress.failure()));
    }
    return all;
}

bool only_waits(const Failure& failure) {
    constexpr std::array waiting = {
        Code::ca_unreachable,
        Code::ca_outcome_unknown,
        Code::issuance_outcome_unknown,
        Code::issuance_centre_unreachable,
        Code::issuance_verdict_provisional,
        Code::issuance_clock_doubtful,
        Code::issuance_call_open,
    };
    return issuance::is_away(failure) || std::ranges::find(waiting, failure.code) != waiting.end();
}

} // namespace koltamga::app
