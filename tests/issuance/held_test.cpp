// Whether the person holds a certificate already: what station and register know of it together.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;
using namespace std::chrono_literals;

domain::Case facts_of(Runner& runner, const Decision& decision) {
    const auto begun = runner.identify({identity(), {}, {}});
    const auto decided = runner.decide(*begun->id, decision);
    EXPECT_TRUE(decided);
    return decided->eligibility->facts;
}

Decision alone(const Office& office) {
    auto decision = office.decision();
    decision.ask_centre = false;
    return decision;
}

TEST(Held, IsACertificateOfTheStationsOwnUntilItsLastMoment) {
    for (const auto& [after, held] : {std::pair{24h * 365 - 1ms, domain::Held::held},
                                      std::pair{24h * 365 + 0ms, domain::Held::not_checked}}) {
        Office office;
        office.policy.clock.forward = std::chrono::days(4000);
        const auto first = office.visit_to_the_end();
        office.station_clock.set(first.certificate->not_before + after);
        auto runner = office.runner();
        EXPECT_EQ(facts_of(runner, alone(office)).held, held) << after.count();
    }
}

TEST(Held, IsNothingWhereTheRegisterKnowsThatItIsRevoked) {
    Office office;
    (void)office.visit_to_the_end();
    office.authority.issued.at(0).status = CertificateStatus::revoked; // by another office
    auto runner = office.runner();
    EXPECT_EQ(facts_of(runner, alone(office)).held, domain::Held::held) << "all the station knows";
    EXPECT_EQ(facts_of(runner, office.decision()).held, domain::Held::none);
}

TEST(Held, IsNothingThatNobodyConfirmed) {
    Office office;
    office.authority.issue_elsewhere(man).status = CertificateStatus::unconfirmed;
    auto runner = office.runner();
    EXPECT_EQ(facts_of(runner, office.decision()).held, domain::Held::none);
}

TEST(Held, IsNotAskedOfTheRegisterWithoutTheApplicantsConsent) {
    Office office;
    office.authority.issue_elsewhere(man);
    auto decision = office.decision();
    decision.consents.register_lookup = domain::Consent::not_asked;
    auto runner = office.runner();
    const auto facts = facts_of(runner, decision);
    EXPECT_EQ(facts.held, domain::Held::not_checked);
    EXPECT_FALSE(facts.offline) << "nobody was to be asked";
    EXPECT_EQ(facts.consents, decision.consents);
    EXPECT_EQ(office.centre.asked, 0U);
}

TEST(Held, NamesForAReissueEverythingThatItReplaces) {
    Office office;
    const auto first = office.visit_to_the_end();
    office.authority.issue_elsewhere(man);
    auto decision = office.decision();
    decision.reissue_reason = "lost password";
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    const auto decided = runner.decide(*begun->id, decision);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->eligibility->reissue_reason, "lost password");
    const auto& replaces = decided->eligibility->replaces;
    ASSERT_EQ(replaces.size(), 2U);
    EXPECT_EQ(replaces[0].serial, first.certificate->serial);
    EXPECT_EQ(replaces[0].certificate, first.certificate->certificate);
    EXPECT_EQ(replaces[0].status, CertificateStatus::valid);
    EXPECT_EQ(text_of(replaces[1].certificate), "cert e2");
}

TEST(Absent, IsWhomNobodyReachesAndNotWhoRefuses) {
    for (const auto code : {Code::net_unreachable, Code::net_connect_timeout, Code::net_timeout,
                            Code::net_closed_early}) {
        EXPECT_TRUE(is_away(Failure{code, {}})) << koltamga::name_of(code);
    }
    for (const auto code :
         {Code::state_refused, Code::net_tls_untrusted, Code::net_status, Code::ca_unreachable}) {
        EXPECT_FALSE(is_away(Failure{code, {}})) << koltamga::name_of(code);
    }
}

} // namespace
} // namespace koltamga::issuance
