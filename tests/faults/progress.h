// Which slices of a long run have been found sound, kept in the build folder, so that an
// interrupted night goes on where it ended. Programs built anew begin anew.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace koltamga::faults {

class Progress {
  public:
    explicit Progress(const std::string& name);

    bool done(unsigned slice) const { return done_.contains(slice); }
    // When all are done, the next night begins from the start.
    void note(unsigned slice, unsigned all);

  private:
    std::filesystem::path file_;
    std::string programs_;
    std::set<unsigned> done_;
};

} // namespace koltamga::faults
