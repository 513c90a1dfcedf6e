// What the terminal says, in which language, and with which exit status.
#include "app/terminal.h"

#include "app/options.h"
#include "app/words.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The environment of the clerk's terminal, put back afterwards.
class Environment : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const auto* name : names) {
            const char* value = std::getenv(name);
            before_.emplace_back(value == nullptr ? std::optional<std::string>()
                                                  : std::optional<std::string>(value));
            ::unsetenv(name);
        }
    }
    void TearDown() override {
        for (std::size_t i = 0; i < std::size(names); ++i) {
            set(names[i], before_[i] ? before_[i]->c_str() : nullptr);
        }
    }
    static void set(const char* name, const char* value) {
        if (value == nullptr) {
            ::unsetenv(name);
        } else {
            ::setenv(name, value, 1);
        }
    }

  private:
    static constexpr const char* names[] = {"LC_ALL", "LC_MESSAGES", "LANG", "XDG_DATA_HOME",
                                            "HOME"};
    std::vector<std::optional<std::string>> before_;
};

TEST_F(Environment, NamesTheLanguageAsPosixOrdersIt) {
    const struct {
        const char *all, *messages, *lang;
        Language language;
    } table[] = {
        {nullptr, nullptr, nullptr, Language::en},
        {nullptr, nullptr, "ky_KG.UTF-8", Language::ky},
        {nullptr, nullptr, "ru_RU.UTF-8", Language::ru},
        {nullptr, nullptr, "ru", Language::ru},
        {nullptr, nullptr, "en_GB.UTF-8", Language::en},
        {nullptr, nullptr, "C", Language::en},
        {nullptr, nullptr, "kk_KZ.UTF-8", Language::en},
        {nullptr, "ru_RU.UTF-8", "ky_KG.UTF-8", Language::ru},
        {nullptr, "ky_KG.UTF-8", "ru_RU.UTF-8", Language::ky},
        {"ky_KG.UTF-8", "ru_RU.UTF-8", "ru_RU.UTF-8", Language::ky},
        {"ru_RU.UTF-8", "ky_KG.UTF-8", "ky_KG.UTF-8", Language::ru},
        {"C", "ky_KG.UTF-8", "ru_RU.UTF-8", Language::en},
        {"", "ky_KG.UTF-8", "ru_RU.UTF-8", Language::ky},
        {"", "", "ru_RU.UTF-8", Language::ru},
        {"ru_RU.UTF-8", nullptr, nullptr, Language::ru},
    };
    for (const auto& row : table) {
        set("LC_ALL", row.all);
        set("LC_MESSAGES", row.messages);
        set("LANG", row.lang);
        EXPECT_EQ(terminal_language(), row.language)
            << (row.all ? row.all : "-") << ' ' << (row.messages ? row.messages : "-") << ' '
            << (row.lang ? row.lang : "-");
    }
}

TEST_F(Environment, IsOverruledByTheOptionBeforeTheCommand) {
    set("LANG", "ky_KG.UTF-8");
    const auto spoken = [](std::initializer_list<const char*> words) {
        std::vector<const char*> line = {"koltamgactl"};
        line.insert(line.end(), words.begin(), words.end());
        return spoken_language(static_cast<int>(line.size()), line.data());
    };
    EXPECT_EQ(spoken({}), Language::ky);
    EXPECT_EQ(spoken({"issue"}), Language::ky);
    EXPECT_EQ(spoken({"--language", "ru"}), Language::ru);
    EXPECT_EQ(spoken({"--language=en", "issue"}), Language::en);
    EXPECT_EQ(spoken({"--json", "--language", "ru", "issue"}), Language::ru);
    EXPECT_EQ(spoken({"--data", "x", "--language", "ru", "issue"}), Language::ru);
    EXPECT_EQ(spoken({"--data=x", "--language", "ru", "issue"}), Language::ru);
    EXPECT_EQ(spoken({"--data", "--language", "ru"}), Language::ky) << "it is the folder's name";
    EXPECT_EQ(spoken({"issue", "--language", "ru"}), Language::ky) << "the papers', not ours";
    EXPECT_EQ(spoken({"--language", "de", "issue"}), Language::ky);
    EXPECT_EQ(spoken({"--language"}), Language::ky);
    EXPECT_EQ(spoken({"--languages=ru"}), Language::ky);
}

TEST_F(Environment, SaysWhereTheStationsFolderIs) {
    set("HOME", "/home/aida");
    EXPECT_EQ(default_data_folder(), "/home/aida/.local/share/koltamga");
    set("XDG_DATA_HOME", "");
    EXPECT_EQ(default_data_folder(), "/home/aida/.local/share/koltamga");
    set("XDG_DATA_HOME", "/data");
    EXPECT_EQ(default_data_folder(), "/data/koltamga");
    set("XDG_DATA_HOME", nullptr);
    set("HOME", nullptr);
    EXPECT_EQ(default_data_folder(), "./.local/share/koltamga");
}

Failure in_a_file() {
    Failure failure{Code::applicant_schema, "line 9: x", {filling("what", "x")}};
    failure.where = Where{"applicant.toml", 9, 3, "[applicant] birth_date"};
    return failure;
}

struct Said {
    std::ostringstream out, err;
    Exit exit = Exit::done;
};

void fail_with(Said& said, const Failure& failure, bool json, Language language) {
    Terminal terminal(said.out, said.err, json, language);
    said.exit = terminal.failed(failure);
}

TEST(Terminal, GivesTheExitStatusOfWhoIsToBlame) {
    EXPECT_EQ(exit_for(Failure{Code::app_applicant_refused, {}}), Exit::refused);
    EXPECT_EQ(exit_for(Failure{Code::app_operator_missing, {}}), Exit::wrong_input);
    EXPECT_EQ(exit_for(Failure{Code::ca_unreachable, {}}), Exit::world_failed);
    Said said;
    fail_with(said, Failure{Code::ca_unreachable, {}}, true, Language::en);
    EXPECT_EQ(static_cast<int>(said.exit), 3);
}

TEST(Terminal, TellsOfAFailureWhatWhereAndWhatToDo) {
    const std::pair<Language, std::array<const char*, 2>> table[] = {
        {Language::ky,
         {"applicant.toml, 9-сап, 3-белги: [applicant] birth_date", "администратор үчүн"}},
        {Language::ru,
         {"applicant.toml, строка 9, знак 3: [applicant] birth_date", "для администратора"}},
        {Language::en,
         {"applicant.toml, line 9, column 3: [applicant] birth_date", "for the administrator"}}};
    for (const auto& [language, words] : table) {
        Said said;
        fail_with(said, in_a_file(), false, language);
        const auto text = words_for(in_a_file(), language);
        EXPECT_EQ(said.err.str(), "applicant.schema: " + text.cause + "\n  " + words[0] + "\n  " +
                                      text.remedy + "\n  (" + words[1] + ": line 9: x)\n");
        EXPECT_THAT(said.out.str(), IsEmpty());
    }
}

TEST(Terminal, NamesNoLineWhereThereIsNone) {
    auto failure = in_a_file();
    failure.where = Where{"-"};
    Said said;
    fail_with(said, failure, false, Language::ru);
    EXPECT_THAT(said.err.str(), HasSubstr("\n  стандартный ввод\n"));
    failure.where.reset();
    failure.detail.clear();
    Said short_one;
    fail_with(short_one, failure, false, Language::ru);
    const auto text = words_for(failure, Language::ru);
    EXPECT_EQ(short_one.err.str(), "applicant.schema: " + text.cause + "\n  " + text.remedy + "\n");
}

TEST(Terminal, PrintsTheFailureAsAnObjectToo) {
    Said said;
    fail_with(said, in_a_file(), true, Language::ky);
    const auto error = Json::parse(said.out.str()).at("error");
    const auto text = words_for(in_a_file(), Language::ky);
    EXPECT_EQ(error.at("code"), "applicant.schema");
    EXPECT_EQ(error.at("detail"), "line 9: x");
    EXPECT_EQ(error.at("message"), text.cause);
    EXPECT_EQ(error.at("remedy"), text.remedy);
    const auto where = Json::parse(
        R"({"file": "applicant.toml", "line": 9, "column": 3, "field": "[applicant] birth_date"})");
    EXPECT_EQ(error.at("where"), where);
    EXPECT_THAT(said.err.str(), HasSubstr(text.cause));
    auto nowhere = in_a_file();
    nowhere.where = Where{};
    const auto nulls =
        Json::parse(R"({"file": null, "line": null, "column": null, "field": null})");
    EXPECT_EQ(to_json(nowhere, Language::en).at("where"), nulls);
    nowhere.where.reset();
    EXPECT_FALSE(to_json(nowhere, Language::en).contains("where"));
}

TEST(Terminal, KeepsTheObjectTheErrorStandsIn) {
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal(out, err, true, Language::en);
    terminal.failed(in_a_file(), {{"application", "X"}});
    EXPECT_EQ(Json::parse(out.str()).at("application"), "X");
}

TEST(Terminal, AnswersInWordsOrAsAnObjectButNotBoth) {
    const auto answered = [](bool json, const std::string& words) {
        std::ostringstream out;
        std::ostringstream err;
        Terminal(out, err, json, Language::en).answer({{"a", 1}}, words);
        EXPECT_THAT(err.str(), IsEmpty());
        return out.str();
    };
    EXPECT_EQ(answered(false, "done"), "done\n");
    EXPECT_EQ(answered(false, "done\n"), "done\n");
    EXPECT_EQ(answered(false, ""), "");
    EXPECT_EQ(Json::parse(answered(true, "done")), Json({{"a", 1}}));
}

TEST(Terminal, TellsBesideAnObjectOnlyWhatMustBeNoted) {
    for (const bool json : {false, true}) {
        std::ostringstream out;
        std::ostringstream err;
        Terminal terminal(out, err, json, Language::en);
        terminal.tell("told");
        EXPECT_EQ(err.str(), json ? "" : "told\n");
        terminal.note("noted");
        EXPECT_THAT(err.str(), HasSubstr("noted\n"));
        EXPECT_THAT(out.str(), IsEmpty());
    }
}

TEST(Line, ThatIsWrongIsAnsweredAsItAsks) {
    const auto wants = [](std::vector<const char*> words) {
        words.insert(words.begin(), "koltamgactl");
        return wants_json(static_cast<int>(words.size()), words.data());
    };
    EXPECT_TRUE(wants({"--json", "isue"}));
    EXPECT_TRUE(wants({"isue", "--json"}));
    EXPECT_FALSE(wants({}));
    EXPECT_FALSE(wants({"--jsonx", "json"}));
}

TEST(FailureWords, AreOneLineThatNamesTheFile) {
    auto failure = in_a_file();
    const auto text = words_for(failure, Language::en);
    failure.where = Where{"/desk/applicant.toml"};
    EXPECT_EQ(failure_words(failure, Language::en),
              "applicant.schema: " + text.cause + " (/desk/applicant.toml) " + text.remedy);
    failure.where.reset();
    EXPECT_EQ(failure_words(failure, Language::en),
              "applicant.schema: " + text.cause + " " + text.remedy);
}

TEST(Words, NameTheCommandThatGoesOn) {
    using issuance::WaitsFor;
    const auto id = ApplicationId::parse("7K3M-0QXT-9B2E-HN4W").value();
    const auto next = [&](const char* step, WaitsFor who) { return next_command(id, step, who); };
    for (const auto* step : {"identify", "decide", "contact", "portrait", "key"}) {
        EXPECT_THAT(next(step, WaitsFor::clerk), HasSubstr("koltamgactl issue ")) << step;
        EXPECT_EQ(next(step, WaitsFor::applicant), next(step, WaitsFor::clerk)) << step;
    }
    const auto resume = "koltamgactl --operator NAME --operator-password-file FILE resume " +
                        id.text() + " --out FOLDER";
    for (const auto* step : {"certificate", "hand-over", "done"}) {
        EXPECT_EQ(next(step, WaitsFor::clerk), resume) << step;
    }
    const auto signed_in = "koltamgactl --operator NAME --operator-password-file FILE sync";
    EXPECT_EQ(next("certificate", WaitsFor::network), signed_in) << "as its sentence says";
    EXPECT_EQ(next("certificate", WaitsFor::ca), resume);
    EXPECT_EQ(next("hand-over", WaitsFor::ca), resume);
    EXPECT_EQ(next("done", WaitsFor::ca), signed_in) << "a released record has no key";
    EXPECT_EQ(next("done", WaitsFor::centre), "koltamgactl sync");
    EXPECT_EQ(next("done", WaitsFor::nobody), "");
}

TEST(Words, TellOfACertificatesEndInEachLanguage) {
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        EXPECT_EQ(certificate_end_in_words("revoked", language), revoked_in_words(language));
        EXPECT_EQ(certificate_end_in_words("valid", language), "");
        EXPECT_EQ(certificate_end_in_words("", language), "");
    }
    const auto waits = [](Language language) {
        return certificate_end_in_words("revocation-waiting", language);
    };
    EXPECT_THAT(waits(Language::en), HasSubstr("revocation of its certificate is recorded"));
    EXPECT_THAT(waits(Language::ru), HasSubstr("отзыв сертификата записан"));
    EXPECT_THAT(waits(Language::ky), HasSubstr("жокко чыгаруу жазылды"));
}

TEST(Words, NameRevokingToWhoeverGivesUpWhatWasHandedOver) {
    const std::string id = "7K3M-0QXT-9B2E-HN4W";
    const Failure handed_over{Code::issuance_not_at_step, "handed-over", {}, {}};
    const auto command =
        "\n`koltamgactl revoke " + id + " --reason cessationOfOperation --proof TEXT`";
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        EXPECT_TRUE(cannot_cancel_words(handed_over, id, language).ends_with(command));
        for (const auto* state : {"cancelled", "refused", ""}) {
            EXPECT_EQ(
                cannot_cancel_words({Code::issuance_not_at_step, state, {}, {}}, id, language), "");
        }
        EXPECT_EQ(cannot_cancel_words({Code::db_full, "handed-over", {}, {}}, id, language), "");
    }
}

TEST(Words, OfTheJournalAreOfEachLanguage) {
    const std::pair<const char*, std::array<const char*, 3>> states[] = {
        {"draft", {"толтурулууда", "черновик", "draft"}},
        {"refused", {"баш тартылды", "отказано", "refused"}},
        {"on-hold", {"кармалып турат", "приостановлено", "on hold"}},
        {"waiting-for-ca",
         {"күбөлөндүрүүчү борборду күтүүдө", "ждёт удостоверяющий центр",
          "waiting for the certification authority"}},
        {"certified", {"сертификат берилди", "сертификат выпущен", "certified"}},
        {"handed-over", {"ээсине тапшырылды", "выдано", "handed over"}},
        {"cancelled", {"токтотулду", "отменено", "cancelled"}},
        {"unheard-of", {"unheard-of", "unheard-of", "unheard-of"}}};
    const std::pair<const char*, std::array<const char*, 3>> steps[] = {
        {"identify", {"Инсандык", "Личность", "Identity"}},
        {"decide", {"Укук", "Право", "Eligibility"}},
        {"contact", {"Байланыш жана макулдук", "Контакты и согласия", "Contact and consent"}},
        {"portrait", {"Портрет", "Портрет", "Portrait"}},
        {"key", {"Ачкыч", "Ключ", "Key"}},
        {"certificate", {"Сертификат", "Сертификат", "Certificate"}},
        {"hand-over", {"Тапшыруу", "Выдача", "Hand-over"}},
        {"done", {"Бүттү", "Завершено", "Done"}}};
    const std::pair<const char*, std::array<const char*, 3>> outboxes[] = {
        {"unsent", {"жөнөтүлө элек", "не отправлено", "unsent"}},
        {"sent", {"жөнөтүлдү", "отправлено", "sent"}},
        {"receipted", {"борбор ырастады", "подтверждено центром", "receipted"}}};
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        const auto at = static_cast<std::size_t>(language);
        for (const auto& [name, words] : states) {
            EXPECT_EQ(state_in_words(name, language), words[at]) << name;
        }
        for (const auto& [name, words] : steps) {
            EXPECT_EQ(step_in_words(name, language), words[at]) << name;
            EXPECT_EQ(step_in_each_language(name)[at], words[at]) << name;
        }
        for (const auto& [name, words] : outboxes) {
            EXPECT_EQ(outbox_in_words(name, language), words[at]) << name;
        }
    }
}

} // namespace
} // namespace koltamga::app
