// A paper's wording, read from the templates that were compiled in (printing/templates).
#pragma once

#include "printing/paper.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::printing {

// A template file as it was when the build was configured.
struct EmbeddedTemplate {
    std::string_view hash; // SHA-256 of the file
    std::string_view content;
};
std::span<const EmbeddedTemplate> embedded_templates();

struct Section {
    Texts heading;
    std::vector<Texts> clauses;
};

class Template {
  public:
    // Throws std::runtime_error with the line for a template that is not as it should be: that is
    // a mistake in our sources, not in the world.
    static Template parse(const EmbeddedTemplate& file);

    // The template of that name and version; null if this program does not hold it.
    static const Template* find(std::string_view name, std::string_view version);
    // The newest version. The name must exist.
    static const Template& current(std::string_view name);
    // All of them, by name, then version.
    static const std::vector<Template>& all();

    const TemplateInfo& info() const { return info_; }
    // Whether its terms are set smaller and wider, so that they take fewer pages.
    bool dense() const { return dense_; }
    // "label.surname" in every language. Throws std::out_of_range for a text that is not there.
    const Texts& text(std::string_view path) const;
    bool has(std::string_view path) const;
    const std::vector<Section>& terms() const { return terms_; }
    const std::map<std::string, Texts, std::less<>>& texts() const { return texts_; }

  private:
    TemplateInfo info_;
    bool dense_ = false;
    std::map<std::string, Texts, std::less<>> texts_;
    std::vector<Section> terms_;
};

// What stands in braces, in every language: {"law", record.law}.
using Fillings = std::map<std::string, Texts, std::less<>>;

// The texts with every {name} replaced. Throws std::out_of_range for a name without a filling.
Texts fill(const Texts& texts, const Fillings& fillings);

} // namespace koltamga::printing
