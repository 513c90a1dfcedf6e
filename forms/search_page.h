// One field, and what it finds among all applications of the station.
#pragma once

#include "forms/page.h"
#include "forms/rows_list.h"
#include "forms/typed_field.h"

namespace koltamga::forms {

class SearchPage : public Page {
  public:
    SearchPage(wxWindow* parent, Surroundings& around);
    void refresh() override {}
    wxWindow* first() override { return &words_->control(); }

  private:
    void look(const std::string& words);
    void show(const Result<std::vector<desk::Row>>& rows);

    TypedField* words_;
    wxStaticText* note_;
    RowsList* found_;
    std::uint64_t asked_ = 0; // an answer to an earlier word is late
};

} // namespace koltamga::forms
