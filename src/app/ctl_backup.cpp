#include "app/ctl.h"

#include "app/desk.h"
#include "app/out_path.h"
#include "app/policy_of.h"
#include "base/file.h"
#include "db/backup.h"
#include "sync/protocol.h"

#include <array>

namespace koltamga::app {
namespace {

Result<db::BackedUp> make_backup(const Ctl& ctl, const std::filesystem::path& out) {
    auto rule = out_rule(ctl.options);
    rule.existing = Existing::kept; // an earlier backup among them
    KOLTAMGA_CHECK(require_good_out_file(out, rule));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    const auto& station = desk->station();
    KOLTAMGA_TRY(const auto at, station.stamp(desk->session().name));
    return db::back_up(station.database(), desk->session(), station.head_signer(), out, at);
}

// A backup that was restored before has its epoch at the centre already. 0: nobody could be asked,
// and then the folder alone says what is known.
std::uint32_t epoch_at_centre(const Ctl& ctl, const profile::OfficeProfile& profile,
                              const crypto::MachineSecret& secret) {
    const auto certificates = station_certificates(ctl.options.data);
    const auto tls = crypto::read_sealed_key(ctl.options.data / "keys" / "tls.key", secret, "tls");
    if (!certificates || !tls) {
        return 0;
    }
    auto settings = http_as(profile, *certificates, *tls);
    settings.server = profile.endpoints.station;
    auto response = net::HttpClient(settings).exchange({net::Method::get, "/head", {}, {}});
    const auto answer =
        response ? sync::accepted(std::move(*response)) : Result<Bytes>(response.failure());
    const auto held = answer ? sync::read_held(*answer) : Result<sync::Held>(answer.failure());
    return held ? held->epoch : 0;
}

// Beside the database a station has key files; they come from the machine the backup was made on,
// never out of the backup, so the folder must hold them already.
Result<db::Restored> restore(const Ctl& ctl, const std::filesystem::path& file) {
    KOLTAMGA_TRY(const auto password, ctl.operator_password());
    KOLTAMGA_CHECK(require_station_keys(ctl.options.data));
    KOLTAMGA_TRY(const auto loaded, load_office_profile(ctl.options.profile, ctl.options.data));
    KOLTAMGA_TRY(const auto secret,
                 crypto::MachineSecret::open(ctl.options.data / "machine.secret"));
    KOLTAMGA_TRY(
        const auto journal,
        crypto::read_sealed_key(ctl.options.data / "keys" / "journal.key", secret, "journal"));
    const auto sign = [&](BytesView text) -> Result<Bytes> { return journal.sign(text); };
    const db::Binding binding{loaded.profile.id, loaded.profile.practice};
    db::RestoreSetup setup{binding, journal.public_key().spki(), sign, ctl.clock,
                           clock_tolerance(loaded.profile)};
    setup.epoch_at_centre = epoch_at_centre(ctl, loaded.profile, secret);
    return db::restore(file, ctl.options.data, setup, {ctl.options.operator_name, password});
}

Exit give_backup(Terminal& terminal, const std::filesystem::path& out, const db::BackedUp& done) {
    const auto path = std::filesystem::absolute(out).string();
    terminal.answer({{"backup", path}, {"sequence", done.sequence}, {"blobs", done.blobs}}, path);
    return Exit::done;
}

constexpr std::array<std::string_view, 3> restored_words = {
    "Калыбына келтирилди. Эми борбор менен байланышыңыз (`koltamgactl sync`): ал көчүрмөдөн кийин "
    "эмне "
    "жоголгонун айтат. Доор: ",
    "Восстановлено. Теперь свяжитесь с центром (`koltamgactl sync`): он назовёт, что утрачено "
    "после копии. "
    "Эпоха: ",
    "Restored. Now run `koltamgactl sync`, so that the centre can say what was lost after the "
    "backup. Epoch: "};

Exit give_restored(Terminal& terminal, const db::Restored& done) {
    const auto words = restored_words[static_cast<std::size_t>(terminal.language())];
    terminal.answer({{"epoch", done.epoch}, {"sequence", done.sequence}, {"state", "restored"}},
                    std::string(words) + std::to_string(done.epoch));
    return Exit::done;
}

} // namespace

void add_backup_commands(LineCommand& line, Ctl& ctl) {
    auto backing = line.command("backup", "Copy the station's data, sealed, into one file");
    auto out = std::make_shared<std::filesystem::path>();
    backing.option("--out", *out, "File to write").required();
    backing.chosen([&ctl, out] {
        ctl.chosen = [&ctl, out](Terminal& terminal) {
            return end(terminal, make_backup(ctl, *out),
                       [&](const auto& done) { return give_backup(terminal, *out, done); });
        };
    });
    auto restoring =
        line.command("restore", "Put a backup into this data folder; a supervisor signs in");
    auto file = std::make_shared<std::filesystem::path>();
    restoring.option("FILE", *file, "The backup").required();
    restoring.chosen([&ctl, file] {
        ctl.chosen = [&ctl, file](Terminal& terminal) {
            return end(terminal, restore(ctl, *file),
                       [&](const auto& done) { return give_restored(terminal, done); });
        };
    });
}

} // namespace koltamga::app
