#include "db/failures.h"

namespace koltamga::db::failure {

Failure locked() {
    return fail(Code::db_locked);
}
Failure damaged(std::string detail) {
    return fail(Code::db_damaged, std::move(detail));
}
Failure schema_changed() {
    return fail(Code::db_schema_changed);
}
Failure full() {
    return fail(Code::db_full);
}
Failure not_there(std::string detail) {
    return fail(Code::db_not_there, std::move(detail));
}
Failure already_there() {
    return fail(Code::db_already_there);
}
Failure newer_version(std::string detail) {
    return fail(Code::db_newer_version, std::move(detail));
}
Failure wrong_profile(std::string detail) {
    return fail(Code::db_wrong_profile, std::move(detail));
}
Failure second_instance(std::string detail) {
    return fail(Code::db_second_instance, std::move(detail));
}
Failure stopped(std::string detail) {
    return fail(Code::db_stopped, std::move(detail));
}
Failure unreadable(std::string detail) {
    return fail(Code::db_unreadable, std::move(detail));
}
Failure not_writable(std::string detail) {
    return fail(Code::db_not_writable, std::move(detail));
}
Failure migration_failed(std::string detail) {
    return fail(Code::db_migration_failed, std::move(detail));
}
Failure entry_malformed(std::string detail) {
    return fail(Code::db_entry_malformed, std::move(detail));
}
Failure head_malformed(std::string detail) {
    return fail(Code::db_head_malformed, std::move(detail));
}
Failure receipt_refused(std::string detail) {
    return fail(Code::db_receipt_refused, std::move(detail));
}
Failure receipt_incomplete(std::string detail) {
    return fail(Code::db_receipt_incomplete, std::move(detail));
}
Failure fork(std::string detail) {
    return fail(Code::db_fork, std::move(detail));
}
Failure journal_forked(std::string detail) {
    return fail(Code::app_journal_forked, std::move(detail));
}
Failure gap(std::string detail) {
    return fail(Code::db_gap, std::move(detail));
}
Failure chain_broken(std::string detail) {
    return fail(Code::db_chain_broken, std::move(detail));
}
Failure body_mismatch(std::string detail) {
    return fail(Code::db_body_mismatch, std::move(detail));
}
Failure entry_unknown(std::string detail) {
    return fail(Code::db_entry_unknown, std::move(detail));
}
Failure key_gone(std::string detail) {
    return fail(Code::db_key_gone, std::move(detail));
}
Failure operator_row_changed(std::string_view name) {
    return fail(Code::operator_row_changed, std::string(name));
}
Failure key_wrong(std::string detail) {
    return fail(Code::db_key_wrong, std::move(detail));
}
Failure blob_gone() {
    return fail(Code::db_blob_gone);
}
Failure blob_damaged() {
    return fail(Code::db_blob_damaged);
}
Failure blob_not_written(std::string detail) {
    return fail(Code::db_blob_not_written, std::move(detail));
}
Failure backup_not_there() {
    return fail(Code::db_backup_not_there);
}
Failure restore_onto_existing() {
    return fail(Code::db_restore_onto_existing);
}
Failure backup_refused(std::string detail) {
    return fail(Code::db_backup_refused, std::move(detail));
}
Failure backup_damaged(std::string detail) {
    return fail(Code::db_backup_damaged, std::move(detail));
}
Failure backup_other_station(std::string detail) {
    return fail(Code::db_backup_other_station, std::move(detail));
}
Failure backup_not_written(std::string detail) {
    return fail(Code::db_backup_not_written, std::move(detail));
}
Failure code_refused(std::string detail) {
    return fail(Code::db_code_refused, std::move(detail));
}

} // namespace koltamga::db::failure
