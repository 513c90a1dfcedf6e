#include "forms/status_line.h"

#include "forms/native.h"

namespace koltamga::forms {

StatusLine::StatusLine(wxWindow* parent, Surroundings& around)
    : wxPanel(parent), around_(around), who_(label(this, {})), clock_(figures(this, {})),
      centre_(new wxButton(this, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                           wxBORDER_NONE | wxBU_EXACTFIT)) {
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    const auto apart = wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(small_gap));
    line->Add(who_, apart);
    line->AddStretchSpacer();
    line->Add(centre_, apart);
    line->Add(clock_, apart);
    SetSizer(line);
    centre_->Bind(wxEVT_BUTTON, [&around](wxCommandEvent&) {
        if (around.clerk() && !around.locked()) {
            around.go_to(Place::queue);
        }
    });
}

wxString StatusLine::centre_words(const std::optional<Failure>& stopped_by) const {
    const auto language = around_.language();
    const auto waiting = around_.overview().outside.size();
    if (around_.syncing()) {
        return say(Word::centre_asking, language);
    }
    if (stopped_by) {
        return symbol_of(Meaning::needs_you) + say(Word::centre_away, language);
    }
    return waiting == 0 ? symbol_of(Meaning::done) + say(Word::centre_has_everything, language)
                        : say(Word::centre_waits, language) + std::to_string(waiting);
}

void StatusLine::refresh(const std::optional<Failure>& stopped_by, Instant now) {
    wxString who;
    if (around_.workplace() != nullptr) {
        who = shown(around_.workplace()->office().name, around_.language());
        if (around_.clerk() && !around_.locked()) {
            who = shown(around_.clerk()->name) + wxString::FromUTF8(" · ") + who;
        }
    }
    who_->SetLabel(who);
    centre_->Show(around_.clerk().has_value() && !around_.locked());
    centre_->SetLabel(centre_words(stopped_by));
    name_for_readers(*centre_, centre_->GetLabel());
    clock_->SetLabel(shown(around_.office_time(now)));
    Layout();
}

} // namespace koltamga::forms
