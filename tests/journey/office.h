// A practice centre and a station of it, each in a folder that goes with the object.
#pragma once

#include "tests/journey/process.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace koltamga::journey {

using Json = nlohmann::json;

struct Said {
    int status = -1;
    Json json; // what stood on standard output
    std::string err;
};

struct Person {
    std::string pin = "20101199000008";
    std::string surname = "ASANOV", given_names = "USON";
    std::string sex = "M", birth_date = "1990-01-01", document = "ID0000000";
    std::string expires = "2035-01-01";
    std::string email = "uson@example.com", phone = "+996700123456";
    std::string more = {};              // further lines of [applicant]
    std::string password = "applicant"; // whose password file
    std::string papers = {};            // folder below out()
};

Person grown_up();
Person woman();
Person minor();

class Office {
  public:
    // P-256 unless told otherwise: keys are made in no time. The faults hold from the start of the
    // centre on, whenever it is started.
    explicit Office(const std::string& algorithm = "ec-p256", std::vector<std::string> faults = {});
    ~Office();

    // koltamgactl with --json and the station's options; `as` signs in (empty: nobody).
    Said ctl(const std::vector<std::string>& command, const std::string& as = "aida");
    std::vector<std::string> ctl_line(const std::vector<std::string>& command,
                                      const std::string& as = "aida") const;
    Said centre(const std::vector<std::string>& command);
    void fault(const std::string& spelling);

    Said enrol();
    Said issue(const Person& person, const std::vector<std::string>& more = {});
    std::vector<std::string> issue_command(const Person& person,
                                           const std::vector<std::string>& more = {});

    // Certificates of applicants by their status.
    std::size_t certificates(const std::string& status);
    void stop_centre() { server_.reset(); }
    void kill_centre(); // as a power cut would
    void start_centre();
    // The station reaches the centre at another port from now on: somebody stands between them.
    void reach_centre_at(std::uint16_t port);
    std::uint16_t centre_port() const;

    std::filesystem::path folder() const { return folder_; }
    std::filesystem::path practice() const { return folder_ / "practice"; }
    // The office's own, for the centre publishes its profile anew at every start.
    std::filesystem::path profile() const { return folder_ / "profile.toml"; }
    // Signed by the practice centre's agency, in place of the one that lies there.
    void sign_profile(const std::string& text);
    // The same with its roots in a file beside it, of these octets (PEM).
    void sign_profile_with_root_file(std::string text, const std::string& octets);
    std::filesystem::path root_file() const { return folder_ / "agency-root.pem"; }
    std::filesystem::path station() const { return folder_ / "station"; }
    std::filesystem::path out() const { return folder_ / "out"; }
    std::filesystem::path password(const std::string& name, const std::string& password);

  private:
    std::filesystem::path folder_;
    std::vector<std::string> faults_;
    std::unique_ptr<Server> server_;
};

// Of this tree; or of the folder KOLTAMGA_PROGRAMS, where the tests are marked RELEASED.
std::string program(const std::string& name);

} // namespace koltamga::journey
