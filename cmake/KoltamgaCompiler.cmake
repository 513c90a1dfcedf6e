# How every target is compiled: warnings are errors, sanitizers and hardening by option.
add_library(koltamga_compiler INTERFACE)

# One threading model everywhere, or precompiled headers do not fit.
target_compile_options(koltamga_compiler INTERFACE -pthread
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(koltamga_compiler INTERFACE
    -Wduplicated-cond -Wlogical-op -Wuseless-cast)
endif()

# A variable may have the name of a neighbour's function; the other presets look for shadowing.
if(KOLTAMGA_GATHER)
  target_compile_options(koltamga_compiler INTERFACE -Wno-shadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # takes a gathered source for a header
    target_compile_options(koltamga_compiler INTERFACE -Wno-subobject-linkage)
  endif()
endif()

# What the tests themselves do is not watched for memory and undefined behaviour, and reported by
# function, not by line: that took two thirds of their compilation. What they test is watched line by
# line, but for what stands inline in headers; what both allocate is, too.
# KOLTAMGA_OF_TESTS is a property of their targets.
if(KOLTAMGA_SANITIZE)
  set(of_tests "$<BOOL:$<TARGET_PROPERTY:KOLTAMGA_OF_TESTS>>")
  string(REPLACE "," "$<COMMA>" sanitized "-fsanitize=${KOLTAMGA_SANITIZE}")
  if(KOLTAMGA_SANITIZE MATCHES "address")
    set(sanitized "$<$<NOT:${of_tests}>:${sanitized}>")
  endif()
  target_compile_options(koltamga_compiler INTERFACE
    ${sanitized} $<${of_tests}:-g0> -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(koltamga_compiler INTERFACE -fsanitize=${KOLTAMGA_SANITIZE})
endif()

# GCC 12 sees uninitialised members in std::regex under sanitizers (GCC bug 105562); the other
# presets keep the warning.
if(KOLTAMGA_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(koltamga_compiler INTERFACE -Wno-maybe-uninitialized)
endif()


if(KOLTAMGA_HARDEN)
  include(CheckPIESupported)
  check_pie_supported()
  target_compile_options(koltamga_compiler INTERFACE
    -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
  target_link_options(koltamga_compiler INTERFACE
    -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed)
endif()
