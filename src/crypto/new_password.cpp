#include "crypto/failures.h"
#include "crypto/password.h"
#include "crypto/utf8.h"

#include <algorithm>
#include <array>

namespace koltamga::crypto {
namespace {

constexpr std::size_t most_octets = 1024;
constexpr std::size_t fewest_different = 4;

// The rows of keys people slide along, beside digits and alphabets in code order.
constexpr std::u32string_view keyboard_rows[] = {U"qwertyuiop",   U"asdfghjkl",   U"zxcvbnm",
                                                 U"йцукенгшщзхъ", U"фывапролджэ", U"ячсмитьбю",
                                                 U"1234567890"};

bool are_neighbours_on_a_row(char32_t a, char32_t b) {
    return std::ranges::any_of(keyboard_rows, [&](std::u32string_view row) {
        const auto at_a = row.find(a);
        const auto at_b = row.find(b);
        return at_a != row.npos && at_b != row.npos && (at_a + 1 == at_b || at_b + 1 == at_a);
    });
}

bool are_neighbours(char32_t a, char32_t b) {
    return a == b || a + 1 == b || b + 1 == a || are_neighbours_on_a_row(a, b);
}

struct Look {
    std::size_t characters = 0;
    std::size_t different = 0; // counted up to fewest_different
    std::size_t steps = 0;     // neighbours that are no repetition and no run
    bool control = false;
    bool utf8 = true;
};

class Looker {
  public:
    void see(char32_t value) {
        look_.control |= value < 0x20 || (value >= 0x7f && value < 0xa0);
        if (look_.characters > 0 && !are_neighbours(last_, value)) {
            ++look_.steps;
        }
        note(value);
        last_ = value;
        ++look_.characters;
    }
    const Look& look() const { return look_; }
    ~Looker() { wipe(this, sizeof(*this)); }

  private:
    void note(char32_t value) {
        const auto end = seen_.begin() + static_cast<std::ptrdiff_t>(look_.different);
        if (look_.different < seen_.size() && std::find(seen_.begin(), end, value) == end) {
            seen_[look_.different++] = value;
        }
    }
    Look look_;
    char32_t last_ = 0;
    std::array<char32_t, fewest_different> seen_{};
};

Look look_at(BytesView password) {
    Looker looker;
    while (!password.empty()) {
        const auto point = first_code_point(password);
        if (point.octets == 0) {
            Look unreadable;
            unreadable.utf8 = false;
            return unreadable;
        }
        looker.see(point.value);
        password = password.subspan(point.octets);
    }
    return looker.look();
}

} // namespace

Done check_new_password(BytesView password, unsigned least) {
    const auto characters = std::max(least, least_password_characters);
    const auto weak = [&](const char* why) { return password_weak(why, characters); };
    if (password.size() > most_octets) {
        return weak("too-long");
    }
    const Look look = look_at(password);
    if (!look.utf8) {
        return weak("not-utf-8");
    }
    if (look.control) {
        return weak("control-character");
    }
    if (look.characters < characters) {
        return weak("too-short");
    }
    if (look.different < fewest_different) {
        return weak("too-few-different");
    }
    // A run with at most one break is still a run: 12345abc, qwerty12.
    return look.steps < 2 ? Done(weak("plain-run")) : Done();
}

} // namespace koltamga::crypto
