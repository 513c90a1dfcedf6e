#include "forms/rail_panel.h"

#include "forms/native.h"

namespace koltamga::forms {
namespace {

struct MarkLook {
    const char* symbol;
    Meaning meaning;
    Word word;
    bool bold;
};

MarkLook look_of(desk::Mark mark) {
    switch (mark) {
    case desk::Mark::done:
        return {"✓", Meaning::done, Word::step_done, false};
    case desk::Mark::current:
        return {"●", Meaning::plain, Word::step_current, true};
    case desk::Mark::waiting:
        return {"⟳", Meaning::needs_you, Word::step_waiting, true};
    case desk::Mark::refused:
        return {"✕", Meaning::stop, Word::step_refused, true};
    case desk::Mark::ahead:
        break;
    }
    return {"○", Meaning::plain, Word::step_ahead, false};
}

} // namespace

RailPanel::RailPanel(wxWindow* parent) : wxPanel(parent) {
    auto* lines = new wxFlexGridSizer(2, wxSize(FromDIP(small_gap), FromDIP(group_gap)));
    for (std::size_t at = 0; at < desk::rail_before().size(); ++at) {
        marks_.push_back(label(this, {}));
        names_.push_back(label(this, {}));
        lines->Add(marks_.back());
        lines->Add(names_.back());
    }
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(lines, wxSizerFlags().Border(wxALL, FromDIP(page_margin)));
    SetSizer(sizer);
    SetMinSize({width_of(*this, 22), -1});
}

void RailPanel::show(const std::vector<desk::RailStep>& steps, Language language) {
    for (std::size_t at = 0; at < names_.size(); ++at) {
        const auto look = look_of(steps[at].mark);
        const auto name = shown(steps[at].name, language);
        const auto font = GetFont();
        for (auto* line : {marks_[at], names_[at]}) {
            line->SetFont(look.bold ? font.Bold() : font);
            line->SetForegroundColour(colour_of(look.meaning));
        }
        marks_[at]->SetLabel(wxString::FromUTF8(look.symbol));
        names_[at]->SetLabel(name);
        name_for_readers(*names_[at], name + ", " + say(look.word, language));
    }
    Layout();
}

} // namespace koltamga::forms
