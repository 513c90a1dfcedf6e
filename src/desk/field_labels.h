// What each field is called at the desk, by Language.
#pragma once

#include "desk/passport_form.h"

namespace koltamga::desk {

const Texts& label_of(Field field);

} // namespace koltamga::desk
