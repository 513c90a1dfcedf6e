#include "forms/failure_panel.h"

#include "forms/native.h"

namespace koltamga::forms {
namespace {

wxString code_words(const Failure& failure, Language language) {
    auto code = say(Word::code_is, language) + shown(std::string(name_of(failure.code)));
    return failure.detail.empty() ? code : code + " · " + shown(failure.detail);
}

} // namespace

FailurePanel::FailurePanel(wxWindow* parent)
    : wxPanel(parent), cause_(heading(this, {})), remedy_(label(this, {})),
      code_(figures(this, {})) {
    auto* lines = new wxBoxSizer(wxVERTICAL);
    for (auto* line : {cause_, remedy_, code_}) {
        lines->Add(line, wxSizerFlags().Border(wxBOTTOM, FromDIP(small_gap / 2)));
    }
    SetSizer(lines);
}

void FailurePanel::show(const std::optional<Failure>& failure, Language language, int width) {
    Show(failure.has_value());
    if (!failure) {
        return;
    }
    const auto words = words_for(*failure, language);
    const auto meaning =
        describe(failure->code).blame == Blame::world ? Meaning::needs_you : Meaning::stop;
    mean(*cause_, shown(words.cause), meaning, width);
    remedy_->SetLabel(shown(words.remedy));
    remedy_->Wrap(width);
    code_->SetLabel(code_words(*failure, language));
    name_for_readers(*this, shown(words.cause) + " " + shown(words.remedy));
    Layout();
}

} // namespace koltamga::forms
