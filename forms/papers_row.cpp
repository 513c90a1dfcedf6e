#include "forms/papers_row.h"

#include "base/file.h"
#include "forms/look.h"

#include <wx/filedlg.h>

namespace koltamga::forms {

PapersRow::PapersRow(wxWindow* parent, Surroundings& around) : wxPanel(parent), around_(around) {
    SetSizer(new wxBoxSizer(wxVERTICAL));
    const auto& application = *around.visit().application();
    if (application.key) {
        offer(Word::save_agreement, &desk::Workplace::agreement, "agreement.pdf");
    }
    if (application.certificate) {
        offer(Word::save_sheet, &desk::Workplace::certificate_sheet, "certificate-sheet.pdf");
    }
    says_ = label(this, {});
    GetSizer()->Add(says_);
}

void PapersRow::offer(Word words, Paper paper, std::string name) {
    auto* saves = button(this, say(words, around_.language()));
    GetSizer()->Add(saves, wxSizerFlags().Border(wxBOTTOM, FromDIP(small_gap)));
    saves->Bind(wxEVT_BUTTON, [this, paper, name, title = words](wxCommandEvent&) {
        wxFileDialog dialog(this, say(title, around_.language()), {}, shown(name), "*.pdf",
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) {
            return;
        }
        (around_.workplace()->*paper)(
            *around_.visit().application()->id,
            [this, here = std::weak_ptr(here_), file = dialog.GetPath()](const Result<Bytes>& pdf) {
                if (!here.expired()) {
                    save(file, pdf);
                }
            });
    });
}

void PapersRow::save(const wxString& file, const Result<Bytes>& pdf) {
    if (!pdf) {
        told(shown(words_for(pdf.failure(), around_.language()).cause));
        return;
    }
    const bool written = bool(write_file(typed(file), *pdf));
    told(written ? say(Word::saved, around_.language()) + file
                 : say(Word::not_saved, around_.language()));
}

void PapersRow::told(const wxString& words) {
    says_->SetLabel(words);
    GetParent()->Layout();
}

} // namespace koltamga::forms
