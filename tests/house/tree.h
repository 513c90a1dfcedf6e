// The tree as its readers see it: files, lines, includes.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::house {

struct SourceFile {
    std::string path; // from the tree's root, "src/base/id.cpp"
    std::vector<std::string> lines;

    bool is_header() const { return path.ends_with(".h"); }
    // The folder whose rules it keeps: "base" for src/base/…, "db" for db/….
    std::string folder() const;
    std::string at(std::size_t line) const; // "src/base/id.cpp:12"
};

// Files of the program: src, db, printing, forms.
std::vector<SourceFile> program_files(const std::set<std::string>& extensions);
// Those and everything else that people write: tests, packaging, cmake, the pages at the root.
std::vector<SourceFile> all_files(const std::set<std::string>& extensions);

// The line without its `//` comment; text in quotes is left as it is.
std::string_view code_of(std::string_view line);

// One violation to a line, for a test to print.
std::string listed(const std::vector<std::string>& violations);

} // namespace koltamga::house
