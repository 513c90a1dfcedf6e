// The document's data: scanned lines, or typed field by field.
#pragma once

#include "forms/step_page.h"

#include <wx/checkbox.h>

#include <map>

namespace koltamga::forms {

class PassportPage : public StepPage {
  public:
    PassportPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return &texts_.at(desk::Field::mrz)->control(); }

  protected:
    void redraw() override;

  private:
    void offer_practising();
    FieldShape shape_of(desk::Field field, int letters);
    TypedField* text(desk::Field field, int letters);
    ChoiceField* choice(desk::Field field, std::vector<Choice> choices);
    void row(std::initializer_list<wxSizer*> fields);
    std::vector<Choice> document_types();
    void zone_typed(const std::string& text);
    void zone_ended();
    void to_first_wrong();

    std::map<desk::Field, TypedField*> texts_;
    std::map<desk::Field, ChoiceField*> choices_;
    wxCheckBox* agrees_;
    std::optional<desk::Field> wrong_;
};

} // namespace koltamga::forms
