// The window. Hardens the process before anything else, opens the station beside the window, and
// hands over to forms/run.h.
#include "app/workplace.h"
#include "base/clock.h"
#include "base/locked_pages.h"
#include "crypto/memory.h"
#include "forms/run.h"

#include <CLI/CLI.hpp>

namespace {

using koltamga::app::Options;
using koltamga::app::StationWorkplace;

koltamga::Language language_of(const std::string& name) {
    return name == "en"   ? koltamga::Language::en
           : name == "ru" ? koltamga::Language::ru
                          : koltamga::Language::ky;
}

} // namespace

int main(int argc, char** argv) {
    koltamga::harden_process();
    koltamga::crypto::install_wiping_allocator();
    Options options;
    options.data = koltamga::app::default_data_folder();
    std::string language = "ky";
    CLI::App line{"Koltamga: the issuance workstation"};
    line.add_option("--profile", options.profile, "The office profile");
    line.add_option("--data", options.data, "The station's data folder");
    line.add_option("--language", language, "ky, ru or en")
        ->check(CLI::IsMember({"ky", "ru", "en"}));
    CLI11_PARSE(line, argc, argv);
    const koltamga::SystemClock clock;
    const auto opening = [&](koltamga::desk::Post post)
        -> koltamga::Result<std::unique_ptr<koltamga::desk::Workplace>> {
        KOLTAMGA_TRY(auto opened, StationWorkplace::open(options, clock, std::move(post)));
        return std::unique_ptr<koltamga::desk::Workplace>(std::move(opened));
    };
    int none = 1; // the window's toolkit reads no options
    return koltamga::forms::run_window(none, argv, opening, language_of(language));
}
