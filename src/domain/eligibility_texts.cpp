#include "domain/eligibility_texts.h"

#include <stdexcept>
#include <string>

namespace koltamga::domain {
namespace {

// clang-format off
constexpr std::array<RuleRow, 30> table = {{
    // Age
    {"full-age", Effect::refuses,
     {"Сиз {full-age-day} күнү {full-age} жашка толосуз; ага чейин сертификат берилбейт.",
      "Вам исполнится {full-age} лет {full-age-day}; до этого дня сертификат не выдаётся.",
      "You will be of full age on {full-age-day}; until then no certificate can be issued to you."}},
    {"full-age-undetermined", Effect::refuses,
     {"Документте туулган күнүңүз толук жазылган эмес ({birth-date}), ошондуктан {full-age} жашка толгонуңузду аныктоо мүмкүн эмес. Туулган күнүңүздү тастыктаган документ алып келиңиз.",
      "В документе дата рождения указана не полностью ({birth-date}), поэтому нельзя установить, что Вам уже исполнилось {full-age} лет. Принесите документ, подтверждающий дату рождения.",
      "Your document does not give your full date of birth ({birth-date}), so it cannot be determined whether you are of full age. Please bring a document that proves your date of birth."}},
    {"birth-date-missing", Effect::refuses,
     {"Туулган күнүңүз көрсөтүлгөн эмес.",
      "Дата Вашего рождения не указана.",
      "Your date of birth is not given."}},
    {"birth-date-future", Effect::refuses,
     {"Көрсөтүлгөн туулган күн ({birth-date}) али келе элек.",
      "Указанная дата рождения ({birth-date}) ещё не наступила.",
      "The date of birth that is given ({birth-date}) lies in the future."}},
    // Document
    {"document-unknown", Effect::refuses,
     {"Бул түрдөгү же сериядагы документ белгисиз. Кыргыз Республикасынын жарактуу паспортун же ID-картасын алып келиңиз.",
      "Документ такого вида или серии неизвестен. Принесите действующий паспорт или ID-карту Кыргызской Республики.",
      "A document of this type or series is not known. Please bring a valid passport or ID card of the Kyrgyz Republic."}},
    {"document-not-accepted", Effect::refuses,
     {"Бул түрдөгү документ мындан ары кабыл алынбайт. Жаңы паспорт же ID-карта алып келиңиз.",
      "Документ этого образца больше не принимается. Принесите паспорт или ID-карту нового образца.",
      "A document of this kind is no longer accepted. Please bring a newer passport or ID card."}},
    {"document-number", Effect::refuses,
     {"Документтин номери туура эмес: эки тамга жана жети цифра болушу керек.",
      "Номер документа неверен: должно быть две буквы и семь цифр.",
      "The document's number is not right: it should be two letters and seven digits."}},
    {"document-expired", Effect::refuses,
     {"Документиңиздин мөөнөтү {expires} күнү бүткөн. Жаңы документ менен кайрылыңыз.",
      "Срок действия Вашего документа истёк {expires}. Обратитесь с новым документом.",
      "Your document expired on {expires}. Please come back with a new one."}},
    {"document-expiry-missing", Effect::refuses,
     {"Документиңиздин канча убакытка чейин жарактуу экени көрсөтүлгөн эмес.",
      "Не указано, до какого дня действителен Ваш документ.",
      "It is not given until when your document is valid."}},
    {"document-not-yet-valid", Effect::refuses,
     {"Документиңиздин берилген күнү ({issued}) али келе элек.",
      "Дата выдачи Вашего документа ({issued}) ещё не наступила.",
      "Your document's date of issue ({issued}) lies in the future."}},
    {"document-dates", Effect::refuses,
     {"Документиңиздеги күндөр бири-бирине туура келбейт: берилген күнү {issued}, мөөнөтү {expires}.",
      "Даты в Вашем документе противоречат друг другу: выдан {issued}, действителен до {expires}.",
      "The dates of your document contradict each other: issued {issued}, valid until {expires}."}},
    {"document-void", Effect::refuses,
     {"Реестр боюнча документиңиз жараксыз (коду: {void-code}).",
      "По данным реестра Ваш документ недействителен (код: {void-code}).",
      "According to the register your document is void (code: {void-code})."}},
    {"document-void-unknown", Effect::doubts,
     {"Реестр документиңиз жөнүндө белгисиз код кайтарды ({void-code}); аны кызматкер чечиши керек.",
      "Реестр вернул о Вашем документе неизвестный код ({void-code}); решение должен принять сотрудник.",
      "The register answered with an unknown code about your document ({void-code}); the clerk has to decide."}},
    {"document-void-unchecked", Effect::notes,
     {"Документиңиз реестр боюнча текшерилген жок.",
      "Ваш документ не проверялся по реестру.",
      "Your document has not been checked with the register."}},
    // Personal number
    {"pin-invalid", Effect::refuses,
     {"Жеке номериңизди (ПИН) кабыл алууга болбойт. {cause}",
      "Ваш персональный номер (ПИН) принять нельзя. {cause}",
      "Your personal number cannot be accepted. {cause}"}},
    {"pin-blocked", Effect::refuses,
     {"Реестр боюнча жеке номериңиз (ПИН) бөгөттөлгөн. Жарандык абалдын актыларын каттоо органына кайрылыңыз.",
      "По данным реестра Ваш персональный номер (ПИН) заблокирован. Обратитесь в орган записи актов гражданского состояния.",
      "According to the register your personal number is blocked. Please turn to the civil register office."}},
    {"person-deceased", Effect::refuses,
     {"Реестрде бул адам каза болгон деп жазылган. Мындай болбосо, жарандык абалдын актыларын каттоо органына кайрылыңыз.",
      "В реестре записано, что этот человек умер. Если это не так, обратитесь в орган записи актов гражданского состояния.",
      "The register says that this person has died. If that is not so, please turn to the civil register office."}},
    {"pin-check-digit", Effect::warns,
     {"Жеке номердин (ПИН) текшерүү цифрасы туура келбейт; кызматкер номерди документ менен дагы бир жолу салыштырат.",
      "Контрольная цифра персонального номера (ПИН) не сходится; сотрудник ещё раз сверит номер с документом.",
      "The check digit of the personal number does not fit; the clerk compares the number with the document once more."}},
    {"pin-birth-date", Effect::warns,
     {"Жеке номердеги (ПИН) туулган күн ({pin-birth-date}) документтегиден ({birth-date}) айырмаланат; кызматкер ырастайт.",
      "Дата рождения в персональном номере (ПИН), {pin-birth-date}, отличается от даты в документе, {birth-date}; подтверждает сотрудник.",
      "The date of birth in the personal number ({pin-birth-date}) differs from the document's ({birth-date}); the clerk confirms it."}},
    {"pin-sex", Effect::warns,
     {"Жеке номердеги (ПИН) жыныс документтегиден айырмаланат; кызматкер ырастайт.",
      "Пол в персональном номере (ПИН) отличается от указанного в документе; подтверждает сотрудник.",
      "The sex in the personal number differs from the document's; the clerk confirms it."}},
    // Names and sources
    {"name-missing", Effect::refuses,
     {"Латын тамгалары менен жазылган фамилияңыз көрсөтүлгөн эмес.",
      "Не указана Ваша фамилия латинскими буквами.",
      "Your surname in Latin letters is not given."}},
    {"name-spelling", Effect::warns,
     {"Атыңыздын латынча жана кириллче жазылышы бири-бирине окшобойт; кызматкер ырастайт.",
      "Латинское и кириллическое написание Вашего имени непохожи; подтверждает сотрудник.",
      "The Latin and the Cyrillic spelling of your name do not resemble each other; the clerk confirms it."}},
    {"name-cut-off", Effect::warns,
     {"Документтин машина окуй турган зонасына атыңыз толук батпаган болушу мүмкүн; кызматкер аны документ менен салыштырып ырастайт.",
      "Имя могло не поместиться в машиночитаемую зону Вашего документа целиком; сотрудник сверяет его с документом и подтверждает.",
      "Your name may not have fitted into the machine readable zone of your document; the clerk compares it with the document and confirms it."}},
    {"identity-differs", Effect::warns,
     {"Жазылган маалымат документтен окулгандан айырмаланат ({fields}); документтен окулганы эсепке алынат, кызматкер ырастайт.",
      "Введённые данные отличаются от считанных с документа ({fields}); действуют считанные, подтверждает сотрудник.",
      "What was typed differs from what was read from the document ({fields}); what was read counts, and the clerk confirms it."}},
    // Certificates already held
    {"certificate-held", Effect::refuses,
     {"Сизде жарактуу сертификат бар. Жаңысы кызматкер кайра берүүнү чечкенде гана берилет.",
      "У Вас уже есть действующий сертификат. Новый выдаётся, только если сотрудник решит о повторной выдаче.",
      "You already hold a valid certificate. A new one is issued only when the clerk decides on a re-issue."}},
    {"certificate-reissue", Effect::notes,
     {"Сертификат кайра берилет; мурунку сертификатыңыз жаңысын алганда жокко чыгарылат.",
      "Сертификат выдаётся повторно; прежний будет отозван, когда Вы получите новый.",
      "The certificate is issued again; your earlier one will be revoked when you receive the new one."}},
    {"certificate-held-unchecked", Effect::notes,
     {"Сизде жарактуу сертификат бар-жогу текшерилген жок.",
      "Не проверено, есть ли у Вас уже действующий сертификат.",
      "It has not been checked whether you already hold a valid certificate."}},
    // Consent and time
    {"consent-missing", Effect::refuses,
     {"Сиз бардык керектүү макулдукту берген жоксуз ({consents}); ансыз сертификат берилбейт.",
      "Вы не дали все необходимые согласия ({consents}); без них сертификат не выдаётся.",
      "You have not given every consent that is needed ({consents}); without it no certificate can be issued."}},
    {"clock-doubtful", Effect::doubts,
     {"Бул компьютердин саатына ишенүүгө болбойт; чечим кийин кайра текшерилет.",
      "Часам этого компьютера нельзя доверять; решение будет проверено позже.",
      "The clock of this computer cannot be trusted; the decision will be checked again later."}},
    // When nothing speaks against it
    {"eligible", Effect::notes,
     {"Сиз {full-age-day} күнү {full-age} жашка толгонсуз, документиңиз {expires} күнүнө чейин жарактуу: сертификат берсе болот.",
      "Вам исполнилось {full-age} лет {full-age-day}, Ваш документ действителен по {expires}: сертификат можно выдать.",
      "You have been of full age since {full-age-day} and your document is valid until {expires}: a certificate can be issued to you."}},
}};
// clang-format on

} // namespace

std::span<const RuleRow> rule_rows() {
    return table;
}

const RuleRow& rule_row(std::string_view rule) {
    for (const auto& row : table) {
        if (row.rule == rule) {
            return row;
        }
    }
    throw std::logic_error("no such rule: " + std::string(rule));
}

} // namespace koltamga::domain
