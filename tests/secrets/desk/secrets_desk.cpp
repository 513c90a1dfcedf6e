// A desk that lives on after an applicant has left, as the window's will: told what to do line by
// line, and asked what its memory still holds. What it looks for comes masked, so that the search
// does not find itself.
//
//   needle HEX      look for these masked octets from now on           → counted N
//   open            the operator signs in                              → opened
//   begin           the passport is laid down, a key is being made     → begun ID
//   visit           everything at the desk before the key              → ready
//   key FILE        the applicant's password is in that file           → made | CODE
//   cancel          the applicant leaves                               → cancelled
//   close           the operator leaves                                → closed
//   hits            how often needles stand in memory                  → hits N
//   control         the same while each is put there on purpose        → hits N
//   locked          octets in use in the crypto library's locked heap  → locked N
#include "app/desk.h"

#include "base/file.h"
#include "base/locked_pages.h"
#include "crypto/memory.h"
#include "profile/applicant_file.h"
#include "tests/crypto/memory_scan.h"

#include <functional>
#include <iostream>
#include <map>
#include <thread>

#include <openssl/crypto.h>

namespace koltamga::secrets {
namespace {

using test::Needle;

constexpr std::size_t largest_picture = std::size_t{16} << 20U;

class LivingDesk {
  public:
    LivingDesk(const test::OwnMemory& memory, std::vector<std::string> words)
        : memory_(memory), words_(std::move(words)) {
        ctl_.options.profile = words_.at(1);
        ctl_.options.data = words_.at(2);
        ctl_.options.operator_name = "aida";
        ctl_.options.operator_password_file = words_.at(3);
    }

    std::string answer(const std::string& command, const std::string& argument) {
        const std::map<std::string, std::function<std::string()>> commands = {
            {"needle", [&] { return look_for(argument); }},
            {"open", [&] { return open(); }},
            {"begin", [&] { return begin(); }},
            {"visit", [&] { return visit(); }},
            {"key", [&] { return make_key(argument); }},
            {"cancel", [&] { return cancel(); }},
            {"close", [&] { return close(); }},
            {"hits", [&] { return hits(); }},
            {"control", [&] { return control(); }},
            {"locked", [] { return "locked " + std::to_string(CRYPTO_secure_used()); }}};
        return commands.at(command)();
    }

  private:
    std::string look_for(const std::string& masked) {
        needles_.push_back(Needle::from_masked(from_hex(masked).value()));
        return "counted " + std::to_string(needles_.size());
    }
    std::string open() {
        desk_ = app::Desk::open(ctl_, db::Use::write).value();
        return "opened";
    }
    // Until the crypto library's locked heap holds more than before: there the key is.
    std::string begin() {
        const auto before = CRYPTO_secure_used();
        applicant_ = profile::load_applicant(words_.at(4), desk_->profile().rules.documents,
                                             domain::Date::from(2026, 11, 23).value(), "KG")
                         .value();
        const auto application =
            desk_->runner().identify({applicant_.identity, applicant_.typed, {}}).value();
        id_ = *application.id;
        while (CRYPTO_secure_used() <= before) {
            std::this_thread::yield();
        }
        return "begun " + id_->text();
    }
    std::string visit() {
        auto& runner = desk_->runner();
        const auto& contact = applicant_.contact.value();
        const auto picture = read_file(words_.at(5), largest_picture).value();
        static_cast<void>(runner.decide(*id_, {applicant_.consents, "", true, true}).value());
        static_cast<void>(
            runner.contact_and_consent(*id_, {contact.email, contact.phone}, {applicant_.consents})
                .value());
        static_cast<void>(runner.portrait(*id_, picture, "practice").value());
        return "ready";
    }
    std::string make_key(const std::string& password_file) {
        const auto password = read_secret_file(password_file).value();
        const auto made = desk_->runner().make_key(
            *id_, password, {desk_->profile().agreement.terms_version, "ky", "scripted", "ky+ru"});
        return made ? "made" : std::string(name_of(made.failure().code));
    }
    std::string cancel() {
        const auto progress = desk_->runner().cancel(*id_, "left");
        return progress.value().application.finished() ? "cancelled" : "open";
    }
    std::string close() {
        desk_.reset();
        return "closed";
    }
    std::string hits() const {
        crypto::scrub_stack();
        return "hits " + std::to_string(memory_.hits(needles_));
    }
    std::string control() const {
        std::vector<SecretBytes> plain;
        for (const auto& needle : needles_) {
            plain.push_back(needle.plain());
        }
        return hits();
    }

    const test::OwnMemory& memory_;
    std::vector<std::string> words_;
    app::Ctl ctl_;
    std::unique_ptr<app::Desk> desk_;
    profile::ApplicantFile applicant_;
    std::optional<ApplicationId> id_;
    std::vector<Needle> needles_;
};

int serve(const test::OwnMemory& memory, std::vector<std::string> words) {
    LivingDesk desk(memory, std::move(words));
    for (std::string line; std::getline(std::cin, line);) {
        const auto gap = std::min(line.find(' '), line.size());
        const auto argument = gap < line.size() ? line.substr(gap + 1) : std::string();
        std::cout << desk.answer(line.substr(0, gap), argument) << std::endl;
    }
    return 0;
}

} // namespace
} // namespace koltamga::secrets

int main(int argc, char** argv) {
    const koltamga::test::OwnMemory memory;
    koltamga::harden_process();
    koltamga::crypto::install_wiping_allocator();
    return koltamga::secrets::serve(memory, {argv, argv + argc});
}
