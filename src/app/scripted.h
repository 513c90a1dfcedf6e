// What an applicant's file may do to an application that stands already: nothing silently.
#pragma once

#include "issuance/application.h"
#include "profile/applicant_file.h"

namespace koltamga::app {

// Whether what a file says may count as the applicant's and the clerk's own answers: with a
// practice profile only.
enum class Answers { from_the_file, at_the_desk };

// Fails with app.applicant-differs, naming the fields, when the file says something that was
// recorded otherwise, or was not recorded at all and would be lost. Consents are compared where
// the file gives them.
Done require_same_data(const profile::ApplicantFile& file, const issuance::Application& application,
                       Answers answers);

// Fails with app.at-the-desk while the application is at a step that no file can take.
Done require_desk_steps_taken(const issuance::Application& application, Answers answers);

} // namespace koltamga::app
