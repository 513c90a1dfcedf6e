#include "tests/faults/progress.h"

#include "tests/journey/office.h"

#include <fmt/format.h>

#include <fstream>

namespace koltamga::faults {
namespace {

std::string stamp_of(const std::string& program) {
    const auto file = journey::program(program);
    return fmt::format("{} {} {}", program, std::filesystem::file_size(file),
                       std::filesystem::last_write_time(file).time_since_epoch().count());
}

} // namespace

Progress::Progress(const std::string& name)
    : file_(std::filesystem::path(KOLTAMGA_BINARY_DIR) / (name + ".progress")),
      programs_(stamp_of("koltamgactl") + " " + stamp_of("koltamga-centre")) {
    std::ifstream stream(file_);
    std::string programs;
    if (!std::getline(stream, programs) || programs != programs_) {
        stream.close();
        std::ofstream(file_, std::ios::trunc) << programs_ << '\n';
        return;
    }
    for (unsigned slice = 0; stream >> slice;) {
        done_.insert(slice);
    }
}

void Progress::note(unsigned slice, unsigned all) {
    done_.insert(slice);
    std::ofstream(file_, std::ios::app) << slice << std::endl;
    if (done_.size() == all) {
        std::filesystem::remove(file_);
    }
}

} // namespace koltamga::faults
