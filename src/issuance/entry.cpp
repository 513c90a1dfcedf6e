#include "issuance/entry.h"

#include <algorithm>

namespace koltamga::issuance {
namespace {

struct Row {
    Kind kind;
    std::string_view name;
};

constexpr Row rows[] = {
    {Kind::identity_recorded, "identity.recorded"},
    {Kind::eligibility_decided, "eligibility.decided"},
    {Kind::contact_recorded, "contact.recorded"},
    {Kind::consent_recorded, "consent.recorded"},
    {Kind::portrait_recorded, "portrait.recorded"},
    {Kind::key_made, "key.made"},
    {Kind::certificate_asked, "certificate.asked"},
    {Kind::certificate_waiting, "certificate.waiting"},
    {Kind::certificate_answered, "certificate.answered"},
    {Kind::certificate_confirmed, "certificate.confirmed"},
    {Kind::certificate_settled, "certificate.settled"},
    {Kind::key_delivery_asked, "key.delivery-asked"},
    {Kind::key_delivered, "key.delivered"},
    {Kind::key_exported, "key.exported"},
    {Kind::surplus_found, "surplus.found"},
    {Kind::revocation_asked, "revocation.asked"},
    {Kind::revocation_answered, "revocation.answered"},
    {Kind::application_handed_over, "application.handed-over"},
    {Kind::application_went_back, "application.went-back"},
    {Kind::application_on_hold, "application.on-hold"},
    {Kind::application_cancel_asked, "application.cancel-asked"},
    {Kind::application_overridden, "application.overridden"},
    {Kind::application_refused, "application.refused"},
    {Kind::application_cancelled, "application.cancelled"},
    {Kind::application_erased, "application.erased"},
    {Kind::agreement_printed, "agreement.printed"},
    {Kind::paper_printed, "paper.printed"},
    {Kind::station_enrolled, "station.enrolled"},
    {Kind::station_renewed, "station.renewed"},
    {Kind::epoch_opened, "station.epoch-opened"},
    {Kind::operator_added, "operator.added"},
    {Kind::operator_reset, "operator.reset"},
    {Kind::operator_disabled, "operator.disabled"},
    {Kind::operator_signed_in, "operator.signed-in"},
    {Kind::operator_sign_in_failed, "operator.sign-in-failed"},
    {Kind::journal_exported, "journal.exported"},
    {Kind::backup_made, "backup.made"},
    {Kind::backup_restored, "backup.restored"},
    {Kind::register_printed, "register.printed"},
};

constexpr auto kinds = [] {
    std::array<Kind, std::size(rows)> list{};
    std::ranges::transform(rows, list.begin(), &Row::kind);
    return list;
}();

} // namespace

std::string_view name_of(Kind kind) {
    return rows[static_cast<std::size_t>(kind)].name;
}

std::optional<Kind> kind_named(std::string_view name) {
    const auto found = std::ranges::find(rows, name, &Row::name);
    return found == std::end(rows) ? std::nullopt : std::optional(found->kind);
}

int version_of(Kind kind) {
    return kind == Kind::key_made ? 3 : 1;
}

bool is_asked(Kind kind) {
    return kind == Kind::certificate_asked || kind == Kind::key_delivery_asked ||
           kind == Kind::revocation_asked;
}

std::span<const Kind> all_kinds() {
    return kinds;
}

} // namespace koltamga::issuance
