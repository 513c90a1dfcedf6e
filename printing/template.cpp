#include "printing/template.h"

#include "base/toml_settings.h"

#include <algorithm>
#include <stdexcept>

#include <toml++/toml.h>

namespace koltamga::printing {
namespace {

constexpr std::array<std::string_view, 3> language_keys = {"ky", "ru", "en"};

[[noreturn]] void broken(const toml::node& node, std::string_view what) {
    throw std::runtime_error("template, line " + std::to_string(node.source().begin.line) + ": " +
                             std::string(what));
}

Texts texts_from(const toml::table& table) {
    Texts texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        texts[i] = table[language_keys[i]].value_or(std::string());
        if (texts[i].empty()) {
            broken(table, "no text in " + std::string(language_keys[i]));
        }
    }
    return texts;
}

const toml::table& table_in(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        return *table;
    }
    broken(node, "a table is expected here");
}

const toml::array& array_in(const toml::table& table, std::string_view key) {
    if (const auto* array = table[key].as_array()) {
        return *array;
    }
    broken(table, "no list " + std::string(key));
}

Section section_from(const toml::table& table) {
    const auto* heading = table["heading"].as_table();
    if (heading == nullptr) {
        broken(table, "no heading");
    }
    Section section{texts_from(*heading), {}};
    for (const auto& clause : array_in(table, "clauses")) {
        section.clauses.push_back(texts_from(table_in(clause)));
    }
    return section;
}

bool is_text(const toml::table& table) {
    return table.contains("ky");
}

void collect(const toml::table& table, const std::string& path,
             std::map<std::string, Texts, std::less<>>& texts) {
    if (is_text(table)) {
        texts.emplace(path, texts_from(table));
        return;
    }
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        collect(table_in(node), path.empty() ? name : path + "." + name, texts);
    }
}

std::vector<Template> read_all() {
    std::vector<Template> templates;
    for (const auto& file : embedded_templates()) {
        templates.push_back(Template::parse(file));
    }
    std::ranges::sort(templates, {}, [](const Template& one) {
        return std::pair(one.info().name, std::stoul(one.info().version));
    });
    return templates;
}

std::string fill_one(std::string_view text, const Fillings& fillings, std::size_t language) {
    std::string filled;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
        const std::size_t close = text.find('}', open);
        const std::string_view name = text.substr(open + 1, close - open - 1);
        const auto found = fillings.find(name);
        if (close == std::string_view::npos || found == fillings.end()) {
            throw std::out_of_range("template: nothing to fill in for " + std::string(name));
        }
        filled += text.substr(0, open);
        filled += found->second[language];
        text.remove_prefix(close + 1);
    }
    return filled.append(text);
}

} // namespace

Template Template::parse(const EmbeddedTemplate& file) {
    auto parsed = toml::parse(file.content);
    if (!parsed) {
        throw std::runtime_error("template: not TOML");
    }
    auto document = std::move(parsed).table();
    Template made;
    made.info_ = {document["name"].value_or(std::string()),
                  document["version"].value_or(std::string()), std::string(file.hash)};
    if (made.info_.name.empty() || made.info_.version.empty()) {
        broken(document, "name and version are missing");
    }
    for (const auto& section : array_in(document, "terms")) {
        made.terms_.push_back(section_from(table_in(section)));
    }
    made.dense_ = document["dense"].value_or(false);
    for (const auto* key : {"name", "version", "terms", "dense"}) {
        document.erase(key);
    }
    collect(document, "", made.texts_);
    return made;
}

const std::vector<Template>& Template::all() {
    static const std::vector<Template> templates = read_all();
    return templates;
}

const Template* Template::find(std::string_view name, std::string_view version) {
    const auto found = std::ranges::find_if(all(), [&](const Template& one) {
        return one.info().name == name && one.info().version == version;
    });
    return found == all().end() ? nullptr : &*found;
}

const Template& Template::current(std::string_view name) {
    const Template* newest = nullptr;
    for (const auto& one : all()) {
        newest = one.info().name == name ? &one : newest;
    }
    if (newest == nullptr) {
        throw std::out_of_range("no template " + std::string(name));
    }
    return *newest;
}

const Texts& Template::text(std::string_view path) const {
    const auto found = texts_.find(path);
    if (found == texts_.end()) {
        throw std::out_of_range("template " + info_.name + " lacks " + std::string(path));
    }
    return found->second;
}

bool Template::has(std::string_view path) const {
    return texts_.contains(path);
}

Texts fill(const Texts& texts, const Fillings& fillings) {
    Texts filled;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        filled[i] = fill_one(texts[i], fillings, i);
    }
    return filled;
}

} // namespace koltamga::printing
