// This folder's failures, each made in one place. Internal.
#pragma once

#include "base/failure.h"

namespace koltamga::crypto {

Failure sealed_truncated();
Failure not_opened();
Failure wrong_password();
Failure password_weak(std::string detail, unsigned characters);
Failure password_record_unreadable(std::string detail);
Failure base64_unreadable(std::string detail);
Failure key_unreadable(std::string detail);
Failure key_refused(std::string detail);
Failure signature_wrong();
Failure certificate_unreadable(std::string detail);
Failure request_unreadable(std::string detail);
Failure crl_unreadable(std::string detail);
Failure name_refused(std::string detail);
Failure path_refused(std::string detail);
Failure cms_unreadable(std::string detail);
Failure cms_refused(std::string detail);
Failure envelope_not_opened(std::string detail);
Failure key_cancelled();
Failure machine_secret_unsafe(std::string detail);

} // namespace koltamga::crypto
