// Where a command may write what it was asked for. Every `--out` passes here before anything else
// is done, so that a slip of the hand cannot cost the station its database.
#pragma once

#include "app/options.h"
#include "base/result.h"

#include <filesystem>
#include <vector>

namespace koltamga::app {

enum class Existing {
    replaced,
    kept,
    kept_unless_pdf, // a paper takes the place of a paper, and of nothing else
};

// What the command must leave alone.
struct OutRule {
    std::filesystem::path data;                     // the folder that is ours
    std::vector<std::filesystem::path> inputs = {}; // files that it reads; empty ones count as none
    Existing existing = Existing::replaced;
};

// Of a koltamgactl command that reads these files beside its profile and password.
OutRule out_rule(const Options& options, std::vector<std::filesystem::path> inputs = {});

// Of one that writes a paper.
OutRule paper_rule(const Options& options);

// app.usage, naming the path: it lies in the data folder (by whatever name), is a file that the
// command reads, or is there already and is to be kept. Writes nothing.
Done require_good_out(const std::filesystem::path& out, const OutRule& rule);

// The same for a command that writes one file: "-" is none.
Done require_good_out_file(const std::filesystem::path& out, const OutRule& rule);

} // namespace koltamga::app
