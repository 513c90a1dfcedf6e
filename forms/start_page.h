// What needs somebody, today's applications, and the way to the next one.
#pragma once

#include "forms/page.h"
#include "forms/rows_list.h"

namespace koltamga::forms {

class StartPage : public Page {
  public:
    StartPage(wxWindow* parent, Surroundings& around);
    void refresh() override;
    void back() override {}

  private:
    void go_on();

    wxStaticText* needs_note_;
    RowsList* needs_you_;
    wxStaticText* today_note_;
    RowsList* today_;
    wxButton *new_, *suggested_;
};

} // namespace koltamga::forms
