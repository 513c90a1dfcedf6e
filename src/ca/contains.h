// Whether a list holds a value. Internal.
#pragma once

#include <algorithm>
#include <iterator>

namespace koltamga::ca {

template <class List, class Value>
bool contains(const List& list, const Value& value) {
    return std::ranges::find(list, value) != std::end(list);
}

} // namespace koltamga::ca
