#include "printing/archive.h"

#include "printing/colour_profile.h"
#include "printing/xmp.h"

#include <cstdlib>
#include <memory>

namespace koltamga::printing {
namespace {

struct FreeOctets {
    void operator()(unsigned char* octets) const {
        std::free(octets); // NOLINT(cppcoreguidelines-no-malloc): as qpdf says
    }
};

qpdf_oh stream_of(qpdf_data pdf, BytesView content) {
    const auto stream = qpdf_oh_new_stream(pdf);
    const auto null = qpdf_oh_new_null(pdf);
    qpdf_oh_replace_stream_data(pdf, stream, content.data(), content.size(), null, null);
    return stream;
}

void put(qpdf_data pdf, qpdf_oh dictionary, const char* key, const char* name) {
    qpdf_oh_replace_key(pdf, dictionary, key, qpdf_oh_new_name(pdf, name));
}

void put_text(qpdf_data pdf, qpdf_oh dictionary, const char* key, const char* text) {
    qpdf_oh_replace_key(pdf, dictionary, key, qpdf_oh_new_string(pdf, text));
}

bool says(qpdf_data pdf, qpdf_oh object, const char* key, const char* name) {
    return qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_key_if_dict(pdf, object, key), name) ==
           QPDF_TRUE;
}

// ISO 19005-1, 6.2.2: the colours are those of sRGB, by the profile itself.
void say_colours(qpdf_data pdf, qpdf_oh root) {
    const auto profile = stream_of(pdf, srgb_profile());
    qpdf_oh_replace_key(pdf, qpdf_oh_get_dict(pdf, profile), "/N", qpdf_oh_new_integer(pdf, 3));
    const auto intent = qpdf_oh_new_dictionary(pdf);
    put(pdf, intent, "/Type", "/OutputIntent");
    put(pdf, intent, "/S", "/GTS_PDFA1");
    put_text(pdf, intent, "/OutputConditionIdentifier", "sRGB IEC61966-2.1");
    put_text(pdf, intent, "/RegistryName", "http://www.color.org");
    put_text(pdf, intent, "/Info", "sRGB IEC61966-2.1");
    qpdf_oh_replace_key(pdf, intent, "/DestOutputProfile", profile);
    const auto intents = qpdf_oh_new_array(pdf);
    qpdf_oh_append_item(pdf, intents, qpdf_make_indirect_object(pdf, intent));
    qpdf_oh_replace_key(pdf, root, "/OutputIntents", intents);
}

// ISO 19005-1, 6.7.2.
void describe(qpdf_data pdf, qpdf_oh root, const PdfInformation& information) {
    const char* producer = qpdf_get_info_key(pdf, "/Producer");
    const auto packet = xmp_packet(information, producer == nullptr ? "" : producer);
    const auto metadata = stream_of(pdf, bytes_of(packet));
    const auto dictionary = qpdf_oh_get_dict(pdf, metadata);
    put(pdf, dictionary, "/Type", "/Metadata");
    put(pdf, dictionary, "/Subtype", "/XML");
    qpdf_oh_replace_key(pdf, root, "/Metadata", metadata);
}

std::size_t number_at(BytesView octets, std::size_t at, std::size_t size) {
    std::size_t number = 0;
    for (std::size_t i = at; i < at + size && i < octets.size(); ++i) {
        number = number * 256 + octets[i];
    }
    return number;
}

// numGlyphs in the table maxp of a TrueType font (ISO/IEC 14496-22, 5.2.6); 0 if there is none.
std::size_t glyphs_in(BytesView font) {
    constexpr std::size_t header = 12;
    constexpr std::size_t entry = 16;
    const std::size_t tables = number_at(font, 4, 2);
    for (std::size_t i = 0; i < tables; ++i) {
        const std::size_t at = header + i * entry;
        if (number_at(font, at, 4) == 0x6D617870) { // "maxp"
            return number_at(font, number_at(font, at + 8, 4) + 4, 2);
        }
    }
    return 0;
}

std::size_t glyphs_of(qpdf_data pdf, qpdf_oh descriptor) {
    unsigned char* octets = nullptr;
    std::size_t size = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    qpdf_oh_get_stream_data(pdf, qpdf_oh_get_key(pdf, descriptor, "/FontFile2"),
                            qpdf_dl_generalized, &decoded, &octets, &size);
    const std::unique_ptr<unsigned char, FreeOctets> owned(octets);
    return glyphs_in({octets, size});
}

// One bit for each glyph, from the highest (ISO 32000-1, 9.8.3.2): Cairo numbers those it embeds
// from 0 on without a gap.
Bytes set_of(std::size_t glyphs) {
    Bytes bits((glyphs + 7) / 8, 0xFF);
    if (glyphs % 8 != 0) {
        bits.back() = static_cast<std::uint8_t>(0xFF00U >> (glyphs % 8));
    }
    return bits;
}

// ISO 19005-1, 6.3.3.2 and 6.3.5.
void say_glyphs(qpdf_data pdf, qpdf_oh font) {
    put(pdf, font, "/CIDToGIDMap", "/Identity");
    const auto descriptor = qpdf_oh_get_key(pdf, font, "/FontDescriptor");
    const auto glyphs = set_of(glyphs_of(pdf, descriptor));
    qpdf_oh_replace_key(pdf, descriptor, "/CIDSet", stream_of(pdf, glyphs));
}

// Cairo gives each page a transparency group, needed or not; ISO 19005-1, 6.4 allows none.
void adjust_objects(qpdf_data pdf) {
    const auto size = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/Size");
    const int end = qpdf_oh_get_int_value_as_int(pdf, size);
    for (int id = 1; id < end; ++id) {
        const auto object = qpdf_get_object_by_id(pdf, id, 0);
        if (says(pdf, object, "/Type", "/Page")) {
            qpdf_oh_remove_key(pdf, object, "/Group");
        } else if (says(pdf, object, "/Subtype", "/CIDFontType2")) {
            say_glyphs(pdf, object);
        }
    }
}

} // namespace

void make_archival(qpdf_data pdf, const PdfInformation& information) {
    const auto root = qpdf_get_root(pdf);
    adjust_objects(pdf);
    say_colours(pdf, root);
    describe(pdf, root, information);
}

} // namespace koltamga::printing
