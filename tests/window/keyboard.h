// The keys of a keyboard, pressed one by one on the window's display (XTEST).
#pragma once

#include <string>

namespace koltamga::window {

class Keyboard {
  public:
    Keyboard();
    ~Keyboard();
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;

    // By X's name: "Return", "Tab", "F2", "space"; with Control: "Control+l".
    void press(const std::string& key);
    // Latin letters, digits and signs, as a scanner or a typist sends them: data.
    void type(const std::string& words);
    // Those that were not data.
    int strokes() const { return strokes_; }

  private:
    void stroke(unsigned long symbol, bool shifted);

    void* display_;
    int strokes_ = 0;
};

} // namespace koltamga::window
