#include "app/ctl.h"

#include "app/adapters.h"
#include "app/station.h"
#include "app/words.h"
#include "db/verification.h"
#include "printing/renderer.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace koltamga::app {
namespace {

// Two hundred records with pictures and papers.
constexpr std::uintmax_t least_free_octets = std::uintmax_t{256} << 20U;

struct Check {
    std::string name;
    bool good = false;
    std::string detail;  // stable, for programs: "ok", "sync-next", a failure's code
    Texts sentence = {}; // the same for the clerk, where it is no failure
    std::optional<Failure> failure = {};
};

Check from(const char* name, const std::optional<Failure>& failure) {
    return {.name = name,
            .good = !failure,
            .detail = failure ? std::string(name_of(failure->code)) : "ok",
            .failure = failure};
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
    const auto free = std::to_string(megabytes);
    return {.name = "disk",
            .good = good,
            .detail = free + " MiB free",
            .sentence = {"бош орун: " + free + " МиБ", "свободно " + free + " МиБ",
                         free + " MiB free"}};
}

Check clock_differs(std::chrono::milliseconds ahead) {
    const auto minutes =
        std::to_string(std::chrono::round<std::chrono::minutes>(std::chrono::abs(ahead)).count());
    return {.name = "clock",
            .good = false,
            .detail = "differs-from-centre",
            .sentence = {"борбордун убактысынан айырмасы " + minutes + " мүнөт: саатты текшериңиз",
                         "расходятся со временем центра на " + minutes + " мин: проверьте время",
                         minutes + " minutes off the centre's time: check the time"}};
}

// The clock was put right, and the journal still goes by the time before.
Check journal_ahead() {
    return {.name = "clock",
            .good = false,
            .detail = "journal-ahead",
            .sentence = {"саат туура, журналдагы убакыт андан алдыда: `koltamgactl sync` аткарыңыз",
                         "часы верны, время в журнале ушло вперёд: выполните `koltamgactl sync`",
                         "the clock is right, the journal's time is ahead of it: run `koltamgactl "
                         "sync`"}};
}

Check clock_doubted(const issuance::Stamp& stamp) {
    return {.name = "clock",
            .good = false,
            .detail = std::string(to_text(stamp.time_source)),
            .sentence = {"журналга туура келбейт: саатты текшериңиз",
                         "не сходятся с журналом: проверьте время",
                         "disagrees with the journal: check the time"}};
}

Check clock_check(const Station& station, const Result<Instant>& centre) {
    const auto stamp = station.stamp("-");
    if (!stamp) {
        return from("clock", stamp.failure());
    }
    if (centre && std::chrono::abs(*centre - stamp->time) > station.profile().clock.difference) {
        return clock_differs(*centre - stamp->time);
    }
    const bool good = stamp->time_source != TimeSource::doubtful;
    if (good) {
        return {.name = "clock", .good = true, .detail = std::string(to_text(stamp->time_source))};
    }
    return centre ? journal_ahead() : clock_doubted(*stamp);
}

Check certificate_check(const Station& station) {
    using std::chrono::days;
    const auto left =
        std::chrono::floor<days>(station.certificates().tls.not_after() - station.clock().now());
    const auto count = std::to_string(left.count());
    return {.name = "station-certificate",
            .good = left.count() > renew_days_before,
            .detail = count + " days left",
            .sentence = {"калган күн: " + count, "осталось дней: " + count, count + " days left"}};
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
    if (epochs->empty()) {
        return from("restore", {});
    }
    return {.name = "restore",
            .good = false,
            .detail = "sync-next",
            .sentence = {"борбор эмне жоголгонун айта элек: `koltamgactl sync` аткарыңыз",
                         "центр ещё не сказал, что утрачено: выполните `koltamgactl sync`",
                         "the centre has not said yet what was lost: run `koltamgactl sync`"}};
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
    checks.push_back(disk_check(ctl.options.data));
    if (station) {
        examine_database(**station, checks);
        const auto centre = ask_centre_time(**station);
        checks.push_back(clock_check(**station, centre));
        checks.push_back(certificate_check(**station));
        checks.push_back(from("centre", failure_of(centre)));
    }
    return checks;
}

std::string name_in_words(std::string_view name, Language language) {
    const std::array<std::pair<std::string_view, Texts>, 9> names = {{
        {"fonts", {"арип", "шрифты", "fonts"}},
        {"station", {"станция", "станция", "station"}},
        {"database", {"маалымат базасы", "база данных", "database"}},
        {"journal", {"журнал", "журнал", "journal"}},
        {"restore", {"калыбына келтирүү", "восстановление", "restore"}},
        {"disk", {"диск", "диск", "disk"}},
        {"clock", {"саат", "часы", "clock"}},
        {"station-certificate",
         {"станциянын сертификаты", "сертификат станции", "the station's certificate"}},
        {"centre", {"борбор", "центр", "centre"}},
    }};
    const auto* known = std::ranges::find(names, name, [](const auto& one) { return one.first; });
    return known == names.end() ? std::string(name) : in(language, known->second);
}

std::string line_of(const Check& check, Language language) {
    const Texts good = {"жакшы  ", "хорошо  ", "good  "};
    const Texts look = {"КАРАҢЫЗ  ", "ВНИМАНИЕ  ", "LOOK  "};
    std::string line = in(language, check.good ? good : look) + name_in_words(check.name, language);
    if (check.failure) {
        line += ": " + failure_words(*check.failure, language);
    } else if (!in(language, check.sentence).empty()) {
        line += ": " + in(language, check.sentence);
    }
    return line + "\n";
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
        words += line_of(check, terminal.language());
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
