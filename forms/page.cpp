#include "forms/page.h"

#include "forms/native.h"

namespace koltamga::forms {

Page::Page(wxWindow* parent, Surroundings& around)
    : wxPanel(parent), around_(around), scrolled_(new wxScrolledWindow(this)),
      content_(new wxBoxSizer(wxVERTICAL)), failure_(new FailurePanel(this)),
      waiting_(label(this, {})), left_(new wxBoxSizer(wxHORIZONTAL)),
      right_(new wxBoxSizer(wxHORIZONTAL)) {
    auto* padded = new wxBoxSizer(wxVERTICAL);
    padded->Add(content_, wxSizerFlags(1).Expand().Border(wxALL, FromDIP(page_margin)));
    scrolled_->SetSizer(padded);
    scrolled_->SetScrollRate(0, FromDIP(small_gap));
    auto* bottom = new wxBoxSizer(wxHORIZONTAL);
    bottom->Add(left_);
    bottom->AddStretchSpacer();
    bottom->Add(right_);
    auto* all = new wxBoxSizer(wxVERTICAL);
    const auto sides = wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, FromDIP(page_margin));
    all->Add(scrolled_, wxSizerFlags(1).Expand());
    all->Add(failure_, wxSizerFlags(sides).Border(wxLEFT | wxRIGHT | wxTOP, FromDIP(page_margin)));
    all->Add(waiting_, sides);
    all->Add(bottom, wxSizerFlags().Expand().Border(wxALL, FromDIP(group_gap)));
    SetSizer(all);
    failure_->Hide();
    waiting_->Hide();
}

wxString Page::help() const {
    return words(Word::help_keys);
}

void Page::say_title(const wxString& text) {
    add(title(inside(), text), group_gap);
}

void Page::add(wxWindow* control, int gap) {
    content_->Add(control, wxSizerFlags().Border(wxBOTTOM, FromDIP(gap)));
}

void Page::add(wxSizer* row, int gap) {
    content_->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(gap)));
}

void Page::show_failure(const std::optional<Failure>& failure) {
    const bool shown_before = failure_->IsShown();
    failure_->show(failure, language(), column());
    if (shown_before || failure_->IsShown()) {
        Layout();
    }
}

void Page::show_waiting(const wxString& text) {
    if (text == waiting_->GetLabel()) {
        return;
    }
    waiting_->SetLabel(text);
    waiting_->Show(!text.empty());
    Layout();
}

wxButton* Page::suggest_action(const wxString& text, std::function<void()> act) {
    auto* made = button(this, text);
    made->SetDefault();
    suggest(*made);
    made->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { suggested_act_(); });
    suggested_action_ = made;
    suggested_act_ = std::move(act);
    right_->Add(made);
    return made;
}

void Page::take_suggested() {
    if (suggested_action_ != nullptr && suggested_action_->IsEnabled()) {
        suggested_act_();
    }
}

wxButton* Page::back_action(const wxString& text) {
    return more_action(text, [this] { back(); });
}

wxButton* Page::more_action(const wxString& text, std::function<void()> act) {
    auto* made = button(this, text);
    made->Bind(wxEVT_BUTTON, [act = std::move(act)](wxCommandEvent&) { act(); });
    left_->Add(made, wxSizerFlags().Border(wxRIGHT, FromDIP(small_gap)));
    return made;
}

void Page::arrange() {
    Layout();
    scrolled_->FitInside();
}

int Page::column() const {
    return width_of(*this, text_width);
}

} // namespace koltamga::forms
