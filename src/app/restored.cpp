#include "app/restored.h"

#include "app/words.h"
#include "base/log.h"
#include "db/station_outbox.h"

#include <algorithm>

namespace koltamga::app {
namespace {

Failure losses_heard() {
    return fail(Code::app_losses_heard);
}

Result<std::vector<std::uint32_t>> unheard_epochs(const Station& station) {
    KOLTAMGA_TRY(const auto outbox, station.outbox());
    return outbox->losses_to_ask_for();
}

} // namespace

Result<bool> losses_unheard(const Station& station) {
    KOLTAMGA_TRY(const auto epochs, unheard_epochs(station));
    return !epochs.empty();
}

Done hear_first(const Station& station) {
    KOLTAMGA_TRY(const auto before, unheard_epochs(station));
    if (before.empty()) {
        return {};
    }
    const auto report = station.sync_once();
    if (!report || report->stopped_by) { // told in the end, if it lasts; what was kept counts
        log::failure("sync", report ? *report->stopped_by : report.failure());
    }
    KOLTAMGA_TRY(auto connection, station.database().connect());
    KOLTAMGA_TRY(const auto known, db::losses(connection));
    const bool lost = std::ranges::any_of(known, [&](const auto& loss) {
        return !loss.entries.empty() && std::ranges::find(before, loss.epoch) != before.end();
    });
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
