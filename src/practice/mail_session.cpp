#include "practice/mail_session.h"

#include <algorithm>
#include <utility>

namespace koltamga::practice {
namespace {

bool begins(std::string_view line, std::string_view verb) {
    return line.size() >= verb.size() &&
           std::ranges::equal(line.substr(0, verb.size()), verb, [](char typed, char wanted) {
               return typed == wanted || typed == wanted - 'A' + 'a' || wanted < 'A';
           });
}

// What stands between the angle brackets.
std::optional<std::string> address_in(std::string_view line) {
    const auto open = line.find('<');
    const auto close = line.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return std::nullopt;
    }
    return std::string(line.substr(open + 1, close - open - 1));
}

} // namespace

std::string MailSession::take(std::string_view line) {
    return in_data_ ? data(line) : command(line);
}

std::string MailSession::command(std::string_view line) {
    if (begins(line, "EHLO") || begins(line, "HELO")) {
        return "250 koltamga practice\r\n";
    }
    if (begins(line, "MAIL FROM:")) {
        const auto address = address_in(line);
        from_ = address.value_or("");
        to_.clear();
        return address ? "250 ok\r\n" : "501 address\r\n";
    }
    if (begins(line, "RCPT TO:")) {
        const auto address = address_in(line);
        if (!address || address->empty()) {
            return "501 address\r\n";
        }
        to_.push_back(*address);
        return "250 ok\r\n";
    }
    if (begins(line, "DATA")) {
        in_data_ = !to_.empty();
        return in_data_ ? "354 go on\r\n" : "503 recipient first\r\n";
    }
    if (begins(line, "QUIT")) {
        over_ = true;
        return "221 bye\r\n";
    }
    if (begins(line, "RSET")) {
        to_.clear();
    }
    return begins(line, "RSET") || begins(line, "NOOP") ? "250 ok\r\n" : "502 unknown\r\n";
}

std::string MailSession::data(std::string_view line) {
    if (line == ".") {
        return finish();
    }
    too_large_ = too_large_ || content_.size() + line.size() > largest_message;
    if (!too_large_) {
        content_ += line.starts_with('.') ? line.substr(1) : line; // RFC 5321 §4.5.2
        content_ += "\r\n";
    }
    return {};
}

std::string MailSession::finish() {
    in_data_ = false;
    auto content = std::exchange(content_, {});
    if (std::exchange(too_large_, false)) {
        return "552 too large\r\n";
    }
    std::string envelope = "Return-Path: <" + from_ + ">\r\n";
    for (const auto& address : to_) {
        envelope += "Delivered-To: " + address + "\r\n";
    }
    complete_ = envelope + content;
    return "250 kept\r\n";
}

std::optional<std::string> MailSession::message() {
    return std::exchange(complete_, std::nullopt);
}

} // namespace koltamga::practice
