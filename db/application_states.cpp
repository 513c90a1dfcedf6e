// What stands in the clear of the applications: no key is needed to read it.
#include "db/station_journal.h"

#include "db/derived.h"
#include "db/failures.h"

namespace koltamga::db {
namespace {

constexpr auto columns =
    "SELECT application, state, step, waits_for, opened, since, coalesce(next_try, ''), "
    "last_sequence, "
    "(SELECT min(CASE outbox.state WHEN 'unsent' THEN 0 WHEN 'sent' THEN 1 ELSE 2 END) "
    " FROM entry JOIN outbox USING (sequence) WHERE subject=application), "
    "coalesce(settled, 0), revoked, "
    "state='waiting-for-ca' AND NOT EXISTS (SELECT 1 FROM entry AS asked "
    " WHERE asked.subject=application AND asked.kind='certificate.asked' AND asked.sequence > "
    "  (SELECT max(made.sequence) FROM entry AS made "
    "   WHERE made.subject=application AND made.kind='key.made')), "
    "state NOT IN ('handed-over', 'refused', 'cancelled') AND EXISTS (SELECT 1 FROM entry WHERE "
    "subject=application AND "
    " kind='application.cancel-asked') FROM application";

Result<ApplicationState> read(const Statement& row) {
    constexpr const char* states[] = {"unsent", "sent", "receipted"};
    const auto id = ApplicationId::parse(row.text(0));
    const auto outbox = row.integer(8);
    if (!id || outbox < 0 || outbox > 2) {
        return failure::damaged("application-row");
    }
    return ApplicationState{*id,
                            row.string(1),
                            row.string(2),
                            row.string(3),
                            row.string(4),
                            row.string(5),
                            row.string(6),
                            row.number(7),
                            states[outbox],
                            row.integer(9) != 0,
                            row.integer(10) != 0,
                            row.integer(11) != 0,
                            row.integer(12) != 0};
}

} // namespace

Result<std::vector<ApplicationState>> application_states(Connection& connection) {
    KOLTAMGA_TRY(auto rows,
                 connection.query(std::string(columns) + " ORDER BY last_sequence DESC"));
    std::vector<ApplicationState> all;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return all;
        }
        KOLTAMGA_TRY(auto one, read(rows));
        all.push_back(std::move(one));
    }
}

Result<std::optional<ApplicationState>> application_state(Connection& connection,
                                                          const ApplicationId& application) {
    KOLTAMGA_TRY(auto rows, connection.query(std::string(columns) + " WHERE application=?",
                                             {application.text()}));
    KOLTAMGA_TRY(const bool there, rows.next());
    if (!there) {
        return std::optional<ApplicationState>();
    }
    KOLTAMGA_TRY(auto one, read(rows));
    return std::optional(std::move(one));
}

Result<ApplicationState> require_application_state(Connection& connection,
                                                   const ApplicationId& application) {
    KOLTAMGA_TRY(auto state, application_state(connection, application));
    if (state) {
        return std::move(*state);
    }
    KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
    return standing == Standing::erased ? failure::key_gone("application " + application.text())
                                        : issuance::unknown_application();
}

Result<std::vector<Changed>> applications_after(Connection& connection, std::uint64_t sequence) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT subject, max(sequence) FROM entry WHERE sequence>? AND "
                                  "subject<>'station' GROUP BY subject",
                                  {sequence}));
    std::vector<Changed> all;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return all;
        }
        const auto id = ApplicationId::parse(rows.text(0));
        if (!id) {
            return failure::damaged("subject-column");
        }
        all.push_back({*id, rows.number(1)});
    }
}

Result<std::vector<ApplicationId>> drafts(Connection& connection) {
    return applications_of(connection.query("SELECT application FROM draft ORDER BY time DESC"));
}

// Nobody gives a record's receipt for these: the head's says that the centre has them.
Result<OtherEntries> other_entries(Connection& connection) {
    KOLTAMGA_TRY(auto row, connection.query(
                               "SELECT count(*), coalesce(sum(sequence > coalesce((SELECT "
                               "max(sequence) FROM receipt WHERE kind='head'), 0)), 0) FROM entry "
                               "WHERE subject NOT IN (SELECT application FROM application)"));
    KOLTAMGA_TRY(const bool there, row.next());
    return there ? OtherEntries{row.number(0), row.number(1)} : OtherEntries{};
}

} // namespace koltamga::db
