#include "app/scripted.h"

#include "app/words.h"
#include "base/joined.h"
#include "domain/eligibility_texts.h"

namespace koltamga::app {
namespace {

using issuance::Application;
using issuance::Step;

Failure applicant_differs(const ApplicationId& id, const std::string& fields) {
    const auto words = [&](Language language) { return domain::fields_in_words(fields, language); };
    return fail(Code::app_applicant_differs, fields,
                {filling("application", id.text()),
                 {"fields", {words(Language::ky), words(Language::ru), words(Language::en)}}});
}

Failure at_the_desk(Step step) {
    return fail(Code::app_at_the_desk, std::string(name_of(step)),
                {{"step", step_in_each_language(name_of(step))}});
}

// Two readings of a document may spell a name loosely alike; two typings may not.
bool differs(const domain::FieldComparison& field, bool same_source) {
    const bool unknown_here = !field.first.empty() && field.second.empty();
    return field.agreement == domain::Agreement::differs || unknown_here ||
           (same_source && field.agreement == domain::Agreement::loosely);
}

using Names = std::vector<std::string>;

void identity_fields(Names& names, const domain::Identity& file, const domain::Identity& recorded) {
    for (const auto& field : domain::compare(file, recorded).fields) {
        if (differs(field, file.source == recorded.source)) {
            names.push_back(field.field);
        }
    }
}

void contact_fields(Names& names, const domain::Contact& file,
                    const issuance::ContactRecorded& recorded) {
    if (!file.email.empty() && file.email != recorded.email) {
        names.emplace_back("email");
    }
    if (!file.phone.empty() && file.phone != recorded.phone) {
        names.emplace_back("phone");
    }
}

void consent_fields(Names& names, const domain::Consents& file, const domain::Consents& recorded) {
    const auto compare = [&](const char* name, domain::Consent here, domain::Consent there) {
        if (here != there) {
            names.emplace_back(name);
        }
    };
    compare("personal-data", file.personal_data, recorded.personal_data);
    compare("register-lookup", file.register_lookup, recorded.register_lookup);
    compare("uis-account", file.uis_account, recorded.uis_account);
    compare("terms", file.terms, recorded.terms);
}

} // namespace

Done require_same_data(const profile::ApplicantFile& file, const Application& application,
                       Answers answers) {
    Names names;
    identity_fields(names, file.identity, application.identity->identity);
    if (file.contact && application.contact) {
        contact_fields(names, *file.contact, *application.contact);
    }
    if (application.consent && answers == Answers::from_the_file) {
        consent_fields(names, file.consents, application.consent->consents);
    }
    return names.empty() ? Done() : Done(applicant_differs(*application.id, joined(names, ",")));
}

Done require_desk_steps_taken(const Application& application, Answers answers) {
    const bool before_certificate = !application.finished() && application.step < Step::certificate;
    if (answers == Answers::at_the_desk && before_certificate) {
        return at_the_desk(application.step);
    }
    return {};
}

} // namespace koltamga::app
