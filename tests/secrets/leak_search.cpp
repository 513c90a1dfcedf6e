// Compiled with the optimiser and without sanitizers in every tree: it looks at each octet of some
// megabytes, and tries to inflate from each.
#include "tests/secrets/leak_search.h"

#include "tests/secrets/spellings.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <stdexcept>

#include <zlib.h>

namespace koltamga::secrets {
namespace {

constexpr std::size_t shortest = 8;      // fewer octets may stand somewhere by chance
constexpr std::size_t of_a_number = 32;  // as many tell a number from any other
constexpr std::size_t of_a_picture = 16; // in every run of 31 lies one whole such piece
constexpr std::size_t fewest_values = 3; // a piece of a picture that says less is no picture's own
constexpr unsigned most_layers = 2;      // a stream within a stream
constexpr std::size_t most_inflated = std::size_t{8} << 20U;
constexpr std::size_t worth_a_layer = 64; // octets

std::uint64_t beginning(const std::uint8_t* octets) {
    std::uint64_t value = 0;
    std::memcpy(&value, octets, sizeof value);
    return value;
}

std::size_t three(const std::uint8_t* octets) {
    return (static_cast<std::size_t>(octets[0]) << 16U) +
           (static_cast<std::size_t>(octets[1]) << 8U) + octets[2];
}

std::string as_text(BytesView octets) {
    return {octets.begin(), octets.end()};
}

// Raw deflate, which is what stands within zlib, gzip and PDF alike.
class Inflater {
  public:
    Inflater() : buffer_(std::size_t{32} << 10U) {
        if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) {
            throw std::runtime_error("inflateInit2");
        }
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    // Whatever comes out before the end, or before it turns out to be none.
    const Bytes& from(BytesView octets) {
        inflateReset(&stream_);
        stream_.next_in = const_cast<Bytef*>(octets.data());
        stream_.avail_in = static_cast<uInt>(octets.size());
        out_.clear();
        int state = Z_OK;
        while (state == Z_OK && out_.size() < most_inflated) {
            stream_.next_out = buffer_.data();
            stream_.avail_out = static_cast<uInt>(buffer_.size());
            state = ::inflate(&stream_, Z_NO_FLUSH);
            const auto got = static_cast<std::ptrdiff_t>(buffer_.size() - stream_.avail_out);
            out_.insert(out_.end(), buffer_.begin(), buffer_.begin() + got);
            state = got == 0 ? Z_STREAM_END : state;
        }
        return out_;
    }

  private:
    z_stream stream_{};
    Bytes buffer_, out_;
};

// Whether a deflate block can begin with this octet: type 3 does not exist, and a stored block
// says its length twice.
bool may_begin_a_block(BytesView octets) {
    const unsigned type = (octets[0] >> 1U) & 3U;
    if (type == 0) {
        return octets.size() >= 5 && (octets[1] ^ octets[3]) == 0xff &&
               (octets[2] ^ octets[4]) == 0xff;
    }
    return type != 3;
}

Bytes content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

} // namespace

std::ostream& operator<<(std::ostream& out, const Finding& finding) {
    return out << finding.secret << " (" << finding.form << ") in " << finding.place << " at "
               << finding.offset;
}

LeakSearch::LeakSearch() : first_three_(std::size_t{1} << 24U) {}

void LeakSearch::add_form(const std::string& secret, const std::string& name, std::string octets) {
    if (octets.size() < shortest) {
        throw std::invalid_argument("too short to be looked for: " + secret + " " + name);
    }
    const auto* first = reinterpret_cast<const std::uint8_t*>(octets.data());
    first_three_[three(first)] = true;
    by_beginning_.emplace(beginning(first), forms_.size());
    forms_.push_back({secret, name, std::move(octets)});
}

void LeakSearch::add_spellings(const std::string& secret, const std::string& form,
                               const std::string& octets) {
    add_form(secret, form, octets);
    add_form(secret, form + ", hexadecimal", hexadecimal(octets, false));
    add_form(secret, form + ", HEXADECIMAL", hexadecimal(octets, true));
    for (const bool for_addresses : {false, true}) {
        for (const auto& core : base64_cores(octets, for_addresses)) {
            add_form(secret, form + ", base 64", core);
        }
    }
}

void LeakSearch::add_text(const std::string& secret, const std::string& text) {
    add_spellings(secret, "UTF-8", text);
    add_spellings(secret, "UTF-16LE", utf16(text, true));
    add_spellings(secret, "UTF-16BE", utf16(text, false));
    for (const auto& escaped : {escaped_for_json(text), escaped_for_address(text)}) {
        if (escaped != text) {
            add_form(secret, "escaped", escaped);
        }
    }
}

void LeakSearch::add_octets(const std::string& secret, BytesView octets) {
    add_spellings(secret, "octets", as_text(octets));
}

void LeakSearch::add_number(const std::string& secret, BytesView number) {
    Bytes first(number.begin(),
                number.begin() + static_cast<std::ptrdiff_t>(std::min(of_a_number, number.size())));
    add_spellings(secret, "number", as_text(first));
    std::ranges::reverse(first);
    add_spellings(secret, "number backwards", as_text(first));
}

void LeakSearch::add_picture(const std::string& secret, BytesView jpeg) {
    const auto pixels = coded_pixels(jpeg);
    for (std::size_t at = 0; at + of_a_picture <= pixels.size(); at += of_a_picture) {
        const auto piece = pixels.subspan(at, of_a_picture);
        if (std::set<std::uint8_t>(piece.begin(), piece.end()).size() >= fewest_values) {
            add_octets(secret, piece);
        }
    }
}

void LeakSearch::plainly(BytesView octets, const std::string& place,
                         std::vector<Finding>& found) const {
    for (std::size_t at = 0; at + shortest <= octets.size(); ++at) {
        const auto* here = octets.data() + at;
        if (!first_three_[three(here)]) {
            continue;
        }
        const auto [begin, end] = by_beginning_.equal_range(beginning(here));
        for (auto one = begin; one != end; ++one) {
            const auto& form = forms_[one->second];
            if (form.octets.size() <= octets.size() - at &&
                std::memcmp(form.octets.data(), here, form.octets.size()) == 0) {
                found.push_back({form.secret, form.name, place, at});
            }
        }
    }
}

// Base 64 and hexadecimal are often broken into lines.
void LeakSearch::without_line_ends(BytesView octets, const std::string& place,
                                   std::vector<Finding>& found) const {
    Bytes joined;
    std::ranges::copy_if(octets, std::back_inserter(joined),
                         [](auto octet) { return octet != '\n' && octet != '\r'; });
    if (joined.size() < octets.size()) {
        plainly(joined, place + ", lines joined", found);
    }
}

void LeakSearch::inflated(BytesView octets, const std::string& place, unsigned layers,
                          std::vector<Finding>& found) const {
    Inflater inflater;
    for (std::size_t at = 0; at < octets.size(); ++at) {
        if (!may_begin_a_block(octets.subspan(at))) {
            continue;
        }
        const auto& out = inflater.from(octets.subspan(at));
        if (out.size() < shortest) {
            continue;
        }
        const auto within = place + ", inflated from " + std::to_string(at);
        plainly(out, within, found);
        if (out.size() >= worth_a_layer && layers > 1) {
            inflated(Bytes(out), within, layers - 1, found);
        }
    }
}

std::vector<Finding> LeakSearch::in(BytesView octets, const std::string& place, Depth depth) const {
    std::vector<Finding> found;
    plainly(octets, place, found);
    without_line_ends(octets, place, found);
    if (depth == Depth::and_compressed) {
        inflated(octets, place, most_layers, found);
    }
    return found;
}

std::vector<Finding> LeakSearch::below(const std::filesystem::path& folder) const {
    std::vector<Finding> all;
    const auto take = [&](BytesView octets, const std::string& place) {
        const auto found = in(octets, place, Depth::and_compressed);
        all.insert(all.end(), found.begin(), found.end());
    };
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto name = entry.path().string();
        take(bytes_of(name.substr(folder.string().size())), "the name of " + name);
        if (entry.is_regular_file()) {
            const auto content = content_of(entry.path());
            seen_ += content.size();
            take(content, name);
        }
    }
    return all;
}

BytesView coded_pixels(BytesView jpeg) {
    constexpr std::uint8_t mark = 0xff;
    constexpr std::uint8_t start_of_scan = 0xda;
    std::size_t at = 2; // behind the start of the image
    while (at + 4 <= jpeg.size() && jpeg[at] == mark) {
        const auto length = (static_cast<std::size_t>(jpeg[at + 2]) << 8U) + jpeg[at + 3];
        const bool last = jpeg[at + 1] == start_of_scan;
        at += 2 + length;
        if (last) {
            return jpeg.subspan(std::min(at, jpeg.size()));
        }
    }
    throw std::invalid_argument("not a JPEG");
}

} // namespace koltamga::secrets
