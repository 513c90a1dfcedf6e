// What may be tried again by itself, what needs a person, and how that reads.
#include "sync/sender.h"

#include <array>

namespace koltamga::sync {
namespace {

struct WaitWords {
    Wait wait;
    std::string_view name;
    issuance::WaitsFor who;
    std::array<std::string_view, 3> sentences; // by Language
};

constexpr std::array waits = {
    WaitWords{
        Wait::network,
        "network",
        issuance::WaitsFor::network,
        {"Борборго жетүү мүмкүн эмес: байланыш болгондо `koltamgactl sync` буйругун иштетиңиз.",
         "Центр недоступен: когда появится связь, запустите `koltamgactl sync`.",
         "The centre cannot be reached: run `koltamgactl sync` once there is a connection."}},
    WaitWords{Wait::centre_busy,
              "centre-busy",
              issuance::WaitsFor::centre,
              {"Борбор азыр кабыл ала албайт: бир аздан кийин `koltamgactl sync` буйругун кайра "
               "иштетиңиз.",
               "Центр сейчас не может принять: немного позже запустите `koltamgactl sync` снова.",
               "The centre cannot take it now: run `koltamgactl sync` again a little later."}},
    WaitWords{Wait::more_sync,
              "more-sync",
              issuance::WaitsFor::centre,
              {"Баары жөнөтүлө элек: `koltamgactl sync` буйругун кайра иштетиңиз.",
               "Отправлено не всё: запустите `koltamgactl sync` снова.",
               "Not everything has been sent yet: run `koltamgactl sync` again."}},
    WaitWords{Wait::refused,
              "refused",
              issuance::WaitsFor::second_person,
              {"Борбор жазууну кабыл алган жок; жетекчи текшериши керек.",
               "Центр не принял запись; должен разобраться руководитель.",
               "The centre did not take the record; a supervisor must look at it."}},
    WaitWords{Wait::damaged,
              "damaged-here",
              issuance::WaitsFor::second_person,
              {"Жазуунун бир бөлүгү ушул компьютерде окулбай калды; жетекчи текшериши керек.",
               "Часть записи на этом компьютере не читается; должен разобраться руководитель.",
               "A part of the record cannot be read on this computer; a supervisor must look at "
               "it."}},
    WaitWords{Wait::fork,
              "fork",
              issuance::WaitsFor::second_person,
              {"Борбордо бул станциянын башка журналы бар; агенттик чечиши керек.",
               "В центре другой журнал этой станции; решать должно агентство.",
               "The centre holds another journal of this station; the agency must decide."}},
    WaitWords{Wait::trust,
              "trust",
              issuance::WaitsFor::second_person,
              {"Жооп ишеничтүү эмес; агенттикке кабарлоо керек.",
               "Ответу нельзя верить; нужно сообщить агентству.",
               "The answer cannot be believed; the agency must be told."}},
};

const WaitWords& words_of(Wait wait) {
    for (const auto& words : waits) {
        if (words.wait == wait) {
            return words;
        }
    }
    return waits.front();
}

bool server_may_recover(std::string_view detail) {
    return detail.starts_with("status 5");
}

} // namespace

std::string_view name_of(Wait wait) {
    return words_of(wait).name;
}
issuance::WaitsFor who_acts(Wait wait) {
    return words_of(wait).who;
}
std::string_view sentence_for(Wait wait, Language language) {
    return words_of(wait).sentences.at(static_cast<std::size_t>(language));
}

Wait wait_of(const Failure& failure) {
    switch (failure.code) {
    case Code::net_unreachable:
    case Code::net_connect_timeout:
    case Code::net_timeout:
    case Code::net_closed_early:
    case Code::net_tls_failed:
    case Code::net_cancelled:
        return Wait::network;
    case Code::net_garbled: // a hotel's log-in page
    case Code::net_busy:
    case Code::sync_answer_malformed:
        return Wait::centre_busy;
    case Code::net_status:
        return server_may_recover(failure.detail) ? Wait::centre_busy : Wait::refused;
    case Code::sync_fork:
        return Wait::fork;
    case Code::sync_refused:
        return Wait::refused;
    default:
        return Wait::trust;
    }
}

Retry retry_of(const Failure& failure) {
    switch (wait_of(failure)) {
    case Wait::network:
    case Wait::centre_busy:
    case Wait::more_sync:
        return Retry::later;
    default:
        return Retry::after_person;
    }
}

} // namespace koltamga::sync
