#include "forms/run.h"

#include "forms/native.h"
#include "forms/window.h"

#include <wx/app.h>
#include <wx/weakref.h>

namespace koltamga::forms {
namespace {

class Application : public wxApp {
  public:
    Application(Opening opening, Language language)
        : opening_(std::move(opening)), language_(language) {}

    bool OnInit() override {
        SetAppName("koltamga");
        leave_no_recent_files();
        window_ = new Window(std::move(opening_), language_);
        window_->Show();
        return true;
    }

    int FilterEvent(wxEvent& event) override {
        const auto type = event.GetEventType();
        if (window_ != nullptr && (type == wxEVT_KEY_DOWN || type == wxEVT_MOTION ||
                                   type == wxEVT_LEFT_DOWN || type == wxEVT_CHAR)) {
            window_->noticed();
        }
        return wxApp::FilterEvent(event);
    }

  private:
    Opening opening_;
    Language language_;
    wxWeakRef<Window> window_;
};

} // namespace

int run_window(int argc, char** argv, Opening opening, Language language) {
    wxApp::SetInstance(new Application(std::move(opening), language));
    return wxEntry(argc, argv);
}

} // namespace koltamga::forms
