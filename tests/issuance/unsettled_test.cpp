// Of which keys the CA may hold a certificate that nobody here knows of.
#include "issuance/next_call.h"
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

namespace koltamga::issuance {
namespace {

using namespace samples;

Story& answer(Story& story, Outcome outcome, unsigned attempt = 1, const char* serial = "a1") {
    return story.tell(Kind::certificate_answered, answered(outcome, attempt, serial));
}

Application refused_at_once() {
    auto story = Story().asked_once();
    return answer(story, Outcome::refused).now();
}

// The key stood in a backup: what was asked with it after that is lost.
Application refused_with_a_restored_key() {
    auto story = Story().to_certificate().in_epoch(2).tell(Kind::certificate_asked, asked());
    return answer(story, Outcome::refused).now();
}

Application refused_after_waiting() {
    auto story = Story().asked_once().tell(Kind::certificate_waiting, waiting());
    return answer(story, Outcome::refused).now();
}

Application refused_twice() {
    auto story = Story().asked_once();
    answer(story, Outcome::refused).tell(Kind::certificate_asked, asked(2, "t2"));
    return answer(story, Outcome::refused, 2).now();
}

Application refused_when_repeated() {
    auto story = Story().asked_once().tell(Kind::certificate_asked, asked(2, "t1"));
    return answer(story, Outcome::refused, 2).now();
}

Application confirmed_when_repeated() {
    auto story = Story().asked_once().tell(Kind::certificate_asked, asked(2, "t1"));
    return answer(story, Outcome::granted, 2)
        .tell(Kind::certificate_confirmed, CertificateConfirmed{2})
        .now();
}

Application ended_with(Outcome outcome) {
    auto story = Story().asked_once();
    return answer(story, outcome).now();
}

TEST(Unsettled, IsAKeyOfWhichNotAllIsKnown) {
    struct Row {
        const char* name;
        Application application;
        bool unsettled;
    };
    const Row rows[] = {
        {"never asked", Story().to_certificate().now(), false},
        {"asked, not answered", Story().asked_once().now(), true},
        {"refused at once", refused_at_once(), false},
        {"refused at once, twice", refused_twice(), false},
        {"refused with a restored key", refused_with_a_restored_key(), true},
        {"refused after waiting", refused_after_waiting(), true},
        {"refused when repeated", refused_when_repeated(), true},
        {"rejected by us", ended_with(Outcome::rejected), true},
        {"closed without an answer", ended_with(Outcome::cancelled), true},
        {"granted, not confirmed", Story().certified().now(), true},
        {"granted and confirmed", Story().confirmed().now(), false},
        {"granted and confirmed when repeated", confirmed_when_repeated(), true},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(!row.application.unsettled_keys().empty(), row.unsettled) << row.name;
    }
}

TEST(Unsettled, IsEachKeyByItself) {
    auto other = key();
    other.fingerprint = digest(bytes_of("another"));
    auto story = Story().asked_once();
    answer(story, Outcome::rejected)
        .tell(Kind::application_went_back, remark("password", "key"))
        .tell(Kind::key_made, other)
        .tell(Kind::certificate_asked, asked(2, "t2"));
    EXPECT_EQ(story.now().unsettled_keys(),
              (std::vector<Digest>{key().fingerprint, other.fingerprint}));
    answer(story, Outcome::granted, 2, "b2")
        .tell(Kind::certificate_confirmed, CertificateConfirmed{2});
    EXPECT_EQ(story.now().unsettled_keys(), std::vector<Digest>{key().fingerprint});
}

TEST(Unsettled, IsNamedOnceHoweverOftenItWasAskedWith) {
    auto story = Story().asked_once().tell(Kind::certificate_asked, asked(2, "t1"));
    EXPECT_EQ(story.now().unsettled_keys().size(), 1U);
}

} // namespace
} // namespace koltamga::issuance
