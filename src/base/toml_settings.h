// How toml++ is compiled: included before it wherever it is used, so that every folder means the
// same by its inline functions (the linker keeps only one of each).
//
// No exceptions of its own; no formatters; bounded nesting. Its assertions stay in force in every
// build: without them they are promises to the optimiser, and a hostile file could break them.
#pragma once

namespace koltamga {

// Thrown where the parser is surprised by a text: "[[[" breaks an assumption of toml++ 3.3.
struct TomlSurprised {};

[[noreturn]] inline void toml_surprised() {
    throw TomlSurprised();
}

} // namespace koltamga

#define TOML_ASSERT(expression) ((expression) ? void() : koltamga::toml_surprised())
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 16
