#include "app/ctl.h"

#include "app/station.h"
#include "app/words.h"
#include "base/file.h"

namespace koltamga::app {
namespace {

struct Wanted {
    std::string name, role = "operator";
    std::filesystem::path password;
};

Failure role_unknown(std::string role) {
    return fail(Code::app_role_unknown, std::move(role));
}

// What each command works with: the station, a supervisor's session, the operators.
struct Office {
    std::unique_ptr<Station> station;
    db::Session session;
    db::Operators operators;
    issuance::Stamp at;
};

Result<Office> open_office(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto password, ctl.operator_password());
    KOLTAMGA_TRY(auto station, Station::open(ctl.options, db::Use::write, ctl.clock));
    KOLTAMGA_TRY(auto session, station->sign_in(ctl.options.operator_name, password));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    KOLTAMGA_TRY(const auto at, station->stamp(session.name));
    db::Operators operators(station->database(), std::move(connection));
    return Office{std::move(station), std::move(session), std::move(operators), at};
}

Done add(const Ctl& ctl, const Wanted& wanted) {
    const auto role = db::role_named(wanted.role);
    if (!role) {
        return role_unknown(wanted.role);
    }
    KOLTAMGA_CHECK(
        require_one_standard_input({ctl.options.operator_password_file, wanted.password}));
    KOLTAMGA_TRY(auto office, open_office(ctl));
    KOLTAMGA_TRY(const auto password, read_secret_file(wanted.password));
    return office.operators.add(office.session, wanted.name, *role, password, office.at);
}

Done reset(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_CHECK(
        require_one_standard_input({ctl.options.operator_password_file, wanted.password}));
    KOLTAMGA_TRY(auto office, open_office(ctl));
    KOLTAMGA_TRY(const auto password, read_secret_file(wanted.password));
    return office.operators.reset(office.session, wanted.name, password, office.at);
}

Done disable(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_TRY(auto office, open_office(ctl));
    KOLTAMGA_TRY(const auto recovery, certificate_of(office.station->profile().trust.recovery));
    KOLTAMGA_TRY(office.session,
                 office.operators.disable(office.session, wanted.name, recovery.der(), office.at));
    return {};
}

Result<std::vector<db::OperatorRow>> list(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    return db::Operators(station->database(), std::move(connection)).list();
}

Json to_json(const db::OperatorRow& row) {
    return {{"name", row.name},
            {"role", name_of(row.role)},
            {"disabled", row.disabled},
            {"since", row.since}};
}

Exit give_list(Terminal& terminal, const std::vector<db::OperatorRow>& rows) {
    Json operators = Json::array();
    std::string words;
    for (const auto& row : rows) {
        operators.push_back(to_json(row));
        const Texts disabled = {"кирүүгө болбойт", "вход закрыт", "disabled"};
        words += row.name + "  " + in(terminal.language(), in_words(row.role)) +
                 (row.disabled ? "  " + in(terminal.language(), disabled) : "") + "\n";
    }
    terminal.answer({{"operators", std::move(operators)}}, words);
    return Exit::done;
}

using Deed = Done (*)(const Ctl&, const Wanted&);

Exit carry_out(Terminal& terminal, const Ctl& ctl, const Wanted& wanted, Deed deed) {
    if (const auto done = deed(ctl, wanted); !done) {
        return terminal.failed(done.failure());
    }
    terminal.answer({{"operator", wanted.name}, {"state", "done"}},
                    wanted.name + ": " + in(terminal.language(), {"аткарылды", "готово", "done"}));
    return Exit::done;
}

void add_deed(LineCommand& operators, Ctl& ctl, const char* name, const char* words, Deed deed) {
    auto command = operators.command(name, words);
    auto wanted = std::make_shared<Wanted>();
    command.option("NAME", wanted->name, "Login name").required();
    if (deed == &add) {
        command.option("--role", wanted->role, "operator (if not given), supervisor or auditor");
    }
    if (deed != &disable) {
        command.option("--password-file", wanted->password, "File with the new password")
            .required();
    }
    command.chosen([&ctl, wanted, deed] {
        ctl.chosen = [&ctl, wanted, deed](Terminal& terminal) {
            return carry_out(terminal, ctl, *wanted, deed);
        };
    });
}

} // namespace

void add_operator_commands(LineCommand& line, Ctl& ctl) {
    auto operators = line.command("operator", "Who may work at this station");
    operators.needs_command();
    add_deed(operators, ctl, "add", "Add an operator", &add);
    add_deed(operators, ctl, "reset", "Give an operator a new password", &reset);
    add_deed(operators, ctl, "disable", "Disable an operator", &disable);
    operators.command("list", "List the operators").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            return end(terminal, list(ctl),
                       [&](const auto& rows) { return give_list(terminal, rows); });
        };
    });
}

} // namespace koltamga::app
