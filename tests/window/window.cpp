#include "tests/window/window.h"

#include <chrono>
#include <stdexcept>

namespace koltamga::window {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::seconds(30);

std::string taken(char* text) {
    const std::string copy = text == nullptr ? "" : text;
    g_free(text);
    return copy;
}

// What the bus has told meanwhile, so that nothing answers from an older picture.
void listen() {
    while (g_main_context_iteration(nullptr, FALSE) != 0) {
    }
}

void gather(const Control& control, std::vector<Control>& all) {
    for (const auto& child : control.children()) {
        if (child.is(ATSPI_STATE_SHOWING)) {
            all.push_back(child);
            gather(child, all);
        }
    }
}

// Until the bus tells something, or for a moment.
void listen_a_moment() {
    bool over = false;
    const auto end = [](gpointer flag) -> gboolean {
        *static_cast<bool*>(flag) = true;
        return G_SOURCE_REMOVE;
    };
    g_timeout_add(20, end, &over);
    while (!over) {
        g_main_context_iteration(nullptr, TRUE);
    }
}

// Asks again until `found` says so.
template <class Found>
bool within_patience(Found found) {
    const auto end = Clock::now() + patience;
    while (!found()) {
        if (Clock::now() > end) {
            return false;
        }
        listen_a_moment();
    }
    return true;
}

std::vector<std::string> line_of(const journey::Office& office, const std::string& language) {
    return {journey::program("koltamga"),
            "--profile",
            office.profile(),
            "--data",
            office.station(),
            "--language",
            language};
}

} // namespace

Control::Control(AtspiAccessible* accessible) : accessible_(accessible, g_object_unref) {}

std::string Control::name() const {
    return taken(atspi_accessible_get_name(accessible_.get(), nullptr));
}

std::string Control::role() const {
    return taken(atspi_accessible_get_role_name(accessible_.get(), nullptr));
}

bool Control::is(AtspiStateType state) const {
    auto* states = atspi_accessible_get_state_set(accessible_.get());
    const bool holds = states != nullptr && atspi_state_set_contains(states, state) != 0;
    g_clear_object(&states);
    return holds;
}

std::string Control::text() const {
    auto* text = atspi_accessible_get_text_iface(accessible_.get());
    if (text == nullptr) {
        return {};
    }
    auto words = taken(atspi_text_get_text(text, 0, -1, nullptr));
    g_object_unref(text);
    return words;
}

std::vector<Control> Control::children() const {
    std::vector<Control> children;
    const int count = atspi_accessible_get_child_count(accessible_.get(), nullptr);
    for (int at = 0; at < count; ++at) {
        if (auto* child = atspi_accessible_get_child_at_index(accessible_.get(), at, nullptr)) {
            children.emplace_back(child);
        }
    }
    return children;
}

void Control::press() const {
    auto* action = atspi_accessible_get_action_iface(accessible_.get());
    if (action == nullptr || atspi_action_do_action(action, 0, nullptr) == 0) {
        throw std::runtime_error("cannot be pressed: " + name());
    }
    g_object_unref(action);
}

void Control::type(const std::string& words) const {
    auto* text = atspi_accessible_get_editable_text_iface(accessible_.get());
    if (text == nullptr ||
        atspi_editable_text_set_text_contents(text, words.c_str(), nullptr) == 0) {
        throw std::runtime_error("cannot be typed into: " + name());
    }
    g_object_unref(text);
}

// The items of a combo box stand in its menu, which is not seen until it opens.
void Control::choose(const std::string& item) const {
    for (const auto& child : children()) {
        if (child.name() == item) {
            child.press();
            return;
        }
        child.choose(item);
    }
}

void Control::focus() const {
    auto* component = atspi_accessible_get_component_iface(accessible_.get());
    atspi_component_grab_focus(component, nullptr);
    g_object_unref(component);
}

unsigned Control::process() const {
    return atspi_accessible_get_process_id(accessible_.get(), nullptr);
}

void Control::forget() const {
    atspi_accessible_clear_cache(accessible_.get());
}

Window::Window(const journey::Office& office, const std::string& language) {
    have_screen();
    program_ = std::make_unique<Background>(line_of(office, language));
}

// Of the desktop's programs, the one that this object has started.
std::vector<Control> Window::all() const {
    listen();
    std::vector<Control> all;
    const Control desktop(atspi_get_desktop(0));
    const auto* self = program_.get();
    for (const auto& application : desktop.children()) {
        if (application.process() == static_cast<unsigned>(self->process())) {
            application.forget();
            gather(application, all);
        }
    }
    return all;
}

Control Window::find(const std::string& name, const std::string& role) const {
    std::optional<Control> found;
    const bool came = within_patience([&] {
        for (const auto& control : all()) {
            if (control.role() == role && control.name() == name &&
                control.is(ATSPI_STATE_SENSITIVE)) {
                found = control;
            }
        }
        return found.has_value();
    });
    if (!came) {
        throw std::runtime_error("there is no " + role + " “" + name + "”; seen are:\n" + seen());
    }
    return *found;
}

std::string Window::seen() const {
    std::string names;
    for (const auto& control : all()) {
        names += control.role() + ": " + control.name() + '\n';
    }
    return names;
}

bool Window::sees(const std::string& words) const {
    return seen().find(words) != std::string::npos;
}

void Window::wait_until(const std::function<bool()>& condition) const {
    if (!within_patience(condition)) {
        throw std::runtime_error("it never came to that; seen are:\n" + seen());
    }
}

void Window::wait_for_text(const std::string& words) const {
    if (!within_patience([&] { return sees(words); })) {
        throw std::runtime_error("“" + words + "” never came; seen are:\n" + seen());
    }
}

void Window::type(const std::string& field, const std::string& words) const {
    find(field, "text").type(words);
}

void Window::choose(const std::string& field, const std::string& item) const {
    find(field, "combo box").choose(item);
}

void Window::sign_in(const std::string& name) const {
    type("Name", name);
    find("Password", "password text").type(clerks_password);
    press("Sign in");
    wait_for_text("What needs you");
}

} // namespace koltamga::window
