#include "crypto/name.h"

#include "crypto/failures.h"
#include "crypto/openssl.h"

#include <algorithm>
#include <climits>

namespace koltamga::crypto {
namespace {

bool has_control_character(std::string_view value) {
    return std::ranges::any_of(value, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

// INN (1.2.643.3.131.1.1) is a NumericString. The library allows it Russia's 12 digits only; here
// it is the personal number's 14.
Done add_number(X509_NAME* name, const ASN1_OBJECT* type, const NameAttribute& attribute) {
    constexpr std::size_t most_digits = 14;
    const auto& value = attribute.value;
    const bool digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || value.size() > most_digits ||
        X509_NAME_add_entry_by_OBJ(name, type, V_ASN1_NUMERICSTRING, bytes_of(value).data(),
                                   static_cast<int>(value.size()), -1, 0) != 1) {
        return name_refused("value-refused " + attribute.type);
    }
    return {};
}

Done add(X509_NAME* name, const NameAttribute& attribute) {
    const auto type = object_named(attribute.type);
    if (!type) {
        return name_refused("attribute-unknown " + attribute.type);
    }
    const auto& value = attribute.value;
    if (value.empty() || value.size() > INT_MAX || has_control_character(value)) {
        return name_refused("value-refused " + attribute.type);
    }
    if (OBJ_obj2nid(type.get()) == NID_INN) {
        return add_number(name, type.get(), attribute);
    }
    // The library's table of upper bounds (RFC 5280 appendix A) refuses what is too long, and
    // letters a PrintableString does not have.
    if (X509_NAME_add_entry_by_OBJ(name, type.get(), MBSTRING_UTF8, bytes_of(value).data(),
                                   static_cast<int>(value.size()), -1, 0) != 1) {
        return name_refused("value-refused " + attribute.type);
    }
    return {};
}

std::string type_of(const ASN1_OBJECT* object) {
    const int nid = OBJ_obj2nid(object);
    return nid == NID_undef ? oid_text(object) : std::string(OBJ_nid2sn(nid));
}

std::string value_of(const ASN1_STRING* string) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, string);
    const OpensslMemory holder(utf8);
    return size > 0 ? text_of({utf8, static_cast<std::size_t>(size)}) : std::string();
}

} // namespace

std::string oid_text(const ASN1_OBJECT* object) {
    const ErrorQueue quiet;
    const int size = OBJ_obj2txt(nullptr, 0, object, 1);
    if (size <= 0) {
        return {};
    }
    std::string text(static_cast<std::size_t>(size) + 1, '\0');
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    text.pop_back();
    return text;
}

Asn1ObjectPtr object_named(const std::string& name_or_oid) {
    const ErrorQueue quiet;
    Asn1ObjectPtr object(OBJ_txt2obj(name_or_oid.c_str(), 0));
    const bool dotted = !name_or_oid.empty() && name_or_oid[0] >= '0' && name_or_oid[0] <= '9';
    // The library forgives "1.2." and "1 2".
    return object && dotted && oid_text(object.get()) != name_or_oid ? nullptr : std::move(object);
}

Result<X509NamePtr> native_name(const Name& name) {
    const ErrorQueue quiet;
    X509NamePtr native(must_have(X509_NAME_new(), "X509_NAME_new"));
    for (const auto& attribute : name) {
        KOLTAMGA_CHECK(add(native.get(), attribute));
    }
    return native;
}

Done check_name(const Name& name) {
    const auto native = native_name(name);
    return native ? Done() : Done(native.failure());
}

Name name_from(const X509_NAME* name) {
    Name attributes;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
        attributes.push_back({type_of(X509_NAME_ENTRY_get_object(entry)),
                              value_of(X509_NAME_ENTRY_get_data(entry))});
    }
    return attributes;
}

} // namespace koltamga::crypto
