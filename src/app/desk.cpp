#include "app/desk.h"

#include "app/adapters.h"
#include "app/papers.h"
#include "app/policy_of.h"
#include "crypto/hash.h"
#include "crypto/random.h"

#include <algorithm>

namespace koltamga::app {
namespace {

Failure no_refusal() {
    return fail(Code::app_no_refusal);
}

Failure custody_not_allowed() {
    return fail(Code::app_custody_not_allowed);
}

std::string record_hash(const issuance::Application& application) {
    return hex(crypto::sha256(bytes_of(application.key->agreement)));
}

Result<std::unique_ptr<db::StationJournal>> journal_of(const Station& station,
                                                       const db::Session& session) {
    KOLTAMGA_TRY(const auto centre, station.centre_encryption());
    return db::StationJournal::open(station.database(), session,
                                    {station.head_signer(), centre.der()});
}

} // namespace

Result<ApplicationId> parse_application_id(const std::string& text) {
    if (auto id = ApplicationId::parse(text)) {
        return *id;
    }
    return issuance::unknown_application();
}

Desk::Desk(std::shared_ptr<Station> station, db::Session session,
           std::unique_ptr<db::StationJournal> journal, std::unique_ptr<Adapters> adapters,
           printing::Renderer renderer)
    : station_(std::move(station)), session_(std::move(session)), journal_(std::move(journal)),
      adapters_(std::move(adapters)), renderer_(std::move(renderer)) {
    make_runner(profile().keys.custody);
}

Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(const Ctl& ctl, db::Use use) {
    KOLTAMGA_TRY(const auto password, ctl.operator_password());
    KOLTAMGA_TRY(auto station, Station::open(ctl.options, use, ctl.clock));
    return sign_in(std::move(station), ctl.options.operator_name, password);
}

Result<std::unique_ptr<Desk>> Desk::sign_in(std::shared_ptr<Station> station,
                                            const std::string& name, const SecretBytes& password) {
    KOLTAMGA_TRY(auto session, station->sign_in(name, password));
    return beside(std::move(station), std::move(session));
}

Result<std::unique_ptr<Desk>> Desk::beside(std::shared_ptr<Station> station, db::Session session) {
    KOLTAMGA_TRY(auto journal, journal_of(*station, session));
    KOLTAMGA_TRY(auto adapters, Adapters::make(*station, session));
    KOLTAMGA_TRY(auto renderer, printing::Renderer::make());
    return std::unique_ptr<Desk>(new Desk(std::move(station), std::move(session),
                                          std::move(journal), std::move(adapters),
                                          std::move(renderer)));
}

issuance::Runner& Desk::runner() {
    return *runner_;
}

void Desk::make_runner(profile::CustodyKind kind) {
    const issuance::Outside outside{*journal_,
                                    adapters_->keys(),
                                    adapters_->portraits(),
                                    adapters_->ca(),
                                    &adapters_->certificate_register(),
                                    &adapters_->vault(),
                                    station_->clock(),
                                    [] { return crypto::new_id<ApplicationTag>(); },
                                    [](std::size_t count) { return crypto::random_octets(count); },
                                    [](BytesView content) { return crypto::sha256(content); }};
    // Where the program lacks the wording that the profile names, the step of the key says so.
    const auto terms = printing::agreement_template(profile().agreement.terms_version);
    runner_.emplace(outside,
                    policy_of(profile(), station_->database().station().text(), kind,
                              terms ? terms->hash : std::string()),
                    session_.name);
}

Done Desk::use_custody(profile::CustodyKind kind) {
    const auto& allowed = profile().keys.custody_allowed;
    if (kind != profile().keys.custody && std::ranges::find(allowed, kind) == allowed.end()) {
        return custody_not_allowed();
    }
    make_runner(kind);
    return {};
}

Result<Instant> Desk::certain_now() {
    KOLTAMGA_TRY(const auto day, runner().today(issuance::Runner::AskTime::always));
    return day.clock_behind ? Result(day.instant) : Result<Instant>(issuance::clock_doubtful());
}

Done Desk::check_agreement(const issuance::Application& application,
                           printing::Languages languages) {
    KOLTAMGA_TRY(const auto terms, printing::agreement_template(profile().agreement.terms_version));
    KOLTAMGA_TRY(auto picture,
                 journal_->blob(*application.id, "portrait", application.portrait->blob));
    const auto draft = agreement_draft(application, profile(), std::move(picture), terms,
                                       {session_.name, station_->clock().now()});
    KOLTAMGA_TRY(const auto paper, renderer_.render_agreement(draft, languages));
    return {};
}

Result<Bytes> Desk::agreement(const issuance::Application& application,
                              std::optional<printing::Languages> languages) {
    const auto& portrait = *application.portrait;
    KOLTAMGA_TRY(auto picture, journal_->blob(*application.id, "portrait", portrait.blob));
    const auto accepted = printing::languages_from(application.key->languages);
    return renderer_.render_agreement(
        agreement_record(application, profile(), std::move(picture), record_hash(application)),
        languages.value_or(accepted.value_or(default_languages(profile()))));
}

Result<Bytes> Desk::certificate_sheet(const issuance::Application& application,
                                      std::optional<printing::Languages> languages) {
    const auto accepted = printing::languages_from(application.key->languages);
    return renderer_.render_certificate_sheet(
        certificate_sheet_record(application, profile()),
        languages.value_or(accepted.value_or(default_languages(profile()))));
}

Result<Bytes> Desk::refusal(const issuance::Application& application,
                            std::optional<printing::Languages> languages) {
    if (application.state != issuance::State::refused || !application.eligibility) {
        return no_refusal();
    }
    KOLTAMGA_TRY(const auto entries, journal_->entries_of(*application.id));
    const auto decided =
        std::ranges::find(entries.rbegin(), entries.rend(), issuance::Kind::eligibility_decided,
                          &issuance::Entry::kind);
    return renderer_.render_refusal(
        refusal_record(application, profile(), {decided->stamp.operator_name, decided->stamp.time}),
        languages.value_or(default_languages(profile())));
}

Result<Bytes> Desk::day_register(const printing::DayRegisterRecord& record,
                                 std::optional<printing::Languages> languages) {
    return renderer_.render_day_register(record, languages.value_or(default_languages(profile())));
}

} // namespace koltamga::app
