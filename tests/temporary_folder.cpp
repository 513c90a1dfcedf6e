// Every test program writes into a folder of its own (testing::TempDir), which goes when it ends.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace {

class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto name = (std::filesystem::temp_directory_path() / "koltamga-tests-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("mkdtemp");
        }
        folder_ = name;
        ::setenv("TEST_TMPDIR", name.c_str(), 1);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    // Not when a forked child ends that was to die.
    ~TemporaryFolder() {
        std::error_code ignored;
        if (::getpid() == owner_) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }

  private:
    std::filesystem::path folder_;
    pid_t owner_ = ::getpid();
};

// Made before everything else and so ended after it: what the tests keep until then closes first.
const TemporaryFolder for_this_program;

} // namespace
