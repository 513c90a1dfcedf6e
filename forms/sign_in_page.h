// Who takes the desk; and, of a locked window, the same clerk again.
#pragma once

#include "forms/page.h"
#include "forms/typed_field.h"

namespace koltamga::forms {

class SignInPage : public Page {
  public:
    SignInPage(wxWindow* parent, Surroundings& around);
    void refresh() override;
    wxWindow* first() override;
    void back() override {}

  private:
    void act();

    TypedField *name_, *password_;
    wxButton* sign_in_;
    std::optional<Failure> failure_;
    bool asking_ = false;
};

} // namespace koltamga::forms
