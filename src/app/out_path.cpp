#include "app/out_path.h"

#include "app/ctl.h"
#include "base/file.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace koltamga::app {
namespace {

namespace fs = std::filesystem;

Failure about(const fs::path& out, const Texts& what) {
    auto failure = usage_failure(what);
    failure.where = Where{out.string()};
    return failure;
}

// Without links and dots, as far as the path exists.
fs::path resolved(const fs::path& path) {
    std::error_code error;
    auto whole = fs::weakly_canonical(fs::absolute(path, error), error);
    if (error) {
        whole = fs::absolute(path, error).lexically_normal();
    }
    return whole.has_filename() ? whole : whole.parent_path(); // "out/"
}

// The name itself, though it be a link: writing replaces the link, not what it leads to.
fs::path unfollowed(const fs::path& path) {
    std::error_code error;
    const auto whole = fs::absolute(path, error).lexically_normal();
    const auto named = whole.has_filename() ? whole : whole.parent_path();
    return resolved(named.parent_path()) / named.filename();
}

bool is_same(const fs::path& one, const fs::path& other) {
    std::error_code error;
    return one == other || fs::equivalent(one, other, error);
}

// A folder that is mounted twice has two names, so each folder above is compared, too.
bool lies_in(fs::path path, const fs::path& folder) {
    for (; path != path.parent_path(); path = path.parent_path()) {
        if (is_same(path, folder)) {
            return true;
        }
    }
    return is_same(path, folder);
}

bool is_input(const fs::path& out, const OutRule& rule) {
    return std::ranges::any_of(rule.inputs, [&](const fs::path& input) {
        return !input.empty() && input != "-" &&
               (is_same(resolved(out), resolved(input)) || unfollowed(out) == unfollowed(input));
    });
}

bool is_pdf(const fs::path& file) {
    std::array<char, 4> beginning{};
    std::ifstream(file, std::ios::binary).read(beginning.data(), beginning.size());
    return std::string_view(beginning.data(), beginning.size()) == "%PDF";
}

bool is_kept(const fs::path& out, Existing existing) {
    return existing == Existing::kept || (existing == Existing::kept_unless_pdf && !is_pdf(out));
}

} // namespace

OutRule out_rule(const Options& options, std::vector<fs::path> inputs) {
    inputs.push_back(options.profile);
    inputs.push_back(options.operator_password_file);
    return {options.data, std::move(inputs)};
}

OutRule paper_rule(const Options& options) {
    auto rule = out_rule(options);
    rule.existing = Existing::kept_unless_pdf;
    return rule;
}

Done require_good_out(const fs::path& out, const OutRule& rule) {
    const auto data = resolved(rule.data);
    if (lies_in(resolved(out), data) || lies_in(unfollowed(out), data)) {
        return about(out,
                     {"«--out» маалыматтар папкасынын ичин көрсөтөт, ал жакка эч нерсе жазылбайт",
                      "«--out» указывает в папку с данными, туда ничего не записывается",
                      "“--out” points into the data folder, where nothing is written"});
    }
    if (is_input(out, rule)) {
        return about(out, {"«--out» ушул эле буйрук окуй турган файлды көрсөтөт",
                           "«--out» указывает на файл, который эта же команда читает",
                           "“--out” names a file that the same command reads"});
    }
    KOLTAMGA_TRY(const bool there, is_there(out));
    if (there && is_kept(out, rule.existing)) {
        return about(out, {"«--out» көрсөткөн файл мурунтан бар, ал алмаштырылбайт",
                           "«--out» указывает на файл, который уже есть, он не заменяется",
                           "“--out” names a file that is there already, and it is not replaced"});
    }
    return {};
}

Done require_good_out_file(const fs::path& out, const OutRule& rule) {
    return out == "-" ? Done(expects_a_file("--out")) : require_good_out(out, rule);
}

} // namespace koltamga::app
