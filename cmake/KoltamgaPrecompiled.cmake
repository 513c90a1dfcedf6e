# KOLTAMGA_PRECOMPILE: the headers that stand in nearly every source, compiled once per kind of
# target. The check uses it to be quick; the other presets do without, so that a source which
# forgets an include does not compile there.
if(KOLTAMGA_PRECOMPILE)
  set(nothing ${CMAKE_BINARY_DIR}/precompiled.cpp)
  file(CONFIGURE OUTPUT ${nothing} CONTENT "int main() {}\n")
  set(standard <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <set>
    <span> <string> <string_view> <variant> <vector> <nlohmann/json.hpp>)

  add_library(koltamga_precompiled OBJECT ${nothing})
  target_link_libraries(koltamga_precompiled PRIVATE koltamga_compiler nlohmann_json::nlohmann_json)
  target_precompile_headers(koltamga_precompiled PRIVATE ${standard})

  add_executable(koltamga_precompiled_tests ${nothing})
  target_link_libraries(koltamga_precompiled_tests PRIVATE koltamga_compiler GTest::gmock
    nlohmann_json::nlohmann_json)
  set_target_properties(koltamga_precompiled_tests PROPERTIES KOLTAMGA_OF_TESTS ON)
  target_precompile_headers(koltamga_precompiled_tests PRIVATE ${standard} <fstream> <iostream>
    <thread> <gmock/gmock.h> <gtest/gtest.h>)
endif()

# koltamga_compiled_as(TARGET KIND OPTIMISED): KIND is koltamga_precompiled or
# koltamga_precompiled_tests, which are compiled without the optimiser.
function(koltamga_compiled_as target kind optimised)
  if(KOLTAMGA_PRECOMPILE AND optimised)
    target_compile_options(${target} PRIVATE -O1)
  elseif(KOLTAMGA_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${kind})
  endif()
endfunction()
