#include "app/ctl.h"
#include "app/desk.h"
#include "app/released_revocation.h"

namespace koltamga::app {
namespace {

Failure still_open() {
    return fail(Code::app_still_open);
}

// One that was never issued has none that could be valid still.
Result<bool> certificate_ended(Desk& desk, const ApplicationId& id) {
    KOLTAMGA_TRY(const bool released, desk.journal().is_released(id));
    if (released) {
        KOLTAMGA_TRY(const auto kept, desk.journal().released_certificate(id));
        return kept ? released_certificate_ended(desk, id, *kept) : Result(true);
    }
    KOLTAMGA_TRY(const auto application, desk.runner().read(id));
    KOLTAMGA_TRY(const bool revoked, desk.runner().certificate_ended(application));
    if (revoked || !application.certificate) {
        return true;
    }
    KOLTAMGA_TRY(const auto now, desk.certain_now());
    return application.certificate->not_after <= now;
}

// Who is erased cannot end the certificate here any more: it must have ended.
Done require_ended_certificate(Desk& desk, const ApplicationId& id) {
    KOLTAMGA_TRY(const bool ended, certificate_ended(desk, id));
    return ended ? Done() : Done(still_open());
}

// Erasing loses nothing that somebody still waits for: it is finished, and the centre holds it.
Done require_finished(Desk& desk, const ApplicationId& id) {
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    KOLTAMGA_TRY(const auto state, db::require_application_state(connection, id));
    return state.settled && state.outbox == "receipted" ? Done() : Done(still_open());
}

Done erase(const Ctl& ctl, const std::string& text, const std::string& reason) {
    KOLTAMGA_TRY(const auto id, parse_application_id(text));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_supervisor(desk->session()));
    KOLTAMGA_CHECK(require_finished(*desk, id));
    KOLTAMGA_CHECK(require_ended_certificate(*desk, id));
    KOLTAMGA_TRY(const auto at, desk->station().stamp(desk->session().name));
    return desk->journal().erase(id, reason, at);
}

Exit give(Terminal& terminal, const Done& done, const std::string& id) {
    if (!done) {
        return terminal.failed(done.failure());
    }
    const Texts words = {": жеке маалымат бул станциядан өчүрүлдү; чечим жана журналдын чынжыры "
                         "калды, борбор өзүндөгү "
                         "жазууну сактайт",
                         ": персональные данные стёрты с этой станции; решение и цепочка журнала "
                         "остались, центр хранит "
                         "свою запись",
                         ": the personal data are erased from this station; verdict and chain "
                         "remain, and the centre "
                         "keeps its record"};
    terminal.answer({{"application", id}, {"state", "erased"}},
                    id + words[static_cast<std::size_t>(terminal.language())]);
    return Exit::done;
}

} // namespace

void add_erase_commands(LineCommand& line, Ctl& ctl) {
    auto erasing = line.command("erase", "Erase a person's data; a supervisor signs in");
    auto id = std::make_shared<std::string>();
    auto reason = std::make_shared<std::string>();
    erasing.option("ID", *id, "Record id").required();
    erasing.option("--reason", *reason, "Why; it stays in the journal").required();
    erasing.chosen([&ctl, id, reason] {
        ctl.chosen = [&ctl, id, reason](Terminal& terminal) {
            return give(terminal, erase(ctl, *id, *reason), *id);
        };
    });
}

} // namespace koltamga::app
