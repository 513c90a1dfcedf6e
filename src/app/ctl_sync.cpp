#include "app/ctl.h"

#include "app/loss_words.h"
#include "app/queue_words.h"
#include "app/restored.h"
#include "app/resumption.h"
#include "app/station.h"
#include "app/sync_words.h"
#include "app/words.h"

#include <algorithm>
#include <map>

namespace koltamga::app {
namespace {

// What one run did: with somebody signed in, applications went on before the journal was sent.
struct Synced {
    sync::Report report;
    std::set<ApplicationId> here;
    std::vector<Resumed> resumed;
    std::map<ApplicationId, issuance::WaitsFor> who_acts; // now that it was sent
    std::size_t need_sign_in = 0;                         // applications that would go on now
    std::vector<db::ApplicationState> let_wait; // those the CA wants to be asked about later
    int utc_offset_minutes = 0;
    bool losses_unheard = false; // the centre has not told yet what a restore lost
};

// Sends the journal and looks at what waits afterwards.
Result<Synced> sent_from(const Station& station, const std::string& by,
                         std::vector<Resumed> resumed) {
    KOLTAMGA_TRY(auto report, station.sync_once());
    KOLTAMGA_TRY(auto here, applications_here(station));
    KOLTAMGA_TRY(auto connection, station.database().connect());
    KOLTAMGA_TRY(auto rows, db::application_states(connection));
    KOLTAMGA_TRY(const auto at, station.stamp(by));
    KOLTAMGA_TRY(const bool unheard, losses_unheard(station));
    std::map<ApplicationId, issuance::WaitsFor> who;
    for (const auto& row : rows) {
        who.emplace(row.application, who_acts(row, at.time));
    }
    const auto later = std::stable_partition(
        rows.begin(), rows.end(), [&](const auto& row) { return !asked_too_early(row, at); });
    const auto waiting = std::count_if(
        rows.begin(), later, [&](const auto& row) { return goes_on_signed_in(row, at.time); });
    return Synced{std::move(report),
                  std::move(here),
                  std::move(resumed),
                  std::move(who),
                  by.empty() ? static_cast<std::size_t>(waiting) : 0,
                  {later, rows.end()},
                  station.profile().office.utc_offset_minutes,
                  unheard};
}

bool any_lost(const std::vector<issuance::Loss>& losses) {
    return std::ranges::any_of(losses, [](const auto& loss) { return !loss.entries.empty(); });
}

Result<Synced> run_signed_in(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const bool unheard, losses_unheard(desk->station()));
    if (unheard) { // what a restore lost is heard, and read, before anything goes on
        KOLTAMGA_TRY(auto heard, sent_from(desk->station(), {}, {}));
        if (any_lost(heard.report.losses)) {
            return heard;
        }
    }
    KOLTAMGA_TRY(auto resumed, go_on_with_open_calls(*desk));
    return sent_from(desk->station(), desk->session().name, std::move(resumed));
}

Result<Synced> run_sync(const Ctl& ctl) {
    if (!ctl.options.operator_name.empty()) {
        return run_signed_in(ctl);
    }
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::write, ctl.clock));
    return sent_from(*station, {}, {});
}

// One that was erased by what the centre said is known only as it was before.
issuance::WaitsFor who_acts_on(const issuance::Application& application, const Synced& synced) {
    const auto found = synced.who_acts.find(*application.id);
    return found == synced.who_acts.end() ? application.waits_for : found->second;
}

Json resumed_json(const Synced& synced, Language language) {
    Json all = Json::array();
    for (const auto& [application, obstacle] : synced.resumed) {
        Json one = {{"application", application.id->text()},
                    {"state", name_of(application.state)},
                    {"revoked", application.certificate_revoked()},
                    {"waits_for", name_of(who_acts_on(application, synced))}};
        if (obstacle) {
            one["obstacle"] = to_json(*obstacle, language);
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::string resumed_words(const Synced& synced, Language language) {
    std::string words;
    for (const auto& [application, obstacle] : synced.resumed) {
        words += "\n" + application.id->text() + "  " +
                 state_in_words(name_of(application.state), language) +
                 (application.certificate_revoked() ? revoked_in_words(language) : "") + "  " +
                 std::string(sentence_for(who_acts_on(application, synced), language));
        if (obstacle) {
            words += "  (" + std::string(name_of(obstacle->code)) + ")";
        }
    }
    const Texts wait = {"Тышкы жоопту күткөн арыздар: ", "Ждут ответа извне, заявлений: ",
                        "Applications that wait for the outside: "};
    const Texts sign_in = {"; алар улансын десеңиз, «--operator» менен кайра иштетиңиз.",
                           "; чтобы они продолжились, запустите снова с «--operator».",
                           "; run this again with “--operator” to go on with them."};
    if (synced.need_sign_in > 0) {
        words += "\n" + std::string(in(language, wait)) + std::to_string(synced.need_sign_in) +
                 std::string(in(language, sign_in));
    }
    const auto later = let_wait_words(synced.let_wait, synced.utc_offset_minutes, language);
    return later.empty() ? words : words + "\n" + later;
}

Json report_json(const Synced& synced, Language language) {
    const auto& report = synced.report;
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
            {"waiting", std::move(waiting)},
            {"lost", losses_json(report.losses, synced.here)},
            {"losses_unheard", synced.losses_unheard},
            {"resumed", resumed_json(synced, language)},
            {"need_sign_in", synced.need_sign_in},
            {"let_wait", let_wait_json(synced.let_wait)}};
}

std::string report_words(const Synced& synced, Language language) {
    const auto& report = synced.report;
    const auto figure = [](std::size_t count) { return std::to_string(count); };
    const Texts sent = {"Жөнөтүлдү: журналдын жазуусу ", "Отправлено: записей журнала ",
                        "Sent: journal entries "};
    const Texts bodies = {", мазмун ", ", содержаний ", ", bodies "};
    const Texts blobs = {", файл ", ", файлов ", ", files "};
    const Texts receipted = {"; борбор ырастаган арыз ", "; подтверждено центром заявлений ",
                             "; applications receipted "};
    std::string words = in(language, sent) + figure(report.headers) + in(language, bodies) +
                        figure(report.bodies) + in(language, blobs) + figure(report.blobs) +
                        in(language, receipted) + figure(report.receipted.size());
    for (const auto& one : report.waiting) {
        words += "\n" + one.application.text() + "  " +
                 std::string(sync::sentence_for(one.wait, language));
    }
    words += resumed_words(synced, language);
    const auto lost = losses_words(report.losses, synced.here, language);
    return lost.empty() ? words : words + "\n" + lost;
}

// What stands in the way of one application is told even when all the others went on.
std::optional<Failure> what_failed(const Synced& synced) {
    if (synced.report.stopped_by) {
        return synced.report.stopped_by;
    }
    const auto failed = std::ranges::find_if(synced.resumed, [](const Resumed& one) {
        return one.obstacle && !only_waits(*one.obstacle);
    });
    return failed == synced.resumed.end() ? std::nullopt : failed->obstacle;
}

Exit give(Terminal& terminal, const Synced& synced) {
    Json json = report_json(synced, terminal.language());
    if (const auto failure = what_failed(synced)) {
        const auto words = resumed_words(synced, terminal.language());
        terminal.tell(words.starts_with('\n') ? words.substr(1) : words);
        return terminal.failed(*failure, std::move(json));
    }
    terminal.answer(json, report_words(synced, terminal.language()));
    return Exit::done;
}

Result<Queue> waiting_states(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    KOLTAMGA_TRY(auto rows, db::application_states(connection));
    KOLTAMGA_TRY(const auto others, db::other_entries(connection));
    KOLTAMGA_TRY(auto fork, journal_fork(*station));
    return queue_of(std::move(rows), others, std::move(fork), ctl.clock.now());
}

Exit give_queue(Terminal& terminal, const Queue& queue) {
    terminal.answer(queue_json(queue, terminal.language()),
                    queue_words(queue, terminal.language()));
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
                       [&](const auto& synced) { return give(terminal, synced); });
        };
    });
    line.command("queue", "What waits, and for whom").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            return end(terminal, waiting_states(ctl),
                       [&](const auto& rows) { return give_queue(terminal, rows); });
        };
    });
}

} // namespace koltamga::app
