// Power cuts and broken lines at every boundary there is: before and after each append, each blob,
// each message out and each answer in. The process dies, another takes over, and in the end there
// is exactly one valid certificate, one key, one package, and nothing that was written is lost.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ostream>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

struct World {
    const char* name;
    Settings settings;
    bool held_before = false; // the person has a certificate already: a re-issue
    bool offline_first = false;
    bool overnight = false; // each power cut lasts until the next day
};

std::vector<World> worlds() {
    const AuthorityHabits friendly{.keeps_unconfirmed = false};
    const AuthorityHabits forgetful{.remembers = false};
    const AuthorityHabits forgetful_drops{.remembers = false, .keeps_unconfirmed = false};
    const AuthorityHabits slow{.polls = 2};
    const AuthorityHabits slow_forgetful{.remembers = false, .polls = 2};
    const AuthorityHabits slow_drops{.keeps_unconfirmed = false, .polls = 1};
    return {
        {"remembers, keeps", Settings{}},
        {"remembers, drops", {.authority = friendly}},
        {"forgets, keeps", {.authority = forgetful}},
        {"forgets, drops", {.authority = forgetful_drops}},
        {"waiting", {.authority = slow}},
        {"waiting, forgets", {.authority = slow_forgetful}},
        {"waiting, drops", {.authority = slow_drops}},
        {"custody file", {.authority = forgetful, .custody = Custody::file}},
        {"no register", {.has_register = false}},
        {"re-issue", {.authority = forgetful}, true},
        {"offline first", {.authority = forgetful}, false, true},
        {"overnight", {.authority = forgetful_drops}, false, false, true},
        {"overnight, re-issue", {.authority = forgetful}, true, true, true},
    };
}

void PrintTo(const World& world, std::ostream* out) {
    *out << world.name;
}

std::string under(const testing::TestParamInfo<World>& info) {
    std::string name;
    for (const char* letter = info.param.name; *letter != '\0'; ++letter) {
        name += std::isalnum(static_cast<unsigned char>(*letter)) != 0 ? *letter : '_';
    }
    return name;
}

bool long_run() {
    return std::getenv("KOLTAMGA_LONG") != nullptr;
}

class Outage : public testing::TestWithParam<World> {
  protected:
    Decision decision(const Office& office, bool first) const {
        auto decision = office.decision();
        decision.reissue_reason = GetParam().held_before ? "lost password" : "";
        decision.ask_centre = !(first && GetParam().offline_first);
        return decision;
    }

    // Lives through the plan; the number of boundaries that were passed.
    std::size_t live_through(const std::vector<std::pair<std::size_t, Mishap>>& plan) {
        Office office(GetParam().settings);
        if (GetParam().held_before) {
            office.authority.issue_elsewhere(man);
        }
        for (const auto& [at, mishap] : plan) {
            office.boundaries.plan(at, mishap);
        }
        const auto application = to_the_end(office);
        office.check_handed_over(application);
        if (HasFailure()) {
            tell(office, plan);
        }
        return office.boundaries.passed();
    }

    Application to_the_end(Office& office) {
        for (int process = 0; process < 40; ++process) {
            try {
                auto runner = office.runner();
                const auto done = office.visit(runner, decision(office, process == 0));
                if (done && done->finished()) {
                    return *done;
                }
            } catch (const Killed&) {
                office.authority.drop_unconfirmed();
                office.next_day(GetParam().overnight ? 1 : 0);
            }
        }
        ADD_FAILURE() << "the visit never came to an end";
        return {};
    }

    // Visits until the first mishap, then cancels until that succeeds, through the second.
    void cancel_after(std::size_t first, std::size_t second) {
        Office office(GetParam().settings);
        if (GetParam().held_before) {
            office.authority.issue_elsewhere(man);
        }
        const std::vector<std::pair<std::size_t, Mishap>> plan = {
            {first, first % 2 == 0 ? Mishap::kill : Mishap::fail}, {second, Mishap::kill}};
        office.boundaries.plan(plan[0].first, plan[0].second);
        office.boundaries.plan(plan[1].first, plan[1].second);
        try {
            auto runner = office.runner();
            (void)office.visit(runner, decision(office, true));
        } catch (const Killed&) {
            office.authority.drop_unconfirmed();
        }
        const auto open = office.runner().open_application_of(man);
        if (!*open) {
            return; // handed over, or not even begun
        }
        const auto closed = cancel_to_the_end(office, **open);
        office.check_closed(closed);
        if (GetParam().held_before) {
            EXPECT_EQ(office.authority.issued[0].status, CertificateStatus::valid)
                << "what was to be replaced stays";
        }
        if (HasFailure()) {
            tell(office, plan);
        }
    }

    Application cancel_to_the_end(Office& office, const ApplicationId& id) {
        for (int process = 0; process < 20; ++process) {
            try {
                auto runner = office.runner();
                const auto closed = runner.cancel(id, "left");
                const auto now = runner.read(id);
                if (now->state == State::cancelled && (!closed || !closed->obstacle)) {
                    (void)runner.go_on(id); // sweeps up what a kill left lying
                    return *now;
                }
                if (closed.failed_with(Code::issuance_call_open)) {
                    (void)runner.go_on(id); // the CA is still at work: ask it first
                }
            } catch (const Killed&) {
                office.authority.drop_unconfirmed();
            }
        }
        ADD_FAILURE() << "could not be cancelled";
        return {};
    }

    static void tell(const Office& office,
                     const std::vector<std::pair<std::size_t, Mishap>>& plan) {
        std::string story;
        for (const auto& [at, mishap] : plan) {
            const auto& places = office.boundaries.places();
            story += (mishap == Mishap::kill ? "killed " : "broken line ") +
                     (at < places.size() ? places[at] : "never") + '\n';
        }
        for (const auto& entry : office.journal.all()) {
            story += std::to_string(entry.sequence) + ' ' + std::string(name_of(entry.kind)) + ' ' +
                     (entry.kind == Kind::certificate_answered ? entry.body : "") + '\n';
        }
        ADD_FAILURE() << story;
    }
};

TEST_P(Outage, NoneAtAllNeedsNoMercy) {
    live_through({});
}

TEST_P(Outage, AKillAtEveryBoundary) {
    std::size_t last = 1;
    for (std::size_t at = 0; at < last && !HasFailure(); ++at) {
        last = std::max(last, live_through({{at, Mishap::kill}}));
    }
    EXPECT_GT(last, 25U) << "the journey has many boundaries";
}

TEST_P(Outage, ABrokenLineAtEveryBoundary) {
    std::size_t last = 1;
    for (std::size_t at = 0; at < last && !HasFailure(); ++at) {
        last = std::max(last, live_through({{at, Mishap::fail}}));
    }
}

// Two mishaps: all pairs in the night, in the day a different sample of them for each world.
TEST_P(Outage, TwoMishapsAtEveryPairOfBoundaries) {
    const std::size_t stride = long_run() ? 1 : 211;
    const std::size_t length = live_through({});
    std::size_t turn = 0;
    for (std::size_t first = 0; first < length; ++first) {
        for (std::size_t second = first + 1; second < length + 20 && !HasFailure(); ++second) {
            if (++turn % stride != 0) {
                continue;
            }
            const auto one = turn / stride % 3 == 0 ? Mishap::fail : Mishap::kill;
            const auto other = turn / stride % 2 == 0 ? Mishap::fail : Mishap::kill;
            live_through({{first, one}, {second, other}});
        }
    }
}

// A bad week: mishaps keep coming, one in eight boundaries.
TEST_P(Outage, BadWeeks) {
    std::uint32_t random = 7;
    const auto strikes = [&] {
        random = random * 1664525U + 1013904223U;
        return (random >> 8U) % 8 == 0;
    };
    for (int week = 0; week < (long_run() ? 2'000 : 5) && !HasFailure(); ++week) {
        std::vector<std::pair<std::size_t, Mishap>> plan;
        for (std::size_t at = 0; at < 150; ++at) {
            if (strikes()) {
                plan.emplace_back(at, at % 3 == 0 ? Mishap::fail : Mishap::kill);
            }
        }
        live_through(plan);
    }
}

// Without a register an unknown outcome cannot be cancelled (endings_test).
class OutageWithRegister : public Outage {};

std::vector<World> worlds_with_register() {
    auto all = worlds();
    std::erase_if(all, [](const World& world) { return !world.settings.has_register; });
    return all;
}

// The clerk gives up after a mishap and cancels, however often that takes.
TEST_P(OutageWithRegister, CancellingAfterAMishapLeavesNothingBehind) {
    const std::size_t stride = long_run() ? 1 : 7;
    for (std::size_t first = 0; first < 40 && !HasFailure(); ++first) {
        auto second = first + 1 + first % stride; // in the day another distance each time
        for (; second < first + 12 && !HasFailure(); second += stride) {
            cancel_after(first, second);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Worlds, Outage, testing::ValuesIn(worlds()), under);
INSTANTIATE_TEST_SUITE_P(Worlds, OutageWithRegister, testing::ValuesIn(worlds_with_register()),
                         under);

} // namespace
} // namespace koltamga::issuance
