#include "forms/hand_over_page.h"

#include "forms/papers_row.h"

#include <wx/dirdlg.h>

namespace koltamga::forms {

void show_certificate(wxWindow* parent, wxSizer& lines, Surroundings& around) {
    const auto& application = *around.visit().application();
    const auto line = [&](Word name, const std::string& value) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(label(parent, say(name, around.language()) + ": "));
        row->Add(figures(parent, shown(value)));
        lines.Add(row, wxSizerFlags().Border(wxBOTTOM, parent->FromDIP(small_gap)));
    };
    line(Word::record_id, application.id->text());
    if (application.certificate) {
        line(Word::serial, application.certificate->serial);
        line(Word::good_until, around.office_time(application.certificate->not_after));
    }
}

HandOverPage::HandOverPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    say_title(words(Word::hand_over_title));
    add(sentence(inside(), words(Word::hand_over_note), column()), group_gap);
    show_certificate(inside(), content(), around);
    const auto& key = visit().application()->key;
    if (key && key->custody == issuance::Custody::file) {
        ask_for_medium();
    }
    add(new PapersRow(inside(), around), group_gap);
    actions(words(Word::accepts_certificate));
    refresh();
    arrange();
}

void HandOverPage::ask_for_medium() {
    auto* folder = new TypedField(
        inside(), {words(Word::medium), 48, false, 1,
                   [this](const std::string& text) { visit().choose_medium(text); }});
    add(folder);
    auto* chooses = button(inside(), words(Word::choose_medium));
    chooses->Bind(wxEVT_BUTTON, [this, folder](wxCommandEvent&) {
        wxDirDialog dialog(this, words(Word::medium));
        if (dialog.ShowModal() == wxID_OK) {
            folder->show(typed(dialog.GetPath()));
            visit().choose_medium(folder->text());
        }
    });
    add(chooses, group_gap);
}

} // namespace koltamga::forms
