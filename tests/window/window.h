// The workstation's window, as a screen reader finds it.
#pragma once

#include "tests/journey/office.h"
#include "tests/window/screen.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <atspi/atspi.h>

namespace koltamga::window {

// A control that can be seen now.
class Control {
  public:
    explicit Control(AtspiAccessible* accessible);

    std::string name() const;
    std::string role() const; // "push button", "text", "password text", "combo box", …
    bool is(AtspiStateType state) const;
    std::string text() const;
    std::vector<Control> children() const;

    void press() const;
    void type(const std::string& words) const;
    void choose(const std::string& item) const; // of a combo box
    void focus() const;

    unsigned process() const; // whose it is
    void forget() const;      // what was answered before

  private:
    std::shared_ptr<AtspiAccessible> accessible_;
};

class Window {
  public:
    // With the office's station; in English unless told otherwise.
    explicit Window(const journey::Office& office, const std::string& language = "en");

    // Waits until it can be seen and used; throws where it never comes.
    Control find(const std::string& name, const std::string& role) const;
    void wait_for_text(const std::string& words) const; // in any label
    void wait_until(const std::function<bool()>& condition) const;
    bool sees(const std::string& words) const; // now, in any name
    std::vector<Control> all() const;
    std::string seen() const; // a line for each

    void press(const std::string& button) const { find(button, "push button").press(); }
    void type(const std::string& field, const std::string& words) const;
    void choose(const std::string& field, const std::string& item) const;
    void tick(const std::string& box) const { find(box, "check box").press(); }

    void sign_in(const std::string& name = "aida") const;

    void kill() { program_->kill(SIGKILL), program_->wait(); }
    pid_t process() const { return program_->process(); }

  private:
    std::unique_ptr<Background> program_;
};

// The password with which the practice office's clerk signs in.
inline constexpr const char* clerks_password = "correct horse battery";

} // namespace koltamga::window
