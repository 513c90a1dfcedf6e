#include "app/ctl.h"

#include "app/adapters.h"
#include "app/station.h"
#include "db/verification.h"
#include "printing/renderer.h"

#include <filesystem>

namespace koltamga::app {
namespace {

// Two hundred records with pictures and papers.
constexpr std::uintmax_t least_free_octets = std::uintmax_t{256} << 20U;

struct Check {
    std::string name;
    bool good = false;
    std::string detail;
    std::optional<Failure> failure;
};

Check from(const char* name, const std::optional<Failure>& failure) {
    return {name, !failure, failure ? std::string(name_of(failure->code)) : "ok", failure};
}

template <class T>
std::optional<Failure> failure_of(const Result<T>& result) {
    return result ? std::nullopt : std::optional(result.failure());
}

Check disk_check(const std::filesystem::path& data) {
    std::error_code error;
    const auto space = std::filesystem::space(data, error);
    const bool good = !error && space.available >= least_free_octets;
    const auto megabytes = error ? 0 : space.available >> 20U;
    return {"disk", good, std::to_string(megabytes) + " MiB free", {}};
}

Check clock_check(const Station& station) {
    const auto stamp = station.stamp("-");
    if (!stamp) {
        return from("clock", stamp.failure());
    }
    const bool good = stamp->time_source != TimeSource::doubtful;
    return {"clock", good, std::string(to_text(stamp->time_source)), {}};
}

Check certificate_check(const Station& station) {
    using std::chrono::days;
    const auto left =
        std::chrono::floor<days>(station.certificates().tls.not_after() - station.clock().now());
    return {"station-certificate",
            left.count() > renew_days_before,
            std::to_string(left.count()) + " days left",
            {}};
}

Check fonts_check() {
    return from("fonts", failure_of(printing::Renderer::make()));
}

std::optional<Failure> failure_of(const Done& done) {
    return done ? std::nullopt : std::optional(done.failure());
}

Check loss_check(db::Connection& connection) {
    const auto epochs = db::losses_to_ask_for(connection);
    if (!epochs) {
        return from("restore", epochs.failure());
    }
    return {"restore", epochs->empty(), epochs->empty() ? "ok" : "sync-next", {}};
}

void examine_database(const Station& station, std::vector<Check>& checks) {
    auto connection = station.database().connect();
    if (!connection) {
        checks.push_back(from("database", connection.failure()));
        return;
    }
    checks.push_back(from("database", failure_of(db::examine(*connection))));
    checks.push_back(from("journal", failure_of(db::require_no_fork(*connection))));
    checks.push_back(loss_check(*connection));
}

std::vector<Check> examine(const Ctl& ctl) {
    std::vector<Check> checks;
    checks.push_back(fonts_check());
    const auto station = Station::open(ctl.options, db::Use::read, ctl.clock);
    checks.push_back(from("station", failure_of(station)));
    if (station) {
        examine_database(**station, checks);
        checks.push_back(disk_check((*station)->data()));
        checks.push_back(clock_check(**station));
        checks.push_back(certificate_check(**station));
        checks.push_back(from("centre", failure_of(ask_centre_time(**station))));
    }
    return checks;
}

Exit give(Terminal& terminal, const std::vector<Check>& checks) {
    Json list = Json::array();
    std::string words;
    bool well = true;
    for (const auto& check : checks) {
        well = well && check.good;
        Json json = {{"name", check.name}, {"good", check.good}, {"detail", check.detail}};
        if (check.failure) {
            json["error"] = to_json(*check.failure, terminal.language());
        }
        list.push_back(std::move(json));
        words += (check.good ? "good  " : "LOOK  ") + check.name + "  " + check.detail + "\n";
    }
    terminal.answer({{"state", well ? "well" : "attention"}, {"checks", std::move(list)}}, words);
    return well ? Exit::done : Exit::world_failed;
}

} // namespace

void add_doctor_commands(LineCommand& line, Ctl& ctl) {
    line.command("doctor", "Is everything here that the work needs?").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) { return give(terminal, examine(ctl)); };
    });
}

} // namespace koltamga::app
