#include "ca/message.h"

#include "ca/failures.h"
#include "crypto/der.h"

#include <array>
#include <string_view>

namespace koltamga::ca {
namespace {

namespace der = crypto::der;

constexpr std::string_view implicit_confirm_oid = "1.3.6.1.5.5.7.4.13"; // RFC 9810 §5.1.1.1

constexpr std::array<std::string_view, 7> status_names = {
    "accepted",          "grantedWithMods",        "rejection",       "waiting",
    "revocationWarning", "revocationNotification", "keyUpdateWarning"};

// PKIFailureInfo (RFC 9810 §5.2.3), by bit.
constexpr std::array<std::string_view, 27> failure_names = {"badAlg",
                                                            "badMessageCheck",
                                                            "badRequest",
                                                            "badTime",
                                                            "badCertId",
                                                            "badDataFormat",
                                                            "wrongAuthority",
                                                            "incorrectData",
                                                            "missingTimeStamp",
                                                            "badPOP",
                                                            "certRevoked",
                                                            "certConfirmed",
                                                            "wrongIntegrity",
                                                            "badRecipientNonce",
                                                            "timeNotAvailable",
                                                            "unacceptedPolicy",
                                                            "unacceptedExtension",
                                                            "addInfoNotAvailable",
                                                            "badSenderNonce",
                                                            "badCertTemplate",
                                                            "signerNotTrusted",
                                                            "transactionIdInUse",
                                                            "unsupportedVersion",
                                                            "notAuthorized",
                                                            "systemUnavail",
                                                            "systemFailure",
                                                            "duplicateCertReq"};

Failure malformed(std::string_view part) {
    return answer_refused("malformed " + std::string(part));
}

Bytes copy(BytesView view) {
    return {view.begin(), view.end()};
}

// An explicitly tagged octet string of the header.
bool read_octets(BytesView content, Bytes& into) {
    const auto octets = der::only(content, der::octet_string_tag);
    if (octets) {
        into = copy(octets->content);
    }
    return octets.has_value();
}

// RFC 5280 §4.1.2.5.2: YYYYMMDDHHMMSSZ.
std::optional<Instant> read_time(BytesView content) {
    const auto time = der::only(content, der::generalized_time_tag);
    if (!time || time->content.size() != 15) {
        return std::nullopt;
    }
    const std::string t = text_of(time->content);
    return instant_from(t.substr(0, 4) + '-' + t.substr(4, 2) + '-' + t.substr(6, 2) + 'T' +
                        t.substr(8, 2) + ':' + t.substr(10, 2) + ':' + t.substr(12, 2) + ".000" +
                        t.substr(14));
}

// GeneralName, choice directoryName.
bool read_sender(BytesView general_name, Bytes& into) {
    const auto directory = der::only(general_name, der::around(4));
    const auto name = directory ? der::only(directory->content, der::sequence_tag) : std::nullopt;
    if (name) {
        into = copy(name->whole);
    }
    return name.has_value();
}

bool read_general_info(BytesView content, bool& implicit_confirmation) {
    const auto list = der::only(content, der::sequence_tag);
    if (!list) {
        return false;
    }
    for (der::Reader items(list->content); !items.at_end();) {
        const auto item = items.next(der::sequence_tag);
        der::Reader inside(item ? item->content : BytesView{});
        const auto type = inside.next(der::oid_tag);
        const auto oid = type ? der::oid_text(type->content) : std::nullopt;
        if (!oid) {
            return false;
        }
        implicit_confirmation |= *oid == implicit_confirm_oid;
    }
    return true;
}

bool read_header_field(const der::Element& field, Message& message) {
    switch (field.tag & 0x1fU) {
    case 0:
        message.time = read_time(field.content);
        return message.time.has_value();
    case 1:
        message.protection_algorithm = copy(field.content);
        return der::only(field.content, der::sequence_tag).has_value();
    case 2:
        return read_octets(field.content, message.sender_key_id);
    case 3: // recipKID: of no interest
        return der::only(field.content, der::octet_string_tag).has_value();
    case 4:
        return read_octets(field.content, message.transaction_id);
    case 5:
        return read_octets(field.content, message.sender_nonce);
    case 6:
        return read_octets(field.content, message.recipient_nonce);
    case 7: // freeText: shown to nobody
        return der::only(field.content, der::sequence_tag).has_value();
    case 8:
        return read_general_info(field.content, message.implicit_confirmation);
    default:
        return false;
    }
}

Done read_header(BytesView header, Message& message) {
    der::Reader fields(header);
    const auto version = fields.next(der::integer_tag);
    const auto number = version ? der::integer_value(version->content) : std::nullopt;
    if (!number) {
        return malformed("header version");
    }
    message.version = *number;
    const auto sender = fields.next();
    if (!sender || !read_sender(sender->whole, message.sender)) {
        return malformed("header sender");
    }
    if (!fields.next()) {
        return malformed("header recipient");
    }
    for (int last = -1; !fields.at_end();) {
        const auto field = fields.next();
        const int number_of = field ? field->tag - der::around(0) : -1;
        if (!field || number_of <= last || !read_header_field(*field, message)) {
            return malformed("header field");
        }
        last = number_of;
    }
    return {};
}

// BIT STRING of named bits: PKIFailureInfo.
bool read_failure_bits(BytesView content, std::vector<unsigned>& bits) {
    if (content.empty() || content[0] > 7) {
        return false;
    }
    for (std::size_t i = 1; i < content.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            if ((content[i] & (0x80U >> bit)) != 0) {
                bits.push_back(static_cast<unsigned>(i - 1) * 8 + bit);
            }
        }
    }
    return true;
}

std::optional<StatusInfo> read_status(const std::optional<der::Element>& element) {
    der::Reader fields(element ? element->content : BytesView{});
    const auto status = fields.next(der::integer_tag);
    const auto number = status ? der::integer_value(status->content) : std::nullopt;
    if (!number || *number < 0 || *number >= static_cast<std::int64_t>(status_names.size())) {
        return std::nullopt;
    }
    StatusInfo info{static_cast<Status>(*number), {}};
    fields.next(der::sequence_tag); // statusString: free text is not believed and not shown
    const auto bits = fields.next(der::bit_string_tag);
    if ((bits && !read_failure_bits(bits->content, info.failure_bits)) || !fields.at_end()) {
        return std::nullopt;
    }
    return info;
}

// certifiedKeyPair ::= SEQUENCE { certOrEncCert CHOICE { [0] CMPCertificate, … }, … }
bool read_certified_key(const der::Element& element, Bytes& certificate) {
    der::Reader fields(element.content);
    const auto plain = fields.next(der::around(0));
    const auto x509 = plain ? der::only(plain->content, der::sequence_tag) : std::nullopt;
    if (!x509 || !fields.at_end()) {
        return false; // an encrypted certificate, or a private key from the CA: never asked for
    }
    certificate = copy(x509->whole);
    return true;
}

bool read_response(const std::optional<der::Element>& element, CertificateResponse& response) {
    der::Reader fields(element ? element->content : BytesView{});
    const auto id = fields.next(der::integer_tag);
    const auto number = id ? der::integer_value(id->content) : std::nullopt;
    const auto status = read_status(fields.next(der::sequence_tag));
    if (!number || !status) {
        return false;
    }
    response.request_id = *number;
    response.status = *status;
    if (const auto pair = fields.next(der::sequence_tag)) {
        if (!read_certified_key(*pair, response.certificate)) {
            return false;
        }
    }
    fields.next(der::octet_string_tag); // rspInfo
    return fields.at_end();
}

bool read_certificates(BytesView sequence, std::vector<Bytes>& into) {
    for (der::Reader items(sequence); !items.at_end();) {
        const auto item = items.next(der::sequence_tag);
        if (!item) {
            return false;
        }
        into.push_back(copy(item->whole));
    }
    return true;
}

// CertRepMessage ::= SEQUENCE { caPubs [1] OPTIONAL, response SEQUENCE OF CertResponse }
Done read_certificate_answer(BytesView content, Message& message) {
    const auto whole = der::only(content, der::sequence_tag);
    der::Reader fields(whole ? whole->content : BytesView{});
    if (const auto ca_pubs = fields.next(der::around(1))) {
        const auto list = der::only(ca_pubs->content, der::sequence_tag);
        if (!list || !read_certificates(list->content, message.ca_certificates)) {
            return malformed("body caPubs");
        }
    }
    const auto list = fields.next(der::sequence_tag);
    if (!list || !fields.at_end()) {
        return malformed("body certificate answer");
    }
    for (der::Reader items(list->content); !items.at_end();) {
        CertificateResponse response;
        if (!read_response(items.next(der::sequence_tag), response)) {
            return malformed("body certificate response");
        }
        message.responses.push_back(std::move(response));
    }
    return {};
}

// PollRepContent ::= SEQUENCE OF SEQUENCE { certReqId, checkAfter, reason OPTIONAL }
Done read_poll_answer(BytesView content, Message& message) {
    const auto list = der::only(content, der::sequence_tag);
    if (!list) {
        return malformed("body poll answer");
    }
    for (der::Reader items(list->content); !items.at_end();) {
        const auto item = items.next(der::sequence_tag);
        der::Reader fields(item ? item->content : BytesView{});
        const auto id = fields.next(der::integer_tag);
        const auto after = fields.next(der::integer_tag);
        const auto number = id ? der::integer_value(id->content) : std::nullopt;
        const auto seconds = after ? der::integer_value(after->content) : std::nullopt;
        fields.next(der::sequence_tag); // reason
        if (!number || !seconds || !fields.at_end()) {
            return malformed("body poll response");
        }
        message.polls.push_back({*number, *seconds});
    }
    return {};
}

// RevRepContent ::= SEQUENCE { status SEQUENCE OF PKIStatusInfo, … }
Done read_revocation_answer(BytesView content, Message& message) {
    const auto whole = der::only(content, der::sequence_tag);
    der::Reader fields(whole ? whole->content : BytesView{});
    const auto list = fields.next(der::sequence_tag);
    if (!list) {
        return malformed("body revocation answer");
    }
    for (der::Reader items(list->content); !items.at_end();) {
        const auto status = read_status(items.next(der::sequence_tag));
        if (!status) {
            return malformed("body revocation status");
        }
        message.revocations.push_back(*status);
    }
    return {};
}

// ErrorMsgContent ::= SEQUENCE { pKIStatusInfo, … }
Done read_error(BytesView content, Message& message) {
    const auto whole = der::only(content, der::sequence_tag);
    der::Reader fields(whole ? whole->content : BytesView{});
    message.error = read_status(fields.next(der::sequence_tag));
    return message.error ? Done() : malformed("body error");
}

Done read_body(const der::Element& element, Message& message) {
    message.body = element.tag & 0x1fU;
    switch (static_cast<Body>(message.body)) {
    case Body::ip:
    case Body::cp:
    case Body::kup:
        return read_certificate_answer(element.content, message);
    case Body::poll_rep:
        return read_poll_answer(element.content, message);
    case Body::rp:
        return read_revocation_answer(element.content, message);
    case Body::error:
        return read_error(element.content, message);
    default: // nothing inside is of use to us; that it is not expected is for others to say
        return {};
    }
}

Done read_protection(der::Reader& fields, Message& message) {
    if (const auto field = fields.next(der::around(0))) {
        const auto bits = der::only(field->content, der::bit_string_tag);
        if (!bits || bits->content.size() < 2 || bits->content[0] != 0) {
            return malformed("protection");
        }
        message.protection = copy(bits->content.subspan(1));
    }
    if (const auto field = fields.next(der::around(1))) {
        const auto list = der::only(field->content, der::sequence_tag);
        if (!list || !read_certificates(list->content, message.extra_certificates)) {
            return malformed("extra certificates");
        }
    }
    return fields.at_end() ? Done() : malformed("message end");
}

} // namespace

Result<Message> read_message(BytesView octets) {
    if (octets.size() > largest_message) {
        return answer_refused("oversized");
    }
    der::Reader outside(octets);
    const auto whole = outside.next(der::sequence_tag);
    if (!whole) {
        return answer_refused("not-der");
    }
    if (!outside.at_end()) {
        return answer_refused("trailing-data");
    }
    der::Reader fields(whole->content);
    const auto header = fields.next(der::sequence_tag);
    const auto body = fields.next();
    if (!header || !body || (body->tag & 0xe0U) != 0xa0U) {
        return malformed("message");
    }
    Message message;
    KOLTAMGA_CHECK(read_header(header->content, message));
    KOLTAMGA_CHECK(read_body(*body, message));
    KOLTAMGA_CHECK(read_protection(fields, message));
    message.protected_part = der::sequence({header->whole, body->whole});
    return message;
}

std::string_view name_of(Status status) {
    return status_names[static_cast<std::size_t>(status)];
}

std::string describe(const StatusInfo& status) {
    std::string text(name_of(status.status));
    std::string_view separator = ": ";
    for (const auto bit : status.failure_bits) {
        text += separator;
        text += bit < failure_names.size() ? std::string(failure_names[bit])
                                           : "bit " + std::to_string(bit);
        separator = ", ";
    }
    return text;
}

} // namespace koltamga::ca
