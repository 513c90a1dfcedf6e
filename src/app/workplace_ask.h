// How the workplace asks one of its threads: for its own sources alone.
#pragma once

#include "app/ctl.h"
#include "app/workplace.h"
#include "base/log.h"

namespace koltamga::app {

desk::Role desk_role(db::Role role);
db::Role station_role(desk::Role role);

// app.not-signed-in
Failure not_signed_in();

// What nobody foresaw ends the command, and not the program with everything that is open in it.
template <class Work>
auto caught(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& exception) {
        log::event("surprise", {log::Fact::type(exception)});
        return surprise();
    }
}

// A std::function is copied, and a secret is not: one holder that all copies share.
inline std::shared_ptr<SecretBytes> shared(SecretBytes secret) {
    return std::make_shared<SecretBytes>(std::move(secret));
}

template <class T, class Work>
void StationWorkplace::ask(Place& place, desk::Then<T> then, Work work) {
    place.thread.give([&place, post = post_, visit = visit_, asked_in = *visit_,
                       then = std::move(then), work = std::move(work)](std::stop_token stop) {
        auto result = caught([&]() -> Result<T> {
            return place.desk ? work(*place.desk, stop) : Result<T>(not_signed_in());
        });
        post([visit, asked_in, then, result = std::move(result)] {
            if (*visit == asked_in) {
                then(result);
            }
        });
    });
}

} // namespace koltamga::app
