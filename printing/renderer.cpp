#include "printing/renderer.h"

#include "printing/papers.h"
#include "printing/pdf.h"

namespace koltamga::printing {
namespace {

constexpr std::array<std::string_view, 3> language_tags = {"ky", "ru", "en"};

// What papers of every kind need besides their rows.
struct Sheet {
    std::string record_id;
    bool practice = false;
    Instant made_at;
    std::string author;
};

Texts page_of(std::size_t page, std::size_t pages, const Template& wording) {
    const std::string number = std::to_string(page);
    const std::string total = std::to_string(pages);
    return fill(wording.text("label.page"),
                {{"page", {number, number, number}}, {"pages", {total, total, total}}});
}

class Binder {
  public:
    Binder(const Typesetter& typesetter, const Template& wording, Composer& page)
        : typesetter_(typesetter), wording_(wording), page_(page) {}

    Result<Bytes> bind(const Sheet& sheet) {
        const auto rows = page_.take();
        KOLTAMGA_TRY(const auto pages, paginate(rows));
        const auto information = information_of(sheet);
        KOLTAMGA_TRY(const auto pdf, draw_pdf(pages, furniture(sheet, pages.size()), information));
        return finish_pdf(pdf, information);
    }

  private:
    TextLayout set(const std::string& text, Style style, Side side = Side::left) const {
        return typesetter_.set(text, style, page_.first_language(),
                               style == Style::watermark ? page_height : measure, side);
    }

    // The hash's beginning tells two wordings apart; the whole of it stands in the record.
    std::string footer_of(const Sheet& sheet) const {
        const auto& info = wording_.info();
        std::string text = sheet.record_id + "   ·   " + info.name + " " + info.version +
                           "   ·   " + info.hash.substr(0, 16);
        return sheet.practice ? text + "   ·   " + page_.joined("text.watermark") : text;
    }

    PageFurniture furniture(const Sheet& sheet, std::size_t pages) const {
        PageFurniture made;
        for (std::size_t i = 1; i <= pages; ++i) {
            made.footer_left.push_back(set(footer_of(sheet), Style::footer));
            made.footer_right.push_back(
                set(page_.joined(page_of(i, pages, wording_)), Style::footer, Side::right));
        }
        if (sheet.practice) {
            made.watermark =
                set(in(page_.first_language(), wording_.text("text.watermark")), Style::watermark);
        }
        return made;
    }

    // The title names the record, not the person: it shows in windows and lists of files.
    PdfInformation information_of(const Sheet& sheet) const {
        const Language language = page_.first_language();
        return {in(language, wording_.text("text.title")) + ", " + sheet.record_id, sheet.author,
                std::string(language_tags[static_cast<std::size_t>(language)]), pictures_in_words(),
                sheet.made_at};
    }

    // In the order in which they stand on the paper.
    std::vector<std::string> pictures_in_words() const {
        std::vector<std::string> words;
        for (const auto* path : {"label.portrait", "label.qr"}) {
            if (wording_.has(path)) {
                words.push_back(in(page_.first_language(), wording_.text(path)));
            }
        }
        return words;
    }

    const Typesetter& typesetter_;
    const Template& wording_;
    Composer& page_;
};

} // namespace

class Renderer::Fonts {
  public:
    explicit Fonts(Typesetter loaded) : typesetter(std::move(loaded)) {}
    Typesetter typesetter;
};

Renderer::Renderer(std::unique_ptr<Fonts> fonts) : fonts_(std::move(fonts)) {}
Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

Result<Renderer> Renderer::make() {
    KOLTAMGA_TRY(auto typesetter, Typesetter::make());
    return Renderer(std::make_unique<Fonts>(std::move(typesetter)));
}

Result<Bytes> Renderer::render_agreement(const AgreementRecord& record, Languages languages) const {
    KOLTAMGA_CHECK(check_complete(record));
    KOLTAMGA_TRY(const Template* const wording, accepted_wording(record));
    Composer page(fonts_->typesetter, *wording, each(languages));
    KOLTAMGA_CHECK(compose_agreement(page, *wording, record));
    return Binder(fonts_->typesetter, *wording, page)
        .bind({record.record_id, record.practice, record.made_at,
               in(page.first_language(), record.office.authority)});
}

Result<Bytes> Renderer::render_certificate_sheet(const CertificateSheetRecord& record,
                                                 Languages languages) const {
    KOLTAMGA_CHECK(check_complete(record));
    KOLTAMGA_TRY(const Template* const wording, sheet_wording(record));
    Composer page(fonts_->typesetter, *wording, each(languages));
    compose_certificate_sheet(page, *wording, record);
    return Binder(fonts_->typesetter, *wording, page)
        .bind({record.record_id, record.practice, record.made_at,
               in(page.first_language(), record.office.authority)});
}

Result<Bytes> Renderer::render_refusal(const RefusalRecord& record, Languages languages) const {
    KOLTAMGA_CHECK(check_complete(record));
    const auto& wording = Template::current("refusal");
    Composer page(fonts_->typesetter, wording, each(languages));
    compose_refusal(page, wording, record);
    return Binder(fonts_->typesetter, wording, page)
        .bind({record.record_id, record.practice, record.made_at,
               in(page.first_language(), record.office.authority)});
}

Result<Bytes> Renderer::render_day_register(const DayRegisterRecord& record,
                                            Languages languages) const {
    KOLTAMGA_CHECK(check_complete(record));
    const auto& wording = Template::current("day-register");
    Composer page(fonts_->typesetter, wording, each(languages));
    compose_day_register(page, wording, record);
    const auto& office = record.office.code;
    return Binder(fonts_->typesetter, wording, page)
        .bind({office + (office.empty() ? "" : " ") + record.date, record.practice, record.made_at,
               in(page.first_language(), record.office.authority)});
}

} // namespace koltamga::printing
