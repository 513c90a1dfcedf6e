// What is said of something the clerk typed.
#pragma once

#include "base/result.h"

namespace koltamga::desk {

enum class Standing {
    untouched, // empty, and nothing is said of it yet
    good,
    odd,   // goes on, and the clerk looks at it
    wrong, // has to be put right before the form goes on
};

// What stands under a field: one sentence that says what is right.
struct Judgement {
    Standing standing = Standing::untouched;
    Texts says = {};
};

// Good, or wrong with cause and remedy in one breath: a field has one line for them.
Judgement judgement_of(const Done& done);

} // namespace koltamga::desk
