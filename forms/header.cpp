#include "forms/header.h"

#include "forms/native.h"

#include <wx/control.h>
#include <wx/dcclient.h>

namespace koltamga::forms {

Header::Header(wxWindow* parent, std::function<void(Language)> choose)
    : wxPanel(parent), person_(label(this, {})), practice_(label(this, {})) {
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    const auto apart = wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(small_gap));
    person_->SetFont(person_->GetFont().Scaled(1.3F));
    practice_->SetFont(practice_->GetFont().Bold());
    practice_->SetForegroundColour(colour_of(Meaning::needs_you));
    line->Add(person_, wxSizerFlags(1).CentreVertical().Border(wxALL, FromDIP(small_gap)));
    line->Add(practice_, apart);
    const struct {
        Language language;
        const char* shown;
        Word name;
    } languages[] = {{Language::ky, "Ky", Word::in_kyrgyz},
                     {Language::ru, "Ру", Word::in_russian},
                     {Language::en, "En", Word::in_english}};
    for (const auto& one : languages) {
        auto* chooses =
            new wxButton(this, wxID_ANY, wxString::FromUTF8(one.shown), wxDefaultPosition,
                         wxDefaultSize, wxBORDER_NONE | wxBU_EXACTFIT);
        name_for_readers(*chooses, say(one.name, one.language));
        chooses->Bind(wxEVT_BUTTON,
                      [choose, language = one.language](wxCommandEvent&) { choose(language); });
        languages_[static_cast<std::size_t>(one.language)] = chooses;
        line->Add(chooses, apart);
    }
    SetSizer(line);
}

void Header::show(const wxString& person, bool practice, Language language) {
    person_->SetLabel(wxControl::Ellipsize(person, wxClientDC(person_), wxELLIPSIZE_END,
                                           std::max(0, person_->GetSize().x)));
    practice_->SetLabel(practice ? say(Word::practice, language) : wxString());
    for (std::size_t at = 0; at < languages_.size(); ++at) {
        const auto font = GetFont();
        languages_[at]->SetFont(at == static_cast<std::size_t>(language) ? font.Bold() : font);
    }
    Layout();
}

} // namespace koltamga::forms
