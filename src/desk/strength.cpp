#include "desk/strength.h"

#include <algorithm>
#include <set>

namespace koltamga::desk {
namespace {

constexpr std::ptrdiff_t strong_length = 14; // characters
constexpr std::size_t fewest_different = 4;

// Of UTF-8: every octet but those that continue a character.
std::ptrdiff_t characters(BytesView password) {
    return std::ranges::count_if(password, [](auto octet) { return (octet & 0xc0U) != 0x80U; });
}

// "12345678", "abcdefgh", "87654321".
bool is_plain_run(BytesView password) {
    if (password.size() < 2) {
        return false;
    }
    const int pace = password[1] - password[0];
    for (std::size_t at = 1; at < password.size(); ++at) {
        if (password[at] - password[at - 1] != pace) {
            return false;
        }
    }
    return pace == 1 || pace == -1;
}

bool is_too_plain(BytesView password) {
    return std::set(password.begin(), password.end()).size() < fewest_different ||
           is_plain_run(password);
}

Texts too_short(unsigned least) {
    const auto count = std::to_string(least);
    return {"Кыска: эң аз " + count + " белги болсун",
            "Коротко: нужно не меньше " + count + " знаков",
            "Too short: at least " + count + " characters"};
}

} // namespace

Judgement strength_of(BytesView password, unsigned least) {
    if (password.empty()) {
        return {};
    }
    const auto length = characters(password);
    if (length < static_cast<std::ptrdiff_t>(least)) {
        return {Standing::wrong, too_short(least)};
    }
    if (is_too_plain(password)) {
        return {Standing::wrong,
                {"Өтө жөнөкөй: кайталанган же катар турган белгилер",
                 "Слишком просто: повторы или знаки подряд", "Too plain: repeated, or in a row"}};
    }
    if (length < strong_length) {
        return {Standing::odd,
                {"Жарайт; узагыраак болсо, жакшыраак", "Подойдёт; длиннее было бы лучше",
                 "Will do; a longer one is better"}};
    }
    return {Standing::good, {"Күчтүү сырсөз", "Надёжный пароль", "A strong password"}};
}

} // namespace koltamga::desk
