// One client's talk with the mail sink, line by line; who carries the lines is not known here.
// Internal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::practice {

class MailSession {
  public:
    // The answer to one line (without its CRLF), with CRLF; empty while a message is being taken.
    std::string take(std::string_view line);
    // The message that has just been completed, with its envelope in the first lines.
    std::optional<std::string> message();
    bool over() const { return over_; }

    static std::string greeting() { return "220 koltamga practice\r\n"; }
    static constexpr std::size_t longest_line = 2000;
    static constexpr std::size_t largest_message = std::size_t{1} << 20U;

  private:
    std::string command(std::string_view line);
    std::string data(std::string_view line);
    std::string finish();

    std::string from_;
    std::vector<std::string> to_;
    bool in_data_ = false;
    bool too_large_ = false;
    bool over_ = false;
    std::string content_;
    std::optional<std::string> complete_;
};

} // namespace koltamga::practice
