#include "crypto/failures.h"

#include <utility>

namespace koltamga::crypto {

Failure sealed_truncated() {
    return fail(Code::crypto_sealed_truncated);
}
Failure not_opened() {
    return fail(Code::crypto_not_opened);
}
Failure wrong_password() {
    return fail(Code::crypto_wrong_password);
}
Failure password_weak(std::string detail, unsigned characters) {
    return fail(Code::crypto_password_weak, std::move(detail),
                {filling("characters", std::to_string(characters))});
}
Failure password_record_unreadable(std::string detail) {
    return fail(Code::crypto_password_record_unreadable, std::move(detail));
}
Failure base64_unreadable(std::string detail) {
    return fail(Code::crypto_base64_unreadable, std::move(detail));
}
Failure key_unreadable(std::string detail) {
    return fail(Code::crypto_key_unreadable, std::move(detail));
}
Failure key_refused(std::string detail) {
    return fail(Code::crypto_key_refused, std::move(detail));
}
Failure signature_wrong() {
    return fail(Code::crypto_signature_wrong);
}
Failure certificate_unreadable(std::string detail) {
    return fail(Code::crypto_certificate_unreadable, std::move(detail));
}
Failure request_unreadable(std::string detail) {
    return fail(Code::crypto_request_unreadable, std::move(detail));
}
Failure crl_unreadable(std::string detail) {
    return fail(Code::crypto_crl_unreadable, std::move(detail));
}
Failure name_refused(std::string detail) {
    return fail(Code::crypto_name_refused, std::move(detail));
}
Failure path_refused(std::string detail) {
    return fail(Code::crypto_path_refused, std::move(detail));
}
Failure cms_unreadable(std::string detail) {
    return fail(Code::crypto_cms_unreadable, std::move(detail));
}
Failure cms_refused(std::string detail) {
    return fail(Code::crypto_cms_refused, std::move(detail));
}
Failure envelope_not_opened(std::string detail) {
    return fail(Code::crypto_envelope_not_opened, std::move(detail));
}
Failure key_cancelled() {
    return fail(Code::crypto_key_cancelled);
}
Failure machine_secret_unsafe(std::string detail) {
    return fail(Code::crypto_machine_secret_unsafe, std::move(detail));
}

} // namespace koltamga::crypto
