#include "app/outcome.h"

#include "app/loss_words.h"
#include "app/restored.h"
#include "app/resumption.h"
#include "app/sync_words.h"
#include "app/verdict_words.h"
#include "app/words.h"
#include "base/joined.h"

#include <algorithm>

namespace koltamga::app {
namespace {

using issuance::Application;

Failure applicant_refused(std::string rules) {
    return fail(Code::app_applicant_refused, std::move(rules));
}

std::string not_used_words(const std::vector<std::string>& options, Language language) {
    return in(language, {"Бул арыз мурда башталган; азыр берилгендерден колдонулган жок: ",
                         "Это заявление начато раньше; из указанного сейчас не использовано: ",
                         "This application was begun before; of what was given now, not used: "}) +
           joined(options, ", ") + ".";
}

// What this station knows the certificate is worth: "revocation-waiting" until the CA has confirmed
// its end. One that another station ended is "issued" here.
std::string_view certificate_status(const Outcome& outcome) {
    const auto& application = outcome.application;
    if (!application.certificate) {
        return {};
    }
    if (outcome.certificate_ended || application.certificate_revoked()) {
        return "revoked";
    }
    const auto asked = std::ranges::any_of(application.revocations, [&](const auto& one) {
        return one.asked.serial == application.certificate->serial;
    });
    if (asked) {
        return "revocation-waiting";
    }
    return application.certificate_good() ? "issued" : "unconfirmed";
}

// What most outcomes have nothing of.
void add_what_else(Json& json, const Outcome& outcome, Language language) {
    const auto& application = outcome.application;
    if (application.cancelling) {
        json["cancelling"] = true;
    }
    if (application.reason) {
        json["reason"] = *application.reason;
    }
    if (!outcome.files.losses.empty()) {
        json["lost"] = losses_json(outcome.files.losses, outcome.here);
    }
    if (outcome.losses_unheard) {
        json["losses_unheard"] = true;
    }
    if (outcome.fork) {
        json["fork"] = to_json(*outcome.fork, language);
    }
    if (outcome.obstacle) {
        json["obstacle"] = to_json(*outcome.obstacle, language);
    }
    if (!outcome.not_used.empty()) {
        json["not_used"] = outcome.not_used;
    }
    if (outcome.files.stopped_by) {
        json["stopped_by"] = to_json(*outcome.files.stopped_by, language);
    }
    if (outcome.files.waiting) {
        json["waiting"] = waiting_json(*outcome.files.waiting, language);
    }
}

Json outcome_json(const Outcome& outcome, Language language) {
    const auto& application = outcome.application;
    Json json = {{"application", application.id->text()},
                 {"state", name_of(application.state)},
                 {"step", name_of(application.step)},
                 {"waits_for", name_of(outcome.waits_for)},
                 {"outbox", outcome.outbox},
                 {"certificate", outcome.files.certificate},
                 {"agreement", outcome.files.agreement},
                 {"sheet", outcome.files.sheet},
                 {"receipt", outcome.files.receipt}};
    if (application.certificate) {
        json["certificate_status"] = certificate_status(outcome);
    }
    if (outcome.validity) {
        json.update(validity_json(*outcome.validity));
    }
    if (!outcome.files.key.is_null()) {
        json["key"] = outcome.files.key;
        json["earlier_key"] = outcome.files.earlier_key;
    }
    if (application.exported) {
        json["key_exported"] = true;
    }
    add_what_else(json, outcome, language);
    return json;
}

// What the rules said, with everything the clerk is to look at.
void add_verdict(Json& json, const Application& application, Language language) {
    if (application.eligibility) {
        json.update(verdict_json(application.eligibility->verdict, language));
        json["warnings_confirmed"] = application.eligibility->warnings_confirmed;
    }
}

// Why the centre has not confirmed the record, unless that has been said: nobody is there, or the
// journal is forked.
std::string unconfirmed_words(const Outcome& outcome, Language language) {
    const auto& stopped = outcome.files.stopped_by;
    const bool away = outcome.obstacle && only_waits(*outcome.obstacle);
    if (outcome.fork || (away && stopped && only_waits(*stopped))) {
        return {};
    }
    if (stopped && !only_waits(*stopped)) {
        return "\n" + failure_words(*stopped, language);
    }
    const auto& waiting = outcome.files.waiting;
    const auto code = stopped ? " (" + std::string(name_of(stopped->code)) + ")" : std::string();
    return waiting ? "\n" + std::string(sync::sentence_for(waiting->wait, language)) + code
                   : std::string();
}

// What a restore lost, or that nobody knows yet.
std::string lost_words(const Outcome& outcome, Language language) {
    const auto lost = losses_words(outcome.files.losses, outcome.here, language);
    return (lost.empty() ? "" : "\n" + lost) +
           (outcome.losses_unheard ? "\n" + unheard_words(language) : "");
}

// Nobody looks for a file that this run did not write.
std::string exported_words(const Outcome& outcome, Language language) {
    const bool earlier = outcome.application.exported && outcome.files.key.is_null();
    return earlier ? "\n" + in(language, {"Ачкыч файлы мурда берилген, экинчи жолу жазылбайт.",
                                          "Файл ключа уже был выдан, второй раз он не пишется.",
                                          "The key's file was handed over before; it is not "
                                          "written a second time."})
                   : std::string();
}

std::string outcome_words(const Outcome& outcome, Language language) {
    const auto& application = outcome.application;
    std::string words = application.id->text() + "  " +
                        state_in_words(name_of(application.state), language) +
                        certificate_end_in_words(certificate_status(outcome), language);
    if (application.cancelling && !application.finished()) {
        words += "\n" + in(language, {"Токтотуу каалоосу жазылды: сырттан жооп келгенде бүтөт.",
                                      "Отмена записана: она завершится, когда придёт ответ извне.",
                                      "The wish to give it up is recorded: it ends once the "
                                      "outside has answered."});
    }
    words += "\n" + std::string(sentence_for(outcome.waits_for, language));
    const auto command =
        next_command(*application.id, name_of(application.step), outcome.waits_for);
    words += command.empty() ? "" : "\n`" + command + "`";
    if (outcome.obstacle && only_waits(*outcome.obstacle)) {
        words += "\n" + failure_words(*outcome.obstacle, language);
    }
    words += exported_words(outcome, language);
    words += unconfirmed_words(outcome, language);
    if (outcome.fork) {
        words += "\n" + failure_words(*outcome.fork, language);
    }
    if (outcome.validity) {
        words += "\n" + validity_words(*outcome.validity, language);
    }
    words += outcome.files.words(language);
    return words + lost_words(outcome, language);
}

Exit told_refusal(Terminal& terminal, const Outcome& outcome) {
    const auto& application = outcome.application;
    Json json = outcome_json(outcome, terminal.language());
    add_verdict(json, application, terminal.language());
    if (application.eligibility) {
        const auto& verdict = application.eligibility->verdict;
        terminal.tell(verdict_words(verdict, terminal.language()) +
                      reissue_words(verdict, terminal.language()) +
                      lost_words(outcome, terminal.language()));
    }
    return terminal.failed(applicant_refused(application.reason.value_or("")), std::move(json));
}

// While the outside is away all is done that can be; any other obstacle is a failure.
Exit give(Terminal& terminal, const Outcome& outcome, Json json, const std::string& words) {
    if (outcome.obstacle && !only_waits(*outcome.obstacle)) {
        terminal.tell(words);
        return terminal.failed(*outcome.obstacle, std::move(json));
    }
    terminal.answer(json, words);
    return Exit::done;
}

} // namespace

Exit told(Terminal& terminal, const Result<Outcome>& result) {
    if (!result) {
        return terminal.failed(result.failure());
    }
    if (result->application.state == issuance::State::refused) {
        return told_refusal(terminal, *result);
    }
    return give(terminal, *result, outcome_json(*result, terminal.language()),
                outcome_words(*result, terminal.language()));
}

Exit told_revocation(Terminal& terminal, const Result<Outcome>& result) {
    if (!result) {
        return terminal.failed(result.failure());
    }
    Json json = outcome_json(*result, terminal.language());
    const auto status = certificate_status(*result);
    json["application_state"] = json["state"];
    json["state"] = status;
    const Texts revoked = {"Сертификат жокко чыгарылды.", "Сертификат отозван.",
                           "The certificate is revoked."};
    const Texts waiting = {
        "Сертификат азырынча жарактуу: жокко чыгаруу сакталды, бирок борбор тастыктай элек. "
        "Байланыш болгондо `koltamgactl sync` буйругун `--operator` менен иштетиңиз.",
        "Сертификат пока действует: отзыв записан, но центр его не подтвердил. Когда появится "
        "связь, запустите `koltamgactl sync` с `--operator`.",
        "The certificate is still valid: its revocation is recorded, but not yet confirmed by the "
        "authority. Run `koltamgactl sync` with `--operator` once there is a connection."};
    const auto words = in(terminal.language(), status == "revoked" ? revoked : waiting) + "\n" +
                       outcome_words(*result, terminal.language());
    return give(terminal, *result, std::move(json), words);
}

Exit told_with_verdict(Terminal& terminal, const Result<Outcome>& result) {
    if (result && !result->not_used.empty()) {
        terminal.note(not_used_words(result->not_used, terminal.language()));
    }
    if (!result || result->application.state == issuance::State::refused) {
        return told(terminal, result);
    }
    Json json = outcome_json(*result, terminal.language());
    add_verdict(json, result->application, terminal.language());
    std::string words;
    const bool over = result->application.state == issuance::State::cancelled ||
                      result->application.cancelling || result->application.certificate_revoked();
    if (result->application.eligibility && !over) { // "can be issued" would mislead by now
        words = verdict_words(result->application.eligibility->verdict, terminal.language());
    }
    return give(terminal, *result, std::move(json),
                words + outcome_words(*result, terminal.language()));
}

} // namespace koltamga::app
