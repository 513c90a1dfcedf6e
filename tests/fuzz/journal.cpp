// Texts of the journal that come from outside: entry headers, signed heads, the seal of a
// backup. What is read must be what would have been written.
#include "db/backup_seal.h"
#include "db/entry_header.h"
#include "db/signed_head.h"

#include <cstdlib>

namespace {

using namespace koltamga;
using namespace koltamga::db;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of({data, size});
    if (const auto header = parse_entry_header(text)) {
        require(compose(*header) == text);
        require(text.starts_with(associated_data(*header)));
        require(is_operator_name(header->operator_name) || header->operator_name.empty());
    }
    if (const auto head = parse_head(text)) {
        require(compose(*head) == text);
    }
    if (const auto head = parse_signed_head(text)) {
        require(compose(*head) == text);
    }
    if (const auto seal = read_backup_seal(text)) {
        require(text.starts_with(seal->signed_text));
        require(text.starts_with(seal->before_last_line));
    }
    return 0;
}
