#include "app/ctl.h"

#include "app/journey.h"
#include "app/out_path.h"
#include "base/file.h"

namespace koltamga::app {
namespace {

void add_out(LineCommand& command, Wishes& wishes) {
    command.option("--out", wishes.out, "Folder for certificate, papers and receipt");
}

Done check_out(const Ctl& ctl, const Wishes& wishes,
               std::vector<std::filesystem::path> inputs = {}) {
    return wishes.out.empty()
               ? Done()
               : require_good_out(wishes.out, out_rule(ctl.options, std::move(inputs)));
}

void add_issue(LineCommand& line, Ctl& ctl) {
    auto command = line.command("issue", "Take one applicant to the certificate");
    auto files = std::make_shared<ApplicantFiles>();
    auto wishes = std::make_shared<Wishes>();
    command.option("APPLICANT", files->applicant, "Applicant file (TOML)").required();
    command.option("--portrait", files->portrait, "Picture with the applicant's face").required();
    command
        .option("--applicant-password-file", files->password,
                "File with the password the applicant chose, - for standard input")
        .required();
    command.option("--custody", wishes->custody, "cloud or file");
    command.option("--reissue", wishes->reissue_reason,
                   "Replace the certificate the person holds, for this reason");
    command.flag("--offline", wishes->offline, "Ask nobody outside now");
    command.option("--language", wishes->languages, "ky, ru, en or ky+ru");
    add_out(command, *wishes);
    command.chosen([&ctl, files, wishes] {
        ctl.chosen = [&ctl, files, wishes](Terminal& terminal) {
            const auto good =
                check_out(ctl, *wishes, {files->applicant, files->portrait, files->password});
            return good ? issue(ctl, terminal, *files, *wishes) : terminal.failed(good.failure());
        };
    });
}

void add_resume(LineCommand& line, Ctl& ctl) {
    auto command = line.command("resume", "Go on with an application");
    auto id = std::make_shared<std::string>();
    auto wishes = std::make_shared<Wishes>();
    command.option("ID", *id, "Record id").required();
    command.option("--language", wishes->languages, "ky, ru, en or ky+ru");
    add_out(command, *wishes);
    command.chosen([&ctl, id, wishes] {
        ctl.chosen = [&ctl, id, wishes](Terminal& terminal) {
            const auto good = check_out(ctl, *wishes);
            return good ? resume(ctl, terminal, *id, *wishes) : terminal.failed(good.failure());
        };
    });
}

void add_cancel(LineCommand& line, Ctl& ctl) {
    auto command = line.command("cancel", "Give an application up");
    auto id = std::make_shared<std::string>();
    auto reason = std::make_shared<std::string>();
    command.option("ID", *id, "Record id").required();
    command.option("--reason", *reason, "Why").required();
    command.chosen([&ctl, id, reason] {
        ctl.chosen = [&ctl, id, reason](Terminal& terminal) {
            return cancel(ctl, terminal, *id, *reason);
        };
    });
}

void add_revoke(LineCommand& line, Ctl& ctl) {
    auto command = line.command("revoke", "The holder, or a supervisor, ends the certificate");
    auto id = std::make_shared<std::string>();
    auto wish = std::make_shared<RevocationWish>();
    command.option("ID", *id, "Record id").required();
    command.option("--reason", wish->reason, "RFC 5280's word, for instance keyCompromise")
        .required();
    command.option("--by", wish->by, "Who asks: holder, or supervisor who has signed in");
    command.option("--proof", wish->proof,
                   "How the one who asks proved who they are; a supervisor may leave it out");
    command.chosen([&ctl, id, wish] {
        ctl.chosen = [&ctl, id, wish](Terminal& terminal) {
            return revoke(ctl, terminal, *id, *wish);
        };
    });
}

} // namespace

void add_issue_commands(LineCommand& line, Ctl& ctl) {
    add_issue(line, ctl);
    add_resume(line, ctl);
    add_cancel(line, ctl);
    add_revoke(line, ctl);
}

} // namespace koltamga::app
