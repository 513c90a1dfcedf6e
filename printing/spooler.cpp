// What a look at a job means, and when to stop looking. Knows no print system.
#include "printing/spooler.h"

#include "printing/failures.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>

namespace koltamga::printing {
namespace {

using Clock = std::chrono::steady_clock;

struct Sign {
    std::string_view keyword;
    Trouble trouble;
};

// RFC 8011 §5.4.12 and the registry of printer-state-reasons, without their severities.
constexpr Sign signs[] = {
    {"media-empty", Trouble::out_of_paper},
    {"media-needed", Trouble::out_of_paper},
    {"input-tray-missing", Trouble::out_of_paper},
    {"media-jam", Trouble::jam},
    {"door-open", Trouble::door_open},
    {"cover-open", Trouble::door_open},
    {"interlock-open", Trouble::door_open},
    {"toner-empty", Trouble::out_of_toner},
    {"marker-supply-empty", Trouble::out_of_toner},
    {"marker-supply-missing", Trouble::out_of_toner},
    {"output-area-full", Trouble::output_full},
    {"output-tray-missing", Trouble::output_full},
    {"offline", Trouble::unreachable},
    {"timed-out", Trouble::unreachable},
    {"shutdown", Trouble::unreachable},
    {"connecting-to-device", Trouble::unreachable},
};

// A device that nobody answers at has no reason of its own; CUPS says it in a sentence.
constexpr std::array<std::string_view, 4> no_answer = {
    "may not exist or is unavailable", "is not responding", "is unreachable", "is not connected"};

// "media-empty-error" is media-empty; "media-empty-report" tells, and hinders nothing.
std::optional<std::string_view> hindrance(std::string_view reason) {
    for (const std::string_view severity : {"-error", "-warning"}) {
        if (reason.ends_with(severity)) {
            reason.remove_suffix(severity.size());
            return reason;
        }
    }
    // CUPS's own backends say "offline-report" of a printer that is away.
    if (reason == "offline-report") {
        return "offline";
    }
    return reason.ends_with("-report") ? std::nullopt : std::optional(reason);
}

Trouble trouble_of(std::string_view reason) {
    const auto keyword = hindrance(reason);
    const auto found =
        keyword ? std::ranges::find(signs, *keyword, &Sign::keyword) : std::end(signs);
    if (found != std::end(signs)) {
        return found->trouble;
    }
    return reason.ends_with("-error") ? Trouble::attention : Trouble::none;
}

bool says_no_answer(const std::string& message) {
    return std::ranges::any_of(no_answer, [&](std::string_view words) {
        return message.find(words) != std::string::npos;
    });
}

// False: told to stop.
bool pause(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

std::optional<Failure> end_of(const Job& job, JobState state) {
    if (state == JobState::canceled) {
        return cancelled();
    }
    return state == JobState::aborted ? std::optional(aborted(job.printer)) : std::nullopt;
}

std::optional<Failure> hindered(const Job& job, const JobReport& report) {
    const auto trouble = trouble_in(report);
    if (trouble == Trouble::out_of_paper) {
        return out_of_paper(job.printer);
    }
    return trouble == Trouble::none
               ? std::nullopt
               : std::optional(printer_trouble(job.printer, words_of(trouble)));
}

} // namespace

std::string_view name_of(JobState state) {
    constexpr std::array<std::string_view, 7> names = {
        "pending",  "pending-held", "processing", "processing-stopped",
        "canceled", "aborted",      "completed"};
    return names[static_cast<std::size_t>(state) - static_cast<std::size_t>(JobState::pending)];
}

bool has_ended(JobState state) {
    return state >= JobState::canceled;
}

Texts words_of(Trouble trouble) {
    switch (trouble) {
    case Trouble::none:
        return {"баары жайында", "всё в порядке", "nothing is wrong"};
    case Trouble::out_of_paper:
        return {"кагаз түгөндү", "кончилась бумага", "out of paper"};
    case Trouble::jam:
        return {"кагаз тыгылып калды", "замялась бумага", "the paper is jammed"};
    case Trouble::door_open:
        return {"капкагы ачык", "открыта крышка", "a cover is open"};
    case Trouble::out_of_toner:
        return {"боёгу түгөндү", "кончился тонер или чернила", "out of toner or ink"};
    case Trouble::output_full:
        return {"чыккан кагаздардын науасы толду", "выходной лоток полон",
                "the output tray is full"};
    case Trouble::unreachable:
        return {"өчүк же туташкан эмес", "выключен или не подключён",
                "it is switched off or not connected"};
    case Trouble::attention:
        break;
    }
    return {"экранындагы билдирүүнү караңыз", "посмотрите сообщение на его экране",
            "see what its display says"};
}

Trouble trouble_in(const JobReport& report) {
    for (const auto& reason : report.reasons) {
        if (const auto trouble = trouble_of(reason); trouble != Trouble::none) {
            return trouble;
        }
    }
    return says_no_answer(report.message) ? Trouble::unreachable : Trouble::none;
}

Result<Printer> Spooler::printer(const std::string& name, std::stop_token stop) const {
    KOLTAMGA_TRY(const auto all, printers(std::move(stop)));
    if (all.empty()) {
        return no_printer();
    }
    const auto found = std::ranges::find_if(
        all, [&](const Printer& one) { return name.empty() ? one.is_default : one.name == name; });
    if (found == all.end() && !(name.empty() && all.size() == 1)) {
        return name.empty() ? printer_unchosen(all) : printer_unknown(name, all);
    }
    const auto& chosen = found == all.end() ? all.front() : *found;
    return chosen.accepting ? Result(chosen) : job_refused("not-accepting-jobs");
}

// The print system may be started anew meanwhile, and knows its jobs then.
Result<JobReport> Spooler::look_long(const Job& job, std::stop_token stop) const {
    const auto until = Clock::now() + patience_.out_of_sight;
    while (true) {
        auto report = look(job, stop);
        if (report || stop.stop_requested() || Clock::now() >= until ||
            !pause(patience_.between_looks, stop)) {
            return report;
        }
    }
}

Followed Spooler::taken_back(const Job& job, const JobReport& seen, Failure why) const {
    const auto cancelled = cancel(job);
    const auto after = look_long(job, {});
    if (!after || (!cancelled && !has_ended(after->state))) {
        return {seen, lost_sight(job.printer, "not-taken-back")};
    }
    Followed followed{*after, std::move(why)};
    followed.last.reasons = seen.reasons;
    if (after->state == JobState::completed) { // it was quicker
        followed.obstacle.reset();
    }
    return followed;
}

Followed Spooler::follow(const Job& job, std::chrono::milliseconds wait, const Progress& progress,
                         std::stop_token stop) const {
    const auto until = Clock::now() + wait;
    JobReport seen;
    while (true) {
        const auto report = look_long(job, stop);
        if (stop.stop_requested()) {
            return taken_back(job, report ? *report : seen, cancelled());
        }
        if (!report) {
            return {seen, report.failure()};
        }
        if (progress && *report != seen) {
            progress(*report);
        }
        seen = *report;
        if (has_ended(seen.state)) {
            return {seen, end_of(job, seen.state)};
        }
        if (seen.printer_stopped) {
            return taken_back(job, seen, printer_stopped(job.printer));
        }
        if (Clock::now() >= until) {
            // At once it may be the trouble of the job before.
            auto why = wait.count() > 0 ? hindered(job, seen) : std::nullopt;
            return why ? taken_back(job, seen, std::move(*why)) : Followed{seen, {}};
        }
        static_cast<void>(pause(patience_.between_looks, stop));
    }
}

} // namespace koltamga::printing
