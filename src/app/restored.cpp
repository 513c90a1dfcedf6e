#include "app/restored.h"

#include "app/words.h"
#include "base/log.h"

namespace koltamga::app {

Result<bool> losses_unheard(const Station& station) {
    KOLTAMGA_TRY(const auto outbox, station.outbox());
    KOLTAMGA_TRY(const auto epochs, outbox->losses_to_ask_for());
    return !epochs.empty();
}

Result<std::vector<issuance::Loss>> hear_what_was_lost(const Station& station) {
    KOLTAMGA_TRY(const bool unheard, losses_unheard(station));
    if (!unheard) {
        return std::vector<issuance::Loss>();
    }
    KOLTAMGA_TRY(auto report, station.sync_once());
    if (report.stopped_by) {
        log::failure("sync", *report.stopped_by);
    }
    return std::move(report.losses);
}

std::string unheard_words(Language language) {
    return in(language,
              {"Станция камдык көчүрмөдөн калыбына келтирилген, борбор эмне жоголгонун айта элек: "
               "көчүрмөдөн кийинки арыздар жана жокко чыгаруулар бул жерде белгисиз.",
               "Станция восстановлена из резервной копии, и центр ещё не сказал, что утрачено: "
               "заявления и отзывы после копии здесь неизвестны.",
               "This station was restored from a backup, and the centre has not said yet what was "
               "lost: applications and revocations after the backup are not known here."});
}

} // namespace koltamga::app
