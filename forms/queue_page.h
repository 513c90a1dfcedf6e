// What waits for the outside, for whom, and since when.
#pragma once

#include "forms/page.h"
#include "forms/rows_list.h"

namespace koltamga::forms {

class QueuePage : public Page {
  public:
    QueuePage(wxWindow* parent, Surroundings& around);
    void refresh() override;

  private:
    wxStaticText* sentence_;
    RowsList* waiting_;
    wxButton* send_;
};

} // namespace koltamga::forms
