#include "printing/pdf.h"

#include "printing/failures.h"
#include "printing/jpeg.h"
#include "printing/typesetter.h"

#include <cairo-pdf.h>

#include <numbers>

namespace koltamga::printing {
namespace {

constexpr double hairline_width = 0.4;
constexpr double footer_top = page_height - 44;

struct Grey {
    double level;
};

void ink(cairo_t* canvas, Ink ink) {
    constexpr Grey levels[] = {{0.0}, {0.38}, {0.91}};
    const double level = levels[static_cast<std::size_t>(ink)].level;
    cairo_set_source_rgb(canvas, level, level, level);
}

class Tagged {
  public:
    Tagged(cairo_t* canvas, const char* tag) : canvas_(canvas), tag_(tag) {
        if (tag_ != nullptr) {
            cairo_tag_begin(canvas_, tag_, nullptr);
        }
    }
    ~Tagged() {
        if (tag_ != nullptr) {
            cairo_tag_end(canvas_, tag_);
        }
    }
    Tagged(const Tagged&) = delete;
    Tagged& operator=(const Tagged&) = delete;

  private:
    cairo_t* canvas_;
    const char* tag_;
};

void draw_text(cairo_t* canvas, double x, double y, const TextLayout& text, Ink colour) {
    ink(canvas, colour);
    cairo_move_to(canvas, x, y);
    pango_cairo_show_layout(canvas, text.get());
}

void draw_line(cairo_t* canvas, double x, double y, double width, bool dark) {
    ink(canvas, dark ? Ink::black : Ink::grey);
    cairo_set_line_width(canvas, dark ? hairline_width * 1.5 : hairline_width);
    cairo_move_to(canvas, x, y);
    cairo_line_to(canvas, x + width, y);
    cairo_stroke(canvas);
}

cairo_status_t append_octets(void* target, const unsigned char* octets, unsigned int count) {
    auto& bytes = *static_cast<Bytes*>(target);
    bytes.insert(bytes.end(), octets, octets + count);
    return CAIRO_STATUS_SUCCESS;
}

void keep_octets(void*) {} // the record holds the JPEG until the PDF is made

// An image that Cairo writes as the JPEG it came as; its pixels are never looked at.
Result<Surface> image_of(BytesView jpeg) {
    KOLTAMGA_TRY(const auto size, jpeg_size(jpeg));
    Surface image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
    const auto status = cairo_surface_set_mime_data(image.get(), CAIRO_MIME_TYPE_JPEG, jpeg.data(),
                                                    jpeg.size(), keep_octets, nullptr);
    if (status != CAIRO_STATUS_SUCCESS) {
        return not_made(cairo_status_to_string(status));
    }
    return image;
}

void frame(cairo_t* canvas, const Picture& picture) {
    ink(canvas, Ink::grey);
    cairo_set_line_width(canvas, hairline_width);
    cairo_rectangle(canvas, picture.x, picture.y, picture.width, picture.height);
    cairo_stroke(canvas);
}

Done draw_picture(cairo_t* canvas, Picture picture, double row_y) {
    KOLTAMGA_TRY(const auto image, image_of(picture.jpeg));
    picture.x += margin_left;
    picture.y += row_y;
    const Tagged figure(canvas, "Figure");
    cairo_save(canvas);
    cairo_rectangle(canvas, picture.x, picture.y, picture.width, picture.height);
    cairo_clip(canvas);
    cairo_translate(canvas, picture.x, picture.y);
    const double scale = std::max(picture.width / cairo_image_surface_get_width(image.get()),
                                  picture.height / cairo_image_surface_get_height(image.get()));
    cairo_scale(canvas, scale, scale);
    cairo_set_source_surface(canvas, image.get(), 0, 0);
    // Without "Interpolate", which PDF/A-1 forbids (ISO 19005-1, 6.2.4).
    cairo_pattern_set_filter(cairo_get_source(canvas), CAIRO_FILTER_NEAREST);
    cairo_paint(canvas);
    cairo_restore(canvas);
    frame(canvas, picture);
    return {};
}

// One rectangle for each run of dark squares, so that no hair of light shows between them.
void draw_squares(cairo_t* canvas, const Squares& squares, double row_y) {
    const auto& code = squares.code;
    const double square = squares.side / (static_cast<double>(code.side) + 2 * quiet_zone);
    const Tagged figure(canvas, "Figure");
    cairo_save(canvas);
    cairo_translate(canvas, margin_left + squares.x, row_y + squares.y);
    cairo_scale(canvas, square, square);
    cairo_translate(canvas, quiet_zone, quiet_zone);
    for (std::size_t row = 0; row < code.side; ++row) {
        for (std::size_t column = 0, end = 0; column < code.side; column = end + 1) {
            for (end = column; end < code.side && code.at(row, end); ++end) {
            }
            cairo_rectangle(canvas, static_cast<double>(column), static_cast<double>(row),
                            static_cast<double>(end - column), 1);
        }
    }
    ink(canvas, Ink::black);
    cairo_fill(canvas);
    cairo_restore(canvas);
}

Done draw_row(cairo_t* canvas, const PlacedRow& placed) {
    const Row& row = *placed.row;
    for (const auto& line : row.hairlines) {
        draw_line(canvas, margin_left + line.x, placed.y + line.y, line.width, line.dark);
    }
    if (row.picture) {
        KOLTAMGA_CHECK(draw_picture(canvas, *row.picture, placed.y));
    }
    if (row.squares) {
        draw_squares(canvas, *row.squares, placed.y);
    }
    const Tagged all(canvas, row.tag);
    for (const auto& cell : row.cells) {
        const Tagged one(canvas, cell.tag);
        draw_text(canvas, margin_left + cell.x, placed.y + cell.y, cell.text, cell.ink);
    }
    return {};
}

Done draw_rows(cairo_t* canvas, const Page& page) {
    std::optional<Tagged> group;
    const char* open = nullptr;
    for (const auto& placed : page) {
        if (placed.row->group != open) {
            open = placed.row->group;
            group.reset();
            group.emplace(canvas, open);
        }
        KOLTAMGA_CHECK(draw_row(canvas, placed));
    }
    return {};
}

// Along the page's diagonal, below the text; an outline, so that it is no text to be searched.
void draw_watermark(cairo_t* canvas, const TextLayout& text) {
    cairo_save(canvas);
    cairo_translate(canvas, page_width / 2, page_height / 2);
    cairo_rotate(canvas, -std::numbers::pi / 3.4);
    cairo_move_to(canvas, -width_of(text) / 2, -height_of(text) / 2);
    pango_cairo_layout_path(canvas, text.get());
    ink(canvas, Ink::pale);
    cairo_fill(canvas);
    cairo_restore(canvas);
}

void draw_footer(cairo_t* canvas, const PageFurniture& furniture, std::size_t page) {
    draw_line(canvas, margin_left, footer_top, measure, false);
    draw_text(canvas, margin_left, footer_top + 5, furniture.footer_left[page], Ink::grey);
    draw_text(canvas, margin_left, footer_top + 5, furniture.footer_right[page], Ink::grey);
}

Done draw_page(cairo_t* canvas, const Page& page, const PageFurniture& furniture,
               std::size_t number) {
    if (furniture.watermark) {
        draw_watermark(canvas, furniture.watermark);
    }
    KOLTAMGA_CHECK(draw_rows(canvas, page));
    draw_footer(canvas, furniture, number);
    cairo_show_page(canvas);
    return {};
}

void inform(cairo_surface_t* surface, const PdfInformation& information) {
    const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
        cairo_pdf_surface_set_metadata(surface, key, value.c_str());
    };
    const std::string created = second_of(information.created);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    set(CAIRO_PDF_METADATA_TITLE, information.title);
    set(CAIRO_PDF_METADATA_AUTHOR, information.author);
    set(CAIRO_PDF_METADATA_CREATOR, paper_creator);
    set(CAIRO_PDF_METADATA_CREATE_DATE, created);
    set(CAIRO_PDF_METADATA_MOD_DATE, created);
}

Done draw_pages(cairo_t* canvas, const std::vector<Page>& pages, const PageFurniture& furniture) {
    const Tagged document(canvas, "Document");
    for (std::size_t i = 0; i < pages.size(); ++i) {
        KOLTAMGA_CHECK(draw_page(canvas, pages[i], furniture, i));
    }
    return {};
}

} // namespace

std::string second_of(Instant instant) {
    return koltamga::to_text(instant).substr(0, 19) + "Z";
}

Result<Bytes> draw_pdf(const std::vector<Page>& pages, const PageFurniture& furniture,
                       const PdfInformation& information) {
    Bytes pdf;
    const Surface surface(
        cairo_pdf_surface_create_for_stream(append_octets, &pdf, page_width, page_height));
    inform(surface.get(), information);
    const Canvas canvas(cairo_create(surface.get()));
    KOLTAMGA_CHECK(draw_pages(canvas.get(), pages, furniture));
    const auto drawn = cairo_status(canvas.get());
    cairo_surface_finish(surface.get());
    const auto written = cairo_surface_status(surface.get());
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        return not_made(cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written));
    }
    return pdf;
}

} // namespace koltamga::printing
