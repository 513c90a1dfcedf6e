#include "printing/archive.h"
#include "printing/failures.h"
#include "printing/pdf.h"

#include <memory>

#include <qpdf/qpdf-c.h>

namespace koltamga::printing {
namespace {

struct CloseDocument {
    void operator()(qpdf_data document) const { qpdf_cleanup(&document); }
};
using Document = std::unique_ptr<std::remove_pointer_t<qpdf_data>, CloseDocument>;

constexpr bool gone_wrong(QPDF_ERROR_CODE code) {
    return (code & QPDF_ERRORS) != 0;
}

Failure refused(qpdf_data document) {
    return not_made(std::string("qpdf ") +
                    qpdf_get_error_message_detail(document, qpdf_get_error(document)));
}

// ISO 32000-1, 14.9.3: a figure says in words what it shows.
// Cairo numbers them in the order in which they were drawn.
void describe_figures(qpdf_data pdf, const std::vector<std::string>& words) {
    std::size_t described = 0;
    const auto size = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/Size");
    for (int id = 1; id < qpdf_oh_get_int_value_as_int(pdf, size); ++id) {
        const auto object = qpdf_get_object_by_id(pdf, id, 0);
        const auto role = qpdf_oh_get_key_if_dict(pdf, object, "/S");
        if (described < words.size() &&
            qpdf_oh_is_name_and_equals(pdf, role, "/Figure") == QPDF_TRUE) {
            const char* shows = words[described++].c_str();
            qpdf_oh_replace_key(pdf, object, "/Alt", qpdf_oh_new_unicode_string(pdf, shows));
        }
    }
}

void describe_document(qpdf_data pdf, const PdfInformation& information) {
    const auto root = qpdf_get_root(pdf);
    qpdf_oh_replace_key(pdf, root, "/Lang", qpdf_oh_new_string(pdf, information.language.c_str()));
    const auto preferences = qpdf_oh_new_dictionary(pdf);
    qpdf_oh_replace_key(pdf, preferences, "/DisplayDocTitle", qpdf_oh_new_bool(pdf, QPDF_TRUE));
    qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", preferences);
    describe_figures(pdf, information.pictures);
}

Result<Bytes> written(qpdf_data pdf) {
    if (gone_wrong(qpdf_init_write_memory(pdf))) {
        return refused(pdf);
    }
    qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
    qpdf_force_pdf_version(pdf, "1.4"); // PDF/A-1 is that, and wants each stream to end its line
    qpdf_set_newline_before_endstream(pdf, QPDF_TRUE);
    qpdf_set_object_stream_mode(pdf, qpdf_o_disable);
    qpdf_set_stream_data_mode(pdf, qpdf_s_preserve); // Cairo has compressed what is worth it
    if (gone_wrong(qpdf_write(pdf))) {
        return refused(pdf);
    }
    const auto* first = qpdf_get_buffer(pdf);
    return Bytes(first, first + qpdf_get_buffer_length(pdf));
}

} // namespace

Result<Bytes> finish_pdf(BytesView bytes, const PdfInformation& information) {
    const Document document(qpdf_init());
    auto* const pdf = document.get();
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    qpdf_silence_errors(pdf);
    const std::string content = text_of(bytes); // qpdf reads it until the document is closed
    if (gone_wrong(qpdf_read_memory(pdf, "paper", content.data(), content.size(), nullptr))) {
        return refused(pdf);
    }
    describe_document(pdf, information);
    make_archival(pdf, information);
    if (qpdf_has_error(pdf) == QPDF_TRUE) {
        return refused(pdf);
    }
    return written(pdf);
}

} // namespace koltamga::printing
