#include "db/entry_header.h"

#include "db/failures.h"
#include "db/text_lines.h"

#include "crypto/hash.h"

#include <algorithm>
#include <stdexcept>

namespace koltamga::db {
namespace {

constexpr std::string_view title = "koltamga-entry-1";
constexpr std::size_t longest_kind = 64;
constexpr std::size_t longest_name = 32;

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_kind(std::string_view kind) {
    return !kind.empty() && kind.size() <= longest_kind && std::ranges::all_of(kind, [](char c) {
        return is_lower_or_digit(c) || c == '.' || c == '-';
    });
}

void append_line(std::string& text, std::string_view word, std::string_view value) {
    text.append(word).append(1, ' ').append(value).append(1, '\n');
}

Failure malformed(const char* line) {
    return failure::entry_malformed(std::string("line-") + line);
}

// Splits "A B" into both halves.
bool split(std::optional<std::string_view> text, std::string_view& first,
           std::string_view& second) {
    const auto blank = text ? text->rfind(' ') : std::string_view::npos;
    if (blank == std::string_view::npos) {
        return false;
    }
    first = text->substr(0, blank);
    second = text->substr(blank + 1);
    return true;
}

bool read_kind(TextLines& lines, EntryHeader& header) {
    std::string_view kind;
    std::string_view version;
    if (!split(lines.value("kind"), kind, version) || !is_kind(kind)) {
        return false;
    }
    header.kind = kind;
    return read_number(std::optional(version), header.kind_version);
}

bool read_subject(TextLines& lines, EntryHeader& header) {
    const auto subject = lines.value("subject");
    return subject == "station" || read_id(subject, header.application);
}

bool read_operator(TextLines& lines, EntryHeader& header) {
    const auto name = lines.value("operator");
    if (name == "-") {
        return true;
    }
    header.operator_name = name.value_or("");
    return is_operator_name(header.operator_name);
}

bool read_time(TextLines& lines, EntryHeader& header) {
    std::string_view time;
    std::string_view source;
    if (!split(lines.value("time"), time, source) || !read_instant(time, header.time)) {
        return false;
    }
    const auto known = time_source_from(source);
    header.time_source = known.value_or(TimeSource::system);
    return known.has_value();
}

bool read_body(TextLines& lines, EntryHeader& header) {
    const auto body = lines.value("body");
    if (body == "-") {
        return true;
    }
    header.body.emplace();
    return read_digest(body, *header.body);
}

// Lower-case digits only; anything else is more than 15.
constexpr auto values_of_digits = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(255);
    for (std::uint8_t i = 0; i < 16; ++i) {
        values[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
    }
    return values;
}();

unsigned value_of(char digit) {
    return values_of_digits[static_cast<unsigned char>(digit)];
}

bool composable(const EntryHeader& header) {
    return header.epoch > 0 && header.sequence > 0 && is_kind(header.kind) &&
           header.kind_version > 0 &&
           (header.operator_name.empty() ||
            (header.operator_name != "-" && is_operator_name(header.operator_name)));
}

} // namespace

bool is_operator_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name != "-" &&
           std::ranges::all_of(name, [](char c) {
               return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-';
           });
}

std::string hex(const Digest& digest) {
    return koltamga::hex(BytesView(digest));
}

std::optional<Digest> digest_from_hex(std::string_view text) {
    Digest digest;
    if (text.size() != 2 * digest.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const unsigned high = value_of(text[2 * i]);
        const unsigned low = value_of(text[2 * i + 1]);
        if (high > 15 || low > 15) {
            return std::nullopt;
        }
        digest[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

std::string associated_data(const EntryHeader& header) {
    if (!composable(header)) {
        throw std::logic_error("entry header with fields that have no spelling");
    }
    std::string text;
    text.reserve(512);
    text.append(title).append(1, '\n');
    append_line(text, "station", header.station.text());
    append_line(text, "epoch", std::to_string(header.epoch));
    append_line(text, "sequence", std::to_string(header.sequence));
    append_line(text, "previous", hex(header.previous));
    append_line(text, "kind", header.kind + ' ' + std::to_string(header.kind_version));
    append_line(text, "subject", header.application ? header.application->text() : "station");
    append_line(text, "operator", header.operator_name.empty() ? "-" : header.operator_name);
    append_line(text, "time",
                to_text(header.time) + ' ' + std::string(to_text(header.time_source)));
    return text;
}

std::string compose(const EntryHeader& header) {
    std::string text = associated_data(header);
    append_line(text, "body", header.body ? hex(*header.body) : "-");
    return text;
}

Result<EntryHeader> parse_entry_header(std::string_view text) {
    if (text.size() > longest_entry_header) {
        return failure::entry_malformed("too-long");
    }
    TextLines lines(text);
    if (lines.line() != title) {
        return malformed("title");
    }
    std::optional<StationId> station;
    if (!read_id(lines.value("station"), station)) {
        return malformed("station");
    }
    EntryHeader header{*station, 0, 0, {}, {}, 0, {}, {}, {}, {}, {}};
    if (!read_number(lines.value("epoch"), header.epoch)) {
        return malformed("epoch");
    }
    if (!read_number(lines.value("sequence"), header.sequence) ||
        header.sequence > static_cast<std::uint64_t>(INT64_MAX)) {
        return malformed("sequence");
    }
    if (!read_digest(lines.value("previous"), header.previous)) {
        return malformed("previous");
    }
    if (!read_kind(lines, header)) {
        return malformed("kind");
    }
    if (!read_subject(lines, header)) {
        return malformed("subject");
    }
    if (!read_operator(lines, header)) {
        return malformed("operator");
    }
    if (!read_time(lines, header)) {
        return malformed("time");
    }
    if (!read_body(lines, header)) {
        return malformed("body");
    }
    if (!lines.at_end() || compose(header) != text) {
        return malformed("end");
    }
    return header;
}

Digest entry_hash(std::string_view header_text) {
    return crypto::sha256(bytes_of(header_text));
}

} // namespace koltamga::db
