#include "forms/rows_list.h"

#include "desk/row_words.h"
#include "forms/look.h"
#include "forms/native.h"

namespace koltamga::forms {

RowsList::RowsList(wxWindow* parent, Surroundings& around, const wxString& name)
    : wxDataViewListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                         wxDV_ROW_LINES | wxDV_SINGLE),
      around_(around) {
    const struct {
        Word word;
        int letters;
    } columns[] = {{Word::column_name, 26},      {Word::column_pin, 19},
                   {Word::column_document, 12},  {Word::column_state, 18},
                   {Word::column_waits_for, 24}, {Word::column_since, 17}};
    for (const auto& column : columns) {
        AppendTextColumn(say(column.word, around.language()), wxDATAVIEW_CELL_INERT,
                         width_of(*this, column.letters), wxALIGN_LEFT, wxDATAVIEW_COL_RESIZABLE);
    }
    name_for_readers(*this, name);
    Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent& event) {
        const auto at = static_cast<std::size_t>(ItemToRow(event.GetItem()));
        if (at < rows_.size()) {
            around_.open(rows_[at].application);
        }
    });
}

wxVector<wxVariant> RowsList::line_of(const desk::Row& row) const {
    const auto language = around_.language();
    const auto name = row.name.empty() ? say(Word::nameless, language) : shown(row.name);
    const auto waits = issuance::sentence_for(row.waits_for, language);
    wxVector<wxVariant> line;
    line.push_back(name);
    line.push_back(shown(desk::grouped_pin(row.pin)));
    line.push_back(shown(row.document));
    line.push_back(shown(desk::standing_of(row), language));
    line.push_back(shown(std::string(waits)));
    line.push_back(shown(around_.office_time(row.since)));
    return line;
}

void RowsList::show(std::vector<desk::Row> rows) {
    rows_ = std::move(rows);
    DeleteAllItems();
    for (const auto& row : rows_) {
        AppendItem(line_of(row));
    }
    if (!rows_.empty()) {
        SelectRow(0);
    }
}

} // namespace koltamga::forms
