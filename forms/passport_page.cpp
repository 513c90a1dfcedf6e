#include "forms/passport_page.h"

#include "desk/field_labels.h"
#include "forms/native.h"

namespace koltamga::forms {
namespace {

using desk::Field;

constexpr int zone_letters = 48;

// The profile's own word for the type, and the program's for the usual ones.
wxString type_words(const domain::DocumentType& type, Language language) {
    const auto& own = type.name[static_cast<std::size_t>(language)];
    if (!own.empty()) {
        return shown(own);
    }
    if (type.id == "id-card") {
        return shown(Texts{"ID-карта", "ID-карта", "ID card"}, language);
    }
    if (type.id == "passport") {
        return shown(Texts{"Паспорт", "Паспорт", "Passport"}, language);
    }
    return shown(type.id);
}

} // namespace

PassportPage::PassportPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    say_title(words(Word::passport_title));
    offer_practising();
    auto zone = shape_of(Field::mrz, zone_letters);
    zone.lines = 3;
    zone.on_typed = [this](const std::string& typed_text) { zone_typed(typed_text); };
    texts_[Field::mrz] = new TypedField(inside(), zone);
    add(texts_[Field::mrz]);
    row({text(Field::pin, 16), choice(Field::document_type, document_types()),
         text(Field::document_number, 12), text(Field::issuer, 14)});
    row({text(Field::surname, 30), text(Field::given_names, 30)});
    row({text(Field::surname_cyrillic, 22), text(Field::given_names_cyrillic, 22),
         text(Field::patronymic, 22)});
    row({choice(Field::sex,
                {{"", words(Word::choose)}, {"M", words(Word::male)}, {"F", words(Word::female)}}),
         text(Field::birth_date, 12), text(Field::issued, 12), text(Field::expires, 12)});
    agrees_ = new wxCheckBox(inside(), wxID_ANY, words(Word::consent_personal));
    name_for_readers(*agrees_, words(Word::consent_personal));
    agrees_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) {
        visit().answer(desk::Ask::personal_data, event.IsChecked());
    });
    add(agrees_);
    actions(words(Word::next));
    refresh();
    arrange();
}

void PassportPage::offer_practising() {
    const auto& people = workplace().office().practising;
    if (people.empty()) {
        return;
    }
    std::vector<Choice> choices = {{"", words(Word::choose)}};
    for (const auto& one : people) {
        choices.push_back({one.name, shown(one.name)});
    }
    const auto chosen = [this](const std::string& name) {
        for (const auto& one : workplace().office().practising) {
            if (one.name == name) {
                visit().practise(one);
            }
        }
    };
    add(new ChoiceField(inside(), {words(Word::practise_with), 24, false, 1, chosen}, choices));
}

FieldShape PassportPage::shape_of(Field field, int letters) {
    return {shown(desk::label_of(field), language()),
            letters,
            false,
            1,
            [this, field](const std::string& words) { visit().type(field, words); },
            [this, field] { visit().leave(field); }};
}

TypedField* PassportPage::text(Field field, int letters) {
    return texts_[field] = new TypedField(inside(), shape_of(field, letters));
}

ChoiceField* PassportPage::choice(Field field, std::vector<Choice> choices) {
    return choices_[field] = new ChoiceField(inside(), shape_of(field, 0), std::move(choices));
}

void PassportPage::row(std::initializer_list<wxSizer*> fields) {
    auto* sizer = new wxBoxSizer(wxHORIZONTAL);
    for (auto* field : fields) {
        sizer->Add(field, wxSizerFlags().Border(wxRIGHT, FromDIP(group_gap)));
    }
    add(sizer);
}

std::vector<Choice> PassportPage::document_types() {
    std::vector<Choice> choices = {{"", words(Word::choose)}};
    for (const auto& type : workplace().passport_rules().documents) {
        if (type.accepted && type.id != choices.back().value) {
            choices.push_back({type.id, type_words(type, language())});
        }
    }
    return choices;
}

// A scanner ends each line as if Enter were pressed: after the last one the zone is read at once.
void PassportPage::zone_typed(const std::string& typed_text) {
    visit().type(Field::mrz, typed_text);
    if (typed_text.ends_with('\n')) {
        CallAfter([this] { zone_ended(); });
    }
}

// What the zone does not say comes next.
void PassportPage::zone_ended() {
    visit().leave(Field::mrz);
    if (visit().judgement(Field::mrz).standing != desk::Standing::good) {
        return;
    }
    for (const auto field : {Field::surname_cyrillic, Field::given_names_cyrillic}) {
        if (visit().passport()[field].empty()) {
            texts_.at(field)->control().SetFocus();
            return;
        }
    }
    agrees_->SetFocus();
}

void PassportPage::redraw() {
    for (const auto& [field, control] : texts_) {
        control->show(visit().passport()[field]);
        control->show(visit().judgement(field), language());
    }
    for (const auto& [field, control] : choices_) {
        control->show(visit().passport()[field]);
        control->show(visit().judgement(field), language());
    }
    agrees_->SetValue(visit().consent(desk::Ask::personal_data) == domain::Consent::given);
    to_first_wrong();
    arrange();
}

// Once, when the clerk wanted to go on and could not.
void PassportPage::to_first_wrong() {
    const auto now = visit().first_wrong();
    if (now == wrong_) {
        return;
    }
    const bool told_first_time = !wrong_;
    wrong_ = now;
    if (!now || !told_first_time) {
        return;
    }
    if (texts_.contains(*now)) {
        texts_.at(*now)->control().SetFocus();
    } else if (choices_.contains(*now)) {
        choices_.at(*now)->control().SetFocus();
    }
}

} // namespace koltamga::forms
