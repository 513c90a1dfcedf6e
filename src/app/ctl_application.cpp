#include "app/ctl.h"

#include "app/desk.h"
#include "app/out_path.h"
#include "app/papers.h"
#include "app/resumption.h"
#include "app/words.h"
#include "base/file.h"

namespace koltamga::app {
namespace {

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json state_json(const db::ApplicationState& row, Instant now) {
    return {{"application", row.application.text()},
            {"state", row.state},
            {"step", row.step},
            {"waits_for", name_of(who_acts(row, now))},
            {"since", row.since},
            {"revoked", row.revoked},
            {"cancelling", row.cancelling},
            {"revocation_waiting", certificate_end(row) == "revocation-waiting"},
            {"next_try", or_null(row.next_try)},
            {"outbox", row.outbox}};
}

std::string state_words(const db::ApplicationState& row, Language language) {
    return row.application.text() + "  " + state_in_words(row.state, language) +
           (row.cancelling ? cancelling_in_words(language) : "") +
           certificate_end_in_words(certificate_end(row), language) + "  " +
           step_in_words(row.step, language) + "  " + outbox_in_words(row.outbox, language) + "\n";
}

// States are no secret: reading them needs nobody signed in.
Result<std::vector<db::ApplicationState>> states(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    return db::application_states(connection);
}

Exit give_list(Terminal& terminal, const std::vector<db::ApplicationState>& rows,
               const std::string& state, Instant now) {
    Json list = Json::array();
    std::string words;
    for (const auto& row : rows) {
        if (state.empty() || row.state == state) {
            list.push_back(state_json(row, now));
            words += state_words(row, terminal.language());
        }
    }
    const Texts none = {"Арыздар жок.", "Заявлений нет.", "There are no applications."};
    terminal.answer({{"applications", std::move(list)}},
                    words.empty() ? in(terminal.language(), none) : words);
    return Exit::done;
}

Exit applications(Terminal& terminal, const Ctl& ctl, const std::string& state) {
    if (!state.empty() && !issuance::state_named(state)) {
        return terminal.failed(
            expects("--state", "draft, refused, on-hold, waiting-for-ca, certified, handed-over, "
                               "cancelled"));
    }
    return end(terminal, states(ctl),
               [&](const auto& rows) { return give_list(terminal, rows, state, ctl.clock.now()); });
}

Result<db::ApplicationState> one_state(const Ctl& ctl, const std::string& text) {
    KOLTAMGA_TRY(const auto id, parse_application_id(text));
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    return db::require_application_state(connection, id);
}

std::string waiting_sentence(const db::ApplicationState& row, Language language, Instant now) {
    return std::string(issuance::sentence_for(who_acts(row, now), language));
}

Exit show(Terminal& terminal, const Ctl& ctl, const std::string& text) {
    return end(terminal, one_state(ctl, text), [&](const auto& row) {
        const auto now = ctl.clock.now();
        const auto sentence = waiting_sentence(row, terminal.language(), now);
        const auto command = next_command(row.application, row.step, who_acts(row, now));
        Json json = state_json(row, now);
        json["sentence"] = sentence;
        json["command"] = or_null(command);
        terminal.answer(json, state_words(row, terminal.language()) + sentence +
                                  (command.empty() ? "" : "\n`" + command + "`"));
        return Exit::done;
    });
}

struct Paper {
    std::string id, language;
    std::filesystem::path out;
};

struct Copied {
    unsigned copy = 0;
    std::string state;
    bool revoked = false;
    std::string warning;
};

Result<Copied> write_agreement(const Ctl& ctl, const Paper& wanted, Language language) {
    KOLTAMGA_CHECK(require_good_out_file(wanted.out, paper_rule(ctl.options)));
    KOLTAMGA_TRY(const auto languages, languages_wanted(wanted.language));
    KOLTAMGA_TRY(const auto id, parse_application_id(wanted.id));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const auto application, desk->runner().read(id));
    if (!application.key) {
        return no_agreement();
    }
    KOLTAMGA_TRY(const auto paper, desk->agreement(application, languages));
    KOLTAMGA_CHECK(write_file(wanted.out, paper));
    const auto printed = languages ? std::string(to_text(*languages)) : application.key->languages;
    KOLTAMGA_TRY(const auto after, desk->runner().printed(id, printed, paper));
    return Copied{after.copies_of(issuance::Paper::agreement), std::string(name_of(after.state)),
                  after.certificate_revoked(), without_force(after, language)};
}

Exit agreement(Terminal& terminal, const Ctl& ctl, const Paper& wanted) {
    return end(terminal, write_agreement(ctl, wanted, terminal.language()),
               [&](const Copied& copied) {
                   const auto path = std::filesystem::absolute(wanted.out).string();
                   if (!copied.warning.empty()) {
                       terminal.tell(copied.warning);
                   }
                   terminal.answer({{"application", wanted.id},
                                    {"agreement", path},
                                    {"copy", copied.copy},
                                    {"state", copied.state},
                                    {"revoked", copied.revoked}},
                                   path);
                   return Exit::done;
               });
}

void add_agreement(LineCommand& line, Ctl& ctl) {
    auto command = line.command("agreement", "Write an application's agreement");
    auto wanted = std::make_shared<Paper>();
    command.option("ID", wanted->id, "Record id").required();
    command.option("--out", wanted->out, "PDF file to write").required();
    command.option("--language", wanted->language, "ky, ru, en or ky+ru");
    command.chosen([&ctl, wanted] {
        ctl.chosen = [&ctl, wanted](Terminal& terminal) {
            return agreement(terminal, ctl, *wanted);
        };
    });
}

} // namespace

void add_application_commands(LineCommand& line, Ctl& ctl) {
    auto listing = line.command("applications", "List the applications");
    auto state = std::make_shared<std::string>();
    listing.option("--state", *state, "Only those in this state");
    listing.chosen([&ctl, state] {
        ctl.chosen = [&ctl, state](Terminal& terminal) {
            return applications(terminal, ctl, *state);
        };
    });
    auto showing = line.command("show", "Where an application stands");
    auto id = std::make_shared<std::string>();
    showing.option("ID", *id, "Record id").required();
    showing.chosen([&ctl, id] {
        ctl.chosen = [&ctl, id](Terminal& terminal) { return show(terminal, ctl, *id); };
    });
    add_agreement(line, ctl);
}

} // namespace koltamga::app
