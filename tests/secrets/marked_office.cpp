#include "tests/secrets/marked_office.h"

#include "base/file.h"

#include <gtest/gtest.h>

#include <iostream>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;
using journey::Said;

constexpr std::size_t largest_picture = std::size_t{16} << 20U;

std::vector<std::string> environment(const fs::path& home) {
    std::vector<std::string> words = {"env", "-i", "-C", (home / "work").string(), "LANG=C.UTF-8"};
    if (const char* options = std::getenv("ASAN_OPTIONS")) {
        words.push_back(std::string("ASAN_OPTIONS=") + options);
    }
    const std::pair<const char*, const char*> folders[] = {{"HOME", ""},
                                                           {"TMPDIR", "tmp"},
                                                           {"XDG_DATA_HOME", "data"},
                                                           {"XDG_CACHE_HOME", "cache"},
                                                           {"XDG_CONFIG_HOME", "config"},
                                                           {"XDG_STATE_HOME", "state"},
                                                           {"XDG_RUNTIME_DIR", "run"}};
    for (const auto& [name, folder] : folders) {
        words.push_back(name + ("=" + (home / folder).string()));
    }
    return words;
}

// The JPEG within the agreement, which holds the portrait as the station keeps it.
Bytes printed_portrait(const fs::path& agreement, const fs::path& beside) {
    const auto stem = beside / "picture";
    const auto ended = journey::run({"pdfimages", "-j", agreement.string(), stem.string()});
    EXPECT_EQ(ended.status, 0) << ended.err;
    return read_file(stem.string() + "-000.jpg", largest_picture).value();
}

} // namespace

std::string operators_words() {
    return "Оператордун эки сөзү, words of hers";
}

MarkedOffice::MarkedOffice(const std::string& algorithm) : office_(algorithm) {
    for (const auto* folder : {"tmp", "work", "run"}) {
        fs::create_directories(home() / folder);
    }
    office_.password("aida", operators_words());
    search_.add_text("operator's password", operators_words());
    const auto said =
        ctl({"station", "enrol", "--code", (office_.practice() / "enrolment-code").string()});
    EXPECT_EQ(said.status, 0) << said.err;
}

std::vector<std::string> MarkedOffice::at_home(const std::vector<std::string>& line) const {
    auto whole = environment(home());
    whole.insert(whole.end(), line.begin(), line.end());
    return whole;
}

Said MarkedOffice::ctl(const std::vector<std::string>& command, const std::string& as) {
    const auto heard = overhear(at_home(office_.ctl_line(command, as)));
    seen_.insert(heard.seen.begin(), heard.seen.end());
    said_.insert(heard.ended.out);
    said_.insert(heard.ended.err);
    looks_ += heard.looks;
    return {heard.ended.status, journey::Json::parse(heard.ended.out, nullptr, false),
            heard.ended.err};
}

std::vector<std::string> MarkedOffice::visit_command(const Marked& marked,
                                                     const std::vector<std::string>& more) {
    office_.password(marked.person.password, marked.password);
    search_for(search_, marked);
    auto command = office_.issue_command(marked.person, more);
    // That name would tell, and it is the caller who chooses it.
    const auto file = office_.folder() / ("visit-" + marked.person.papers + ".toml");
    fs::rename(command[1], file);
    command[1] = file.string();
    return command;
}

Said MarkedOffice::visit(const Marked& marked, const std::vector<std::string>& more) {
    auto said = ctl(visit_command(marked, more));
    EXPECT_TRUE(said.json.is_object()) << said.err;
    return said;
}

void MarkedOffice::look_for_key_in_vault(const Marked& marked, const Said& said) {
    const auto application = said.json.at("application").get<std::string>();
    search_for(search_, marked.name, key_in_vault(office_, application, marked.password));
    ++keys_;
}

void MarkedOffice::look_for_key_in_file(const Marked& marked) {
    const auto file = office_.out() / marked.person.papers / "key.p12";
    search_for(search_, marked.name, key_in_file(file, marked.password));
    ++keys_;
}

void MarkedOffice::look_for_key_at_station(const Marked& marked) {
    const auto key = key_at_station(office_, marked.password);
    ASSERT_TRUE(key) << marked.name;
    search_for(search_, marked.name, *key);
    ++keys_;
}

void MarkedOffice::look_for_portraits(const Marked& of) {
    const auto original =
        read_file(std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg", largest_picture);
    search_.add_picture("portrait as taken", original.value());
    const auto papers = office_.out() / of.person.papers;
    search_.add_picture("portrait as kept", printed_portrait(papers / "agreement.pdf", papers));
}

// What is no secret and does stand in the clear is found by the same search.
void MarkedOffice::expect_the_search_looks_there() const {
    LeakSearch control;
    control.add_text("name of the operator", "operator aida\ntime");
    EXPECT_FALSE(control.below(office_.station()).empty());
}

void MarkedOffice::expect_no_secret_anywhere() {
    std::vector<Finding> found;
    const auto take = [&](const std::vector<Finding>& more) {
        found.insert(found.end(), more.begin(), more.end());
    };
    for (const auto& text : seen_) {
        take(search_.in(bytes_of(text), "what everybody may see", Depth::and_compressed));
    }
    for (const auto& text : said_) {
        take(search_.in(bytes_of(text), "what the program said", Depth::and_compressed));
    }
    take(search_.below(office_.station()));
    take(search_.below(home()));
    for (const auto& one : found) {
        ADD_FAILURE() << one;
    }
    expect_the_search_looks_there();
    std::cout << search_.forms() << " forms of secrets looked for in " << search_.octets_seen()
              << " octets of files, at " << looks_ << " moments; " << keys_ << " keys among them\n";
}

} // namespace koltamga::secrets
