// Walks the whole table: from nothing, every entry there is, with honest and hostile bodies, in
// every state that can be reached. States that look alike are visited once; what must never happen
// is looked for at each step.
#include "issuance/next_call.h"
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <sstream>
#include <unordered_map>

namespace koltamga::issuance {
namespace {

using namespace samples;

struct Letter {
    Kind kind;
    std::string body;
    std::string by = "bermet";
};

template <class Body>
void add(std::vector<Letter>& letters, Kind kind, const Body& body, std::string by = "bermet") {
    letters.push_back({kind, write(body), std::move(by)});
}

EligibilityDecided rechecked(EligibilityDecided body) {
    body.recheck = true;
    return body;
}

EligibilityDecided replacing() {
    auto body = eligible();
    body.replaces = {{"0ld", {1}, CertificateStatus::valid}};
    return body;
}

void add_desk_letters(std::vector<Letter>& letters) {
    add(letters, Kind::identity_recorded, identity_recorded());
    add(letters, Kind::identity_recorded, identity_recorded(), "-");
    for (const auto& verdict : {eligible(), refused(), provisional(), replacing()}) {
        add(letters, Kind::eligibility_decided, verdict);
        add(letters, Kind::eligibility_decided, rechecked(verdict));
    }
    add(letters, Kind::contact_recorded, ContactRecorded{"uson@example.com", "+996700123456"});
    add(letters, Kind::consent_recorded, ConsentRecorded{all_consents()});
    add(letters, Kind::consent_recorded, ConsentRecorded{});
    add(letters, Kind::portrait_recorded, portrait());
    add(letters, Kind::key_made, key());
    add(letters, Kind::key_made, key(Custody::file));
    for (const auto* step : {"identify", "decide", "contact", "portrait", "key", "certificate"}) {
        add(letters, Kind::application_went_back, remark("again", step));
    }
    add(letters, Kind::application_on_hold, remark("wait"));
    add(letters, Kind::application_overridden, remark("seen", "", "azamat"));
    add(letters, Kind::application_overridden, remark("seen", "", "bermet"));
    add(letters, Kind::application_refused, remark("no"));
    add(letters, Kind::application_cancel_asked, remark("left"));
    add(letters, Kind::application_cancelled, remark("left"));
    add(letters, Kind::application_handed_over, ApplicationHandedOver{});
    add(letters, Kind::agreement_printed, AgreementPrinted{});
    for (const auto paper : {Paper::agreement, Paper::sheet, Paper::refusal}) {
        add(letters, Kind::paper_printed, PaperPrinted{paper, 1, "ky", {}, "desk"});
    }
    letters.push_back({Kind::application_erased, ""});
    letters.push_back({Kind::operator_added, ""});
}

void add_call_letters(std::vector<Letter>& letters) {
    for (unsigned attempt = 1; attempt <= 2; ++attempt) {
        const char* serial = attempt == 1 ? "a1" : "b2";
        add(letters, Kind::certificate_asked, asked(attempt, "t1"));
        add(letters, Kind::certificate_asked, asked(attempt, "t2"));
        add(letters, Kind::certificate_waiting, waiting(attempt));
        for (const auto outcome : {Outcome::granted, Outcome::refused, Outcome::rejected,
                                   Outcome::cancelled, Outcome::unconfirmed}) {
            add(letters, Kind::certificate_answered, answered(outcome, attempt, serial));
        }
        add(letters, Kind::certificate_confirmed, CertificateConfirmed{attempt});
        add(letters, Kind::surplus_found, SurplusFound{serial, {1}});
        for (const auto* who : {"station", "holder", "re-issue"}) {
            add(letters, Kind::revocation_asked, revocation(serial, who));
        }
        add(letters, Kind::revocation_answered, RevocationAnswered{serial, true, ""});
        add(letters, Kind::revocation_answered, RevocationAnswered{serial, false, ""});
    }
    add(letters, Kind::revocation_asked, revocation("0ld", "re-issue"));
    add(letters, Kind::revocation_answered, RevocationAnswered{"0ld", true, ""});
    letters.push_back({Kind::key_delivery_asked, ""});
    add(letters, Kind::key_delivered, KeyDelivered{{1}});
    add(letters, Kind::key_exported, KeyExported{});
    letters.push_back({Kind::certificate_settled, ""});
    letters.push_back({Kind::certificate_answered, "{}"});
    letters.push_back({Kind::key_made, "not json"});
}

std::vector<Letter> alphabet() {
    std::vector<Letter> letters;
    add_desk_letters(letters);
    add_call_letters(letters);
    return letters;
}

// Everything about an application that the table can look at.
std::string looks_of(const Application& it) {
    std::ostringstream text;
    text << name_of(it.state) << name_of(it.step) << name_of(it.waits_for) << it.erased
         << it.identity.has_value()
         << (it.eligibility ? std::string(to_text(it.eligibility->verdict.kind)) : "-")
         << (it.eligibility ? it.eligibility->replaces.size() : 9) << it.overridden.has_value()
         << it.contact.has_value() << it.consent.has_value() << it.portrait.has_value()
         << (it.key ? static_cast<int>(it.key->custody) : 9) << it.delivery_asked.has_value()
         << it.cancelling.has_value() << it.settled << it.delivered.has_value() << it.exported
         << it.handed_over.has_value() << '|';
    for (const auto& attempt : it.attempts) {
        text << text_of(attempt.asked.transaction_id) << attempt.waiting.has_value()
             << (attempt.answered ? static_cast<int>(attempt.answered->outcome) : 9)
             << attempt.confirmed << ',';
    }
    text << '|' << (it.certificate ? it.certificate->serial : "-") << '|';
    for (const auto& found : it.surplus) {
        text << found.serial << ',';
    }
    text << '|';
    for (const auto& one : it.revocations) {
        text << one.asked.serial << one.done << one.asked.requested_by << ',';
    }
    return text.str();
}

class Walk : public testing::Test {
  protected:
    struct Place {
        Application application;
        std::vector<std::size_t> way; // letters, for the report and for the fold
    };

    void walk(std::size_t most) {
        visit({Application(), {}});
        while (!open_.empty() && seen_.size() < most && !HasFailure()) {
            const Place place = std::move(open_.front());
            open_.pop_front();
            for (std::size_t letter = 0; letter < letters_.size() && !HasFailure(); ++letter) {
                step(place, letter);
            }
        }
    }

    void step(const Place& place, std::size_t number) {
        const auto entry = entry_of(number, place.way.size() + 1);
        Application after = place.application;
        const auto done = apply(after, entry);
        ++steps_;
        if (!done) {
            const auto code = done.failure().code;
            EXPECT_TRUE(code == Code::issuance_not_allowed ||
                        code == Code::issuance_entry_unreadable);
            EXPECT_EQ(looks_of(after), looks_of(place.application)) << "refused, yet changed";
            return;
        }
        ++taken_[entry.kind];
        EXPECT_TRUE(may_follow(place.application, entry.kind));
        check(place.application, entry, after);
        auto way = place.way;
        way.push_back(number);
        if (HasFailure()) {
            tell(way);
            return;
        }
        visit({std::move(after), std::move(way)});
    }

    Entry entry_of(std::size_t letter, std::size_t sequence) const {
        const auto& [kind, body, by] = letters_.at(letter);
        return {1,  sequence, kind, 1, application(), {by, instant("2026-11-22T09:00:00.000Z"), {}},
                {}, body};
    }

    void visit(Place place) {
        const auto looks = looks_of(place.application);
        if (!seen_.emplace(looks, true).second) {
            return;
        }
        check_state(place.application);
        if (place.way.size() % 3 == 0) {
            check_fold(place, looks);
        }
        open_.push_back(std::move(place));
    }

    // The same entries give the same application, whoever folds them, whenever.
    void check_fold(const Place& place, const std::string& looks) {
        std::vector<Entry> entries;
        for (const auto letter : place.way) {
            entries.push_back(entry_of(letter, entries.size() + 1));
        }
        const auto folded = fold(entries);
        ASSERT_TRUE(folded);
        EXPECT_EQ(looks_of(*folded), looks);
        EXPECT_EQ(folded->last_sequence, entries.size());
    }

    void check(const Application& before, const Entry& entry, const Application& after) {
        EXPECT_FALSE(before.erased) << "nothing follows an erasure";
        EXPECT_GE(after.attempts.size(), before.attempts.size());
        EXPECT_GE(after.surplus.size(), before.surplus.size());
        if (entry.kind == Kind::certificate_asked) {
            check_asked(before);
        }
        if (entry.kind == Kind::application_went_back) {
            EXPECT_FALSE(before.has_open_call());
            EXPECT_FALSE(before.certificate);
        }
        if (entry.kind == Kind::application_handed_over) {
            check_handed_over(before);
        }
        if (entry.kind == Kind::application_cancelled) {
            EXPECT_TRUE(before.surplus_revoked());
            EXPECT_FALSE(before.has_open_call());
        }
        if (before.cancelling) {
            EXPECT_TRUE(after.cancelling || after.state == State::cancelled)
                << "given up is given up";
        }
        if (entry.kind == Kind::revocation_asked) {
            const auto& asked = after.revocations.back().asked;
            EXPECT_FALSE(asked.requested_by == "station" && before.handed_over &&
                         before.certificate->serial == asked.serial);
        }
        if (before.finished() && after.state != State::draft) {
            EXPECT_EQ(before.state, after.state) << "an end is an end";
        }
    }

    static void check_asked(const Application& before) {
        EXPECT_TRUE(before.identity);
        EXPECT_EQ(before.identity_by, "bermet");
        EXPECT_NE(before.identity_at, Instant());
        EXPECT_TRUE(before.may_be_issued());
        ASSERT_TRUE(before.consent);
        EXPECT_EQ(before.consent->consents, all_consents());
        EXPECT_TRUE(before.contact);
        EXPECT_TRUE(before.portrait);
        EXPECT_TRUE(before.key);
        EXPECT_FALSE(before.certificate);
        EXPECT_FALSE(before.finished());
    }

    static void check_handed_over(const Application& before) {
        EXPECT_TRUE(before.certificate_good());
        EXPECT_FALSE(before.certificate_revoked());
        EXPECT_FALSE(before.has_open_call());
        EXPECT_TRUE(before.delivered || before.exported);
        for (const auto& found : before.surplus) {
            EXPECT_TRUE(before.revoked(found.serial));
        }
    }

    static void check_state(const Application& it) {
        const bool closed = it.state == State::cancelled || it.state == State::refused;
        EXPECT_EQ(it.finished(), it.step == Step::done);
        EXPECT_FALSE(closed && it.open_attempt());
        EXPECT_FALSE(closed && it.certificate && !it.certificate_revoked());
        EXPECT_FALSE(it.erased && !it.finished());
        EXPECT_FALSE(it.cancelling && (it.finished() || it.waits_for != WaitsFor::ca));
        EXPECT_EQ(it.finished() && it.waits_for != WaitsFor::nobody,
                  it.finished() && (it.revocation_open() || !due_revocations(it).empty()));
        EXPECT_FALSE(it.step > Step::decide && it.state != State::refused &&
                     it.state != State::cancelled && !it.eligibility);
        EXPECT_FALSE(it.certificate && it.certificate->attempt != it.attempts.size());
        EXPECT_FALSE(it.delivered && !it.delivery_asked);
        EXPECT_EQ(it.state == State::handed_over, it.handed_over.has_value());
        for (std::size_t i = 0; i < it.surplus.size(); ++i) {
            EXPECT_FALSE(it.certificate && it.certificate->serial == it.surplus[i].serial);
        }
        if (it.id) {
            EXPECT_NO_THROW((void)row_of(it));
        }
    }

    void tell(const std::vector<std::size_t>& way) const {
        for (const auto letter : way) {
            ADD_FAILURE() << name_of(letters_[letter].kind) << " by " << letters_[letter].by << ' '
                          << letters_[letter].body.substr(0, 90);
        }
    }

    std::vector<Letter> letters_ = alphabet();
    std::deque<Place> open_;
    std::unordered_map<std::string, bool> seen_;
    std::unordered_map<Kind, std::size_t> taken_;
    std::size_t steps_ = 0;
};

TEST_F(Walk, ThroughEveryStateThatCanBeReached) {
    const bool long_run = std::getenv("KOLTAMGA_LONG") != nullptr;
    walk(long_run ? 40'000 : 1'500);
    std::size_t kinds_taken = 0;
    for (const auto kind : all_kinds()) {
        kinds_taken += taken_[kind] > 0 ? 1 : 0;
        EXPECT_FALSE(kind >= Kind::station_enrolled && taken_[kind] > 0) << name_of(kind);
    }
    EXPECT_GE(kinds_taken, 15U);
    EXPECT_GT(seen_.size(), 1'000U);
    RecordProperty("states", static_cast<int>(seen_.size()));
    RecordProperty("steps", static_cast<int>(steps_));
}

// Deep rather than broad: one long random life after another, each reaching what breadth cannot.
TEST_F(Walk, AlongThousandsOfRandomLives) {
    const int lives = std::getenv("KOLTAMGA_LONG") != nullptr ? 20'000 : 600;
    std::uint32_t random = 20261122;
    const auto pick = [&](std::size_t below) {
        random = random * 1664525U + 1013904223U;
        return static_cast<std::size_t>(random >> 8U) % below;
    };
    for (int life = 0; life < lives && !HasFailure(); ++life) {
        Place place;
        for (int tries = 0; tries < 700 && place.way.size() < 60 && !HasFailure(); ++tries) {
            const auto number = pick(letters_.size());
            const auto entry = entry_of(number, place.way.size() + 1);
            const bool disturbs =
                entry.kind == Kind::application_cancelled ||
                entry.kind == Kind::application_refused ||
                entry.kind == Kind::application_cancel_asked ||
                entry.kind == Kind::application_erased ||
                entry.kind == Kind::application_went_back ||
                entry.kind == Kind::eligibility_decided || entry.kind == Kind::surplus_found ||
                entry.kind == Kind::paper_printed || entry.kind == Kind::revocation_asked;
            if ((disturbs && pick(16) != 0) || !may_follow(place.application, entry.kind)) {
                continue;
            }
            Application after = place.application;
            if (apply(after, entry)) {
                place.way.push_back(number);
                check(place.application, entry, after);
                check_state(after);
                place.application = std::move(after);
                ++taken_[entry.kind];
            }
        }
        check_fold(place, looks_of(place.application));
        if (HasFailure()) {
            tell(place.way);
        }
    }
    for (const auto kind : all_kinds()) {
        if (kind < Kind::station_enrolled) {
            EXPECT_GT(taken_[kind], 0U) << name_of(kind) << " was never taken";
        }
    }
}

} // namespace
} // namespace koltamga::issuance
