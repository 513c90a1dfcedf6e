#include "app/practising.h"

namespace koltamga::app {
namespace {

using desk::Field;
using desk::PractisingApplicant;
using Typed = std::initializer_list<std::pair<Field, const char*>>;

PractisingApplicant applicant(std::string name, const Typed& typed, std::string email) {
    PractisingApplicant one{std::move(name), {}, std::move(email), "+996700123456", {}};
    for (const auto& [field, words] : typed) {
        one.passport.type(field, words);
    }
    return one;
}

} // namespace

std::vector<PractisingApplicant> practising_applicants() {
    return {
        applicant("Асанов Усон",
                  {{Field::pin, "20101199000008"},
                   {Field::surname, "ASANOV"},
                   {Field::given_names, "USON"},
                   {Field::surname_cyrillic, "Асанов"},
                   {Field::given_names_cyrillic, "Усон"},
                   {Field::patronymic, "Жаныбаевич"},
                   {Field::sex, "M"},
                   {Field::birth_date, "01.01.1990"},
                   {Field::document_type, "id-card"},
                   {Field::document_number, "ID0000000"},
                   {Field::issued, "01.01.2025"},
                   {Field::expires, "01.01.2035"},
                   {Field::issuer, "МКК 211011"}},
                  "uson@example.com"),
        applicant("Асанова Айпери",
                  {{Field::mrz, "P<KGZASANOVA<<AIPERI<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                "PE00000007KGZ0002299F35010141290220000001100"},
                   {Field::surname_cyrillic, "Асанова"},
                   {Field::given_names_cyrillic, "Айпери"},
                   {Field::issued, "01.01.2025"},
                   {Field::issuer, "МКК 211011"}},
                  "aiperi@example.com"),
        applicant(
            "Узун аттуу киши",
            {{Field::pin, "20101199000013"},
             {Field::surname, "ABDYKADYROVMAMBETKADYROVTOKTOGULOVJYRGALBEKOVSYDYKOVNAZAROVBAIT"},
             {Field::given_names,
              "NURSULTANBEK-JYRGALBEK-TOKTOBEK-MYRZABEK-KANATBEK-ERMEKBEK-OSUN"},
             {Field::surname_cyrillic,
              "Абдыкадыровмамбеткадыровтоктогуловжыргалбековсыдыковназаровбаит"},
             {Field::given_names_cyrillic,
              "Нурсултанбек-Жыргалбек-Токтобек-Мырзабек-Канатбек-Эрмекбек-Өсүң"},
             {Field::patronymic, "Абдыкадырмамбеткадыртоктогулжыргалбексыдыкназарбаитович-уулуңөү"},
             {Field::sex, "M"},
             {Field::birth_date, "01.01.1990"},
             {Field::document_type, "id-card"},
             {Field::document_number, "ID0000001"},
             {Field::issued, "01.01.2025"},
             {Field::expires, "01.01.2035"},
             {Field::issuer, "МКК 211011"}},
            "longest@example.com"),
        applicant("Асанов Бакыт (он алты жашта · 16)",
                  {{Field::pin, "21506201000003"},
                   {Field::surname, "ASANOV"},
                   {Field::given_names, "BAKYT"},
                   {Field::surname_cyrillic, "Асанов"},
                   {Field::given_names_cyrillic, "Бакыт"},
                   {Field::sex, "M"},
                   {Field::birth_date, "15.06.2010"},
                   {Field::document_type, "id-card"},
                   {Field::document_number, "ID0000002"},
                   {Field::issued, "01.01.2025"},
                   {Field::expires, "01.01.2035"},
                   {Field::issuer, "МКК 211011"}},
                  "bakyt@example.com"),
    };
}

} // namespace koltamga::app
