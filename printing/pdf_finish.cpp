#include "printing/failures.h"
#include "printing/pdf.h"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace koltamga::printing {
namespace {

// ISO 32000-1, 14.9.3: a figure says in words what it shows.
void describe_figures(QPDF& pdf, const std::string& words) {
    for (auto& object : pdf.getAllObjects()) {
        if (object.isDictionary() && object.getKey("/S").isNameAndEquals("/Figure")) {
            object.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(words));
        }
    }
}

void describe_document(QPDF& pdf, const PdfInformation& information) {
    auto root = pdf.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newString(information.language));
    auto preferences = QPDFObjectHandle::newDictionary();
    preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", preferences);
    describe_figures(pdf, information.picture);
}

Bytes write(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

} // namespace

Result<Bytes> finish_pdf(BytesView bytes, const PdfInformation& information) {
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        const std::string content = text_of(bytes);
        pdf.processMemoryFile("paper", content.data(), content.size());
        describe_document(pdf, information);
        return write(pdf);
    } catch (const std::exception& error) { // qpdf tells of failures no other way
        return not_made(std::string("qpdf ") + error.what());
    }
}

} // namespace koltamga::printing
