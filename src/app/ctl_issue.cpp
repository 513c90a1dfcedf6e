#include "app/ctl.h"

#include "app/journey.h"
#include "base/file.h"

#include <CLI/CLI.hpp>

namespace koltamga::app {
namespace {

void add_out(CLI::App& command, Wishes& wishes) {
    command.add_option("--out", wishes.out, "Folder for certificate, papers and receipt");
}

void add_issue(CLI::App& line, Ctl& ctl) {
    auto* command = line.add_subcommand("issue", "Take one applicant to the certificate");
    auto files = std::make_shared<ApplicantFiles>();
    auto wishes = std::make_shared<Wishes>();
    command->add_option("APPLICANT", files->applicant, "Applicant file (TOML)")->required();
    command->add_option("--portrait", files->portrait, "Picture with the applicant's face")
        ->required();
    command
        ->add_option("--applicant-password-file", files->password,
                     "File with the password the applicant chose, - for standard input")
        ->required();
    command->add_option("--custody", wishes->custody, "cloud or file");
    command->add_option("--reissue", wishes->reissue_reason,
                        "Replace the certificate the person holds, for this reason");
    command->add_flag("--offline", wishes->offline, "Ask nobody outside now");
    command->add_option("--language", wishes->languages, "ky, ru, en or ky+ru");
    add_out(*command, *wishes);
    command->callback([&ctl, files, wishes] {
        ctl.chosen = [&ctl, files, wishes](Terminal& terminal) {
            return issue(ctl, terminal, *files, *wishes);
        };
    });
}

void add_resume(CLI::App& line, Ctl& ctl) {
    auto* command = line.add_subcommand("resume", "Go on with an application");
    auto id = std::make_shared<std::string>();
    auto wishes = std::make_shared<Wishes>();
    command->add_option("ID", *id, "Record id")->required();
    command->add_option("--language", wishes->languages, "ky, ru, en or ky+ru");
    add_out(*command, *wishes);
    command->callback([&ctl, id, wishes] {
        ctl.chosen = [&ctl, id, wishes](Terminal& terminal) {
            return resume(ctl, terminal, *id, *wishes);
        };
    });
}

void add_cancel(CLI::App& line, Ctl& ctl) {
    auto* command = line.add_subcommand("cancel", "Give an application up");
    auto id = std::make_shared<std::string>();
    auto reason = std::make_shared<std::string>();
    command->add_option("ID", *id, "Record id")->required();
    command->add_option("--reason", *reason, "Why")->required();
    command->callback([&ctl, id, reason] {
        ctl.chosen = [&ctl, id, reason](Terminal& terminal) {
            return cancel(ctl, terminal, *id, *reason);
        };
    });
}

void add_revoke(CLI::App& line, Ctl& ctl) {
    auto* command = line.add_subcommand("revoke", "The holder asks to end the certificate");
    auto id = std::make_shared<std::string>();
    auto wish = std::make_shared<RevocationWish>();
    command->add_option("ID", *id, "Record id")->required();
    command->add_option("--reason", wish->reason, "RFC 5280's word, for instance keyCompromise")
        ->required();
    command->add_option("--proof", wish->proof, "How the holder proved who they are");
    command->callback([&ctl, id, wish] {
        ctl.chosen = [&ctl, id, wish](Terminal& terminal) {
            return revoke(ctl, terminal, *id, *wish);
        };
    });
}

} // namespace

void add_issue_commands(CLI::App& line, Ctl& ctl) {
    add_issue(line, ctl);
    add_resume(line, ctl);
    add_cancel(line, ctl);
    add_revoke(line, ctl);
}

} // namespace koltamga::app
