// Published vectors: text files of `name = hexadecimal or figure`, an empty line between two.
#pragma once

#include "base/bytes.h"

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace koltamga::test {

class Vector {
  public:
    void set(const std::string& name, const std::string& value) { values_[name] = value; }
    bool empty() const { return values_.empty(); }
    Bytes octets(const std::string& name) const { return from_hex(values_.at(name)).value(); }
    std::uint32_t figure(const std::string& name) const {
        return static_cast<std::uint32_t>(std::stoul(values_.at(name)));
    }

  private:
    std::map<std::string, std::string> values_;
};

inline std::vector<Vector> read_vectors(const std::string& name) {
    std::ifstream file(std::string(KOLTAMGA_TEST_DATA) + "/crypto/" + name);
    if (!file) {
        throw std::runtime_error("no vectors " + name);
    }
    std::vector<Vector> vectors(1);
    for (std::string line; std::getline(file, line);) {
        const auto equals = line.find(" =");
        if (line.empty() && !vectors.back().empty()) {
            vectors.emplace_back();
        } else if (line.find('#') != 0 && equals != std::string::npos) {
            const auto value = equals + 3 <= line.size() ? line.substr(equals + 3) : "";
            vectors.back().set(line.substr(0, equals), value);
        }
    }
    return vectors;
}

} // namespace koltamga::test
