#include "issuance/application.h"

#include "issuance/next_call.h"

#include <algorithm>
#include <array>

namespace koltamga::issuance {
namespace {

constexpr std::array<std::string_view, 7> state_names = {
    "draft", "refused", "on-hold", "waiting-for-ca", "certified", "handed-over", "cancelled"};
constexpr std::array<std::string_view, 8> step_names = {
    "identify", "decide", "contact", "portrait", "key", "certificate", "hand-over", "done"};
constexpr std::array<std::string_view, 8> waits_names = {
    "nobody", "clerk", "applicant", "second-person", "network", "ca", "vault", "centre"};

using Sentences = std::array<std::string_view, 3>; // by Language
constexpr std::array<Sentences, 8> waits_sentences = {{
    {"Эч нерсе күтүлбөйт.", "Ничего не ожидается.", "Nothing is awaited."},
    {"Кызматкерди күтүп жатат: кийинки кадамды сиз аткарасыз.",
     "Ждёт сотрудника: следующий шаг за вами.", "Waits for the clerk: the next step is yours."},
    {"Арыз ээсин күтүп жатат.", "Ждёт заявителя.", "Waits for the applicant."},
    {"Экинчи кызматкердин чечимин күтүп жатат.", "Ждёт решения второго сотрудника.",
     "Waits for a second person's decision."},
    {"Тармакты күтүп жатат: күбөлөндүрүүчү борборго али суроо-талап жөнөтүлө элек. Байланыш "
     "болгондо `koltamgactl sync` буйругун `--operator` менен иштетиңиз.",
     "Ждёт сети: запрос в удостоверяющий центр ещё не отправлен. Когда появится связь, запустите "
     "`koltamgactl sync` с `--operator`.",
     "Waits for the network: the certification authority has not been asked yet. Run `koltamgactl "
     "sync` with `--operator` once there is a connection."},
    {"Күбөлөндүрүүчү борбордун жообун күтүп жатат.", "Ждёт ответа удостоверяющего центра.",
     "Waits for the certification authority's answer."},
    {"Булуттагы ачкыч сактагычтын тастыктоосун күтүп жатат.",
     "Ждёт подтверждения облачного хранилища ключей.",
     "Waits for the cloud key vault's confirmation."},
    {"Борбордун тил катын күтүп жатат.", "Ждёт квитанции центра.",
     "Waits for the centre's receipt."},
}};

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Enum>(found - names.begin()));
}

} // namespace

std::string_view name_of(State state) {
    return state_names[static_cast<std::size_t>(state)];
}
std::string_view name_of(Step step) {
    return step_names[static_cast<std::size_t>(step)];
}
std::string_view name_of(WaitsFor who) {
    return waits_names[static_cast<std::size_t>(who)];
}
std::optional<State> state_named(std::string_view name) {
    return named<State>(state_names, name);
}
std::optional<Step> step_named(std::string_view name) {
    return named<Step>(step_names, name);
}

std::optional<WaitsFor> waits_for_named(std::string_view name) {
    return named<WaitsFor>(waits_names, name);
}

Failure unknown_application() {
    return fail(Code::issuance_unknown_application);
}

std::string_view sentence_for(WaitsFor who, Language language) {
    return waits_sentences[static_cast<std::size_t>(who)][static_cast<std::size_t>(language)];
}

const CertificateAttempt* Application::open_attempt() const {
    return attempts.empty() || !attempts.back().open() ? nullptr : &attempts.back();
}

bool Application::revocation_open() const {
    return std::ranges::any_of(revocations, [](const auto& r) { return !r.done; });
}

bool Application::has_open_call() const {
    // Nobody waits for the vault once the application is closed: the certificate is revoked.
    const bool delivering = delivery_asked && !delivered && !finished();
    return open_attempt() != nullptr || delivering || revocation_open();
}

std::optional<Instant> Application::next_try() const {
    if (finished()) {
        return unsettled_keys().empty()
                   ? std::nullopt
                   : std::optional(attempts.back().since + longest_request_life);
    }
    const auto* open = open_attempt();
    return open != nullptr && open->waiting ? open->next_try : std::nullopt;
}

bool Application::finished() const {
    return state == State::refused || state == State::handed_over || state == State::cancelled;
}

bool Application::revoked(std::string_view serial) const {
    return std::ranges::any_of(revocations, [&](const auto& revocation) {
        return revocation.done && revocation.asked.serial == serial;
    });
}

bool Application::certificate_revoked() const {
    return certificate && revoked(certificate->serial);
}

bool Application::certificate_good() const {
    return certificate && attempts.at(certificate->attempt - 1).confirmed && !certificate_revoked();
}

bool Application::surplus_revoked() const {
    return std::ranges::all_of(surplus, [&](const auto& found) { return revoked(found.serial); });
}

namespace {

// Refused at once, or granted once and confirmed: that is all there can be of this key. A refusal
// after "waiting", of a repeated question or of a restored key may stand beside a certificate.
bool surely_known(const std::vector<CertificateAttempt>& attempts, const Digest& key) {
    const auto of_key = [&](const CertificateAttempt& one) { return one.key == key; };
    const auto count = std::ranges::count_if(attempts, of_key);
    return std::ranges::all_of(attempts, [&](const CertificateAttempt& one) {
        const bool refused =
            one.answered && one.answered->outcome == Outcome::refused && !one.waiting && one.alone;
        return !of_key(one) || refused || (count == 1 && one.confirmed);
    });
}

} // namespace

std::vector<Digest> Application::unsettled_keys() const {
    std::vector<Digest> keys;
    for (const auto& attempt : attempts) {
        const bool new_one = std::ranges::find(keys, attempt.key) == keys.end();
        if (!settled && new_one && !surely_known(attempts, attempt.key)) {
            keys.push_back(attempt.key);
        }
    }
    return keys;
}

bool Application::nothing_left_open() const {
    return finished() && !has_open_call() && due_revocations(*this).empty() &&
           unsettled_keys().empty();
}

bool Application::may_be_issued() const {
    return eligibility &&
           (eligibility->verdict.kind == domain::VerdictKind::eligible || overridden.has_value());
}

bool Application::has(Paper paper) const {
    switch (paper) {
    case Paper::agreement:
        return key.has_value();
    case Paper::sheet:
        return key && certificate;
    case Paper::refusal:
        break;
    }
    return state == State::refused && eligibility;
}

bool Application::ready_to_hand_over() const {
    const bool keyed = delivered || (key && key->custody == Custody::file);
    return certificate_good() && surplus_revoked() && keyed && !has_open_call();
}

Result<Application> fold(std::span<const Entry> entries) {
    Application application;
    for (const auto& entry : entries) {
        KOLTAMGA_CHECK(apply(application, entry));
    }
    return application;
}

} // namespace koltamga::issuance
