#include "app/ctl.h"

#include "app/journal_deeds.h"
#include "app/loss_words.h"
#include "app/station.h"
#include "app/verified_words.h"
#include "base/file.h"
#include "crypto/cms.h"
#include "db/journal_export.h"
#include "db/verification.h"

#include <array>

namespace koltamga::app {
namespace {

Failure journal_broken(std::string what) {
    return fail(Code::app_journal_broken, std::move(what));
}

// With an operator signed in the derived rows' sealed columns are compared too.
Result<db::Verified> verify(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::verify, ctl.clock));
    std::optional<db::Session> session;
    // Nobody's password is tried, and nothing is written, where the tables are not ours.
    if (!ctl.options.operator_name.empty() && station->database().require_our_tables()) {
        KOLTAMGA_TRY(const auto password, ctl.operator_password());
        KOLTAMGA_TRY(session, station->sign_in(ctl.options.operator_name, password));
    }
    return verify_journal(*station, session ? session->keys.get() : nullptr);
}

// A database that cannot even be opened as ours is broken in a place no entry names.
db::Verified beyond_reading(const Failure& failure) {
    db::Verified verified;
    verified.first_broken = db::Finding{0, failure.detail};
    verified.findings = {*verified.first_broken};
    return verified;
}

// The station's own files are no input of whoever asks: the machine has to be put right.
Exit not_read(Terminal& terminal, const Options& options, const Failure& failure) {
    const auto exit = terminal.failed(failure);
    const auto beside = std::filesystem::path(failure.where ? failure.where->file : "");
    const auto data = (options.data / "station.db").parent_path(); // "station/" is "station"
    return beside.parent_path() == data ? Exit::world_failed : exit;
}

Exit give(Terminal& terminal, const db::Verified& verified) {
    if (!verified.sound()) {
        const auto& first = *verified.first_broken;
        terminal.tell(findings_words(verified, terminal.language()));
        return terminal.failed(journal_broken(first.what + " at " + std::to_string(first.sequence)),
                               verified_json(verified, terminal.language()));
    }
    terminal.answer(verified_json(verified, terminal.language()),
                    verified_words(verified, terminal.language()));
    return Exit::done;
}

// A journal has no gaps, so its last number is how many entries it has.
Json exported_json(const Exported& exported) {
    return {{"export", exported.file},
            {"entries", exported.head.sequence},
            {"head", exported.head.sequence},
            {"head_hash", hex(exported.head.hash)},
            {"covered_by_receipt", exported.covered_by_receipt}};
}

Result<Exported> exported_by(const Ctl& ctl, const std::filesystem::path& out) {
    KOLTAMGA_CHECK(require_export_file(ctl.options, out));
    KOLTAMGA_TRY(const auto password, ctl.operator_password());
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::write, ctl.clock));
    KOLTAMGA_TRY(const auto session, station->sign_in(ctl.options.operator_name, password));
    return export_journal(*station, session, out);
}

struct Lost {
    std::vector<issuance::Loss> told;
    std::vector<std::uint32_t> not_told; // epochs the centre has not been asked about
    std::set<ApplicationId> here;
};

Result<Lost> lost(const Ctl& ctl) {
    KOLTAMGA_TRY(const auto station, Station::open(ctl.options, db::Use::read, ctl.clock));
    KOLTAMGA_TRY(auto connection, station->database().connect());
    KOLTAMGA_TRY(auto told, db::losses(connection));
    KOLTAMGA_TRY(auto not_told, db::losses_to_ask_for(connection));
    KOLTAMGA_TRY(auto here, applications_here(*station));
    return Lost{std::move(told), std::move(not_told), std::move(here)};
}

constexpr std::array<std::string_view, 3> nothing_lost_words = {
    "Борбор эч нерсенин жоголгонун айткан жок.", "Об утратах центр не сообщал.",
    "The centre has told of no loss."};
constexpr std::array<std::string_view, 3> not_told_words = {
    "Калыбына келтирүүдөн кийин борбор менен байланыша элек: `koltamgactl sync` аткарыңыз.",
    "После восстановления связи с центром ещё не было: выполните `koltamgactl sync`.",
    "There was no contact with the centre since the restore: run `koltamgactl sync`."};

Exit give_lost(Terminal& terminal, const Lost& lost) {
    const auto language = static_cast<std::size_t>(terminal.language());
    auto words = losses_words(lost.told, lost.here, terminal.language());
    if (words.empty()) {
        words = nothing_lost_words[language];
    }
    if (!lost.not_told.empty()) {
        words += "\n" + std::string(not_told_words[language]);
    }
    terminal.answer({{"state", lost.not_told.empty() ? "told" : "not-told"},
                     {"epochs_not_told", lost.not_told},
                     {"lost", losses_json(lost.told, lost.here)}},
                    words);
    return Exit::done;
}

} // namespace

void add_journal_commands(LineCommand& line, Ctl& ctl) {
    auto journal = line.command("journal", "The station's journal");
    journal.needs_command();
    journal.command("verify", "Is this still what was written?").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            const auto verified = verify(ctl);
            if (verified.failed_with(Code::db_damaged)) {
                return terminal.failed(
                    verified.failure(),
                    verified_json(beyond_reading(verified.failure()), terminal.language()));
            }
            if (verified.failed_with(Code::file_unreadable)) {
                return not_read(terminal, ctl.options, verified.failure());
            }
            return end(terminal, verified,
                       [&](const auto& sound) { return give(terminal, sound); });
        };
    });
    journal.command("lost", "What a restore lost, and the centre holds").chosen([&ctl] {
        ctl.chosen = [&ctl](Terminal& terminal) {
            return end(terminal, lost(ctl),
                       [&](const auto& all) { return give_lost(terminal, all); });
        };
    });
    auto exporting = journal.command("export", "The audit trail as one signed file");
    auto out = std::make_shared<std::filesystem::path>();
    exporting.option("--out", *out, "File to write (CMS, DER)").required();
    exporting.chosen([&ctl, out] {
        ctl.chosen = [&ctl, out](Terminal& terminal) {
            return end(terminal, exported_by(ctl, *out), [&](const Exported& exported) {
                terminal.answer(exported_json(exported), exported.file);
                return Exit::done;
            });
        };
    });
}

} // namespace koltamga::app
