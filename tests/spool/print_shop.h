// A print system of its own, in a folder that goes with the object: a CUPS server on a socket, and
// behind its queues an IPP printer on loopback (CUPS's own ippeveprinter), whose paper the test
// takes out and puts in. Nothing of the machine's own printing is touched.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace koltamga::spool {

// Looks again and again until it is so; false when it is not within half a minute.
bool comes_true(const std::function<bool()>& so);

// A program in a process group of its own, which ends with the object.
class Running {
  public:
    Running(const std::vector<std::string>& command, const std::string& bus,
            const std::filesystem::path& log);
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running();

  private:
    pid_t process_ = -1;
};

class PrintShop {
  public:
    // `queues` as CUPS's printers.conf has them; empty: `usual_queues`.
    explicit PrintShop(const std::string& queues = {});

    // "desk" (the default) prints on the printer; at "far" nobody answers; "still" is stopped.
    std::string usual_queues() const;
    std::string server() const { return (folder_ / "socket").string(); } // as CUPS_SERVER

    void open();                           // CUPS serves
    void close() { cups_.reset(); }        // and no more
    void cut_power() { printer_.reset(); } // of the printer
    void take_paper_out();
    void load_paper();
    // The documents that came out, the first one first.
    std::vector<std::string> papers() const;

  private:
    // Goes last, and also where a part could not be started.
    struct Folder {
        Folder();
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;
        ~Folder();
        std::filesystem::path path;
    };
    void write_settings(const std::string& queues);
    void start_printer();

    Folder own_;
    const std::filesystem::path& folder_ = own_.path;
    int port_ = 0;
    std::unique_ptr<Running> bus_, printer_, cups_; // ended in the other order
};

} // namespace koltamga::spool
