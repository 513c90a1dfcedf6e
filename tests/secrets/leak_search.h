// Looks for secrets in whatever might keep them: files, their names, cores, command lines.
//
// Each secret is looked for in every form in which a program might let it slip, and not only in
// the octets as they lie there but also in whatever can be inflated from any of them.
#pragma once

#include "base/bytes.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <unordered_map>
#include <vector>

namespace koltamga::secrets {

struct Finding {
    std::string secret, form, place;
    std::size_t offset = 0;
};

std::ostream& operator<<(std::ostream& out, const Finding& finding);

enum class Depth {
    as_it_lies,     // for what is large: a core
    and_compressed, // also in what can be inflated from any octet on
};

class LeakSearch {
  public:
    LeakSearch();

    // Letters: in UTF-8 and UTF-16, plain, hexadecimal, base 64, escaped for JSON and addresses.
    void add_text(const std::string& secret, const std::string& text);
    // Octets: plain, hexadecimal, base 64.
    void add_octets(const std::string& secret, BytesView octets);
    // A number with its greatest octet first; it is looked for both ways round, and its first 32
    // octets suffice.
    void add_number(const std::string& secret, BytesView number);
    // A JPEG: any run of 31 octets of what its pixels were coded into.
    void add_picture(const std::string& secret, BytesView jpeg);

    std::vector<Finding> in(BytesView octets, const std::string& place, Depth depth) const;
    // Every file below it, and every name.
    std::vector<Finding> below(const std::filesystem::path& folder) const;

    std::size_t forms() const { return forms_.size(); }
    // Octets looked at by `below`, inflated ones not counted.
    std::size_t octets_seen() const { return seen_; }

  private:
    struct Form {
        std::string secret, name;
        std::string octets;
    };
    void add_form(const std::string& secret, const std::string& name, std::string octets);
    void add_spellings(const std::string& secret, const std::string& form,
                       const std::string& octets);
    void plainly(BytesView octets, const std::string& place, std::vector<Finding>& found) const;
    void without_line_ends(BytesView octets, const std::string& place,
                           std::vector<Finding>& found) const;
    void inflated(BytesView octets, const std::string& place, unsigned layers,
                  std::vector<Finding>& found) const;

    std::vector<Form> forms_;
    std::unordered_multimap<std::uint64_t, std::size_t> by_beginning_; // first 8 octets
    std::vector<bool> first_three_; // which three octets begin any form at all
    mutable std::size_t seen_ = 0;
};

// The octets of a JPEG into which its pixels were coded: between start of scan and end of image.
BytesView coded_pixels(BytesView jpeg);

} // namespace koltamga::secrets
