// The clerk's whole way through the window.
#include "tests/window/keyboard.h"
#include "tests/window/window.h"

#include <gmock/gmock.h>

#include <set>

namespace koltamga::window {
namespace {

using journey::Office;
using testing::IsEmpty;

constexpr const char* adult = "Асанов Усон";
constexpr const char* child = "Асанов Бакыт (он алты жашта · 16)";
constexpr const char* applicants_password = "Ala-Too 4876 metres";

const std::string portrait = KOLTAMGA_SOURCE_DIR "/packaging/practice/portrait.jpg";

class WindowTest : public testing::Test {
  protected:
    WindowTest() { EXPECT_EQ(office.enrol().status, 0); }

    void open(const std::string& language = "en") {
        window.reset();
        window = std::make_unique<Window>(office, language);
    }
    void at_the_start() {
        open();
        window->sign_in();
    }
    void passport(const std::string& somebody = adult) {
        window->press("New application (F2)");
        window->choose("Somebody to practise with", somebody);
        window->press("Continue ⏎");
    }
    void eligibility() {
        window->choose("The applicant agrees that the register is asked", "Agrees");
        window->press("Check ⏎");
    }
    void contact() {
        window->choose("The applicant agrees to an account in the Unified Identification System",
                       "Agrees");
        window->press("Continue ⏎");
    }
    void picture() {
        window->type("Picture file", portrait);
        window->press("Take a picture from a file ⏎");
    }
    void moment() {
        window->tick("I have read the terms and accept them");
        window->find("Your password", "password text").type(applicants_password);
        window->find("Once more", "password text").type(applicants_password);
        window->press("Done ⏎");
    }
    void issue() {
        passport();
        eligibility();
        contact();
        picture();
        moment();
        window->press("The applicant accepts it ⏎");
        window->wait_for_text("The certificate is handed over");
    }

    Office office;
    std::unique_ptr<Window> window;
};

TEST_F(WindowTest, TakesAnApplicantFromThePassportToTheHandOver) {
    at_the_start();
    issue();
    EXPECT_EQ(office.certificates("valid"), 1U);
    window->press("‹ Back");
    window->wait_for_text("Handed over");
}

TEST_F(WindowTest, RefusesAMinorInAWholeSentenceBeforeItIsRecorded) {
    at_the_start();
    passport(child);
    eligibility();
    window->wait_for_text("You will be of full age on 15.06.2028");
    EXPECT_EQ(office.ctl({"applications"}).json.dump().find("refused"), std::string::npos);
    window->press("Record the refusal ⏎");
    window->wait_for_text("✕ Refused");
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(WindowTest, ReplacesACertificateWhenTheClerkSaysWhy) {
    at_the_start();
    issue();
    window->press("Next applicant ⏎");
    window->choose("Somebody to practise with", adult);
    window->press("Continue ⏎");
    eligibility();
    window->type("Why the certificate is replaced (empty: it is refused)", "phone lost");
    window->press("Replace the certificate ⏎");
    contact();
    picture();
    moment();
    window->press("The applicant accepts it ⏎");
    window->wait_for_text("The certificate is handed over");
    window->wait_for_text("✓ Centre: has everything");
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.certificates("revoked"), 1U);
}

TEST_F(WindowTest, SaysUnderTheFieldWhatWouldBeRight) {
    at_the_start();
    window->press("New application (F2)");
    window->type("Personal number (PIN)", "2010119900000");
    window->press("Continue ⏎");
    window->wait_for_text("14");
    EXPECT_TRUE(window->sees("✕ "));
}

// The window stays, and says why in the clerk's language.
TEST_F(WindowTest, OfASecondInstanceTriesAgainWhenTheFirstHasGone) {
    at_the_start();
    const auto first = std::move(window);
    Window second(office);
    second.wait_for_text("db.second-instance");
    first->kill();
    second.press("Try again");
    second.sign_in();
}

TEST_F(WindowTest, AWrongPasswordIsSaidAndTheFieldIsEmpty) {
    open();
    window->type("Name", "aida");
    window->find("Password", "password text").type("wrong");
    window->press("Sign in");
    window->wait_for_text("operator.wrong-password");
    EXPECT_EQ(window->find("Password", "password text").text(), "");
}

TEST_F(WindowTest, SpeaksAnotherLanguageAtAnyTimeAndKeepsWhatIsTyped) {
    at_the_start();
    window->press("New application (F2)");
    window->type("Surname (Latin)", "ASANOV");
    window->press("Русский");
    window->wait_for_text("Паспорт или ID-карта");
    EXPECT_EQ(window->find("Фамилия (латиницей)", "text").text(), "ASANOV");
    window->press("Кыргызча");
    window->wait_for_text("Паспорт же ID-карта");
}

TEST_F(WindowTest, InTheApplicantsMomentNothingOfTheClerksIsSeen) {
    at_the_start();
    passport();
    eligibility();
    contact();
    picture();
    window->wait_for_text("The password of your electronic signature");
    EXPECT_FALSE(window->sees("aida"));
    EXPECT_FALSE(window->sees("20101199000008"));
    EXPECT_FALSE(window->sees("ASANOV"));
}

// What a screen reader would pass over in silence.
std::vector<std::string> nameless(const Window& window) {
    const std::set<std::string> used = {"push button", "text",       "password text", "combo box",
                                        "check box",   "tree table", "radio button"};
    std::vector<std::string> roles;
    for (const auto& control : window.all()) {
        if (used.contains(control.role()) && control.name().empty()) {
            roles.push_back(control.role());
        }
    }
    return roles;
}

TEST_F(WindowTest, EveryControlOfEveryPageHasAName) {
    open();
    window->find("Sign in", "push button");
    EXPECT_THAT(nameless(*window), IsEmpty());
    window->sign_in();
    EXPECT_THAT(nameless(*window), IsEmpty());
    passport();
    window->find("‹ Back", "push button");
    EXPECT_THAT(nameless(*window), IsEmpty());
    eligibility();
    window->find("E-mail", "text");
    EXPECT_THAT(nameless(*window), IsEmpty());
    contact();
    window->find("Picture file", "text");
    EXPECT_THAT(nameless(*window), IsEmpty());
    picture();
    window->find("Your password", "password text");
    EXPECT_THAT(nameless(*window), IsEmpty());
    moment();
    window->find("The applicant accepts it ⏎", "push button");
    EXPECT_THAT(nameless(*window), IsEmpty());
}

TEST_F(WindowTest, TheSupervisorAddsAnAuditorAndTheAuditorChecksTheJournal) {
    at_the_start();
    window->press("Office (F4)");
    window->type("Name", "beka");
    window->choose("Role", "auditor");
    window->find("New password", "password text").type("beka's own password");
    window->press("Add");
    window->wait_for_text("✓ The operator was added.");
    EXPECT_THAT(nameless(*window), IsEmpty());
    window->press("‹ Back");
    window->press("Sign out");
    window->type("Name", "beka");
    window->find("Password", "password text").type("beka's own password");
    window->press("Sign in");
    window->press("Office (F4)");
    window->find("Check the journal ⏎", "push button");
    EXPECT_FALSE(window->sees("Operators"));
    window->press("Check the journal ⏎");
    window->wait_for_text("✓ ");
}

// Until the page's first field has the keys.
void wait_for_keys(const Window& window, const std::string& field) {
    window.wait_until([&] {
        for (const auto& control : window.all()) {
            if (control.name() == field && control.is(ATSPI_STATE_FOCUSED)) {
                return true;
            }
        }
        return false;
    });
}

constexpr const char* scanned = "P<KGZASANOVA<<AIPERI<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                "PE00000007KGZ0002299F35010141290220000001100\n";

TEST_F(WindowTest, TakesAnApplicantByKeyboardAlone) {
    open();
    Keyboard keys;
    window->find("Sign in", "push button");
    wait_for_keys(*window, "Name");
    keys.type("aida");
    keys.press("Tab");
    keys.type(clerks_password);
    keys.press("Return");
    window->wait_for_text("What needs you");
    Keyboard work;
    work.press("F2");
    wait_for_keys(*window, "Machine readable lines");
    work.type(scanned);
    wait_for_keys(*window, "Surname (Cyrillic)");
    for (int field = 0; field < 7; ++field) { // names, sex, birth, issue: nothing more is known
        work.press("Tab");
    }
    wait_for_keys(*window, "The applicant agrees that personal data are processed");
    work.press("space");
    work.press("Return");
    window->find("The applicant agrees that the register is asked", "combo box");
    work.press("Down");
    window->find("Check ⏎", "push button");
    work.press("Return");
    wait_for_keys(*window, "E-mail");
    work.type("aiperi@example.com");
    work.press("Tab");
    work.type("+996700123456");
    work.press("Tab");
    work.press("Down");
    work.press("Return");
    wait_for_keys(*window, "Picture file");
    work.type(portrait);
    work.press("Return");
    wait_for_keys(*window, "Terms");
    work.press("Tab");
    work.press("space");
    work.press("Tab");
    work.type(applicants_password);
    work.press("Tab");
    work.type(applicants_password);
    work.press("Return");
    window->find("The applicant accepts it ⏎", "push button");
    work.press("Return");
    window->wait_for_text("The certificate is handed over");
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_LE(work.strokes(), 60) << "beside what is typed";
    RecordProperty("strokes", work.strokes());
}

TEST_F(WindowTest, LockedItHidesThePersonAndTheSameClerkGoesOn) {
    at_the_start();
    passport();
    window->wait_for_text("Is this the applicant?");
    Keyboard keys;
    keys.press("Control+l");
    window->wait_for_text("The window is locked");
    EXPECT_FALSE(window->sees("ASANOV"));
    EXPECT_FALSE(window->sees("20101199000008"));
    window->find("Password", "password text").type("wrong");
    window->press("Sign in");
    window->wait_for_text("operator.wrong-password");
    window->find("Password", "password text").type(clerks_password);
    window->press("Sign in");
    window->wait_for_text("Is this the applicant?");
    eligibility();
    window->find("E-mail", "text");
}

class KilledWindow : public WindowTest {
  protected:
    // Types, and waits until the station's disk has been written to and is quiet again: what is
    // typed is kept at every key, beside the window and not before it goes on.
    void type_and_wait(const std::string& field, const std::string& words) {
        const auto log = office.station() / "station.db-wal";
        const auto before = std::filesystem::file_time_type::clock::now();
        window->type(field, words);
        window->wait_until([&] {
            const auto written = std::filesystem::last_write_time(log);
            const auto now = std::filesystem::file_time_type::clock::now();
            return written > before && now - written > std::chrono::milliseconds(300);
        });
    }
    // As a power cut would; the clerk signs in again and takes the one suggested action.
    void cut_and_go_on(const std::string& where) {
        window->kill();
        at_the_start();
        window->wait_for_text("Go on: ");
        for (const auto& control : window->all()) {
            if (control.role() == "push button" && control.name().starts_with("Go on: ")) {
                control.press();
                window->wait_for_text(where);
                return;
            }
        }
        FAIL() << "the start page offers nothing to go on with:\n" << window->seen();
    }
};

TEST_F(KilledWindow, ComesBackToEachStepAndNothingTypedIsLost) {
    at_the_start();
    window->press("New application (F2)");
    type_and_wait("Surname (Latin)", "ASANOV");
    cut_and_go_on("Passport or ID card");
    EXPECT_EQ(window->find("Surname (Latin)", "text").text(), "ASANOV");
    window->choose("Somebody to practise with", adult);
    window->press("Continue ⏎");
    window->wait_for_text("Is this the applicant?");
    cut_and_go_on("Is this the applicant?");
    eligibility();
    type_and_wait("E-mail", "somebody@example.com");
    cut_and_go_on("Contact and consent");
    EXPECT_EQ(window->find("E-mail", "text").text(), "somebody@example.com");
    window->type("Phone", "+996700123456");
    contact();
    window->wait_for_text("Face free");
    cut_and_go_on("Face free, looking straight ahead");
    picture();
    window->wait_for_text("The password of your electronic signature");
    cut_and_go_on("The password of your electronic signature");
    moment();
    window->find("The applicant accepts it ⏎", "push button");
    cut_and_go_on("Hand over");
    window->press("The applicant accepts it ⏎");
    window->wait_for_text("The certificate is handed over");
    EXPECT_EQ(office.certificates("valid"), 1U);
}

} // namespace
} // namespace koltamga::window
