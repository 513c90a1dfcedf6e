// What the memory of a desk still holds once the applicant has left without a certificate.
#include "tests/crypto/memory_scan.h"
#include "tests/secrets/marked_office.h"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::secrets {
namespace {

using test::Needle;

constexpr std::size_t of_a_number = 32;

// tests/secrets/desk/secrets_desk.cpp, a line to it and a line back.
class Desk {
  public:
    explicit Desk(const std::vector<std::string>& command) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) {
            throw std::runtime_error("pipe");
        }
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            for (const int end : {in[0], in[1], out[0], out[1]}) {
                ::close(end);
            }
            become(command);
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = in[1];
        from_ = out[0];
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    ~Desk() {
        ::close(to_);
        ::close(from_);
        int status = 0;
        ::waitpid(process_, &status, 0);
        EXPECT_EQ(status, 0);
    }

    std::string ask(const std::string& line) {
        const auto whole = line + "\n";
        static_cast<void>(!::write(to_, whole.data(), whole.size()));
        std::string answer;
        char letter = 0;
        while (::read(from_, &letter, 1) == 1 && letter != '\n') {
            answer += letter;
        }
        return answer;
    }
    void look_for(BytesView secret) { ask("needle " + hex(Needle(secret).masked())); }
    std::size_t figure(const std::string& line) {
        const auto answer = ask(line);
        return std::stoul(answer.substr(answer.find(' ') + 1));
    }

  private:
    [[noreturn]] static void become(const std::vector<std::string>& command) {
        std::vector<char*> words;
        for (const auto& word : command) {
            words.push_back(const_cast<char*>(word.c_str()));
        }
        words.push_back(nullptr);
        ::execvp(words.front(), words.data());
        ::_exit(127);
    }
    pid_t process_ = -1;
    int to_ = -1, from_ = -1;
};

// The address sanitizer holds freed memory back, unwiped where nobody asked for wiping; here what
// was freed must be as free as in the released programs. That it is wiped by the program, and not
// by chance overwritten, the same test shows in the trees without sanitizers.
std::vector<std::string> desk_command(MarkedOffice& here, const Marked& applicant) {
    const auto visit = here.visit_command(applicant);
    return {"env",
            "ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=0",
            SECRETS_DESK,
            here.office().profile().string(),
            here.office().station().string(),
            here.office().password("aida", "").string(),
            visit.at(1),
            std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg"};
}

class AfterCancel : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        desk.look_for(bytes_of(applicant.password));
        desk.look_for(bytes_of(operators_words()));
        ASSERT_EQ(desk.ask("open"), "opened");
        EXPECT_EQ(desk.ask("hits"), "hits 0"); // the operator's, once signed in
        locked_before = desk.figure("locked");
        ASSERT_TRUE(desk.ask("begin").starts_with("begun "));
    }
    std::string password_file() {
        return here.office().password(applicant.person.password, "").string();
    }
    // What stands in the package that the station has not delivered.
    void look_for_the_key() {
        const auto key = key_at_station(here.office(), applicant.password);
        ASSERT_TRUE(key);
        for (const auto& number : private_numbers(*key)) {
            const auto first = BytesView(number).first(std::min(of_a_number, number.size()));
            desk.look_for(first);
            const Bytes backwards(first.rbegin(), first.rend());
            desk.look_for(backwards);
        }
    }
    MarkedOffice here{GetParam()};
    Marked applicant = marked(90);
    Desk desk{desk_command(here, applicant)};
    std::size_t locked_before = 0;
};

INSTANTIATE_TEST_SUITE_P(Keys, AfterCancel, testing::Values("ec-p256", "rsa-3072"),
                         [](const auto& key) {
                             return std::string(key.param).starts_with("ec") ? "P256" : "Rsa";
                         });

TEST_P(AfterCancel, NeitherPasswordNorKeyIsInMemory) {
    ASSERT_EQ(desk.ask("visit"), "ready");
    ASSERT_EQ(desk.ask("key " + password_file()), "made");
    look_for_the_key();
    EXPECT_EQ(desk.ask("hits"), "hits 0"); // the key was sealed, nobody holds it any more
    EXPECT_GE(desk.figure("control"), 4U); // the search does find
    ASSERT_EQ(desk.ask("cancel"), "cancelled");
    EXPECT_EQ(desk.ask("hits"), "hits 0");
    EXPECT_EQ(desk.ask("close"), "closed");
    EXPECT_EQ(desk.ask("hits"), "hits 0");
}

TEST_P(AfterCancel, AKeyThatWaitedForItsPasswordIsGone) {
    const std::string weak = "Жаш7Q";
    here.office().password("weak", weak);
    desk.look_for(bytes_of(weak));
    ASSERT_EQ(desk.ask("visit"), "ready");
    ASSERT_EQ(desk.ask("key " + here.office().password("weak", "").string()),
              "crypto.password-weak");
    EXPECT_GT(desk.figure("locked"), locked_before);
    ASSERT_EQ(desk.ask("cancel"), "cancelled");
    EXPECT_EQ(desk.figure("locked"), locked_before);
    EXPECT_EQ(desk.ask("hits"), "hits 0");
}

} // namespace
} // namespace koltamga::secrets
