# koltamga_folder(NAME SEES other folders… LIBRARIES third-party targets…)
#
# One folder, one static library `koltamga_NAME` of every .cpp that stands directly in it.
# OPTIMISED: its tests walk so far that the sanitizers' tree needs the optimiser for it.
# SMALL: wiring and words, which nobody waits for: released for size, compiled in two thirds of the
# time.
# SEES is the include rule of src/README.md (tests/house compares it with the includes);
# LIBRARIES stay PRIVATE, so that no other folder can come to know them.
# The folders that read what comes from outside watch themselves for the fuzz targets; the others
# would only be slower for it.
set(koltamga_fuzzed base domain crypto profile issuance net custody ca capture sync db centre)
function(koltamga_folder name)
  cmake_parse_arguments(arg "OPTIMISED;SMALL" "" "SEES;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(koltamga_${name} STATIC ${sources})
    set(reach PUBLIC)
    target_link_libraries(koltamga_${name} PRIVATE koltamga_compiler ${arg_LIBRARIES})
    koltamga_compiled_as(koltamga_${name} koltamga_precompiled ${arg_OPTIMISED})
    koltamga_gathered(koltamga_${name})
    if(arg_SMALL)
      koltamga_small(koltamga_${name})
    endif()
    if(KOLTAMGA_FUZZ AND name IN_LIST koltamga_fuzzed)
      target_compile_options(koltamga_${name} PRIVATE
        -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
    endif()
  else()
    add_library(koltamga_${name} INTERFACE)
    set(reach INTERFACE)
  endif()
  target_include_directories(koltamga_${name} ${reach} ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
  foreach(folder IN LISTS arg_SEES)
    target_link_libraries(koltamga_${name} ${reach} koltamga_${folder})
  endforeach()
endfunction()

function(koltamga_small target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Os>)
endfunction()

# koltamga_program(NAME SOURCE SEES folders… LIBRARIES …): a program's main in src/app. The target
# `programs` builds all of them and nothing else.
add_custom_target(programs)
function(koltamga_program name source)
  cmake_parse_arguments(arg "" "" "SEES;LIBRARIES" ${ARGN})
  add_executable(${name} ${source})
  add_dependencies(programs ${name})
  target_link_libraries(${name} PRIVATE koltamga_compiler ${arg_LIBRARIES})
  foreach(folder IN LISTS arg_SEES)
    target_link_libraries(${name} PRIVATE koltamga_${folder})
  endforeach()
  if(KOLTAMGA_HARDEN)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_options(${name} PRIVATE -pie)
  endif()
endfunction()

# A key from a password allocates millions of times, and holding back what was freed costs more than
# the key: the less is held back, the quicker the suite. The light options, for tests that run whole
# programs hundreds of times, hold back nothing.
set(koltamga_usual_asan
  "quarantine_size_mb=1:thread_local_quarantine_size_kb=8:malloc_context_size=2")
set(koltamga_light_asan
  "detect_leaks=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=0:malloc_context_size=0")

# koltamga_tests(FOLDER SEES folders… LIBRARIES …): every .cpp of tests/FOLDER in one program, and a
# test of ctest that runs it.
# APART: name and filter, in turn, of tests that ctest runs beside the rest and not after it.
# ASAN_OPTIONS: instead of the usual ones.
# RELEASED: whole programs are those of KOLTAMGA_PROGRAMS, where the environment names that folder.
function(koltamga_tests folder)
  cmake_parse_arguments(arg "OPTIMISED;RELEASED" "TIMEOUT;ASAN_OPTIONS" "SEES;LIBRARIES;APART" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${folder}_tests ${sources} $<TARGET_OBJECTS:koltamga_temporary_folder>)
  set_target_properties(${folder}_tests PROPERTIES KOLTAMGA_OF_TESTS ON)
  target_include_directories(${folder}_tests PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${folder}_tests PRIVATE koltamga_compiler GTest::gmock GTest::gtest_main
    ${arg_LIBRARIES})
  koltamga_compiled_as(${folder}_tests koltamga_precompiled_tests ${arg_OPTIMISED})
  koltamga_gathered(${folder}_tests)
  foreach(seen IN LISTS arg_SEES)
    target_link_libraries(${folder}_tests PRIVATE koltamga_${seen})
  endforeach()
  target_compile_definitions(${folder}_tests PRIVATE
    KOLTAMGA_SOURCE_DIR="${CMAKE_SOURCE_DIR}" KOLTAMGA_BINARY_DIR="${CMAKE_BINARY_DIR}"
    KOLTAMGA_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 900)
  endif()
  if(NOT arg_ASAN_OPTIONS)
    set(arg_ASAN_OPTIONS ${koltamga_usual_asan})
  endif()
  set(rest "*")
  set(glue "-")
  while(arg_APART)
    list(POP_FRONT arg_APART name filter)
    koltamga_run_tests(${folder}-${name} ${folder}_tests ${filter} ${arg_TIMEOUT} ${arg_ASAN_OPTIONS})
    koltamga_programs_of(${folder}-${name} "${arg_RELEASED}")
    string(APPEND rest "${glue}${filter}")
    set(glue ":")
  endwhile()
  koltamga_run_tests(${folder} ${folder}_tests ${rest} ${arg_TIMEOUT} ${arg_ASAN_OPTIONS})
  koltamga_programs_of(${folder} "${arg_RELEASED}")
endfunction()

# koltamga_programs_of(TEST RELEASED): whether a test of ctest takes the released programs.
function(koltamga_programs_of test released)
  set(this_trees "KOLTAMGA_PROGRAMS=unset:")
  if(released)
    set(this_trees "")
  endif()
  set_tests_properties(${test} PROPERTIES ENVIRONMENT_MODIFICATION "${this_trees}")
endfunction()

function(koltamga_run_tests name program filter timeout asan_options)
  add_test(NAME ${name} COMMAND ${program} --gtest_filter=${filter})
  # What may take longest begins first.
  set_tests_properties(${name} PROPERTIES TIMEOUT ${timeout} COST ${timeout})
  koltamga_runs_with(${name} ${asan_options})
endfunction()

# koltamga_runs_with(TEST OPTIONS): the address sanitizer's options of one test of ctest.
function(koltamga_runs_with name asan_options)
  if(KOLTAMGA_SANITIZE)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT
      "ASAN_OPTIONS=${asan_options};LSAN_OPTIONS=suppressions='${CMAKE_SOURCE_DIR}/tests/leak-suppressions':print_suppressions=0")
  endif()
endfunction()

# koltamga_fuzz(NAME SEES folders… LIBRARIES …): tests/fuzz/NAME.cpp as a libFuzzer program.
function(koltamga_fuzz name)
  cmake_parse_arguments(arg "" "" "SEES;LIBRARIES" ${ARGN})
  add_executable(fuzz_${name} ${name}.cpp)
  target_link_libraries(fuzz_${name} PRIVATE koltamga_compiler ${arg_LIBRARIES})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  foreach(seen IN LISTS arg_SEES)
    target_link_libraries(fuzz_${name} PRIVATE koltamga_${seen})
  endforeach()
endfunction()
