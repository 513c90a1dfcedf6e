# Every third-party library, and why it is here. A folder names what it uses; nobody else sees it.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

find_package(OpenSSL 3.0 REQUIRED)   # keys, certificates, CMS, CMP, TLS: reviewed, and the field's own
find_package(SQLite3 REQUIRED)       # journal and derived tables: one file that survives power cuts
find_package(CURL REQUIRED)          # HTTP and SMTP as a client, TLS checked
find_package(fmt REQUIRED)           # text with figures in it; g++ 12 has no <format>
find_package(spdlog REQUIRED)        # the technical log
find_package(nlohmann_json REQUIRED) # JSON of entry bodies, of --json and of the centre's protocol
find_package(CLI11 REQUIRED)         # command lines
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2) # password to key; OpenSSL 3.0 has no Argon2
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo cairo-pdf fontconfig pangoft2) # papers
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)     # PDF/A marks and fixed ids after Cairo
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode) # the record's QR code on the agreement
find_package(Cups REQUIRED)            # papers to a printer, and what becomes of them there

# toml++: profiles and applicant files, with line numbers for every refusal. Header only.
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
add_library(koltamga_tomlplusplus INTERFACE)
target_include_directories(koltamga_tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE})

# libphonenumber: which phone numbers exist and how they are written. Debian ships no CMake file.
find_library(PHONENUMBER_LIBRARY phonenumber REQUIRED)
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h REQUIRED)
add_library(koltamga_phonenumber INTERFACE)
target_include_directories(koltamga_phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})
target_link_libraries(koltamga_phonenumber INTERFACE ${PHONENUMBER_LIBRARY})

# cpp-httplib: the HTTP server of practice and centre. Debian's is compiled; link it.
find_library(HTTPLIB_LIBRARY cpp-httplib REQUIRED)
add_library(koltamga_httplib INTERFACE)
target_compile_definitions(koltamga_httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
target_link_libraries(koltamga_httplib INTERFACE ${HTTPLIB_LIBRARY} OpenSSL::SSL OpenSSL::Crypto
  Threads::Threads)

# OpenCV in parts: Debian's CMake files come only with all of it (300 MB).
find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(koltamga_opencv INTERFACE)
target_include_directories(koltamga_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE})
foreach(part core imgproc objdetect)
  find_library(OPENCV_${part} opencv_${part} REQUIRED)
  target_link_libraries(koltamga_opencv INTERFACE ${OPENCV_${part}})
endforeach()
find_library(OPENCV_imgcodecs opencv_imgcodecs REQUIRED) # the tests' second opinion; not in programs

# Pictures out of files: the decoders that OpenCV would use, without the sixty others that come with
# its reader (a hundred libraries, and 0.1 s at every start).
pkg_check_modules(PICTURES REQUIRED IMPORTED_TARGET libturbojpeg libpng libexif)

# wxWidgets on GTK: the window. GTK itself where wx does not reach (names for screen readers, the
# octets of a password field).
if(KOLTAMGA_WINDOW)
  find_package(wxWidgets 3.2 REQUIRED COMPONENTS core base)
  pkg_check_modules(GTK3 REQUIRED IMPORTED_TARGET gtk+-3.0)
  add_library(koltamga_wx INTERFACE)
  target_include_directories(koltamga_wx SYSTEM INTERFACE ${wxWidgets_INCLUDE_DIRS})
  target_compile_definitions(koltamga_wx INTERFACE ${wxWidgets_DEFINITIONS})
  target_compile_options(koltamga_wx INTERFACE ${wxWidgets_CXX_FLAGS})
  target_link_libraries(koltamga_wx INTERFACE ${wxWidgets_LIBRARIES} PkgConfig::GTK3)
endif()
