// Rows of set text, and how they fall on A4 pages. All measures are points (1/72 inch).
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "printing/handles.h"
#include "printing/qr_code.h"

#include <optional>
#include <vector>

namespace koltamga::printing {

// The page: A4, wider at the left for the folder's holes.
inline constexpr double page_width = 595.276;
inline constexpr double page_height = 841.89;
inline constexpr double margin_left = 62;
inline constexpr double margin_right = 48;
inline constexpr double margin_top = 46;
inline constexpr double margin_bottom = 60;
inline constexpr double measure = page_width - margin_left - margin_right;
inline constexpr double page_room = page_height - margin_top - margin_bottom;

enum class Ink { black, grey, pale };

struct Cell {
    double x = 0; // from the left margin
    double y = 0; // from the row's top
    TextLayout text;
    Ink ink = Ink::black;
    const char* tag = "P"; // what it is to a screen reader (ISO 32000-1, 14.8.4)
};

struct Hairline {
    double x = 0;
    double y = 0;
    double width = 0;
    bool dark = false;
};

struct Picture {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    BytesView jpeg;
};

// A QR code in its quiet zone.
struct Squares {
    double x = 0;
    double y = 0;
    double side = 0; // with the quiet zone
    QrCode code;
};

// What stands side by side and is never broken across pages.
struct Row {
    double before = 0; // space above, dropped at the top of a page
    double height = 0;
    bool keep_with_next = false;
    std::optional<std::size_t> head = {}; // of these rows, to be repeated above it on a new page
    const char* group = nullptr; // around this row and its neighbours of the same group, "Table"
    const char* tag = nullptr;   // around all cells, "TR"
    std::vector<Cell> cells;
    std::vector<Hairline> hairlines;
    std::optional<Picture> picture;
    std::optional<Squares> squares;
};

struct PlacedRow {
    double y = 0; // from the page's upper edge
    const Row* row = nullptr;
};

using Page = std::vector<PlacedRow>;

// Rows in order onto as few pages as it takes; rows that keep together stay together, and a table's
// head stands above its rows on every page. Fails with
// printing_not_made if rows that keep together are higher than a page.
Result<std::vector<Page>> paginate(const std::vector<Row>& rows);

} // namespace koltamga::printing
