#include "printing/typesetter.h"

#include "printing/failures.h"

#include <pango/pangofc-fontmap.h>

#include <array>
#include <filesystem>
#include <string>

namespace koltamga::printing {
namespace {

struct Face {
    const char* description; // Pango's: family, weight, size
    double leading;          // from baseline to baseline
    double spacing;          // between letters
};

// In the order of Style.
constexpr std::array<Face, 18> faces = {{
    {"PT Serif Bold 16", 20, 0},
    {"PT Serif Bold 12", 15, 0},
    {"PT Serif Italic 10", 13, 0},
    {"PT Sans Bold 9", 12.5, 0.1},
    {"PT Serif 9", 12.5, 0},
    {"PT Serif 8.4", 11.2, 0},
    {"PT Serif 8.7", 11.2, 0},
    {"PT Serif 8.2", 10.6, 0},
    {"PT Sans 7.8", 12.5, 0},
    {"PT Sans 8", 11, 0},
    {"PT Sans 9.5", 12.5, 0},
    {"PT Sans Bold 10.5", 13.5, 0},
    {"PT Mono 8.2", 12.5, 0},
    {"PT Sans 8.2", 10.4, 0},
    {"PT Mono 7.2", 10.4, 0},
    {"PT Sans 7.4", 9.6, 0},
    {"PT Sans 7.2", 9.5, 0},
    {"PT Sans Bold 92", 100, 4},
}};

// What every machine must have; fontconfig finds the rest of the family beside it.
constexpr const char* needed_fonts[] = {
    KOLTAMGA_PARATYPE_FONTS "/PTS55F.ttf",   KOLTAMGA_PARATYPE_FONTS "/PTS75F.ttf",
    KOLTAMGA_PARATYPE_FONTS "/PTF55F.ttf",   KOLTAMGA_PARATYPE_FONTS "/PTF75F.ttf",
    KOLTAMGA_PARATYPE_FONTS "/PTF56F.ttf",   KOLTAMGA_PARATYPE_FONTS "/PTM55F.ttf",
    KOLTAMGA_DEJAVU_FONTS "/DejaVuSans.ttf",
};

// Two folders and nothing of the machine's or the user's own taste. The cache saves reading the
// files; whether it is there changes no glyph.
constexpr const char* font_folders = R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>)" KOLTAMGA_PARATYPE_FONTS R"(</dir>
<dir>)" KOLTAMGA_DEJAVU_FONTS R"(</dir>
<cachedir>/var/cache/fontconfig</cachedir>
</fontconfig>)";

constexpr std::array<const char*, 3> language_tags = {"ky", "ru", "en"};

Result<FontConfiguration> load_fonts() {
    for (const char* file : needed_fonts) {
        if (!std::filesystem::is_regular_file(file)) {
            return fonts_missing(std::filesystem::path(file).filename());
        }
    }
    FontConfiguration configuration(FcConfigCreate());
    const auto* folders = reinterpret_cast<const FcChar8*>(font_folders); // its spelling of char
    if (FcConfigParseAndLoadFromMemory(configuration.get(), folders, FcTrue) != FcTrue ||
        FcConfigBuildFonts(configuration.get()) != FcTrue) {
        return fonts_missing("fontconfig");
    }
    return configuration;
}

// Glyphs stand where the font's own measures put them, on whatever machine.
void use_exact_measures(PangoContext* context) {
    const FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options.get());
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
}

int units(double points) {
    return pango_units_from_double(points);
}

TextAttributes attributes(const Face& face, Language language) {
    TextAttributes list(pango_attr_list_new());
    pango_attr_list_insert(list.get(), pango_attr_line_height_new_absolute(units(face.leading)));
    pango_attr_list_insert(list.get(), pango_attr_language_new(pango_language_from_string(
                                           language_tags[static_cast<std::size_t>(language)])));
    // A name that must be broken gets no hyphen: it would read as part of the name.
    pango_attr_list_insert(list.get(), pango_attr_insert_hyphens_new(FALSE));
    if (face.spacing > 0) {
        pango_attr_list_insert(list.get(), pango_attr_letter_spacing_new(units(face.spacing)));
    }
    return list;
}

PangoRectangle extent(const TextLayout& text) {
    PangoRectangle logical;
    pango_layout_get_extents(text.get(), nullptr, &logical);
    return logical;
}

} // namespace

Result<Typesetter> Typesetter::make() {
    Typesetter made;
    KOLTAMGA_TRY(made.configuration_, load_fonts());
    made.fonts_.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!made.fonts_) {
        return fonts_missing("pango-without-freetype");
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(made.fonts_.get()), made.configuration_.get());
    made.context_.reset(pango_font_map_create_context(made.fonts_.get()));
    use_exact_measures(made.context_.get());
    return made;
}

TextLayout Typesetter::set(std::string_view text, Style style, Language language, double width,
                           Side side) const {
    const Face& face = faces[static_cast<std::size_t>(style)];
    TextLayout layout(pango_layout_new(context_.get()));
    const FontDescription font(pango_font_description_from_string(face.description));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_attributes(layout.get(), attributes(face, language).get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(), units(width));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(),
                               side == Side::left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
    return layout;
}

TextLayout Typesetter::set_hanging(std::string_view number, std::string_view text, Style style,
                                   Language language, double width, double indent) const {
    auto layout = set(std::string(number).append("\t").append(text), style, language, width);
    pango_layout_set_indent(layout.get(), -units(indent));
    const TabStops tabs(
        pango_tab_array_new_with_positions(1, FALSE, PANGO_TAB_LEFT, units(indent)));
    pango_layout_set_tabs(layout.get(), tabs.get());
    return layout;
}

double height_of(const TextLayout& text) {
    return pango_units_to_double(extent(text).height);
}

double width_of(const TextLayout& text) {
    return pango_units_to_double(extent(text).width);
}

double baseline_of(const TextLayout& text) {
    return pango_units_to_double(pango_layout_get_baseline(text.get()));
}

} // namespace koltamga::printing
