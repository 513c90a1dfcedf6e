#include "desk/rail.h"

#include <algorithm>

namespace koltamga::desk {
namespace {

using issuance::Application;
using issuance::State;
using issuance::Step;

struct Named {
    Step step;
    Texts name;
};

const std::array<Named, 7> steps = {{
    {Step::identify, {"Паспорт", "Паспорт", "Passport"}},
    {Step::decide, {"Укугу", "Право", "Eligibility"}},
    {Step::contact, {"Байланыш", "Связь", "Contact"}},
    {Step::portrait, {"Сүрөт", "Портрет", "Portrait"}},
    {Step::key, {"Ачкыч", "Ключ", "Key"}},
    {Step::certificate, {"Сертификат", "Сертификат", "Certificate"}},
    {Step::hand_over, {"Тапшыруу", "Выдача", "Hand over"}},
}};

bool waits_outside(const Application& application) {
    using issuance::WaitsFor;
    return application.step == Step::certificate && application.waits_for != WaitsFor::clerk &&
           application.waits_for != WaitsFor::applicant;
}

// How far it came: the step of one that ended before the hand-over says only that it ended.
Step reached(const Application& application) {
    if (application.step != Step::done || application.state == State::handed_over) {
        return application.step;
    }
    if (application.state == State::refused || !application.eligibility) {
        return Step::decide;
    }
    return !application.contact       ? Step::contact
           : !application.portrait    ? Step::portrait
           : !application.key         ? Step::key
           : !application.certificate ? Step::certificate
                                      : Step::hand_over;
}

Mark mark_of(const Application& application, Step step) {
    const auto now = reached(application);
    if (application.state == State::handed_over || step < now) {
        return Mark::done;
    }
    if (step > now) {
        return Mark::ahead;
    }
    if (application.state == State::refused || application.state == State::cancelled) {
        return Mark::refused;
    }
    return waits_outside(application) ? Mark::waiting : Mark::current;
}

template <class MarkOf>
std::vector<RailStep> rail(MarkOf mark) {
    std::vector<RailStep> all;
    std::ranges::transform(steps, std::back_inserter(all), [&](const Named& one) {
        return RailStep{one.step, mark(one.step), one.name};
    });
    return all;
}

} // namespace

std::vector<RailStep> rail_of(const Application& application) {
    return rail([&](Step step) { return mark_of(application, step); });
}

std::vector<RailStep> rail_before() {
    return rail([](Step step) { return step == Step::identify ? Mark::current : Mark::ahead; });
}

Page page_of(const Application& application) {
    if (application.finished()) {
        return Page::closed;
    }
    if (application.cancelling) {
        return Page::certificate;
    }
    switch (application.step) {
    case Step::identify:
        return Page::passport;
    case Step::decide:
        return Page::eligibility;
    case Step::contact:
        return Page::contact;
    case Step::portrait:
        return Page::portrait;
    case Step::key:
        return Page::applicants_moment;
    case Step::certificate:
        return Page::certificate;
    case Step::hand_over:
        return application.ready_to_hand_over() ? Page::hand_over : Page::certificate;
    case Step::done:
        return Page::closed;
    }
    return Page::closed;
}

} // namespace koltamga::desk
