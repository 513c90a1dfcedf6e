// An office in which whatever is typed is a marker, and whose programs live in folders of their
// own: nothing that they leave, say or show can get past the search.
#pragma once

#include "tests/secrets/applicant_keys.h"
#include "tests/secrets/marked.h"
#include "tests/secrets/overheard.h"

#include <map>

namespace koltamga::secrets {

std::string operators_words(); // her password

class MarkedOffice {
  public:
    explicit MarkedOffice(const std::string& algorithm);

    // koltamgactl, overheard. `as` signs in.
    journey::Said ctl(const std::vector<std::string>& command, const std::string& as = "aida");
    // The whole visit; what the programs say of it. From then on the applicant is looked for.
    journey::Said visit(const Marked& marked, const std::vector<std::string>& more = {});
    std::vector<std::string> visit_command(const Marked& marked,
                                           const std::vector<std::string>& more = {});
    // The same command with an environment and folders of its own.
    std::vector<std::string> at_home(const std::vector<std::string>& line) const;
    journey::Said sync() { return ctl({"sync", "--once"}, ""); }

    // The key of a visit, from wherever it can be opened now.
    void look_for_key_in_vault(const Marked& marked, const journey::Said& said);
    void look_for_key_in_file(const Marked& marked);
    void look_for_key_at_station(const Marked& marked);
    void look_for_portraits(const Marked& of);

    // Everything there is to be searched, searched. Adds what was found to the running test.
    void expect_no_secret_anywhere();

    journey::Office& office() { return office_; }
    std::filesystem::path home() const { return office_.folder() / "home"; }
    std::filesystem::path temporary() const { return home() / "tmp"; }
    unsigned keys_looked_for() const { return keys_; }
    unsigned looks() const { return looks_; }

  private:
    void expect_the_search_looks_there() const;

    journey::Office office_;
    LeakSearch search_;
    std::set<std::string> seen_, said_;
    unsigned keys_ = 0, looks_ = 0;
};

} // namespace koltamga::secrets
