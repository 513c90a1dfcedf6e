#include "forms/start_page.h"

#include "desk/row_words.h"
#include "forms/native.h"

namespace koltamga::forms {
namespace {

constexpr int few_rows_height = 128; // px

void show_list(RowsList& list, wxStaticText& note, const std::vector<desk::Row>& rows) {
    list.show(rows);
    list.Show(!rows.empty());
    note.Show(rows.empty());
}

} // namespace

StartPage::StartPage(wxWindow* parent, Surroundings& around) : Page(parent, around) {
    const auto list = [&](Word name) {
        auto* made = new RowsList(inside(), around, words(name));
        made->SetMinSize(FromDIP(wxSize(-1, few_rows_height)));
        content().Add(made, wxSizerFlags(1).Expand().Border(wxBOTTOM, FromDIP(group_gap)));
        return made;
    };
    say_title(words(Word::start_page));
    add(heading(inside(), words(Word::needs_you)));
    needs_note_ = label(inside(), words(Word::nothing_needs_you));
    add(needs_note_, group_gap);
    needs_you_ = list(Word::needs_you);
    add(heading(inside(), words(Word::today)));
    today_note_ = label(inside(), words(Word::nothing_today));
    add(today_note_, group_gap);
    today_ = list(Word::today);
    more_action(words(Word::sign_out), [&around] { around.sign_out(); });
    more_action(words(Word::search_button), [&around] { around.go_to(Place::search); });
    more_action(words(Word::sync_button), [&around] { around.sync(); });
    if (around.clerk()->role != desk::Role::clerk) {
        more_action(words(Word::office_button), [&around] { around.go_to(Place::office); });
    }
    new_ = more_action(words(Word::new_application), [&around] { around.begin(); });
    suggested_ = suggest_action(words(Word::new_application), [this] { go_on(); });
    refresh();
    arrange();
}

// Where the window was when it was closed: a passport half typed, or the latest that waits for the
// clerk.
void StartPage::go_on() {
    const auto& overview = around_.overview();
    if (!overview.drafts.empty()) {
        around_.open_draft(overview.drafts.front());
    } else if (overview.latest) {
        around_.open(overview.latest->application);
    } else {
        around_.begin();
    }
}

void StartPage::refresh() {
    const auto& overview = around_.overview();
    show_list(*needs_you_, *needs_note_, overview.needs_you);
    show_list(*today_, *today_note_, overview.today);
    auto text = words(Word::new_application);
    if (!overview.drafts.empty()) {
        text = words(Word::go_on_with) + words(Word::unfinished_passport);
    } else if (overview.latest) {
        text = words(Word::go_on_with) + shown(overview.latest->name) + " · " +
               shown(desk::standing_of(*overview.latest), language());
    }
    new_->Show(text != words(Word::new_application)); // one of them is enough
    suggested_->SetLabel(text);
    name_for_readers(*suggested_, text);
    arrange();
}

} // namespace koltamga::forms
