#include "forms/portrait_page.h"

#include "forms/native.h"

#include <wx/filedlg.h>

namespace koltamga::forms {

PortraitPage::PortraitPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    say_title(words(Word::portrait_title));
    add(sentence(inside(), words(Word::portrait_note), column()), group_gap);
    file_ = new TypedField(inside(), {words(Word::picture_file), 48, false, 1,
                                      [this](const std::string&) { refresh(); }});
    add(file_);
    auto* chooses = button(inside(), words(Word::choose_file));
    chooses->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose(); });
    add(chooses, group_gap);
    reason_ = new TypedField(inside(), {words(Word::file_reason), 48, false, 1,
                                        [this](const std::string&) { refresh(); }});
    reason_->show(texts_of(Word::no_camera)[static_cast<std::size_t>(language())]);
    add(reason_, group_gap);
    ways_out();
    take_ = suggest_action(words(Word::from_file), [this] { take(); });
    refresh();
    arrange();
}

void PortraitPage::choose() {
    wxFileDialog dialog(this, words(Word::pictures), {}, {}, "*.jpg;*.jpeg;*.png",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) {
        file_->show(typed(dialog.GetPath()));
        take();
    }
}

void PortraitPage::take() {
    visit().take_picture_file(file_->text(), reason_->text());
}

void PortraitPage::redraw() {
    take_->Enable(!visit().waiting() && !file_->text().empty() && !reason_->text().empty());
}

} // namespace koltamga::forms
