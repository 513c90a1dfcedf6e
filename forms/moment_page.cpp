#include "forms/moment_page.h"

#include "desk/strength.h"
#include "forms/native.h"

namespace koltamga::forms {
namespace {

constexpr int terms_lines = 12;
constexpr int terms_letters = 84;

} // namespace

MomentPage::MomentPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    say_title(words(Word::moment_title));
    add(sentence(inside(), words(Word::moment_note), column()), group_gap);
    terms_ = new TypedField(inside(), {words(Word::terms), terms_letters, false, terms_lines});
    terms_->show(terms_text());
    terms_->control().SetEditable(false);
    terms_->control().ShowPosition(0);
    add(terms_);
    accepts_ = new wxCheckBox(inside(), wxID_ANY, words(Word::accept_terms));
    name_for_readers(*accepts_, words(Word::accept_terms));
    accepts_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) {
        visit().answer(desk::Ask::terms, event.IsChecked());
    });
    add(accepts_, group_gap);
    password_ = new TypedField(inside(), {words(Word::your_password), 28, true, 1,
                                          [this](const std::string&) { show_strength(); }});
    again_ = new TypedField(inside(), {words(Word::password_again), 28, true});
    auto* passwords = new wxBoxSizer(wxHORIZONTAL);
    for (auto* field : {password_, again_}) {
        passwords->Add(field, wxSizerFlags().Border(wxRIGHT, FromDIP(group_gap)));
    }
    add(passwords);
    auto* show = button(inside(), words(Word::show_password));
    held_to_see(*show);
    add(show);
    back_action(words(Word::back_to_clerk));
    done_ = suggest_action(words(Word::password_ready), [this] {
        auto first_time = take_secret(password_->control());
        auto second_time = take_secret(again_->control());
        visit().choose_password(std::move(first_time), std::move(second_time), language());
    });
    refresh();
    arrange();
}

std::string MomentPage::terms_text() {
    const auto in = static_cast<std::size_t>(language());
    std::string text;
    for (const auto& clause : workplace().office().terms) {
        text += clause.heading[in] + "\n\n";
        for (const auto& paragraph : clause.paragraphs) {
            text += paragraph[in] + "\n\n";
        }
    }
    return text;
}

void MomentPage::show_strength() {
    look_at_secret(password_->control(), [this](BytesView password) {
        const auto least = workplace().office().password_length;
        password_->show(desk::strength_of(password, least), language());
    });
}

void MomentPage::held_to_see(wxButton& show) {
    const auto see = [this](bool visible) {
        show_secret(password_->control(), visible);
        show_secret(again_->control(), visible);
    };
    show.Bind(wxEVT_LEFT_DOWN, [see](wxMouseEvent& event) {
        see(true);
        event.Skip();
    });
    show.Bind(wxEVT_LEFT_UP, [see](wxMouseEvent& event) {
        see(false);
        event.Skip();
    });
    show.Bind(wxEVT_LEAVE_WINDOW, [see](wxMouseEvent& event) {
        see(false);
        event.Skip();
    });
}

void MomentPage::redraw() {
    accepts_->SetValue(visit().consent(desk::Ask::terms) == domain::Consent::given);
    done_->Enable(!visit().waiting());
}

} // namespace koltamga::forms
