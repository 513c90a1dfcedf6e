#include "app/help_words.h"

#include <algorithm>
#include <string_view>

namespace koltamga::app {
namespace {

struct Described {
    std::string_view english, kyrgyz, russian;
};

// clang-format off
constexpr Described table[] = {
    // The frame
    {"Usage", "Жазылышы", "Запись"},
    {"OPTIONS", "ПАРАМЕТРЛЕР", "ПАРАМЕТРЫ"},
    {"SUBCOMMAND", "БУЙРУК", "КОМАНДА"},
    {"Options", "Параметрлер", "Параметры"},
    {"Positionals", "Аргументтер", "Аргументы"},
    {"Commands", "Буйруктар", "Команды"},
    {"* has to be given", "* сөзсүз көрсөтүлөт", "* указывается обязательно"},
    {"This help", "Ушул жардам", "Эта справка"},
    // The whole line
    {"Koltamga at the terminal", "Терминалдагы Koltamga", "Koltamga в терминале"},
    {"Office profile (TOML)", "Кеңсенин профили (TOML)", "Профиль офиса (TOML)"},
    {"The station's data folder", "Станциянын маалымат папкасы", "Папка данных станции"},
    {"ky, ru or en: what the terminal speaks", "ky, ru же en: терминалдын тили", "ky, ru или en: язык терминала"},
    {"One JSON object on standard output", "Стандарттык чыгарууга бир JSON объект", "Один объект JSON в стандартный вывод"},
    {"One JSON object", "Бир JSON объект", "Один объект JSON"},
    {"Who signs in", "Ким кирет", "Кто входит"},
    {"File with the operator's password, - for standard input", "Кызматкердин сырсөзү жазылган файл, «-» стандарттык киргизүү", "Файл с паролем сотрудника, «-» для стандартного ввода"},
    // Applications
    {"Take one applicant to the certificate", "Бир арыз ээсин сертификатка чейин жеткирүү", "Провести одного заявителя до сертификата"},
    {"Applicant file (TOML)", "Арыз ээсинин файлы (TOML)", "Файл заявителя (TOML)"},
    {"Picture with the applicant's face", "Арыз ээсинин жүзү тартылган сүрөт", "Снимок с лицом заявителя"},
    {"File with the password the applicant chose, - for standard input", "Арыз ээси тандаган сырсөз жазылган файл, «-» стандарттык киргизүү", "Файл с паролем, который выбрал заявитель, «-» для стандартного ввода"},
    {"cloud or file", "cloud же file", "cloud или file"},
    {"Replace the certificate the person holds, for this reason", "Адамдагы сертификатты ушул себеп менен алмаштыруу", "Заменить имеющийся сертификат по этой причине"},
    {"Ask nobody outside now", "Азыр тышка кайрылбоо", "Сейчас никуда не обращаться"},
    {"ky, ru, en or ky+ru", "ky, ru, en же ky+ru", "ky, ru, en или ky+ru"},
    {"Folder for certificate, papers and receipt", "Сертификат, кагаздар жана тил кат үчүн папка", "Папка для сертификата, документов и квитанции"},
    {"Go on with an application", "Арызды улантуу", "Продолжить заявление"},
    {"Record id", "Жазуунун номери", "Номер записи"},
    {"Give an application up", "Арызды токтотуу", "Отменить заявление"},
    {"Why", "Себеби", "Причина"},
    {"The holder, or a supervisor, ends the certificate", "Ээси же жетекчи сертификатты жокко чыгарат", "Владелец или руководитель отзывает сертификат"},
    {"Erase a person's data; a supervisor signs in", "Адамдын маалыматын өчүрүү; жетекчи кирет", "Стереть данные человека; входит руководитель"},
    {"Why; it stays in the journal", "Себеби; ал журналда калат", "Причина; она остаётся в журнале"},
    {"RFC 5280's word, for instance keyCompromise", "RFC 5280деги сөз, мисалы keyCompromise", "Слово из RFC 5280, например keyCompromise"},
    {"Who asks: holder, or supervisor who has signed in", "Ким талап кылат: holder же системага кирген supervisor", "Кто требует: holder или вошедший supervisor"},
    {"How the one who asks proved who they are; a supervisor may leave it out", "Талап кылган адам ким экенин эмне менен тастыктады; жетекчи жазбай койсо да болот", "Чем подтвердил себя тот, кто требует; руководитель может не указывать"},
    {"List the applications", "Арыздардын тизмеси", "Список заявлений"},
    {"Only those in this state", "Ушул абалдагылары гана", "Только в этом состоянии"},
    {"Where an application stands", "Арыз кайсы абалда", "Где находится заявление"},
    {"Write an application's agreement", "Арыздын макулдашуусун жазуу", "Записать соглашение по заявлению"},
    {"Write the refusal of an application", "Арыз боюнча баш тартууну жазуу", "Записать отказ по заявлению"},
    {"Write or print the register of a day", "Бир күндүн реестрин жазуу же басып чыгаруу", "Записать или напечатать реестр за день"},
    {"The day, YYYY-MM-DD", "Күн, ЖЖЖЖ-АА-КК", "День, ГГГГ-ММ-ДД"},
    {"Print a paper of an application", "Арыздын документин басып чыгаруу", "Напечатать документ заявления"},
    {"agreement (if not given; of a refused one the refusal), sheet or refusal", "agreement (көрсөтүлбөсө; баш тартылганда refusal), sheet же refusal", "agreement (если не указано; для отказа refusal), sheet или refusal"},
    {"Its name; otherwise the default", "Аты; көрсөтүлбөсө, демейкиси", "Его имя; если не указано, принтер по умолчанию"},
    {"How many, at most 5", "Канча нуска, эң көбү 5", "Сколько экземпляров, не больше 5"},
    {"Seconds to wait for it, at most 600", "Канча секунд күтүү, эң көбү 600", "Сколько секунд ждать, не больше 600"},
    {"Printer to print it on", "Басып чыгара турган принтер", "Принтер, на котором печатать"},
    {"PDF file to write", "Жазыла турган PDF файл", "Файл PDF, который записать"},
    {"Apply the rules to an applicant file", "Эрежелерди арыз ээсинин файлына колдонуу", "Применить правила к файлу заявителя"},
    {"Reference date, YYYY-MM-DD; today if not given", "Эсептөө күнү, ЖЖЖЖ-АА-КК; көрсөтүлбөсө бүгүн", "Дата расчёта, ГГГГ-ММ-ДД; если не указана, сегодня"},
    {"Decide a recorded application again", "Жазылган арызды кайра чечүү", "Решить записанное заявление ещё раз"},
    {"Machine readable zones", "Машина окуй турган зоналар", "Машиночитаемые зоны"},
    {"Check the lines of a zone", "Зонанын саптарын текшерүү", "Проверить строки зоны"},
    {"File with the lines, - for standard input", "Саптар жазылган файл, «-» стандарттык киргизүү", "Файл со строками, «-» для стандартного ввода"},
    // Operators and the station
    {"Who may work at this station", "Бул станцияда ким иштей алат", "Кто может работать на этой станции"},
    {"Add an operator", "Кызматкер кошуу", "Добавить сотрудника"},
    {"Give an operator a new password", "Кызматкерге жаңы сырсөз берүү", "Дать сотруднику новый пароль"},
    {"Disable an operator", "Кызматкердин кирүүсүн жабуу", "Закрыть сотруднику вход"},
    {"List the operators", "Кызматкерлердин тизмеси", "Список сотрудников"},
    {"Login name", "Кирүү аты", "Имя для входа"},
    {"operator (if not given), supervisor or auditor", "operator (көрсөтүлбөсө), supervisor же auditor", "operator (если не указано), supervisor или auditor"},
    {"File with the new password", "Жаңы сырсөз жазылган файл", "Файл с новым паролем"},
    {"This station", "Ушул станция", "Эта станция"},
    {"Make this folder a station of the agency", "Бул папканы агенттиктин станциясы кылуу", "Сделать эту папку станцией агентства"},
    {"File with the one-time code, - for standard input", "Бир жолку код жазылган файл, «-» стандарттык киргизүү", "Файл с одноразовым кодом, «-» для стандартного ввода"},
    {"The station's journal", "Станциянын журналы", "Журнал станции"},
    {"Is this still what was written?", "Жазылгандар өзгөрбөдүбү?", "Осталось ли записанное прежним?"},
    {"The audit trail as one signed file", "Текшерүү изи бир кол коюлган файлда", "Журнал действий одним подписанным файлом"},
    {"File to write (CMS, DER)", "Жазыла турган файл (CMS, DER)", "Файл, который записать (CMS, DER)"},
    {"Send what the centre has not confirmed", "Борбор ырастай электи жөнөтүү", "Отправить то, чего центр не подтвердил"},
    {"One run, then end (always so at the terminal)", "Бир жолу (терминалда дайыма ошондой)", "Один раз (в терминале всегда так)"},
    {"What waits, and for whom", "Эмне күтүп турат жана кимди", "Что ждёт и кого"},
    {"Copy the station's data, sealed, into one file", "Станциянын маалыматын мөөрлөп, бир файлга көчүрүү", "Скопировать данные станции в один запечатанный файл"},
    {"File to write", "Жазыла турган файл", "Файл, который записать"},
    {"Put a backup into this data folder; a supervisor signs in", "Камдык көчүрмөнү бул папкага коюу; жетекчи кирет", "Положить резервную копию в эту папку; входит руководитель"},
    {"What a restore lost, and the centre holds", "Калыбына келтирүүдө эмне жоголду, ал борбордо бар", "Что потеряно при восстановлении и есть в центре"},
    {"The backup", "Камдык көчүрмө", "Резервная копия"},
    {"Office profiles", "Кеңселердин профилдери", "Профили офисов"},
    {"Sign a profile with the agency's key", "Профилге агенттиктин ачкычы менен кол коюу", "Подписать профиль ключом агентства"},
    {"Profile (TOML)", "Профиль (TOML)", "Профиль (TOML)"},
    {"The agency's private key (PEM)", "Агенттиктин жабык ачкычы (PEM)", "Закрытый ключ агентства (PEM)"},
    {"Is everything here that the work needs?", "Ишке керектүүнүн баары барбы?", "Есть ли всё, что нужно для работы?"},
    // The centre
    {"Koltamga: the receiving centre, and a practice centre", "Koltamga: кабыл алуучу борбор жана машыгуу борбору", "Koltamga: принимающий центр и учебный центр"},
    {"CA, receiver, vault and mail, for practice", "Машыгуу үчүн күбөлөндүрүүчү борбор, кабыл алгыч, сактагыч, почта", "Удостоверяющий центр, приёмник, хранилище и почта для обучения"},
    {"The folder that holds all of it; has to be given", "Баары жаткан папка; сөзсүз көрсөтүлөт", "Папка, где всё лежит; указывается обязательно"},
    {"The port; otherwise the last, or any free", "Порт; болбосо акыркысы же бош болгону", "Порт; иначе прежний или любой свободный"},
    {"NAME[=VALUE]; help lists them", "АТЫ[=МААНИ]; тизмеси: help", "ИМЯ[=ЗНАЧЕНИЕ]; список: help"},
    {"The receiving side alone", "Кабыл алуучу тарап гана", "Только принимающая сторона"},
    {"Its folder", "Анын папкасы", "Её папка"},
    {"The port", "Порт", "Порт"},
    {"The practice centre's folder", "Машыгуу борборунун папкасы", "Папка учебного центра"},
    {"Make something go wrong while it runs", "Иштеп турганда бир нерсени буздуруу", "Испортить что-нибудь на ходу"},
    {"What the CA has issued", "Күбөлөндүрүүчү борбор эмне берди", "Что выпустил удостоверяющий центр"},
    {"Stations' and services', too", "Станциялардын жана кызматтардыкы да", "В том числе станций и служб"},
    {"Sign with a delivered key", "Жеткирилген ачкыч менен кол коюу", "Подписать доставленным ключом"},
    {"Its record id", "Анын жазуу номери", "Номер его записи"},
    {"FILE or -", "Файл же «-»", "Файл или «-»"},
    {"What to sign", "Эмнеге кол коюлат", "Что подписать"},
    {"Where the signature goes (DER)", "Кол тамга кайда жазылат (DER)", "Куда записать подпись (DER)"},
    {"Verify what the receiver holds", "Кабыл алгычта жатканды текшерүү", "Проверить то, что хранит приёмник"},
};
// clang-format on

} // namespace

std::string help_in(Language language, const std::string& english) {
    const auto found = std::ranges::find(table, english, &Described::english);
    if (language == Language::en || found == std::end(table)) {
        return english;
    }
    return std::string(language == Language::ky ? found->kyrgyz : found->russian);
}

} // namespace koltamga::app
