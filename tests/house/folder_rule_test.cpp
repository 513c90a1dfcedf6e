// Which folder sees which, and where third-party libraries are at home: the table of
// src/README.md, compared with the includes.
#include "tests/house/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>

namespace koltamga::house {
namespace {

using Folders = std::set<std::string>;

// Every folder sees itself. app sees all; nobody sees app.
const std::map<std::string, Folders> sees = {
    {"base", {}},
    {"domain", {"base"}},
    {"crypto", {"base"}},
    {"net", {"base", "crypto"}},
    {"serve", {"base", "crypto"}},
    {"profile", {"base", "domain", "crypto"}},
    {"issuance", {"base", "domain"}},
    {"desk", {"base", "domain", "issuance"}},
    {"custody", {"base", "domain", "issuance", "crypto"}},
    {"capture", {"base", "domain", "issuance", "crypto"}},
    {"printing", {"base"}},
    {"db", {"base", "domain", "issuance", "crypto"}},
    {"ca", {"base", "domain", "issuance", "crypto", "net"}},
    {"state", {"base", "domain", "issuance", "crypto", "net"}},
    {"sync", {"base", "domain", "issuance", "crypto", "net"}},
    {"centre", {"base", "domain", "issuance", "crypto", "net", "serve", "db"}},
    {"practice",
     {"base", "domain", "issuance", "crypto", "custody", "net", "serve", "db", "centre",
      "profile"}},
    {"forms", {"base", "domain", "issuance", "desk"}},
};

// The beginning of a header's name, and the folders it is at home in.
const std::map<std::string, Folders> at_home = {
    {"openssl/", {"crypto", "ca"}},
    {"argon2.h", {"crypto"}},
    {"sqlite3.h", {"db"}},
    {"curl/", {"net"}},
    {"httplib.h", {"serve"}},
    {"opencv2/", {"capture"}},
    {"turbojpeg.h", {"capture"}},
    {"png.h", {"capture"}},
    {"libexif/", {"capture"}},
    {"pango/", {"printing"}},
    {"cairo", {"printing"}},
    {"fontconfig/", {"printing"}},
    {"glib", {"printing"}},
    {"qpdf/", {"printing"}},
    {"cups/", {"printing"}},
    {"toml++/", {"profile", "printing"}},
    {"CLI/", {"app"}},
    {"phonenumbers/", {"domain"}},
    {"spdlog/", {"base"}},
    {"wx/", {"forms"}},
    {"gtk/", {"forms"}},
    {"fmt/", {"*"}},
    {"sys/", {"*"}},
    {"netinet/", {"*"}},
    {"arpa/", {"*"}},
};

struct Exception {
    const char* file;
    const char* header;
    const char* reason;
};

constexpr Exception exceptions[] = {
    {"src/practice/cmp_server.cpp", "openssl/", "OpenSSL's CMP server makes the practice CA"},
    {"src/practice/ocsp_responder.cpp", "openssl/", "the practice CA answers OCSP"},
    {"src/net/tls_context.h", "openssl/", "the client's side of TLS, set on curl's handle"},
    {"src/net/tls_context.cpp", "openssl/", "the client's side of TLS, set on curl's handle"},
    {"src/net/transfer_failure.cpp", "openssl/", "says why TLS refused a certificate"},
    {"src/serve/open_connections.h", "openssl/", "the server's side of TLS, to end a connection"},
    {"src/serve/tls_context.h", "openssl/", "the server's side of TLS"},
    {"src/serve/tls_context.cpp", "openssl/", "the server's side of TLS"},
};

struct Include {
    std::string name;
    bool ours = false; // in quotes
    std::string at;
};

std::vector<Include> includes_of(const SourceFile& file) {
    static const std::regex pattern("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"].*");
    std::vector<Include> includes;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (std::smatch match; std::regex_match(file.lines[i], match, pattern)) {
            includes.push_back({match[2], match[1] == "\"", file.at(i)});
        }
    }
    return includes;
}

bool excepted(const SourceFile& file, const std::string& header) {
    return std::ranges::any_of(exceptions, [&](const Exception& one) {
        return file.path == one.file && header.starts_with(one.header);
    });
}

// What is wrong with one of our own headers standing in that folder.
std::optional<std::string> wrong_crossing(const std::string& folder, const Include& include) {
    const auto slash = include.name.find('/');
    if (slash == std::string::npos) {
        return "does not name its folder";
    }
    const std::string other = include.name.substr(0, slash);
    if (other == folder || (folder == "app" && sees.contains(other))) {
        return std::nullopt;
    }
    const auto row = sees.find(folder);
    if (row == sees.end()) {
        return "stands in a folder that the table does not know";
    }
    return row->second.contains(other) ? std::nullopt
                                       : std::optional(folder + " does not see " + other);
}

std::optional<std::string> foreigner(const SourceFile& file, const std::string& header) {
    const auto home = std::ranges::find_if(
        at_home, [&](const auto& row) { return header.starts_with(row.first); });
    if (home == at_home.end()) {
        return header.find('/') == std::string::npos || header.starts_with("nlohmann/")
                   ? std::nullopt
                   : std::optional("no folder is named for " + header);
    }
    const auto& folders = home->second;
    if (folders.contains("*") || folders.contains(file.folder()) || excepted(file, header)) {
        return std::nullopt;
    }
    return header + " is not at home in " + file.folder();
}

TEST(FolderRule, AnIncludeCrossesOnlyWhereTheTableAllows) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp"})) {
        for (const auto& include : includes_of(file)) {
            if (include.ours) {
                if (const auto wrong = wrong_crossing(file.folder(), include)) {
                    violations.push_back(include.at + " \"" + include.name + "\": " + *wrong);
                }
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(FolderRule, ThirdPartyHeadersStayAtHome) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp"})) {
        for (const auto& include : includes_of(file)) {
            if (!include.ours) {
                if (const auto wrong = foreigner(file, include.name)) {
                    violations.push_back(include.at + ": " + *wrong);
                }
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

// Headers that a few sources of one folder share, and that no other folder includes.
constexpr std::array<std::string_view, 3> private_json_headers = {
    "src/app/terminal.h", "src/issuance/domain_json.h", "src/net/json_message.h"};

bool shares_json_privately(std::string_view at) {
    return std::ranges::any_of(private_json_headers,
                               [&](std::string_view header) { return at.starts_with(header); });
}

TEST(FolderRule, JsonStaysOutOfHeadersAndOutOfBase) {
    std::vector<std::string> violations;
    for (const auto& file : program_files({".h", ".cpp"})) {
        for (const auto& include : includes_of(file)) {
            const bool json = include.name.starts_with("nlohmann/");
            const bool names_only = include.name == "nlohmann/json_fwd.hpp";
            if (json && !names_only && !shares_json_privately(include.at) &&
                (file.is_header() || file.folder() == "base")) {
                violations.push_back(include.at);
            }
        }
    }
    EXPECT_TRUE(violations.empty()) << listed(violations);
}

TEST(FolderRule, EveryExceptionIsStillNeeded) {
    const auto files = program_files({".h", ".cpp"});
    for (const auto& exception : exceptions) {
        const auto file = std::ranges::find(files, exception.file, &SourceFile::path);
        ASSERT_NE(file, files.end()) << exception.file;
        const auto includes = includes_of(*file);
        EXPECT_TRUE(std::ranges::any_of(includes, [&](const Include& include) {
            return include.name.starts_with(exception.header);
        })) << exception.file;
    }
}

TEST(FolderRule, ThisTestFindsAWrongCrossing) {
    EXPECT_TRUE(wrong_crossing("base", {"domain/date.h", true, ""}));
    EXPECT_TRUE(wrong_crossing("db", {"ca/answer.h", true, ""}));
    EXPECT_TRUE(wrong_crossing("db", {"statement.h", true, ""}));
    EXPECT_TRUE(wrong_crossing("centre", {"app/main.h", true, ""}));
    EXPECT_FALSE(wrong_crossing("db", {"issuance/ports.h", true, ""}));
    EXPECT_FALSE(wrong_crossing("app", {"practice/mail.h", true, ""}));
    const SourceFile file{"src/domain/date.cpp", {}};
    EXPECT_TRUE(foreigner(file, "openssl/evp.h"));
    EXPECT_TRUE(foreigner(file, "boost/any.hpp"));
    EXPECT_FALSE(foreigner(file, "vector"));
    EXPECT_FALSE(foreigner(file, "phonenumbers/phonenumberutil.h"));
}

} // namespace
} // namespace koltamga::house
