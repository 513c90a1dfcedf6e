// A clock that is not to be believed: every entry says so, whatever it is about.
#include "db/backup.h"
#include "db/journal_export.h"
#include "tests/db/support.h"

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::secret;

TEST(Doubt, StandsInEveryEntryThatIsMadeWithIt) {
    test::Station station("in-doubt");
    auto at = station.stamp();
    at.time_source = TimeSource::doubtful;
    const auto password = secret("another long password");
    const auto last = *station.outbox().last_sequence();
    auto operators = station.operators();
    ASSERT_TRUE(ok(operators.add(station.session(), "beka", Role::clerk, password, at)));
    ASSERT_TRUE(ok(operators.reset(station.session(), "beka", password, at)));
    ASSERT_TRUE(ok(operators.sign_in("beka", password, at)));
    ASSERT_FALSE(operators.sign_in("beka", secret("guess"), at));
    ASSERT_TRUE(ok(station.journal().append(Life(station).drafts_of(0), at)));
    ASSERT_TRUE(ok(note_export(station.connection(), station.session(), at)));
    ASSERT_TRUE(ok(back_up(station.database(), station.session(), test::head_signer(),
                           test::fresh_folder("in-doubt").string() + ".backup", at)));
    ASSERT_TRUE(
        ok(operators.disable(station.session(), "beka", test::recovery().certificate.der(), at)));
    const auto entries = test::must(station.outbox().entries_after(last, 100));
    EXPECT_EQ(entries.size(), 8U);
    for (const auto& entry : entries) {
        const auto header = test::must(parse_entry_header(entry.header));
        EXPECT_EQ(header.time_source, TimeSource::doubtful) << header.kind;
        EXPECT_EQ(header.time, at.time) << header.kind;
    }
}

} // namespace
} // namespace koltamga::db
