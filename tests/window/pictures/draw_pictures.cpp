// Draws the window's pages for forms/README.md: draw_pictures LANGUAGE FOLDER [longest]
#include "tests/window/keyboard.h"
#include "tests/window/window.h"

#include <filesystem>
#include <iostream>
#include <map>
#include <thread>

namespace koltamga::window {
namespace {

using journey::Office;

struct Words {
    const char *ky, *ru, *en;
};

const std::map<std::string, Words> all_words = {
#define KOLTAMGA_WORDS(id, ky, ru, en) {#id, {ky, ru, en}},
#include "forms/words.def"
#undef KOLTAMGA_WORDS
};

const std::string portrait = KOLTAMGA_SOURCE_DIR "/packaging/practice/portrait.jpg";

class Artist {
  public:
    Artist(std::string language, std::filesystem::path folder)
        : language_(std::move(language)), folder_(std::move(folder)) {
        office_.enrol();
        window_ = std::make_unique<Window>(office_, language_);
    }

    void draw_all(const std::string& somebody) {
        window_->find(say("sign_in"), "push button");
        picture("sign-in");
        sign_in();
        picture("start-empty");
        person(somebody);
        picture_of("eligibility", "eligibility_title");
        window_->choose(say("consent_register"), say("agrees"));
        press("check");
        picture_of("contact", "contact_title");
        window_->choose(say("consent_account"), say("agrees"));
        press("next");
        window_->wait_for_text(say("portrait_note").substr(0, 20));
        window_->type(say("picture_file"), "/media/camera/0017.jpg");
        window_->find(say("from_file"), "push button");
        picture("portrait");
        window_->type(say("picture_file"), portrait);
        press("from_file");
        moment();
        picture_of("certificate", "asking_authority");
        window_->find(say("accepts_certificate"), "push button");
        picture("hand-over");
        press("accepts_certificate");
        picture_of("handed-over", "closed_handed_over");
    }

    void draw_what_goes_wrong() {
        press("next_applicant");
        press_in_passport("next");
        window_->wait_for_text("✕");
        picture("passport-wrong");
        choose_person("Асанов Бакыт (он алты жашта · 16)");
        press("next");
        window_->find(say("eligibility_title"), "label");
        window_->choose(say("consent_register"), say("agrees"));
        press("check");
        window_->find(say("refuse"), "push button");
        picture("refusal");
        press("refuse");
        picture_of("refused", "closed_refused");
        press("back");
        window_->find(say("needs_you"), "label");
        window_->wait_for_text("ASANOV");
        picture("start");
        press("search_button");
        window_->type(say("search_for"), "asan");
        window_->wait_for_text("ASANOV");
        picture("search");
        office_.stop_centre();
        press("back");
        press("sync_button");
        window_->wait_for_text(say("centre_away"));
        window_->find("⚠ " + say("centre_away"), "push button").press();
        picture_of("queue", "queue");
        press("back");
        press("office_button");
        window_->wait_for_text("aida");
        press("check_journal");
        window_->find(say("check_journal"), "push button");
        window_->wait_for_text("✓ ");
        picture("office");
        Keyboard keys;
        keys.press("Control+l");
        picture_of("locked", "locked");
    }

  private:
    std::string say(const std::string& id) const {
        const auto& words = all_words.at(id);
        return language_ == "ky" ? words.ky : language_ == "ru" ? words.ru : words.en;
    }
    void press(const std::string& id) { window_->press(say(id)); }
    void press_in_passport(const std::string& id) {
        window_->find(say("passport_title"), "label");
        press(id);
    }
    void picture(const std::string& name) {
        std::this_thread::sleep_for(std::chrono::milliseconds(400)); // buttons fade in
        take_picture(folder_ / (language_ + "-" + name + ".png"));
    }
    void picture_of(const std::string& name, const std::string& word) {
        window_->wait_for_text(say(word));
        picture(name);
    }
    void sign_in() {
        window_->type(say("operator_name"), "aida");
        window_->find(say("password"), "password text").type(clerks_password);
        press("sign_in");
        window_->wait_for_text(say("needs_you"));
    }
    void choose_person(const std::string& somebody) {
        window_->choose(say("practise_with"), somebody);
        window_->wait_for_text(say("next"));
    }
    void person(const std::string& somebody) {
        press("new_application");
        window_->find(say("passport_title"), "label");
        picture("passport-empty");
        choose_person(somebody);
        picture("passport");
        press("next");
    }
    void moment() {
        window_->wait_for_text(say("moment_title"));
        window_->find(say("your_password"), "password text").type("Ala-Too 4876 metres");
        window_->find(say("password_again"), "password text").type("Ala-Too 4876 metres");
        window_->tick(say("accept_terms"));
        picture("applicants-moment");
        office_.fault("slow=3");
        press("password_ready");
    }

    Office office_;
    std::string language_;
    std::filesystem::path folder_;
    std::unique_ptr<Window> window_;
};

int draw(const std::string& language, const std::string& folder, bool longest) {
    std::filesystem::create_directories(folder);
    Artist artist(language, folder);
    artist.draw_all(longest ? "Узун аттуу киши" : "Асанов Усон");
    if (!longest) {
        artist.draw_what_goes_wrong();
    }
    return 0;
}

} // namespace
} // namespace koltamga::window

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "draw_pictures LANGUAGE FOLDER [longest]\n";
        return 2;
    }
    try {
        return koltamga::window::draw(argv[1], argv[2], argc > 3);
    } catch (const std::exception& exception) {
        std::cerr << exception.what() << '\n';
        return 1;
    }
}
