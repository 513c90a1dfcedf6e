// The terminal program. Hardens the process before anything else, then hands over to app/ctl.h.
#include "app/ctl.h"

#include "base/locked_pages.h"
#include "crypto/memory.h"

#include <iostream>

int main(int argc, char** argv) {
    koltamga::harden_process();
    koltamga::crypto::install_wiping_allocator();
    return koltamga::app::run_koltamgactl(argc, argv, std::cout, std::cerr);
}
