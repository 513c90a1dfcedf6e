#include "app/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace koltamga::app {
namespace {

struct Word {
    std::string_view name;
    std::array<std::string_view, 3> texts; // by Language
};

constexpr Word states[] = {
    {"draft", {"толтурулууда", "черновик", "draft"}},
    {"refused", {"баш тартылды", "отказано", "refused"}},
    {"on-hold", {"кармалып турат", "приостановлено", "on hold"}},
    {"waiting-for-ca",
     {"күбөлөндүрүүчү борборду күтүүдө", "ждёт удостоверяющий центр",
      "waiting for the certification authority"}},
    {"certified", {"сертификат берилди", "сертификат выпущен", "certified"}},
    {"handed-over", {"ээсине тапшырылды", "выдано", "handed over"}},
    {"cancelled", {"токтотулду", "отменено", "cancelled"}},
};

constexpr Word steps[] = {
    {"identify", {"Инсандык", "Личность", "Identity"}},
    {"decide", {"Укук", "Право", "Eligibility"}},
    {"contact", {"Байланыш жана макулдук", "Контакты и согласия", "Contact and consent"}},
    {"portrait", {"Портрет", "Портрет", "Portrait"}},
    {"key", {"Ачкыч", "Ключ", "Key"}},
    {"certificate", {"Сертификат", "Сертификат", "Certificate"}},
    {"hand-over", {"Тапшыруу", "Выдача", "Hand-over"}},
    {"done", {"Бүттү", "Завершено", "Done"}},
};

constexpr Word outboxes[] = {
    {"unsent", {"жөнөтүлө элек", "не отправлено", "unsent"}},
    {"sent", {"жөнөтүлдү", "отправлено", "sent"}},
    {"receipted", {"борбор ырастады", "подтверждено центром", "receipted"}},
};

Texts texts_of(std::span<const Word> words, std::string_view name) {
    const auto found = std::ranges::find(words, name, &Word::name);
    if (found == words.end()) {
        const std::string same(name);
        return {same, same, same};
    }
    const auto& texts = found->texts;
    return {std::string(texts[0]), std::string(texts[1]), std::string(texts[2])};
}

} // namespace

std::string state_in_words(std::string_view state, Language language) {
    return in(language, texts_of(states, state));
}

std::string step_in_words(std::string_view step, Language language) {
    return in(language, texts_of(steps, step));
}

std::string outbox_in_words(std::string_view outbox, Language language) {
    return in(language, texts_of(outboxes, outbox));
}

Texts step_in_each_language(std::string_view step) {
    return texts_of(steps, step);
}

std::string next_command(const ApplicationId& application, std::string_view step,
                         issuance::WaitsFor who) {
    using issuance::Step;
    using issuance::WaitsFor;
    if (who == WaitsFor::nobody) {
        return {};
    }
    const auto at = issuance::step_named(step);
    // Of a finished record only the end of its certificate is open; what is left of it, when the
    // centre holds the rest, `resume` cannot read.
    const bool finished = at == Step::done && who == WaitsFor::ca;
    if (who == WaitsFor::network || finished) { // without a name `sync` only sends the journal
        return "koltamgactl --operator NAME --operator-password-file FILE sync";
    }
    if (who == WaitsFor::centre) {
        return "koltamgactl sync";
    }
    const bool at_the_desk = at && *at < Step::certificate;
    const bool in_person = who == WaitsFor::clerk || who == WaitsFor::applicant;
    return at_the_desk && in_person
               ? "koltamgactl issue APPLICANT.toml --portrait FILE --applicant-password-file FILE"
               : "koltamgactl --operator NAME --operator-password-file FILE resume " +
                     application.text() + " --out FOLDER";
}

std::string cancelling_in_words(Language language) {
    return in(language, {", токтотулуп жатат", ", отменяется", ", is being given up"});
}

std::string revoked_in_words(Language language) {
    return in(language, {", сертификаты жокко чыгарылган", ", сертификат отозван",
                         ", its certificate is revoked"});
}

std::string certificate_end_in_words(std::string_view status, Language language) {
    if (status == "revoked") {
        return revoked_in_words(language);
    }
    if (status != "revocation-waiting") {
        return {};
    }
    return in(language, {", сертификатын жокко чыгаруу жазылды, бирок күбөлөндүрүүчү борбор аны "
                         "тастыктай элек",
                         ", отзыв сертификата записан, но удостоверяющий центр его не подтвердил",
                         ", the revocation of its certificate is recorded, but not yet confirmed "
                         "by the certification authority"});
}

std::string without_force(const issuance::Application& application, Language language) {
    if (application.state == issuance::State::cancelled) {
        return in(language, {"Көңүл буруңуз: арыз токтотулган, бул макулдашуу күчүндө эмес.",
                             "Внимание: заявление отменено, это соглашение не имеет силы.",
                             "Mind: the application was given up; this agreement has no force."});
    }
    return application.certificate_revoked()
               ? in(language,
                    {"Көңүл буруңуз: сертификат жокко чыгарылган.", "Внимание: сертификат отозван.",
                     "Mind: the certificate is revoked."})
               : std::string();
}

std::string cannot_cancel_words(const Failure& failure, const std::string& id, Language language) {
    const auto handed_over = name_of(issuance::State::handed_over);
    if (failure.code != Code::issuance_not_at_step || failure.detail != handed_over) {
        return {};
    }
    return in(language, {"Сертификат ээсине тапшырылган: арыз токтотулбайт, сертификат жокко "
                         "чыгарылат:",
                         "Сертификат уже выдан: отменить заявление нельзя, можно отозвать "
                         "сертификат:",
                         "The certificate was handed over: the application cannot be given up, but "
                         "the certificate can be revoked:"}) +
           "\n`koltamgactl revoke " + id + " --reason cessationOfOperation --proof TEXT`";
}

} // namespace koltamga::app
