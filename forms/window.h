// The one window: rail on the left, the page in the middle, who and when at the foot.
//
// Owns the workplace once it is open, and the visit in front. Lives on the window's thread and
// never waits; answers come by `post`. Closing keeps what is typed, and loses nothing else.
#pragma once

#include "base/clock.h"
#include "base/work_thread.h"
#include "forms/header.h"
#include "forms/page.h"
#include "forms/rail_panel.h"
#include "forms/run.h"
#include "forms/status_line.h"

#include <wx/frame.h>
#include <wx/timer.h>

namespace koltamga::forms {

class Window : public wxFrame, public Surroundings {
  public:
    Window(Opening opening, Language language);
    ~Window() override;

    Language language() const override { return language_; }
    desk::Workplace* workplace() override { return workplace_.get(); }
    const std::optional<Failure>& not_opened() const override { return not_opened_; }
    void open_again() override;
    const std::optional<desk::Clerk>& clerk() const override { return clerk_; }
    bool locked() const override { return locked_; }
    void signed_in(desk::Clerk clerk) override;
    void sign_out() override;
    desk::Visit& visit() override { return *visit_; }
    void begin() override;
    void open(const ApplicationId& application) override;
    void open_draft(const ApplicationId& draft) override;
    void go_to(Place place) override;
    const desk::Overview& overview() const override { return overview_; }
    bool syncing() const override { return syncing_; }
    void sync() override;
    std::string office_time(Instant instant) const override;

    // Somebody pressed a key or moved the mouse.
    void noticed() { last_act_ = std::chrono::steady_clock::now(); }

  private:
    void lay_out();
    void bind_keys();
    void choose(Language language);
    void lock();
    void front(std::unique_ptr<desk::Visit> visit);
    std::function<void()> visit_changed();
    // Makes the page of where the window is.
    void turn();
    void turn_soon();
    Page* page_of_place();
    Page* page_of_visit();
    void refresh();
    wxString person_in_front() const;
    void show_frame_parts();
    void read_overview();
    void every_second();
    void closing(wxCloseEvent& event);
    void key(wxKeyEvent& event);
    bool act_on(int code, bool control, bool alt);

    Opening opening_;
    SystemClock clock_;
    Language language_;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
    std::unique_ptr<desk::Workplace> workplace_;
    std::optional<Failure> not_opened_;
    std::optional<desk::Clerk> clerk_;
    bool locked_ = false;
    Place place_ = Place::sign_in;
    std::unique_ptr<desk::Visit> visit_;
    std::optional<desk::Page> visit_page_;
    desk::Overview overview_;
    bool syncing_ = false, closing_ = false, turning_ = false;
    std::optional<Failure> sync_stopped_by_;
    std::chrono::steady_clock::time_point last_sync_;
    std::chrono::steady_clock::time_point last_act_ = std::chrono::steady_clock::now();

    Header* header_;
    RailPanel* rail_;
    wxPanel* middle_;
    StatusLine* status_;
    Page* page_ = nullptr;
    wxTimer timer_;
    WorkThread opener_; // last: it calls back
};

} // namespace koltamga::forms
