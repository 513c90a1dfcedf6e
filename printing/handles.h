// Cairo's, Pango's and Fontconfig's objects, which give themselves back.
#pragma once

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <memory>

namespace koltamga::printing {

template <auto release>
struct Releases {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};

using Surface = std::unique_ptr<cairo_surface_t, Releases<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Releases<cairo_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Releases<cairo_font_options_destroy>>;
using FontConfiguration = std::unique_ptr<FcConfig, Releases<FcConfigDestroy>>;
using FontMap = std::unique_ptr<PangoFontMap, Releases<g_object_unref>>;
using TextContext = std::unique_ptr<PangoContext, Releases<g_object_unref>>;
using TextLayout = std::unique_ptr<PangoLayout, Releases<g_object_unref>>;
using TextAttributes = std::unique_ptr<PangoAttrList, Releases<pango_attr_list_unref>>;
using TabStops = std::unique_ptr<PangoTabArray, Releases<pango_tab_array_free>>;
using FontDescription =
    std::unique_ptr<PangoFontDescription, Releases<pango_font_description_free>>;

} // namespace koltamga::printing
