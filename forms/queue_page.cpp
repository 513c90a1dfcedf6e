#include "forms/queue_page.h"

namespace koltamga::forms {

QueuePage::QueuePage(wxWindow* parent, Surroundings& around) : Page(parent, around) {
    say_title(words(Word::queue));
    sentence_ = label(inside(), {});
    add(sentence_, group_gap);
    waiting_ = new RowsList(inside(), around, words(Word::queue));
    waiting_->SetMinSize(FromDIP(wxSize(-1, long_list_height)));
    content().Add(waiting_, wxSizerFlags(1).Expand());
    back_action(words(Word::back));
    send_ = suggest_action(words(Word::sync_button), [&around] { around.sync(); });
    refresh();
    arrange();
}

void QueuePage::refresh() {
    const auto& waiting = around_.overview().outside;
    sentence_->SetLabel(waiting.empty()
                            ? words(Word::queue_empty)
                            : words(Word::queue_waiting) + wxString::Format("%zu", waiting.size()));
    waiting_->show(waiting);
    send_->Enable(!around_.syncing());
    show_waiting(around_.syncing() ? words(Word::centre_asking) : wxString());
    arrange();
}

} // namespace koltamga::forms
