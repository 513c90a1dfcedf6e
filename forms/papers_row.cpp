#include "forms/papers_row.h"

#include "base/file.h"
#include "forms/look.h"

#include <wx/filedlg.h>

namespace koltamga::forms {

PapersRow::PapersRow(wxWindow* parent, Surroundings& around) : wxPanel(parent), around_(around) {
    buttons_ = new wxFlexGridSizer(2, wxSize(0, 0));
    const auto& application = *around.visit().application();
    if (application.key) {
        offer_print(Word::print_agreement, issuance::Paper::agreement);
        offer(Word::save_agreement, &desk::Workplace::agreement, "agreement.pdf");
    }
    if (application.state == issuance::State::refused) {
        offer_print(Word::print_refusal, issuance::Paper::refusal);
    }
    if (application.certificate) {
        offer_print(Word::print_sheet, issuance::Paper::sheet);
        offer(Word::save_sheet, &desk::Workplace::certificate_sheet, "certificate-sheet.pdf");
    }
    says_ = label(this, {});
    auto* lines = new wxBoxSizer(wxVERTICAL);
    lines->Add(buttons_);
    lines->Add(says_);
    SetSizer(lines);
}

void PapersRow::offer(Word words, Paper paper, std::string name) {
    auto* saves = button(this, say(words, around_.language()));
    buttons_->Add(saves, wxSizerFlags().Border(wxBOTTOM, FromDIP(small_gap)));
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

void PapersRow::offer_print(Word words, issuance::Paper paper) {
    auto* prints = button(this, say(words, around_.language()));
    buttons_->Add(prints, wxSizerFlags().Border(wxBOTTOM | wxRIGHT, FromDIP(small_gap)));
    prints->Bind(wxEVT_BUTTON, [this, paper](wxCommandEvent&) {
        told(say(Word::printing, around_.language()));
        around_.workplace()->print(
            *around_.visit().application()->id, paper,
            [this, here = std::weak_ptr(here_)](const Result<desk::Printed>& printed) {
                if (!here.expired()) {
                    told_of_print(printed);
                }
            });
    });
}

void PapersRow::told_of_print(const Result<desk::Printed>& printed) {
    const auto language = around_.language();
    const auto failure = printed ? printed->obstacle : std::optional(printed.failure());
    if (failure) {
        const auto words = words_for(*failure, language);
        told(symbol_of(Meaning::needs_you) + shown(words.cause + " " + words.remedy));
        return;
    }
    const auto copy = std::to_string(printed->copy);
    told(printed->came_out ? symbol_of(Meaning::done) + say(Word::printed_copy, language) + copy
                           : say(Word::still_printing, language) + copy);
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
    says_->Wrap(width_of(*this, text_width));
    GetParent()->Layout();
}

} // namespace koltamga::forms
