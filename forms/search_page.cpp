#include "forms/search_page.h"

namespace koltamga::forms {

namespace {

constexpr std::size_t most_found = 100;

} // namespace

SearchPage::SearchPage(wxWindow* parent, Surroundings& around) : Page(parent, around) {
    say_title(words(Word::search));
    words_ = new TypedField(inside(), {words(Word::search_for), 48, false, 1,
                                       [this](const std::string& text) { look(text); }});
    add(words_);
    note_ = label(inside(), {});
    add(note_);
    found_ = new RowsList(inside(), around, words(Word::found));
    found_->SetMinSize(FromDIP(wxSize(-1, long_list_height)));
    content().Add(found_, wxSizerFlags(1).Expand());
    back_action(words(Word::back));
    suggest_action(words(Word::next), [this] {
        const auto at = found_->GetSelectedRow();
        if (at != wxNOT_FOUND) {
            around_.open(found_->rows()[static_cast<std::size_t>(at)].application);
        }
    });
    arrange();
}

void SearchPage::look(const std::string& text) {
    const auto mine = ++asked_;
    if (text.empty()) {
        found_->show({});
        return;
    }
    workplace().search(text, most_found,
                       while_here<std::vector<desk::Row>>(
                           [this, mine](const Result<std::vector<desk::Row>>& rows) {
                               if (mine == asked_) {
                                   show(rows);
                               }
                           }));
}

void SearchPage::show(const Result<std::vector<desk::Row>>& rows) {
    show_failure(rows ? std::nullopt : std::optional(rows.failure()));
    if (rows) {
        found_->show(*rows);
        note_->SetLabel(rows->empty() ? words(Word::found_nothing) : wxString());
    }
}

} // namespace koltamga::forms
