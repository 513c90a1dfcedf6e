// The practice centre: CA, receiver, vault and mail in one server on loopback, in one folder.
//
// Started again with the same folder it goes on where it was, on the same port if that is free; on
// another one it writes the profile anew with a higher version. Killed at any point it loses
// nothing that it has answered.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace koltamga::practice {

struct PracticeSettings {
    std::filesystem::path folder;
    int port = 0; // 0: the last one, or any free one
    std::vector<std::string> faults;
    bool receiver_only = false; // `serve`: no enrolment, no CA, no vault, no mail
};

class PracticeCentre {
  public:
    // Serves when it returns. Fails with practice.*, serve.*, db.second-instance (another process
    // serves this folder).
    static Result<std::unique_ptr<PracticeCentre>> start(const PracticeSettings& settings,
                                                         const Clock& clock);
    ~PracticeCentre();

    const std::string& url() const; // "https://127.0.0.1:PORT"
    int mail_port() const;
    // Waits for what is being answered.
    void stop();

  private:
    class Parts;
    explicit PracticeCentre(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

} // namespace koltamga::practice
