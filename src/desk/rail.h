// The steps of one application as the window's left side shows them, and which page is next.
// Pure.
#pragma once

#include "issuance/application.h"

#include <array>
#include <vector>

namespace koltamga::desk {

enum class Mark { done, current, ahead, waiting, refused };

struct RailStep {
    issuance::Step step{};
    Mark mark = Mark::ahead;
    Texts name;
};

// The seven steps from the passport to the hand-over, in order. Before there is an application, the
// passport is current.
std::vector<RailStep> rail_of(const issuance::Application& application);
std::vector<RailStep> rail_before();

// What the application needs of whoever sits in front of the window now.
enum class Page {
    passport,
    eligibility,
    contact,
    portrait,
    applicants_moment, // terms and password, out of the clerk's sight
    certificate,       // asked for, waiting, or being given up
    hand_over,
    closed, // handed over, refused or cancelled: what became of it
};

Page page_of(const issuance::Application& application);

} // namespace koltamga::desk
