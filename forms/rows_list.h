// A list of applications; Enter or a double click opens one.
#pragma once

#include "forms/surroundings.h"
#include "forms/words.h"

#include <wx/dataview.h>

namespace koltamga::forms {

inline constexpr int long_list_height = 320; // px, of a page that is one list

class RowsList : public wxDataViewListCtrl {
  public:
    RowsList(wxWindow* parent, Surroundings& around, const wxString& name);
    void show(std::vector<desk::Row> rows);
    const std::vector<desk::Row>& rows() const { return rows_; }

  private:
    wxVector<wxVariant> line_of(const desk::Row& row) const;

    Surroundings& around_;
    std::vector<desk::Row> rows_;
};

} // namespace koltamga::forms
