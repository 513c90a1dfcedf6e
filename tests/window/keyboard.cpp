#include "tests/window/keyboard.h"

#include "tests/window/screen.h"

#include <stdexcept>

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>

namespace koltamga::window {
namespace {

::Display* shown_on(void* display) {
    return static_cast<::Display*>(display);
}

} // namespace

Keyboard::Keyboard() : display_(nullptr) {
    have_screen();
    display_ = XOpenDisplay(nullptr);
    if (display_ == nullptr) {
        throw std::runtime_error("no display for the keyboard");
    }
}

Keyboard::~Keyboard() {
    XCloseDisplay(shown_on(display_));
}

void Keyboard::stroke(unsigned long symbol, bool shifted) {
    auto* display = shown_on(display_);
    const auto shift = XKeysymToKeycode(display, XK_Shift_L);
    const auto code = XKeysymToKeycode(display, symbol);
    if (code == 0) {
        throw std::runtime_error("the keyboard has no such key");
    }
    if (shifted) {
        XTestFakeKeyEvent(display, shift, True, CurrentTime);
    }
    XTestFakeKeyEvent(display, code, True, CurrentTime);
    XTestFakeKeyEvent(display, code, False, CurrentTime);
    if (shifted) {
        XTestFakeKeyEvent(display, shift, False, CurrentTime);
    }
    XSync(display, False);
}

void Keyboard::press(const std::string& key) {
    ++strokes_;
    const std::string control = "Control+";
    if (!key.starts_with(control)) {
        stroke(XStringToKeysym(key.c_str()), false);
        return;
    }
    auto* display = shown_on(display_);
    const auto held = XKeysymToKeycode(display, XK_Control_L);
    XTestFakeKeyEvent(display, held, True, CurrentTime);
    stroke(XStringToKeysym(key.substr(control.size()).c_str()), false);
    XTestFakeKeyEvent(display, held, False, CurrentTime);
    XSync(display, False);
}

void Keyboard::type(const std::string& words) {
    for (const char one : words) {
        const auto symbol = one == '\n'
                                ? static_cast<unsigned long>(XK_Return)
                                : static_cast<unsigned long>(static_cast<unsigned char>(one));
        const auto code = XKeysymToKeycode(shown_on(display_), symbol);
        const bool shifted = XkbKeycodeToKeysym(shown_on(display_), code, 0, 0) != symbol;
        stroke(symbol, shifted);
    }
}

} // namespace koltamga::window
