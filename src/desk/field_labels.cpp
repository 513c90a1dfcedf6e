#include "desk/field_labels.h"

namespace koltamga::desk {
namespace {

struct NamedField {
    std::string_view name;
    Texts label;
};

// By Field.
const std::array<NamedField, field_count> rows = {{
    {"mrz", {"Машина окуй турган саптар", "Машиночитаемые строки", "Machine readable lines"}},
    {"pin", {"ПИН", "ПИН", "Personal number (PIN)"}},
    {"surname", {"Фамилиясы (латынча)", "Фамилия (латиницей)", "Surname (Latin)"}},
    {"given-names", {"Аты (латынча)", "Имя (латиницей)", "Given names (Latin)"}},
    {"surname-cyrillic", {"Фамилиясы (кириллицада)", "Фамилия (кириллицей)", "Surname (Cyrillic)"}},
    {"given-names-cyrillic", {"Аты (кириллицада)", "Имя (кириллицей)", "Given names (Cyrillic)"}},
    {"patronymic", {"Атасынын аты", "Отчество", "Patronymic"}},
    {"sex", {"Жынысы", "Пол", "Sex"}},
    {"birth-date", {"Туулган күнү", "Дата рождения", "Date of birth"}},
    {"document-type", {"Документтин түрү", "Вид документа", "Kind of document"}},
    {"document-number", {"Документтин номери", "Номер документа", "Document number"}},
    {"issued", {"Берилген күнү", "Дата выдачи", "Date of issue"}},
    {"expires", {"Жарактуу мөөнөтү", "Действителен до", "Valid until"}},
    {"issuer", {"Ким берген", "Кем выдан", "Issued by"}},
}};

const NamedField& named(Field field) {
    return rows[static_cast<std::size_t>(field)];
}

} // namespace

const Texts& label_of(Field field) {
    return named(field).label;
}

std::string_view name_of(Field field) {
    return named(field).name;
}

std::optional<Field> field_named(std::string_view name) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].name == name) {
            return static_cast<Field>(at);
        }
    }
    return std::nullopt;
}

} // namespace koltamga::desk
