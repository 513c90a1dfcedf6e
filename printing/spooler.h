// A finished paper's way to a printer, followed until it lies there.
//
// The print system is the platform's (CUPS here, spooler_cups.cpp), and which server serves is its
// own choice: CUPS_SERVER, client.conf, otherwise this computer. One that is elsewhere is spoken to
// with TLS only, for papers hold personal data. The PDF goes through the connection: no file of
// ours ever holds it, and a job's title names nobody.
//
// Every call may wait for the print system, at most as long as Patience says, and looks at its stop
// token; so none is made on the window's own thread. A Spooler keeps no connection: any number of
// them may work beside each other, each on one thread at a time.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::printing {

struct Printer {
    std::string name;
    bool is_default = false;
    bool accepting = true; // takes jobs
    bool stopped = false;
    std::vector<std::string> reasons; // printer-state-reasons, RFC 8011 §5.4.12
};

// RFC 8011 §5.3.7, with its numbers.
enum class JobState { pending = 3, held, processing, stopped, canceled, aborted, completed };
std::string_view name_of(JobState state); // "pending-held"
bool has_ended(JobState state);

// What keeps a printer from printing, as far as a person can put it right.
enum class Trouble {
    none,
    out_of_paper,
    jam,
    door_open,
    out_of_toner,
    output_full,
    unreachable,
    attention
};
Texts words_of(Trouble trouble); // "the cover is open"

struct Job {
    std::string printer;
    int id = 0;
};

// One look at a job.
struct JobReport {
    JobState state = JobState::pending;
    std::vector<std::string> reasons; // the printer's: "media-empty-error"; never "none"
    bool printer_stopped = false;
    std::string message; // the print system's own words, English
    friend bool operator==(const JobReport&, const JobReport&) = default;
};
Trouble trouble_in(const JobReport& report);

// How the following of a job ended.
struct Followed {
    JobReport last;
    // Nothing: completed, or, where the wait was over first, still on its way without trouble.
    std::optional<Failure> obstacle;
};

struct Order {
    std::string title; // a record's id, never a name
    unsigned copies = 1;
};

struct Patience {
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds answer{8000};
    std::chrono::milliseconds between_looks{400};
    std::chrono::milliseconds out_of_sight{10000}; // until a job nobody tells of is given up
};

class Spooler {
  public:
    using Progress = std::function<void(const JobReport&)>; // each time something changed

    explicit Spooler(Patience patience = {}) : patience_(patience) {}

    // Fails with print.not-answering.
    Result<std::vector<Printer>> printers(std::stop_token stop = {}) const;
    // Empty: the default, or the only one there is. Fails also with print.no-printer,
    // print.printer-unknown, print.printer-unchosen, print.refused (takes no jobs).
    Result<Printer> printer(const std::string& name, std::stop_token stop = {}) const;

    // Fails with print.not-answering, print.refused, print.cancelled: then nothing is printed; or
    // with print.lost-sight where the last answer did not come.
    Result<Job> send(const Printer& printer, const Order& order, BytesView pdf,
                     std::stop_token stop = {}) const;

    // Until the job has ended or `wait` is over. A printer that is out of paper may be filled
    // meanwhile. The obstacles are print.out-of-paper, print.printer-trouble (both only when the
    // wait is over), print.printer-stopped: the job is then taken back, so that no paper comes out
    // later, unwatched; print.cancelled (by somebody else, or here by `stop`), print.aborted,
    // print.lost-sight. A wait of nothing is one look that judges no trouble.
    Followed follow(const Job& job, std::chrono::milliseconds wait, const Progress& progress = {},
                    std::stop_token stop = {}) const;

    // Fails with print.lost-sight where nobody tells what became of it.
    Result<JobReport> look(const Job& job, std::stop_token stop = {}) const;
    // Takes the job back. What came out already stays out.
    Done cancel(const Job& job) const;

  private:
    Result<JobReport> look_long(const Job& job, std::stop_token stop) const;
    Followed taken_back(const Job& job, const JobReport& seen, Failure why) const;

    Patience patience_;
};

} // namespace koltamga::printing
