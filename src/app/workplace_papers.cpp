// Papers that leave the workplace.
#include "app/print_room.h"
#include "app/workplace.h"
#include "app/workplace_ask.h"

namespace koltamga::app {
namespace {

constexpr auto until_paper_is_found = std::chrono::minutes(3);

desk::Printed printed(const PrintRun& run) {
    return {run.copy, run.job.printer,
            !run.obstacle && run.last.state == printing::JobState::completed, run.obstacle};
}

} // namespace

// Journaled among the clerk's steps, and then followed where it keeps nobody waiting.
void StationWorkplace::print(const ApplicationId& id, issuance::Paper paper,
                             desk::Then<desk::Printed> then) {
    const auto sent = [this, then = std::move(then)](const Result<PrintRun>& run) {
        if (run) {
            follow(*run, then);
        } else {
            then(run.failure());
        }
    };
    ask<PrintRun>(steps_, sent,
                  [this, id, paper](Desk& desk, std::stop_token stop) -> Result<PrintRun> {
                      KOLTAMGA_TRY(const auto application, desk.runner().read(id));
                      return send_paper(desk, spooler_, application, paper, {}, stop);
                  });
}

void StationWorkplace::follow(const PrintRun& sent, desk::Then<desk::Printed> then) {
    at_the_printer_.give([this, sent, then = std::move(then), visit = visit_,
                          asked_in = *visit_](std::stop_token stop) {
        auto run = caught([&]() -> Result<PrintRun> {
            return follow_paper(sent, spooler_, until_paper_is_found, {}, stop);
        });
        post_([visit, asked_in, then, run = std::move(run)] {
            if (*visit == asked_in) {
                then(run ? Result<desk::Printed>(printed(*run)) : run.failure());
            }
        });
    });
}

} // namespace koltamga::app
