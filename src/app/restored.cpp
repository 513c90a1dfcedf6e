#include "app/restored.h"

#include "app/words.h"
#include "base/log.h"

#include <algorithm>

namespace koltamga::app {
namespace {

Failure losses_heard() {
    return fail(Code::app_losses_heard);
}

} // namespace

Result<bool> losses_unheard(const Station& station) {
    KOLTAMGA_TRY(const auto outbox, station.outbox());
    KOLTAMGA_TRY(const auto epochs, outbox->losses_to_ask_for());
    return !epochs.empty();
}

Done hear_first(const Station& station) {
    KOLTAMGA_TRY(const bool unheard, losses_unheard(station));
    if (!unheard) {
        return {};
    }
    KOLTAMGA_TRY(const auto report, station.sync_once());
    if (report.stopped_by) {
        log::failure("sync", *report.stopped_by);
    }
    const bool lost =
        std::ranges::any_of(report.losses, [](const auto& loss) { return !loss.entries.empty(); });
    return lost ? Done(losses_heard()) : Done();
}

std::string unheard_words(Language language) {
    return in(language,
              {"Станция камдык көчүрмөдөн калыбына келтирилген, борбор эмне жоголгонун айта элек: "
               "көчүрмөдөн кийинки арыздар жана жокко чыгарылган сертификаттар бул жерде белгисиз. "
               "Байланыш болгондо `koltamgactl sync` аткарыңыз.",
               "Станция восстановлена из резервной копии, и центр ещё не сказал, что утрачено: "
               "заявления и отзывы сертификатов после копии здесь неизвестны. Когда появится "
               "связь, выполните `koltamgactl sync`.",
               "This station was restored from a backup, and the centre has not said yet what was "
               "lost: applications and revocations of certificates after the backup are not known "
               "here. Run `koltamgactl sync` once there is a connection."});
}

} // namespace koltamga::app
