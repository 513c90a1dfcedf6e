// How long a certificate counts, as the clerk is told.
#include "app/validity.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

issuance::Application certified(const char* from, const char* until) {
    issuance::Application application;
    application.certificate = issuance::CertificateAnswered{};
    application.certificate->not_before = *instant_from(from);
    application.certificate->not_after = *instant_from(until);
    return application;
}

Validity validity(const char* from, const char* until, unsigned validity_days = 366) {
    profile::OfficeProfile profile;
    profile.certificate.validity_days = validity_days;
    return validity_of(certified(from, until), profile).value();
}

TEST(Validity, IsNoneWithoutACertificate) {
    EXPECT_FALSE(validity_of(issuance::Application(), profile::OfficeProfile()));
}

TEST(Validity, OfAYearIsNotShortened) {
    EXPECT_FALSE(validity("2026-11-22T09:00:00.000Z", "2027-11-22T08:59:59.000Z").shortened);
    EXPECT_FALSE(validity("2027-11-22T09:00:00.000Z", "2028-11-22T08:59:59.000Z").shortened);
    EXPECT_FALSE(validity("2026-11-22T09:00:00.000Z", "2027-11-21T09:00:00.000Z").shortened);
}

TEST(Validity, OfLessThanAYearIsShortened) {
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2027-05-23T09:00:00.000Z").shortened);
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2027-11-20T09:00:00.000Z").shortened);
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2026-11-23T09:00:00.000Z").shortened);
}

TEST(Validity, IsMeasuredByWhatTheProfileAsksFor) {
    EXPECT_FALSE(validity("2026-11-22T09:00:00.000Z", "2027-05-22T09:00:00.000Z", 181).shortened);
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2027-03-22T09:00:00.000Z", 181).shortened);
}

TEST(Validity, OfADayLessIsTheAuthoritysWayOfCounting) {
    EXPECT_FALSE(validity("2026-11-22T09:00:00.000Z", "2027-11-21T09:00:00.000Z", 365).shortened);
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2027-11-21T08:59:59.999Z", 365).shortened);
    EXPECT_FALSE(validity("2026-11-22T09:00:00.000Z", "2027-05-20T09:00:00.000Z", 180).shortened);
    EXPECT_TRUE(validity("2026-11-22T09:00:00.000Z", "2027-05-20T08:59:59.999Z", 180).shortened);
}

TEST(Validity, HoldsBothEnds) {
    const auto one = validity("2026-11-22T19:00:00.000Z", "2027-05-22T19:00:00.000Z");
    EXPECT_EQ(to_text(one.from), "2026-11-22T19:00:00.000Z");
    EXPECT_EQ(one.first_day, "23.11.2026");
    EXPECT_EQ(one.last_day, "23.05.2027");
    EXPECT_EQ(validity_json(one).at("valid_from"), "2026-11-22T19:00:00.000Z");
    EXPECT_THAT(validity_words(one, Language::en),
                HasSubstr("The certificate's term: 23.11.2026 – 23.05.2027\n"));
    EXPECT_THAT(validity_words(one, Language::ky), HasSubstr("Муну арыз ээсине айтыңыз"));
}

TEST(Validity, IsToldInTheOfficesDays) {
    const auto one = validity("2026-11-22T19:00:00.000Z", "2027-05-22T19:00:00.000Z");
    const auto words = validity_words(one, Language::ru);
    EXPECT_THAT(words, HasSubstr("23.11.2026"));
    EXPECT_THAT(words, HasSubstr("23.05.2027"));
    EXPECT_THAT(words, HasSubstr("Скажите об этом заявителю"));
    EXPECT_THAT(validity_words(validity("2026-11-22T09:00:00.000Z", "2027-11-22T08:59:59.000Z"),
                               Language::ru),
                Not(HasSubstr("Скажите")));
    EXPECT_EQ(validity_json(one).at("validity_shortened"), true);
    EXPECT_EQ(validity_json(one).at("valid_until"), "2027-05-22T19:00:00.000Z");
}

} // namespace
} // namespace koltamga::app
