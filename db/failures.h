// The one place where failures of class `db` are made. Private to this folder.
#pragma once

#include "base/failure.h"

#include <string>
#include <string_view>

namespace koltamga::db::failure {

Failure locked();
Failure damaged(std::string detail);
Failure schema_changed();
Failure full();
Failure not_there(std::string detail = {});
Failure already_there();
Failure newer_version(std::string detail);
Failure wrong_profile(std::string detail);
Failure second_instance(std::string detail = {});
Failure stopped(std::string detail);
Failure unreadable(std::string detail);
Failure not_writable(std::string detail);
Failure migration_failed(std::string detail);
Failure entry_malformed(std::string detail);
Failure head_malformed(std::string detail);
Failure receipt_refused(std::string detail);
Failure receipt_incomplete(std::string detail);
Failure fork(std::string detail);
Failure journal_forked(std::string detail);
Failure gap(std::string detail);
Failure chain_broken(std::string detail);
Failure body_mismatch(std::string detail);
Failure entry_unknown(std::string detail);
Failure key_gone(std::string detail);
Failure operator_row_changed(std::string_view name);
Failure key_wrong(std::string detail);
Failure blob_gone();
Failure blob_damaged();
Failure blob_not_written(std::string detail);
Failure backup_not_there();
Failure restore_onto_existing();
Failure backup_refused(std::string detail);
Failure backup_damaged(std::string detail);
Failure backup_other_station(std::string detail);
Failure backup_not_written(std::string detail);
Failure code_refused(std::string detail);

} // namespace koltamga::db::failure
