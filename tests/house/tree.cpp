#include "tests/house/tree.h"

#include <algorithm>
#include <fstream>

namespace koltamga::house {
namespace {

namespace fs = std::filesystem;

const fs::path root = KOLTAMGA_SOURCE_DIR;
constexpr const char* program_folders[] = {"src", "db", "printing", "forms"};
constexpr const char* other_folders[] = {"tests", "packaging", "cmake", ".ci"};

std::vector<std::string> lines_of(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

using Extensions = std::set<std::string>;

void add(const fs::path& path, const Extensions& extensions, std::vector<SourceFile>& files) {
    if (fs::is_regular_file(path) && extensions.contains(path.extension())) {
        files.push_back({fs::relative(path, root), lines_of(path)});
    }
}

void add_folder(const fs::path& folder, const Extensions& extensions,
                std::vector<SourceFile>& files) {
    if (!fs::is_directory(folder)) {
        return;
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        add(entry.path(), extensions, files);
    }
}

} // namespace

std::string SourceFile::folder() const {
    const auto part = [&](std::size_t from) {
        return path.substr(from, path.find('/', from) - from);
    };
    return path.starts_with("src/") ? part(4) : part(0);
}

std::string SourceFile::at(std::size_t line) const {
    return path + ":" + std::to_string(line + 1);
}

std::vector<SourceFile> program_files(const Extensions& extensions) {
    std::vector<SourceFile> files;
    for (const auto* folder : program_folders) {
        add_folder(root / folder, extensions, files);
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<SourceFile> all_files(const Extensions& extensions) {
    auto files = program_files(extensions);
    for (const auto* folder : other_folders) {
        add_folder(root / folder, extensions, files);
    }
    for (const auto& entry : fs::directory_iterator(root)) {
        add(entry.path(), extensions, files);
    }
    return files;
}

std::string_view code_of(std::string_view line) {
    bool quoted = false;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        if (line[i] == '\\') {
            ++i;
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && line.substr(i, 2) == "//") {
            return line.substr(0, i);
        }
    }
    return line;
}

std::string listed(const std::vector<std::string>& violations) {
    std::string text = std::to_string(violations.size()) + " violations\n";
    for (const auto& violation : violations) {
        text += "  " + violation + "\n";
    }
    return text;
}

} // namespace koltamga::house
