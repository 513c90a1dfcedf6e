#include "net/smtp_client.h"

#include "net/transfer.h"
#include "net/transfer_failure.h"

#include <algorithm>

namespace koltamga::net {
namespace {

bool is_this_machine(const std::string& host) {
    return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

// An address that could end its line would let its author speak to the server.
bool is_one_word(const std::string& text) {
    return !text.empty() &&
           std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; }) &&
           text.find_first_of("<>") == std::string::npos;
}

Done check(const SmtpSettings& settings, const Mail& mail) {
    if (!is_one_word(settings.host) || settings.port < 1 || settings.port > 65535) {
        return address_failure("mail-server");
    }
    if (!settings.start_tls && !is_this_machine(settings.host)) {
        return address_failure("mail-in-clear");
    }
    if (!is_one_word(mail.from) || mail.to.empty() || !std::ranges::all_of(mail.to, is_one_word)) {
        return address_failure("mail-address");
    }
    return {};
}

std::string url_of(const SmtpSettings& settings) {
    const bool bracketed = settings.host.find(':') != std::string::npos;
    return "smtp://" + (bracketed ? "[" + settings.host + "]" : settings.host) + ":" +
           std::to_string(settings.port) + "/koltamga";
}

} // namespace

Done send_mail(const SmtpSettings& settings, const Mail& mail, std::stop_token stop) {
    KOLTAMGA_CHECK(check(settings, mail));
    Transfer transfer(settings.tls, settings.connect_timeout, settings.total_timeout);
    transfer.begin(url_of(settings), "smtp");
    transfer.receive_at_most(std::size_t{64} << 10U);
    transfer.set(CURLOPT_USE_SSL,
                 static_cast<long>(settings.start_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    transfer.set(CURLOPT_MAIL_FROM, mail.from.c_str());
    HeaderList recipients;
    for (const auto& address : mail.to) {
        recipients.add(address);
    }
    transfer.set(CURLOPT_MAIL_RCPT, recipients.get());
    transfer.set(CURLOPT_UPLOAD, 1L);
    transfer.send(bytes_of(mail.message));
    return transfer.run(std::move(stop));
}

} // namespace koltamga::net
