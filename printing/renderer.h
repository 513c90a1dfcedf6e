// Makes the papers: a record in, a PDF out.
//
// A4, fonts embedded, tagged, text that can be searched; the same bytes for the same record.
// The renderer keeps its fonts loaded; make one and use it again. One thread at a time.
#pragma once

#include "base/result.h"
#include "printing/agreement.h"
#include "printing/certificate_sheet.h"
#include "printing/day_register.h"
#include "printing/refusal.h"

#include <memory>

namespace koltamga::printing {

class Renderer {
  public:
    // Loads the fonts. Fails with printing_fonts_missing.
    static Result<Renderer> make();
    ~Renderer();
    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;

    // Fails with printing_record_incomplete, printing_terms_unknown (the accepted wording is not
    // in this program), printing_portrait_unusable or printing_not_made.
    Result<Bytes> render_agreement(const AgreementRecord& record, Languages languages) const;

    // Fails with printing_record_incomplete, printing_terms_unknown (the sheet's wording is not in
    // this program) or printing_not_made.
    Result<Bytes> render_certificate_sheet(const CertificateSheetRecord& record,
                                           Languages languages) const;

    // Fails with printing_record_incomplete or printing_not_made; the wording is the newest.
    Result<Bytes> render_refusal(const RefusalRecord& record, Languages languages) const;
    Result<Bytes> render_day_register(const DayRegisterRecord& record, Languages languages) const;

  private:
    class Fonts;
    explicit Renderer(std::unique_ptr<Fonts> fonts);
    std::unique_ptr<Fonts> fonts_;
};

} // namespace koltamga::printing
