// The journal's stable words ("handed-over", "receipted") as a clerk reads them. A word that is not
// known stays as it is.
#pragma once

#include "base/failure.h"
#include "base/id.h"
#include "issuance/application.h"

#include <string>
#include <string_view>

namespace koltamga::app {

std::string state_in_words(std::string_view state, Language language);
std::string step_in_words(std::string_view step, Language language);
std::string outbox_in_words(std::string_view outbox, Language language);
Texts step_in_each_language(std::string_view step);

// The command that takes a record a step further at the terminal; empty: there is none.
std::string next_command(const ApplicationId& application, std::string_view step,
                         issuance::WaitsFor who);
// ", is being given up" and ", its certificate is revoked": stand behind a state.
std::string cancelling_in_words(Language language);
std::string revoked_in_words(Language language);
// The same by what is known of the certificate: "revoked", "revocation-waiting" or anything else,
// of which nothing is said.
std::string certificate_end_in_words(std::string_view status, Language language);
// What became of an application whose paper is printed: that the paper has no force; empty: it has.
std::string without_force(const issuance::Application& application, Language language);
// What is done in place of giving up an application whose holder has the certificate; empty: the
// failure says it all.
std::string cannot_cancel_words(const Failure& failure, const std::string& id, Language language);

// The sentence in the language at hand.
inline const std::string& in(Language language, const Texts& texts) {
    return texts[static_cast<std::size_t>(language)];
}

} // namespace koltamga::app
