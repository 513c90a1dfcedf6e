#include "app/print_words.h"

#include "app/words.h"

#include <fmt/format.h>

namespace koltamga::app {
namespace {

std::string filled(const Texts& texts, Language language, const PrintRun& run) {
    return fmt::format(fmt::runtime(in(language, texts)), fmt::arg("copy", run.copy),
                       fmt::arg("printer", run.job.printer), fmt::arg("job", run.job.id));
}

bool came_out(const PrintRun& run) {
    return run.last.state == printing::JobState::completed;
}

} // namespace

Json print_json(const PrintRun& run) {
    const bool taken = run.job.id != 0;
    return {{"copy", run.copy},
            {"copies", run.copies},
            {"printer", run.job.printer},
            {"job", taken ? Json(run.job.id) : Json()},
            {"state", taken ? Json(name_of(run.last.state)) : Json()},
            {"reasons", run.last.reasons}};
}

std::string print_words(const PrintRun& run, Language language) {
    return came_out(run)
               ? filled({"«{printer}» принтеринен чыкты; нускасынын номери {copy}.",
                         "Вышло из принтера «{printer}»; экземпляр номер {copy}.",
                         "It came out of the printer “{printer}”; copy number {copy}."},
                        language, run)
               : filled({"«{printer}» принтеринде кезекте турат (тапшырма {job}); нускасынын "
                         "номери {copy}. Кайра баспаңыз: принтерди караңыз.",
                         "Ждёт очереди у принтера «{printer}» (задание {job}); экземпляр номер "
                         "{copy}. Не печатайте ещё раз: посмотрите на принтер.",
                         "It is on its way at the printer “{printer}” (job {job}); copy number "
                         "{copy}. Do not print again: look at the printer."},
                        language, run);
}

std::string trouble_words(const printing::JobReport& report, Language language) {
    const auto trouble = trouble_in(report);
    if (trouble == printing::Trouble::none || has_ended(report.state)) {
        return {};
    }
    return in(language, {"Принтер күтүп жатат: ", "Принтер ждёт: ", "The printer waits: "}) +
           in(language, words_of(trouble)) + ".";
}

Exit end_of_printing(Terminal& terminal, const printing::Spooler& spooler, PrintRun run,
                     std::chrono::seconds wait, Json object) {
    std::string told;
    run = follow_paper(std::move(run), spooler, wait, [&](const printing::JobReport& report) {
        const auto words = trouble_words(report, terminal.language());
        if (!words.empty() && words != told) {
            terminal.tell(words);
        }
        told = words;
    });
    object.update(print_json(run));
    if (run.obstacle) {
        return terminal.failed(*run.obstacle, std::move(object));
    }
    terminal.answer(object, print_words(run, terminal.language()));
    return Exit::done;
}

} // namespace koltamga::app
