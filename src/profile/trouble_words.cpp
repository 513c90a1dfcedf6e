#include "profile/trouble_words.h"

namespace koltamga::profile {
namespace {

template <class Words>
std::string listed(const Words& words) {
    std::string list;
    for (const auto& word : words) {
        list += (list.empty() ? "" : ", ") + std::string(word);
    }
    return list;
}

std::string quoted(const std::string& name) {
    return "«" + name + "»";
}

// Keys are quoted back to the writer, but no more of one than a key has.
std::string shown(const std::string& key) {
    constexpr std::size_t longest_shown = 40;
    std::string text;
    for (const char c : key.substr(0, longest_shown)) {
        const auto octet = static_cast<unsigned char>(c);
        text += octet < 0x20 || octet > 0x7e ? '?' : c;
    }
    return text;
}

Texts perhaps(std::string_view near) {
    const std::string word(near);
    return near.empty() ? Texts()
                        : Texts{"; балким, " + quoted(word), "; возможно, " + quoted(word),
                                "; did you mean '" + word + "'?"};
}

} // namespace

Texts about(const std::string& key, std::string_view ky, std::string_view ru, std::string_view en) {
    return {quoted(key).append(ky), quoted(key).append(ru), std::string(key).append(en)};
}

Texts is_missing(const std::string& key) {
    return about(key, " жок", " — нет такой записи", " is missing");
}

Texts is_empty(const std::string& key) {
    return about(key, " бош", " — пусто", " is empty");
}

Texts is_longer(const std::string& key, std::size_t most_octets) {
    const auto most = std::to_string(most_octets);
    return about(key, " " + most + " октеттен узун", " длиннее " + most + " октетов",
                 " is longer than " + most + " octets");
}

Texts is_of_kind(const std::string& key, Node::Kind is, const Texts& right) {
    const auto kind = kind_in_words(is);
    return about(key, " — " + kind[0] + "; туурасы: " + right[0],
                 " — " + kind[1] + "; верно было бы: " + right[1],
                 " is " + kind[2] + "; right would be " + right[2]);
}

Texts is_out_of_range(const std::string& key, std::int64_t least, std::int64_t most) {
    const auto from = std::to_string(least);
    const auto to = std::to_string(most);
    return about(key, " чектен тыш; туурасы: " + from + "–" + to,
                 " вне пределов; верно было бы от " + from + " до " + to,
                 " is out of range; right would be " + from + " to " + to);
}

Texts is_no_text_list(const std::string& key) {
    return about(key, " — тырмакчадагы тексттердин тизмеси, бири да бош болбойт",
                 " — это список текстов в кавычках, и ни один не пуст",
                 " is a list of texts in quotes, none of them empty");
}

Texts is_no_table_list(const std::string& key) {
    return about(key, " — таблицалардын тизмеси", " — это список таблиц", " is a list of tables");
}

Texts is_no_choice(const std::string& table, const std::vector<std::string_view>& names) {
    const auto list = listed(names);
    const auto place = "[" + table + "]";
    return {quoted(place) + " ичинде мындай маани жок; мүмкүн болгону: " + quoted(list),
            "в " + quoted(place) + " такого значения не бывает; одно из: " + quoted(list),
            "no such value in " + place + "; one of: " + list};
}

Texts is_unknown(const std::string& key, const std::string& table, std::string_view near,
                 const std::vector<std::string>& known) {
    const auto place = "[" + table + "]";
    const auto word = shown(key);
    const auto meant = perhaps(near);
    const auto list = listed(known);
    return {"белгисиз ачкыч " + quoted(word) +
                (table.empty() ? ", таблицадан тышкары" : ", " + quoted(place) + " ичинде") +
                meant[0] + "; белгилүүлөрү: " + quoted(list),
            "неизвестный ключ " + quoted(word) +
                (table.empty() ? " вне таблиц" : " в " + quoted(place)) + meant[1] +
                "; известны: " + quoted(list),
            "unknown key '" + word + "'" + (table.empty() ? " at the top" : " in " + place) +
                meant[2] + "; known: " + list};
}

Texts kind_in_words(Node::Kind kind) {
    switch (kind) {
    case Node::Kind::text:
        return {"тырмакчадагы текст", "текст в кавычках", "a text in quotes"};
    case Node::Kind::integer:
        return {"бүтүн сан", "целое число", "a whole number"};
    case Node::Kind::boolean:
        return {"«true» же «false»", "«true» или «false»", "true or false"};
    case Node::Kind::date:
        return {"күн (2026-11-22, тырмакчасыз)", "дата (2026-11-22, без кавычек)",
                "a date (2026-11-22, no quotes)"};
    case Node::Kind::list:
        return {"тизме", "список", "a list"};
    case Node::Kind::table:
        return {"таблица", "таблица", "a table"};
    case Node::Kind::other:
        break;
    }
    return {"башка түрдөгү маани", "значение другого вида", "another kind of value"};
}

Texts everywhere(const std::string& text) {
    return {text, text, text};
}

} // namespace koltamga::profile
