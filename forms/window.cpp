#include "forms/window.h"

#include "desk/row_words.h"
#include "forms/certificate_page.h"
#include "forms/closed_page.h"
#include "forms/contact_page.h"
#include "forms/eligibility_page.h"
#include "forms/hand_over_page.h"
#include "forms/moment_page.h"
#include "forms/native.h"
#include "forms/office_page.h"
#include "forms/passport_page.h"
#include "forms/portrait_page.h"
#include "forms/queue_page.h"
#include "forms/search_page.h"
#include "forms/sign_in_page.h"
#include "forms/start_page.h"

#include <wx/app.h>
#include <wx/display.h>
#include <wx/msgdlg.h>
#include <wx/statline.h>

namespace koltamga::forms {
namespace {

constexpr int second = 1000; // ms
constexpr auto sync_every = std::chrono::minutes(1);
const wxSize usual_size(1024, 768);

desk::Post post_to_window() {
    return [](desk::Thunk thunk) { wxTheApp->CallAfter(std::move(thunk)); };
}

} // namespace

Window::Window(Opening opening, Language language)
    : wxFrame(nullptr, wxID_ANY, say(Word::product, language)), opening_(std::move(opening)),
      language_(language) {
    lay_out();
    bind_keys();
    turn();
    open_again();
    timer_.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { every_second(); });
    Bind(wxEVT_CLOSE_WINDOW, &Window::closing, this);
    timer_.Start(second);
}

Window::~Window() {
    here_.reset();
    visit_.reset(); // before the workplace that it asks
}

void Window::lay_out() {
    header_ = new Header(this, [this](Language chosen) { choose(chosen); });
    rail_ = new RailPanel(this);
    middle_ = new wxPanel(this);
    middle_->SetSizer(new wxBoxSizer(wxVERTICAL));
    status_ = new StatusLine(this, *this);
    auto* body = new wxBoxSizer(wxHORIZONTAL);
    body->Add(rail_, wxSizerFlags().Expand());
    body->Add(middle_, wxSizerFlags(1).Expand());
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(header_, wxSizerFlags().Expand());
    all->Add(new wxStaticLine(this), wxSizerFlags().Expand());
    all->Add(body, wxSizerFlags(1).Expand());
    all->Add(new wxStaticLine(this), wxSizerFlags().Expand());
    all->Add(status_, wxSizerFlags().Expand());
    SetSizer(all);
    auto size = FromDIP(usual_size);
    size.DecTo(wxDisplay(this).GetClientArea().GetSize()); // twice as large type, half the room
    SetSize(size);
}

void Window::open_again() {
    not_opened_.reset();
    refresh();
    opener_.give([this, here = std::weak_ptr(here_), opening = opening_](std::stop_token) {
        auto opened =
            std::make_shared<Result<std::unique_ptr<desk::Workplace>>>(opening(post_to_window()));
        post_to_window()([this, here, opened] {
            if (here.expired()) {
                return;
            }
            if (*opened) {
                workplace_ = std::move(opened->value());
            } else {
                not_opened_ = opened->failure();
            }
            refresh();
        });
    });
}

void Window::signed_in(desk::Clerk clerk) {
    const bool goes_on = locked_ && visit_ != nullptr;
    clerk_ = std::move(clerk);
    locked_ = false;
    noticed();
    if (goes_on) {
        visit_->come_back();
        go_to(Place::visit);
    } else {
        go_to(Place::start);
    }
}

void Window::sign_out() {
    visit_.reset();
    workplace_->sign_out();
    clerk_.reset();
    locked_ = false;
    overview_ = {};
    go_to(Place::sign_in);
}

// The visit stays, and nothing of it is seen until the same clerk comes back.
void Window::lock() {
    if (!clerk_ || locked_) {
        return;
    }
    workplace_->lock();
    locked_ = true;
    syncing_ = false;
    overview_ = {};
    go_to(Place::sign_in);
}

std::function<void()> Window::visit_changed() {
    return [this] {
        if (place_ != Place::visit) {
            return;
        }
        if (visit_ && visit_page_ != visit_->page()) {
            turn_soon();
        } else {
            refresh();
        }
    };
}

void Window::front(std::unique_ptr<desk::Visit> visit) {
    visit_ = std::move(visit);
    go_to(Place::visit);
}

void Window::begin() {
    front(std::make_unique<desk::Visit>(*workplace_, visit_changed()));
}

void Window::open(const ApplicationId& application) {
    front(std::make_unique<desk::Visit>(*workplace_, application, visit_changed()));
}

void Window::open_draft(const ApplicationId& draft) {
    front(desk::Visit::from_draft(*workplace_, draft, visit_changed()));
}

void Window::go_to(Place place) {
    place_ = place;
    if (place != Place::visit && !locked_) {
        visit_.reset();
    }
    if (place == Place::start || place == Place::queue) {
        read_overview();
    }
    turn_soon();
}

// A page's own button may have asked for it, and the page goes with it. Until then it shows what it
// showed: what it stands for may be gone already.
void Window::turn_soon() {
    turning_ = true;
    CallAfter([this] { turn(); });
}

Page* Window::page_of_place() {
    switch (place_) {
    case Place::sign_in:
        return new SignInPage(middle_, *this);
    case Place::start:
        return new StartPage(middle_, *this);
    case Place::search:
        return new SearchPage(middle_, *this);
    case Place::queue:
        return new QueuePage(middle_, *this);
    case Place::office:
        return new OfficePage(middle_, *this);
    case Place::visit:
        break;
    }
    return page_of_visit();
}

Page* Window::page_of_visit() {
    visit_page_ = visit_->page();
    switch (*visit_page_) {
    case desk::Page::passport:
        return new PassportPage(middle_, *this);
    case desk::Page::eligibility:
        return new EligibilityPage(middle_, *this);
    case desk::Page::contact:
        return new ContactPage(middle_, *this);
    case desk::Page::portrait:
        return new PortraitPage(middle_, *this);
    case desk::Page::applicants_moment:
        return new MomentPage(middle_, *this);
    case desk::Page::certificate:
        return new CertificatePage(middle_, *this);
    case desk::Page::hand_over:
        return new HandOverPage(middle_, *this);
    case desk::Page::closed:
        break;
    }
    return new ClosedPage(middle_, *this);
}

void Window::turn() {
    turning_ = false;
    if (page_ != nullptr) {
        page_->Destroy();
    }
    middle_->GetSizer()->Clear();
    page_ = page_of_place();
    middle_->GetSizer()->Add(page_, wxSizerFlags(1).Expand());
    refresh();
    Layout();
    middle_->Layout();
    page_->refresh();
    if (place_ == Place::visit && visit_page_ == desk::Page::closed) {
        sync(); // and what follows from it, such as the end of an earlier certificate
    }
    if (auto* first = page_->first()) {
        first->SetFocus();
    } else {
        page_->SetFocus();
    }
}

wxString Window::person_in_front() const {
    if (place_ != Place::visit || !visit_ || !visit_->application() ||
        !visit_->application()->identity) {
        return {};
    }
    const auto& who = visit_->application()->identity->identity;
    return shown(who.names.surname + " " + who.names.given_names + " · " + who.document.number +
                 " · " + desk::grouped_pin(who.pin));
}

// In the applicant's moment nothing of the clerk's stands around the page.
void Window::show_frame_parts() {
    const bool moment = place_ == Place::visit && visit_page_ == desk::Page::applicants_moment;
    rail_->Show(place_ == Place::visit && !moment);
    status_->Show(!moment);
    header_->show(moment ? wxString() : person_in_front(),
                  workplace_ != nullptr && workplace_->office().practice, language_);
    if (place_ == Place::visit) {
        rail_->show(visit_->rail(), language_);
    }
    status_->refresh(sync_stopped_by_, clock_.now());
}

void Window::refresh() {
    if (turning_) {
        return;
    }
    show_frame_parts();
    if (page_ != nullptr) {
        page_->refresh();
    }
}

// Every page is made anew in the other language; what is typed stands in the visit.
void Window::choose(Language language) {
    language_ = language;
    SetTitle(say(Word::product, language));
    turn_soon();
}

void Window::read_overview() {
    workplace_->overview([this, here = std::weak_ptr(here_)](const Result<desk::Overview>& seen) {
        if (!here.expired() && seen) {
            overview_ = *seen;
            refresh();
        }
    });
}

void Window::sync() {
    if (syncing_) {
        return;
    }
    syncing_ = true;
    last_sync_ = std::chrono::steady_clock::now();
    refresh();
    workplace_->sync([this, here = std::weak_ptr(here_)](const Result<desk::Synced>& synced) {
        if (here.expired()) {
            return;
        }
        syncing_ = false;
        sync_stopped_by_ = synced ? synced->stopped_by : std::optional(synced.failure());
        read_overview();
    });
}

std::string Window::office_time(Instant instant) const {
    const int offset = workplace_ ? workplace_->office().utc_offset_minutes : 0;
    const auto date = domain::civil_date(instant, offset);
    const auto local = instant + std::chrono::minutes(offset);
    const std::chrono::hh_mm_ss time(local - std::chrono::floor<std::chrono::days>(local));
    const auto two = [](auto count) {
        const auto text = std::to_string(count);
        return text.size() < 2 ? "0" + text : text;
    };
    return date.for_clerk() + " " + two(time.hours().count()) + ":" + two(time.minutes().count());
}

void Window::every_second() {
    if (clerk_ && !locked_ &&
        std::chrono::steady_clock::now() - last_act_ >= workplace_->office().idle_lock) {
        lock();
        return;
    }
    if (clerk_ && !locked_ && std::chrono::steady_clock::now() - last_sync_ >= sync_every) {
        sync();
    }
    if (place_ == Place::visit && visit_->waiting()) {
        refresh();
    } else {
        status_->refresh(sync_stopped_by_, clock_.now());
    }
}

// What is typed is kept before the window goes: the station does its work in order, so when it
// answers, everything asked before is done.
void Window::closing(wxCloseEvent& event) {
    if (closing_ || !workplace_ || !clerk_ || locked_ || !event.CanVeto()) {
        event.Skip();
        return;
    }
    closing_ = true;
    event.Veto();
    Hide();
    workplace_->draft(workplace_->new_draft_id(),
                      [this](const Result<desk::Draft>&) { Close(true); });
}

void Window::bind_keys() {
    Bind(wxEVT_CHAR_HOOK, &Window::key, this);
    take_enter(*this, [this] { page_->take_suggested(); });
}

void Window::key(wxKeyEvent& event) {
    if (!act_on(event.GetKeyCode(), event.ControlDown(), event.AltDown())) {
        event.Skip();
    }
}

bool Window::act_on(int code, bool control, bool alt) {
    const bool at_desk = clerk_ && !locked_;
    if (code == WXK_F9) {
        choose(static_cast<Language>((static_cast<int>(language_) + 1) % 3));
    } else if (code == WXK_F1) {
        wxMessageBox(page_->help(), say(Word::help_title, language_), wxOK, this);
    } else if (at_desk && code == WXK_F2) {
        begin();
    } else if (at_desk && code == WXK_F3) {
        go_to(Place::search);
    } else if (at_desk && clerk_->role != desk::Role::clerk && code == WXK_F4) {
        go_to(Place::office);
    } else if (at_desk && control && code == 'L') {
        lock();
    } else if (at_desk && alt && code == WXK_LEFT) {
        page_->back();
    } else {
        return false;
    }
    return true;
}

} // namespace koltamga::forms
