// The global options, which stand before the command (CONTRACT).
#pragma once

#include <filesystem>
#include <string>

namespace koltamga::app {

struct Options {
    std::filesystem::path profile; // empty: the one kept in the data folder at enrolment
    std::filesystem::path data;    // the station's data folder
    bool json = false;
    std::string language; // of the terminal's words; empty: the environment's
    std::string operator_name;
    std::filesystem::path operator_password_file; // "-": standard input
};

// $XDG_DATA_HOME/koltamga, or ~/.local/share/koltamga.
std::filesystem::path default_data_folder();

} // namespace koltamga::app
