# KOLTAMGA_GATHER: several sources of a folder are compiled as one, which halves the time; headers
# are read once for all of them. What a source keeps to itself (unnamed namespaces) is then seen by
# its neighbours, so two that give one name to different things cannot go together: these stand
# alone. The other presets compile every source by itself, and would notice a forgotten include.
set(koltamga_alone
  db/centre_store.cpp
  db/chain_check.cpp
  printing/typesetter.cpp
  src/app/ctl_operator.cpp
  src/app/ctl_papers.cpp
  src/app/ctl_profile.cpp
  src/app/day_register.cpp
  src/app/loss_words.cpp
  src/app/mrz_words.cpp
  src/app/scripted.cpp
  src/app/station_files.cpp
  src/app/terminal.cpp
  src/ca/certificate_check.cpp
  src/crypto/pkcs12.cpp
  src/crypto/pkcs8.cpp
  src/domain/identity.cpp
  src/practice/certification_authority_faults.cpp
  src/practice/control.cpp
  src/practice/service_identity.cpp
  src/profile/office_profile.cpp
  tests/app/paper_record_test.cpp
  tests/capture/portrait_test.cpp
  tests/domain/mrz_formats_test.cpp
  tests/domain/personal_number_test.cpp
  tests/issuance/walk_test.cpp
  tests/printing/day_register_test.cpp
  tests/printing/qr_code_test.cpp
  tests/printing/record_test.cpp
  tests/printing/refusal_test.cpp
  tests/profile/applicant_file_test.cpp
  tests/profile/keys_test.cpp
  tests/profile/office_profile_test.cpp
  tests/profile/profile_signature_test.cpp
  tests/profile/told_test.cpp)

# koltamga_gathered(TARGET)
function(koltamga_gathered target)
  if(NOT KOLTAMGA_GATHER)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  foreach(source IN LISTS koltamga_alone)
    set_source_files_properties(${CMAKE_SOURCE_DIR}/${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
endfunction()
