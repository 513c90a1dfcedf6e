#include "tests/ca/hostile_ca.h"

#include "ca/message.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

namespace koltamga::ca::hostile {

namespace der = crypto::der;
using crypto::CertificateTemplate;
using crypto::KeyAlgorithm;
using crypto::KeyPair;
using crypto::KeyUsage;

namespace {

Bytes integer(std::int64_t value) {
    Bytes digits;
    auto rest = value;
    do {
        digits.insert(digits.begin(), static_cast<std::uint8_t>(rest & 0xff));
        rest >>= 8;
    } while (rest != 0 && rest != -1);
    if (((digits[0] & 0x80U) != 0) != (value < 0)) {
        digits.insert(digits.begin(), value < 0 ? std::uint8_t{0xff} : std::uint8_t{0});
    }
    return der::element(der::integer_tag, digits);
}

void append(Bytes& to, BytesView octets) {
    to.insert(to.end(), octets.begin(), octets.end());
}

Bytes name_der(const crypto::Certificate& certificate) {
    return crypto::to_der(i2d_X509_NAME,
                          X509_get_subject_name(crypto::Native::certificate(certificate)));
}

Bytes octets_field(unsigned number, BytesView content) {
    return content.empty()
               ? Bytes()
               : der::element(der::around(number), der::element(der::octet_string_tag, content));
}

Bytes field(unsigned number, BytesView content) {
    return content.empty() ? Bytes() : der::element(der::around(number), content);
}

Bytes status_info(std::int64_t status, std::optional<unsigned> failure_bit) {
    Bytes bits;
    if (failure_bit) {
        bits.assign(2 + *failure_bit / 8, 0);
        bits[0] = static_cast<std::uint8_t>(7 - *failure_bit % 8);
        bits.back() = static_cast<std::uint8_t>(0x80U >> *failure_bit % 8);
        bits = der::element(der::bit_string_tag, bits);
    }
    return der::sequence({integer(status), bits});
}

// CertConfirmContent ::= SEQUENCE OF { certHash, certReqId, statusInfo } (RFC 9810 §5.3.18)
Confirmation read_confirmation(BytesView octets) {
    const auto whole = der::only(octets, der::sequence_tag);
    der::Reader parts(whole->content);
    parts.next();
    const auto list = der::only(parts.next()->content, der::sequence_tag);
    der::Reader items(list->content);
    der::Reader fields(items.next(der::sequence_tag)->content);
    fields.next(der::octet_string_tag);
    fields.next(der::integer_tag);
    der::Reader info(fields.next(der::sequence_tag)->content);
    Confirmation said{*der::integer_value(info.next(der::integer_tag)->content), {}};
    if (const auto texts = info.next(der::sequence_tag)) {
        said.text = text_of(der::only(texts->content, der::utf8_tag)->content);
    }
    return said;
}

CertificateTemplate authority(std::string_view name) {
    CertificateTemplate content;
    content.subject = {{"C", "KG"}, {"CN", std::string(name)}};
    content.not_before = SystemClock().now() - std::chrono::hours(24 * 30);
    content.not_after = content.not_before + std::chrono::hours(24 * 3650);
    content.key_usage = {KeyUsage::certificate_sign, KeyUsage::crl_sign};
    content.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
    return content;
}

Identity issue(const CertificateTemplate& content, const Identity& issuer) {
    auto key = KeyPair::generate(KeyAlgorithm::ec_p256);
    auto certificate =
        crypto::make_certificate(content, key.public_key(), issuer.certificate, issuer.key).value();
    return {std::move(key), std::move(certificate)};
}

CertificateTemplate station_template() {
    auto content = authority("station");
    content.key_usage = {KeyUsage::digital_signature};
    content.basic_constraints.reset();
    content.extended_key_usage = {crypto::purpose::cmc_ra};
    return content;
}

} // namespace

HostileCa::HostileCa()
    : root(self_signed(authority("Root"))), issuing(issue(authority("Issuing"), root)),
      responder(signer()), station(issue(station_template(), issuing)) {}

Identity HostileCa::self_signed(const CertificateTemplate& content) {
    auto key = KeyPair::generate(KeyAlgorithm::ec_p256);
    auto certificate = crypto::make_self_signed(content, key).value();
    return {std::move(key), std::move(certificate)};
}

CertificateTemplate HostileCa::responder_template() const {
    auto content = authority("Responder");
    content.key_usage = {KeyUsage::digital_signature};
    content.basic_constraints.reset();
    content.extended_key_usage = {crypto::purpose::cmc_ca};
    return content;
}

Identity HostileCa::sister() {
    auto content = authority("Sister");
    content.key_usage.push_back(KeyUsage::digital_signature);
    return issue(content, root);
}

Identity HostileCa::signer(const std::function<void(CertificateTemplate&)>& change,
                           const Identity* issuer) {
    auto content = responder_template();
    if (change) {
        change(content);
    }
    return issue(content, issuer == nullptr ? issuing : *issuer);
}

void HostileCa::sign_as(Answer& answer, const Identity& identity) {
    answer.sender = name_der(identity.certificate);
    answer.sender_key_id = identity.certificate.subject_key_id();
    answer.key = &identity.key;
    answer.extra_certificates.insert(answer.extra_certificates.begin(), identity.certificate.der());
}

Bytes HostileCa::time_text(Instant instant) {
    const std::string t = to_text(instant);
    const std::string text = t.substr(0, 4) + t.substr(5, 2) + t.substr(8, 2) + t.substr(11, 2) +
                             t.substr(14, 2) + t.substr(17, 2) + 'Z';
    return der::element(der::generalized_time_tag, bytes_of(text));
}

Bytes HostileCa::cert_rep(const std::vector<Response>& responses, BytesView ca_pubs) const {
    Bytes list;
    for (const auto& one : responses) {
        const Bytes pair = one.certificate ? der::sequence({*one.certificate}) : Bytes();
        append(list, der::sequence({integer(one.request_id),
                                    status_info(one.status, one.failure_bit), pair}));
    }
    return der::sequence({field(1, ca_pubs), der::element(der::sequence_tag, list)});
}

Bytes HostileCa::poll_rep(const std::vector<std::pair<std::int64_t, std::int64_t>>& polls) {
    Bytes list;
    for (const auto& [id, after] : polls) {
        append(list, der::sequence({integer(id), integer(after)}));
    }
    return der::element(der::sequence_tag, list);
}

Bytes HostileCa::error(std::int64_t status, std::optional<unsigned> failure_bit) {
    return der::sequence({status_info(status, failure_bit)});
}

Bytes HostileCa::rev_rep(
    const std::vector<std::pair<std::int64_t, std::optional<unsigned>>>& statuses) {
    Bytes list;
    for (const auto& [status, failure_bit] : statuses) {
        append(list, status_info(status, failure_bit));
    }
    return der::sequence({der::element(der::sequence_tag, list)});
}

Bytes HostileCa::certificate_for(BytesView spki) {
    CertificateTemplate content;
    for (const auto& one : stage::subject()) {
        content.subject.push_back({one.attribute, one.value});
    }
    content.not_before = std::chrono::floor<std::chrono::seconds>(clock.now());
    content.not_after = latest_end(content.not_before);
    content.key_usage = {KeyUsage::content_commitment};
    content.policies = {stage::policy};
    content.qc_statements = {crypto::qc::make_compliance(), crypto::qc::make_type(),
                             crypto::qc::make_legislation({"KG"})};
    content.crl_urls = {"http://ca.example/crl"};
    if (change_certificate) {
        change_certificate(content);
    }
    return crypto::make_certificate(content, crypto::PublicKey::parse(spki).value(),
                                    issuing.certificate, issuing.key)
        .value()
        .der();
}

Bytes HostileCa::with_extension(BytesView octets, const std::string& oid, BytesView content) const {
    using crypto::must;
    bool all_read = false;
    const auto certificate = crypto::from_der<crypto::X509Ptr>(d2i_X509, octets, all_read);
    const crypto::Asn1ObjectPtr type(OBJ_txt2obj(oid.c_str(), 1));
    const crypto::Asn1OctetsPtr value(ASN1_OCTET_STRING_new());
    must(ASN1_OCTET_STRING_set(value.get(), content.data(), static_cast<int>(content.size())) == 1,
         "ASN1_OCTET_STRING_set");
    const std::unique_ptr<X509_EXTENSION, crypto::Closer<X509_EXTENSION_free>> extension(
        X509_EXTENSION_create_by_OBJ(nullptr, type.get(), 0, value.get()));
    must(X509_add_ext(certificate.get(), extension.get(), -1) == 1, "X509_add_ext");
    must(X509_sign(certificate.get(), crypto::Native::key(issuing.key), EVP_sha256()) > 0,
         "X509_sign");
    return crypto::to_der(i2d_X509, certificate.get());
}

Response HostileCa::granted(std::int64_t status) {
    const auto octets = certify ? certify(key_asked_for_) : certificate_for(key_asked_for_);
    return {-1, status, std::nullopt, der::element(der::around(0), octets)};
}

Answer HostileCa::proper(const Message& request) {
    Answer answer;
    answer.time = time_text(clock.now());
    answer.algorithm = der::sequence({der::oid("1.2.840.10045.4.3.2")});
    answer.transaction_id = request.transaction_id;
    answer.sender_nonce = crypto::random_octets(16);
    answer.recipient_nonce = request.sender_nonce;
    answer.extra_certificates = {issuing.certificate.der()};
    sign_as(answer, responder);
    return answer;
}

Bytes HostileCa::send(const Answer& answer) {
    const Bytes header = der::sequence(
        {integer(answer.version), der::element(der::around(4), answer.sender),
         der::element(der::around(4), name_der(station.certificate)), field(0, answer.time),
         field(1, answer.algorithm), octets_field(2, answer.sender_key_id),
         octets_field(4, answer.transaction_id), octets_field(5, answer.sender_nonce),
         octets_field(6, answer.recipient_nonce), field(8, answer.general_info)});
    Bytes body = der::element(answer.body_tag, answer.body);
    Bytes protection;
    if (answer.key != nullptr) {
        Bytes bits = {0};
        const auto content = der::sequence({header, body});
        append(bits, answer.sign ? answer.sign(content) : answer.key->sign(content));
        protection = der::element(der::around(0), der::element(der::bit_string_tag, bits));
    }
    if (answer.after_signing) {
        answer.after_signing(body);
    }
    Bytes extra;
    for (const auto& certificate : answer.extra_certificates) {
        append(extra, certificate);
    }
    Bytes octets =
        der::sequence({header, body, protection,
                       field(1, extra.empty() ? Bytes() : der::element(der::sequence_tag, extra))});
    if (answer.on_the_wire) {
        answer.on_the_wire(octets);
    }
    last_answer = octets;
    return octets;
}

Result<Bytes> HostileCa::answer(BytesView octets) {
    const auto request = read_message(octets);
    if (!request) {
        return request.failure();
    }
    Answer answer = proper(*request);
    if (request->is(Body::p10cr)) {
        ++requests;
        key_asked_for_ = applicant.order.public_key;
        answer.body_tag = der::around(3);
        answer.body = cert_rep({waiting ? Response{-1, 3, {}, {}} : granted()});
        if (change_answer) {
            change_answer(answer);
        }
    } else if (request->is(Body::poll_req)) {
        ++polls;
        answer.body_tag = der::around(26);
        answer.body = poll_rep({{-1, 1}});
        if (change_poll_answer) {
            change_poll_answer(answer);
        }
    } else if (request->is(Body::rr)) {
        answer.body_tag = der::around(12);
        answer.body = rev_rep({{0, {}}});
        if (change_revocation) {
            change_revocation(answer);
        }
    } else {
        confirmations.push_back(read_confirmation(octets));
        answer.body_tag = der::around(19);
        answer.body = der::null();
        if (change_confirmation) {
            change_confirmation(answer);
        }
    }
    return send(answer);
}

CmpSettings HostileCa::settings() {
    CmpSettings settings;
    settings.open_transport = [this]() -> Transport {
        return [this](BytesView request, const std::stop_token&) { return answer(request); };
    };
    settings.certificate = stage::expectations(root.certificate);
    settings.trust.roots = {root.certificate};
    settings.station = station.certificate;
    // The key stays here: the settings only borrow it.
    settings.station_key = std::shared_ptr<const KeyPair>(&station.key, [](const KeyPair*) {});
    settings.clock = &clock;
    return settings;
}

} // namespace koltamga::ca::hostile
