// A page of the application in front: what is awaited, what went wrong, and giving up, alike on
// each of them.
#pragma once

#include "forms/page.h"
#include "forms/typed_field.h"

namespace koltamga::forms {

class StepPage : public Page {
  public:
    StepPage(wxWindow* parent, Surroundings& around);
    void refresh() override;

  protected:
    desk::Visit& visit() { return around_.visit(); }
    // Back, giving up, and the suggested action, which takes the visit on.
    void actions(const wxString& suggested);
    void ways_out();
    void suggested(const wxString& text);
    // What the page's own fields show now.
    virtual void redraw() = 0;
    // An answer of the applicant that has to be asked for.
    ChoiceField* asked(desk::Ask what, const wxString& question);

  private:
    void give_up();

    wxButton* go_on_ = nullptr;
    std::chrono::steady_clock::time_point since_;
    bool waiting_ = false;
};

} // namespace koltamga::forms
