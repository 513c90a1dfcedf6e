#include "tests/db/support.h"

#include "db/connection.h"
#include "db/entry_writer.h"
#include "db/transaction.h"

#include "crypto/certificate_builder.h"
#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/random.h"

#include <sqlite3.h>

#include <algorithm>

namespace koltamga::db::test {
namespace {

using issuance::EntryDraft;
using issuance::Kind;

crypto::Certificate certificate_for(const std::string& name, const crypto::KeyPair& key) {
    crypto::CertificateTemplate content;
    content.subject = {{"CN", name}};
    content.not_before = at("2026-01-01T00:00:00.000Z");
    content.not_after = at("2036-01-01T00:00:00.000Z");
    content.key_usage = {crypto::KeyUsage::digital_signature, crypto::KeyUsage::key_agreement};
    return crypto::make_self_signed(content, key).value();
}

struct Template {
    std::filesystem::path folder;
    Bytes data_key;
};

// Enrolling costs a password hash; copying the folder does not.
const Template& enrolled(const Binding& binding) {
    static std::vector<std::pair<std::string, Template>> made;
    const auto key = binding.profile + (binding.practice ? "+" : "-");
    const auto found = std::ranges::find(made, key, [](const auto& entry) { return entry.first; });
    if (found != made.end()) {
        return found->second;
    }
    Enrolment enrolment{crypto::new_id<StationTag>(),
                        binding,
                        "aida",
                        recovery().certificate.der(),
                        centre().certificate.der(),
                        R"({"keys":"test"})",
                        secret("registration key"),
                        cheap};
    const auto folder = fresh_folder("template-" + key);
    auto done = enrol(folder, enrolment, secret("correct horse battery"), head_signer(),
                      {"aida", at("2026-11-22T08:00:00.000Z"), TimeSource::system});
    if (!done) {
        throw std::runtime_error(std::string(name_of(done.failure().code)) + " " +
                                 done.failure().detail);
    }
    const auto view = done->session.keys->data_key().view();
    made.emplace_back(key, Template{folder, Bytes(view.begin(), view.end())});
    return made.back().second;
}

domain::Identity identity_of(const std::string& pin, const std::string& document) {
    domain::Identity identity;
    identity.pin = pin;
    identity.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    identity.sex = domain::Sex::male;
    identity.birth_date = domain::Date::from(1990, 1, 1).value();
    identity.nationality = "KGZ";
    identity.document = {"id-card", document, domain::Date::from(2025, 1, 1),
                         domain::Date::from(2035, 1, 1), "МКК 211011"};
    return identity;
}

} // namespace

Instant at(std::string_view text) {
    return instant_from(text).value();
}

SecretBytes secret(std::string_view text) {
    return SecretBytes(bytes_of(text));
}

std::filesystem::path fresh_folder(std::string_view name) {
    static int count = 0;
    auto folder = std::filesystem::path(testing::TempDir()) /
                  ("koltamga-db-" + std::to_string(::getpid()) + "-" + std::to_string(++count) +
                   "-" + std::string(name));
    std::filesystem::remove_all(folder);
    return folder;
}

Party::Party(std::string name)
    : key(crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256)),
      certificate(certificate_for(name, key)) {}

const Party& centre() {
    static const Party party("centre");
    return party;
}

const Party& recovery() {
    static const Party party("recovery");
    return party;
}

const Party& journal_key() {
    static const Party party("journal");
    return party;
}

HeadSigner head_signer() {
    return [](BytesView text) -> Result<Bytes> { return journal_key().key.sign(text); };
}

Station::Station(std::string_view test, const Binding& binding) : folder_(fresh_folder(test)) {
    const auto& made = enrolled(binding);
    std::filesystem::copy(made.folder, folder_, std::filesystem::copy_options::recursive);
    session_ = {"aida", Role::supervisor,
                std::make_shared<const KeyRing>(SecretBytes(made.data_key))};
    open();
}

void Station::open() {
    database_.emplace(StationDatabase::open(folder_, practice_binding, Use::write).value());
    connection_.emplace(database_->connect().value());
    journal_ = journal_of(session_);
    outbox_ = outbox_keeping(30);
}

void Station::close() {
    outbox_.reset();
    journal_.reset();
    connection_.reset();
    database_.reset();
}

issuance::Stamp Station::stamp() {
    clock_.advance(std::chrono::seconds(1));
    return {"aida", clock_.now(), TimeSource::system};
}

JournalSetup Station::journal_setup() const {
    return {head_signer(), centre().certificate.der()};
}

OutboxSetup Station::outbox_setup(int retention_days) const {
    return {head_signer(), {centre().certificate.der()}, &clock_, retention_days, {}};
}

std::unique_ptr<StationJournal> Station::journal_of(const Session& session) {
    return StationJournal::open(*database_, session, journal_setup()).value();
}

std::unique_ptr<StationOutbox> Station::outbox_keeping(int retention_days) {
    return StationOutbox::open(*database_, outbox_setup(retention_days)).value();
}

Operators Station::operators() {
    return Operators(*database_, database_->connect().value(), cheap);
}

Anchors Station::anchors() const {
    return {{journal_key().certificate.public_key().spki()}, {centre().certificate.der()}, {}};
}

Verified Station::verify(bool with_keys) {
    auto connection = Connection::open(StationDatabase::file_in(folder_), Access::read).value();
    return verify_journal(connection, folder_, anchors(), with_keys ? session_.keys.get() : nullptr)
        .value();
}

Digest Station::hash_at(std::uint64_t sequence) {
    const auto hash =
        connection_->text("SELECT hash FROM entry WHERE sequence=?", {sequence}).value();
    return digest_from_hex(hash.value()).value();
}

std::uint64_t Station::last_of(const ApplicationId& application) {
    return static_cast<std::uint64_t>(
        connection_
            ->integer("SELECT max(sequence) FROM entry WHERE subject=?", {application.text()})
            .value()
            .value());
}

Bytes Station::head_receipt(std::uint64_t sequence) {
    const HeadReceipt receipt{database_->station(), 1, sequence, hash_at(sequence), clock_.now()};
    return crypto::sign_cms(bytes_of(compose(receipt)), centre().key, centre().certificate,
                            clock_.now());
}

Bytes Station::record_receipt(const ApplicationId& application) {
    const auto last = last_of(application);
    RecordReceipt receipt{database_->station(), application, last, hash_at(last), {}, clock_.now()};
    for (const auto& name : must(outbox_->blobs_of(application))) {
        receipt.blobs.push_back(digest_from_hex(name).value());
    }
    std::ranges::sort(receipt.blobs);
    return crypto::sign_cms(bytes_of(compose(receipt)), centre().key, centre().certificate,
                            clock_.now());
}

void Station::receipt_everything(const ApplicationId& application) {
    const auto last = outbox_->last_sequence().value();
    ASSERT_TRUE(ok(outbox_->mark_sent(last)));
    ASSERT_TRUE(ok(outbox_->keep_head_receipt(last, head_receipt(last))));
    ASSERT_TRUE(ok(outbox_->keep_record_receipt(application, last_of(application),
                                                record_receipt(application))));
}

Life::Life(Station& station, std::string pin, std::string document)
    : station_(station), id_(crypto::new_id<ApplicationTag>()), pin_(std::move(pin)),
      document_(std::move(document)), key_(crypto::sha256(bytes_of(id_.text()))) {}

Bytes some_portrait() {
    Bytes jpeg(3000, 0x5a);
    jpeg[0] = 0xff;
    jpeg[1] = 0xd8;
    return jpeg;
}

std::vector<EntryDraft> Life::drafts_of(int step) {
    using namespace issuance; // NOLINT the bodies' names
    const auto draft = [&](Kind kind, const auto& body) {
        return std::vector{EntryDraft{kind, id_, write(body)}};
    };
    switch (step) {
    case 0: {
        IdentityRecorded body;
        body.identity = identity_of(pin_, document_);
        return draft(Kind::identity_recorded, body);
    }
    case 1: {
        EligibilityDecided body;
        body.facts.identity = identity_of(pin_, document_);
        body.verdict.kind = domain::VerdictKind::eligible;
        body.verdict.reasons = {{"full-age", "1", domain::Effect::notes, {"a", "b", "c"}, {}}};
        return draft(Kind::eligibility_decided, body);
    }
    case 2:
        return {{Kind::contact_recorded, id_,
                 write(ContactRecorded{"uson@example.com", "+996700123456"})},
                {Kind::consent_recorded, id_,
                 write(ConsentRecorded{{.personal_data = domain::Consent::given,
                                        .register_lookup = domain::Consent::given,
                                        .uis_account = domain::Consent::given,
                                        .terms = domain::Consent::given}})}};
    case 3: {
        portrait_ = station_.journal().put_blob(id_, "portrait", some_portrait()).value();
        PortraitRecorded body;
        body.blob = portrait_;
        return draft(Kind::portrait_recorded, body);
    }
    case 4: {
        package_ = station_.journal()
                       .put_blob(id_, "key-package", bytes_of("package of " + id_.text()))
                       .value();
        KeyMade body;
        body.fingerprint = key_;
        body.package = package_;
        return draft(Kind::key_made, body);
    }
    case 5:
        return draft(Kind::certificate_asked, CertificateAsked{1, Bytes(16, 7), "station"});
    case 6: {
        CertificateAnswered body;
        body.outcome = Outcome::granted;
        body.serial = "0102" + hex(key_).substr(0, 8);
        body.not_after = at("2027-11-22T09:00:00.000Z");
        return draft(Kind::certificate_answered, body);
    }
    case 7:
        return draft(Kind::certificate_confirmed, CertificateConfirmed{1});
    case 8:
        return {{Kind::key_delivery_asked, id_, ""}};
    case 9:
        return draft(Kind::key_delivered, KeyDelivered{Bytes(10, 1)});
    case 10:
        return draft(Kind::agreement_printed, AgreementPrinted{});
    default:
        return draft(Kind::application_handed_over, ApplicationHandedOver{});
    }
}

int Life::step() {
    const auto appended = station_.journal().append(drafts_of(done_), station_.stamp());
    EXPECT_TRUE(ok(appended)) << "step " << done_;
    return ++done_;
}

Life& Life::through(int count) {
    while (done_ < count) {
        step();
    }
    return *this;
}

void write_many(Station& station, int entries, std::size_t body_octets) {
    auto& connection = station.connection();
    auto transaction = Transaction::begin(connection).value();
    auto end = chain_end(connection).value();
    const auto key = station.session().keys->subject_key(connection, std::nullopt).value();
    const EntryDraft draft{Kind::operator_signed_in, std::nullopt, std::string(body_octets, 'x')};
    const auto stamp = station.stamp();
    for (int i = 0; i < entries; ++i) {
        ASSERT_TRUE(ok(write_entry(connection, end, draft, stamp, &key)));
    }
    ASSERT_TRUE(ok(transaction.commit()));
}

void tamper(const std::filesystem::path& folder, const std::string& sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(StationDatabase::file_in(folder).c_str(), &handle), SQLITE_OK);
    std::vector<std::string> triggers;
    const auto collect = [](void* into, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(into)->emplace_back(values[0]);
        return 0;
    };
    sqlite3_exec(handle, "SELECT sql FROM sqlite_schema WHERE type='trigger'", collect, &triggers,
                 nullptr);
    char* error = nullptr;
    const auto all = "DROP TRIGGER IF EXISTS entry_never_changes;"
                     "DROP TRIGGER IF EXISTS entry_never_goes;" +
                     sql + ";";
    EXPECT_EQ(sqlite3_exec(handle, all.c_str(), nullptr, nullptr, &error), SQLITE_OK)
        << sql << ": " << (error == nullptr ? "" : error);
    sqlite3_free(error);
    for (const auto& trigger : triggers) {
        EXPECT_EQ(sqlite3_exec(handle, trigger.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    }
    EXPECT_EQ(sqlite3_close(handle), SQLITE_OK);
}

} // namespace koltamga::db::test
