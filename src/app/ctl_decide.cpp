#include "app/ctl.h"

#include "app/desk.h"
#include "app/station_files.h"
#include "app/verdict_words.h"
#include "base/file.h"
#include "profile/applicant_file.h"

namespace koltamga::app {
namespace {

struct Wanted {
    std::filesystem::path applicant;
    std::string on, replay;
};

Failure no_decision() {
    return fail(Code::app_no_decision);
}
Failure not_replayed() {
    return fail(Code::app_not_replayed);
}

// Without a profile the built-in rules apply: deciding needs no station.
Result<profile::OfficeProfile> rules_profile(const Options& options) {
    if (options.profile.empty()) {
        KOLTAMGA_TRY(const bool kept, is_there(options.data / "profile.toml"));
        if (!kept) {
            return profile::OfficeProfile{};
        }
    }
    KOLTAMGA_TRY(auto loaded, load_office_profile(options.profile, options.data));
    return std::move(loaded.profile);
}

Result<domain::Date> reference_date(const std::string& on, const profile::OfficeProfile& profile,
                                    const Clock& clock) {
    if (on.empty()) {
        return domain::civil_date(clock.now(), profile.office.utc_offset_minutes);
    }
    const auto date = domain::Date::parse(on);
    if (!date) {
        return usage_failure({"«--on» күндү ЖЖЖЖ-АА-КК түрүндө күтөт",
                              "«--on» принимает дату в виде ГГГГ-ММ-ДД",
                              "“--on” expects a date as YYYY-MM-DD"});
    }
    return *date;
}

Result<domain::Verdict> decide(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_TRY(const auto profile, rules_profile(ctl.options));
    KOLTAMGA_TRY(const auto on, reference_date(wanted.on, profile, ctl.clock));
    KOLTAMGA_TRY(const auto applicant,
                 profile::load_applicant(wanted.applicant, profile.rules.documents, on,
                                         profile.phone_region));
    domain::Case facts;
    facts.identity = applicant.identity;
    if (applicant.comparison) {
        facts.comparisons.push_back(*applicant.comparison);
    }
    facts.consents = applicant.consents;
    return domain::decide(facts, profile.rules, on);
}

Result<domain::Verdict> replay(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::read));
    KOLTAMGA_TRY(const auto id, parse_application_id(wanted.replay));
    KOLTAMGA_TRY(const auto application, desk->runner().read(id));
    if (!application.eligibility) {
        return no_decision();
    }
    const auto& decided = *application.eligibility;
    auto verdict = domain::decide(decided.facts, decided.rules, decided.verdict.reference);
    if (verdict != decided.verdict) {
        return not_replayed();
    }
    return verdict;
}

Exit give(Terminal& terminal, const domain::Verdict& verdict) {
    terminal.answer(verdict_json(verdict, terminal.language()),
                    verdict_words(verdict, terminal.language()));
    return verdict.kind == domain::VerdictKind::refused ? Exit::refused : Exit::done;
}

Result<domain::Verdict> carry_out(const Ctl& ctl, const Wanted& wanted) {
    if (wanted.applicant.empty() == wanted.replay.empty()) {
        return usage_failure({"арыз ээсинин файлын же «--replay ID» көрсөтүңүз",
                              "укажите файл заявителя или «--replay ID»",
                              "name an applicant file, or “--replay ID”"});
    }
    if (!wanted.replay.empty() && !wanted.on.empty()) {
        return usage_failure(
            {"«--replay» чечимди ошол эле күнгө карата эсептейт, «--on» ага "
             "кошулбайт",
             "«--replay» считает решение на тот же день, «--on» с ним не сочетается",
             "“--replay” reckons for the recorded day and takes no “--on”"});
    }
    return wanted.replay.empty() ? decide(ctl, wanted) : replay(ctl, wanted);
}

} // namespace

void add_decide_commands(LineCommand& line, Ctl& ctl) {
    auto command = line.command("decide", "Apply the rules to an applicant file");
    auto wanted = std::make_shared<Wanted>();
    command.option("APPLICANT", wanted->applicant, "Applicant file (TOML)");
    command.option("--on", wanted->on, "Reference date, YYYY-MM-DD; today if not given");
    command.option("--replay", wanted->replay, "Decide a recorded application again");
    command.chosen([&ctl, wanted] {
        ctl.chosen = [&ctl, wanted](Terminal& terminal) {
            return end(terminal, carry_out(ctl, *wanted),
                       [&](const auto& verdict) { return give(terminal, verdict); });
        };
    });
}

} // namespace koltamga::app
