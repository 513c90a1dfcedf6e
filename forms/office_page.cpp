#include "forms/office_page.h"

#include "base/file.h"
#include "desk/typed_date.h"
#include "forms/native.h"

#include <wx/filedlg.h>

namespace koltamga::forms {
namespace {

constexpr int operators_height = 120; // px

Word word_of(desk::Role role) {
    switch (role) {
    case desk::Role::clerk:
        return Word::role_clerk;
    case desk::Role::supervisor:
        return Word::role_supervisor;
    case desk::Role::auditor:
        break;
    }
    return Word::role_auditor;
}

wxString file_to_write(wxWindow* parent, const wxString& title, const wxString& name,
                       const wxString& kind) {
    wxFileDialog dialog(parent, title, {}, name, kind, wxFD_SAVE);
    return dialog.ShowModal() == wxID_OK ? dialog.GetPath() : wxString();
}

} // namespace

OfficePage::OfficePage(wxWindow* parent, Surroundings& around) : Page(parent, around) {
    say_title(words(Word::office));
    if (around.clerk()->role == desk::Role::supervisor) {
        offer_operators();
    }
    offer_journal();
    offer_register();
    says_ = label(inside(), {});
    add(says_);
    back_action(words(Word::back));
    suggest_action(words(Word::check_journal), [this] { check(); });
    if (operators_ != nullptr) {
        read_operators();
    }
    arrange();
}

wxWindow* OfficePage::first() {
    return operators_ != nullptr ? static_cast<wxWindow*>(operators_) : &day_->control();
}

wxButton* OfficePage::act(wxSizer& row, Word word, std::function<void()> deed) {
    auto* made = button(inside(), words(word));
    made->Bind(wxEVT_BUTTON, [deed = std::move(deed)](wxCommandEvent&) { deed(); });
    row.Add(made, wxSizerFlags().CentreVertical().Border(wxRIGHT, FromDIP(small_gap)));
    return made;
}

void OfficePage::offer_operators() {
    add(heading(inside(), words(Word::operators)));
    operators_ = new wxDataViewListCtrl(inside(), wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                        wxDV_ROW_LINES | wxDV_SINGLE);
    operators_->SetMinSize(FromDIP(wxSize(-1, operators_height)));
    name_for_readers(*operators_, words(Word::operators));
    for (const auto column : {Word::operator_name, Word::role, Word::column_state}) {
        operators_->AppendTextColumn(words(column), wxDATAVIEW_CELL_INERT,
                                     width_of(*operators_, 24));
    }
    content().Add(operators_, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(small_gap)));
    name_ = new TypedField(inside(), {words(Word::operator_name), 16});
    role_ = new ChoiceField(inside(),
                            {words(Word::role), 12, false, 1,
                             [this](const std::string& role) {
                                 chosen_role_ = role == "supervisor" ? desk::Role::supervisor
                                                : role == "auditor"  ? desk::Role::auditor
                                                                     : desk::Role::clerk;
                             }},
                            {{"clerk", words(Word::role_clerk)},
                             {"supervisor", words(Word::role_supervisor)},
                             {"auditor", words(Word::role_auditor)}});
    password_ = new TypedField(inside(), {words(Word::new_password), 20, true});
    auto* fields = new wxBoxSizer(wxHORIZONTAL);
    for (wxSizer* field : std::initializer_list<wxSizer*>{name_, role_, password_}) {
        fields->Add(field, wxSizerFlags().Border(wxRIGHT, FromDIP(group_gap)));
    }
    add(fields, 0);
    auto* deeds = new wxBoxSizer(wxHORIZONTAL);
    act(*deeds, Word::add_operator, [this] {
        workplace().add_operator(name_->text(), chosen_role_, take_secret(password_->control()),
                                 told_of(Word::operator_added));
    });
    act(*deeds, Word::reset_operator, [this] {
        workplace().reset_operator(chosen_operator(), take_secret(password_->control()),
                                   told_of(Word::operator_reset));
    });
    act(*deeds, Word::disable_operator, [this] {
        workplace().disable_operator(chosen_operator(), told_of(Word::operator_disabled));
    });
    add(deeds, group_gap);
}

void OfficePage::offer_journal() {
    add(heading(inside(), words(Word::journal)));
    auto* deeds = new wxBoxSizer(wxHORIZONTAL);
    act(*deeds, Word::export_journal, [this] { export_to_file(); });
    add(deeds, group_gap);
}

void OfficePage::offer_register() {
    day_ = new TypedField(inside(), {words(Word::register_day), 12});
    const auto today = workplace().passport_rules().today;
    day_->show(today.for_clerk());
    add(day_, 0);
    auto* deeds = new wxBoxSizer(wxHORIZONTAL);
    act(*deeds, Word::save_register, [this] { save_register(); });
    add(deeds, group_gap);
}

void OfficePage::read_operators() {
    workplace().operators(while_here<std::vector<desk::OperatorLine>>(
        [this](const Result<std::vector<desk::OperatorLine>>& lines) {
            show_failure(lines ? std::nullopt : std::optional(lines.failure()));
            if (lines) {
                show(*lines);
            }
        }));
}

void OfficePage::show(const std::vector<desk::OperatorLine>& lines) {
    lines_ = lines;
    operators_->DeleteAllItems();
    for (const auto& line : lines_) {
        wxVector<wxVariant> row;
        row.push_back(shown(line.name));
        row.push_back(words(word_of(line.role)));
        row.push_back(words(line.disabled ? Word::may_not_sign_in : Word::may_sign_in));
        operators_->AppendItem(row);
    }
}

// Of the line that is chosen in the list; empty: none.
std::string OfficePage::chosen_operator() const {
    const auto at = operators_->GetSelectedRow();
    return at == wxNOT_FOUND ? std::string() : lines_[static_cast<std::size_t>(at)].name;
}

desk::Then<desk::Nothing> OfficePage::told_of(Word done) {
    show_waiting(words(Word::waiting));
    return while_here<desk::Nothing>([this, done](const Result<desk::Nothing>& result) {
        show_waiting({});
        show_failure(result ? std::nullopt : std::optional(result.failure()));
        tell(result ? words(done) : wxString(), Meaning::done);
        if (operators_ != nullptr) {
            read_operators();
        }
    });
}

void OfficePage::check() {
    show_waiting(words(Word::checking_journal));
    workplace().check_journal(
        while_here<desk::JournalCheck>([this](const Result<desk::JournalCheck>& check) {
            show_waiting({});
            show_failure(check ? std::nullopt : std::optional(check.failure()));
            if (check) {
                tell(shown(check->words, language()), check->sound ? Meaning::done : Meaning::stop);
            }
        }));
}

void OfficePage::export_to_file() {
    const auto file = file_to_write(this, words(Word::export_journal), "journal.p7m", "*.p7m");
    if (!file.empty()) {
        workplace().export_journal(typed(file), told_of(Word::journal_exported));
    }
}

void OfficePage::save_register() {
    const auto day = desk::typed_date(day_->text());
    if (!day) {
        tell(words(Word::day_wrong), Meaning::stop);
        return;
    }
    const auto file = file_to_write(this, words(Word::save_register), "register.pdf", "*.pdf");
    if (file.empty()) {
        return;
    }
    workplace().day_register(*day, while_here<Bytes>([this, file](const Result<Bytes>& pdf) {
        show_failure(pdf ? std::nullopt : std::optional(pdf.failure()));
        if (pdf) {
            const bool written = bool(write_file(typed(file), *pdf));
            tell(written ? words(Word::saved) + file : words(Word::not_saved),
                 written ? Meaning::done : Meaning::stop);
        }
    }));
}

void OfficePage::tell(const wxString& words_now, Meaning meaning) {
    mean(*says_, words_now, meaning, column());
    arrange();
}

} // namespace koltamga::forms
