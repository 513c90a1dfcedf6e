#include "app/ctl.h"

#include "app/station.h"

namespace koltamga::app {
namespace {

Result<sync::Report> run_sync(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::write, ctl.clock));
    return station->sync_once();
}

Json waiting_json(const sync::Waiting& waiting, Language language) {
    return {{"application", waiting.application.text()},
            {"waits_for", name_of(waiting.wait)},
            {"who_acts", name_of(sync::who_acts(waiting.wait))},
            {"sentence", sync::sentence_for(waiting.wait, language)},
            {"detail", waiting.detail}};
}

Json report_json(const sync::Report& report, Language language) {
    Json receipted = Json::array();
    for (const auto& id : report.receipted) {
        receipted.push_back(id.text());
    }
    Json waiting = Json::array();
    for (const auto& one : report.waiting) {
        waiting.push_back(waiting_json(one, language));
    }
    return {{"state", report.complete() ? "receipted" : "waiting"},
            {"headers", report.headers},
            {"bodies", report.bodies},
            {"blobs", report.blobs},
            {"receipted_through", report.receipted_through},
            {"receipted", std::move(receipted)},
            {"waiting", std::move(waiting)}};
}

std::string report_words(const sync::Report& report, Language language) {
    std::string words = std::to_string(report.headers) + " headers, " +
                        std::to_string(report.bodies) + " bodies, " + std::to_string(report.blobs) +
                        " blobs sent; " + std::to_string(report.receipted.size()) +
                        " records receipted";
    for (const auto& one : report.waiting) {
        words += "\n" + one.application.text() + "  " +
                 std::string(sync::sentence_for(one.wait, language));
    }
    return words;
}

Exit give(Terminal& terminal, const sync::Report& report) {
    Json json = report_json(report, terminal.language());
    if (report.stopped_by) {
        return terminal.failed(*report.stopped_by, std::move(json));
    }
    terminal.answer(json, report_words(report, terminal.language()));
    return Exit::done;
}

Result<std::vector<db::ApplicationState>> waiting_states(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    KOLTAMGA_TRY(auto rows, db::application_states(connection));
    std::erase_if(rows, [](const auto& row) { return row.outbox == "receipted"; });
    return rows;
}

// A record that nobody else has to act on waits for the centre.
issuance::WaitsFor who_acts(const db::ApplicationState& row) {
    const auto who = issuance::waits_for_named(row.waits_for);
    return !who || *who == issuance::WaitsFor::nobody ? issuance::WaitsFor::centre : *who;
}

Exit give_queue(Terminal& terminal, const std::vector<db::ApplicationState>& rows) {
    Json queue = Json::array();
    std::string words;
    for (const auto& row : rows) {
        const auto who = who_acts(row);
        const auto sentence = std::string(issuance::sentence_for(who, terminal.language()));
        queue.push_back({{"application", row.application.text()},
                         {"state", row.state},
                         {"outbox", row.outbox},
                         {"waits_for", name_of(who)},
                         {"sentence", sentence},
                         {"since", row.since},
                         {"next_try", row.next_try.empty() ? Json() : Json(row.next_try)}});
        words += row.application.text() + "  " + row.outbox + "  " + sentence + "\n";
    }
    terminal.answer({{"state", rows.empty() ? "receipted" : "waiting"}, {"queue", queue}}, words);
    return Exit::done;
}

} // namespace

void add_sync_commands(LineCommand& line, Ctl& ctl) {
    auto syncing = line.command("sync", "Send what the centre has not confirmed");
    auto once = std::make_shared<bool>(false);
    syncing.flag("--once", *once, "One run, then end (always so at the terminal)");
    // Held by the callback: the line is read into it after this function has returned.
    syncing.chosen([&ctl, once] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            return end(terminal, run_sync(ctl),
                       [&](const auto& report) { return give(terminal, report); });
        };
    });
    line.command("queue", "What waits for the centre, and for whom").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            return end(terminal, waiting_states(ctl),
                       [&](const auto& rows) { return give_queue(terminal, rows); });
        };
    });
}

} // namespace koltamga::app
