// The whole table at once: in each place an application can stand, exactly these entries may
// follow.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;
using enum Kind;

using Kinds = std::set<Kind>;

Kinds operator+(Kinds some, const Kinds& others) {
    some.insert(others.begin(), others.end());
    return some;
}

Kinds allowed(const Application& application) {
    Kinds kinds;
    for (const auto kind : all_kinds()) {
        if (may_follow(application, kind)) {
            kinds.insert(kind);
        }
    }
    return kinds;
}

std::string names_of(const Kinds& kinds) {
    std::string names;
    for (const auto kind : kinds) {
        names += std::string(name_of(kind)) + '\n';
    }
    return names;
}

const Kinds ending = {surplus_found,       revocation_asked,         revocation_answered,
                      application_on_hold, application_cancel_asked, application_cancelled};
const Kinds before_asking =
    ending + Kinds{eligibility_decided, application_went_back, application_refused};
const Kinds while_asked = ending + Kinds{certificate_asked, certificate_waiting,
                                         certificate_answered, agreement_printed, paper_printed};
const Kinds with_a_certificate =
    ending + Kinds{certificate_answered, certificate_confirmed, agreement_printed, paper_printed};
const Kinds to_the_hand_over = with_a_certificate + Kinds{key_delivery_asked, key_delivered,
                                                          key_exported, application_handed_over};

Application given_up(Story story) {
    return story.tell(application_cancel_asked, remark("left")).now();
}

TEST(Table, LetsExactlyTheseFollow) {
    struct Place {
        const char* name;
        Application application;
        Kinds allowed;
    };
    const Place places[] = {
        {"nothing yet", Application(), {identity_recorded}},
        {"to decide", Story().to_decide().now(), before_asking},
        {"contact", Story().to_contact().now(),
         before_asking + Kinds{contact_recorded, consent_recorded}},
        {"portrait", Story().to_portrait().now(), before_asking + Kinds{portrait_recorded}},
        {"key", Story().to_key().now(), before_asking + Kinds{key_made}},
        {"certificate", Story().to_certificate().now(), before_asking + while_asked},
        {"asked", Story().asked_once().now(), while_asked},
        {"certified", Story().certified().now(), to_the_hand_over},
        {"confirmed", Story().confirmed().now(), to_the_hand_over},
        {"delivered", Story().delivered().now(), to_the_hand_over},
        {"given up at the portrait", given_up(Story().to_portrait()), ending},
        {"given up with a key", given_up(Story().to_certificate()), while_asked},
        {"given up when asked", given_up(Story().asked_once()), while_asked},
        {"given up with a certificate", given_up(Story().confirmed()), with_a_certificate},
    };
    for (const auto& place : places) {
        EXPECT_EQ(names_of(allowed(place.application)), names_of(place.allowed)) << place.name;
    }
}

TEST(Table, SaysWhatDidNotFollowWhat) {
    const auto done = Story().asked_once().attempt(portrait_recorded, portrait());
    ASSERT_TRUE(done.failed_with(Code::issuance_not_allowed));
    EXPECT_EQ(done.failure().detail, "portrait.recorded at certificate, waiting-for-ca");
}

} // namespace
} // namespace koltamga::issuance
