#include "db/known_time.h"

namespace koltamga::db {
namespace {

constexpr auto newest_receipt_sequence =
    "SELECT sequence FROM receipt WHERE kind = 'head' ORDER BY sequence DESC LIMIT 1";
constexpr auto receipt_time =
    "SELECT time FROM receipt WHERE kind = 'head' AND sequence = ? LIMIT 1";
constexpr auto undoubted_after = "SELECT time FROM entry WHERE sequence > ? AND "
                                 "instr(header, ' doubtful' || char(10)) = 0 "
                                 "ORDER BY sequence DESC LIMIT 1";

std::optional<Instant> instant_of(const std::optional<std::string>& text) {
    return text ? instant_from(*text) : std::nullopt;
}

} // namespace

Result<std::optional<Instant>> last_known_time(Connection& connection) {
    KOLTAMGA_TRY(const auto receipted, connection.integer(newest_receipt_sequence));
    KOLTAMGA_TRY(const auto entry, connection.text(undoubted_after, {receipted.value_or(0)}));
    if (entry || !receipted) {
        return instant_of(entry);
    }
    KOLTAMGA_TRY(const auto centre, connection.text(receipt_time, {*receipted}));
    return instant_of(centre);
}

} // namespace koltamga::db
