#include "centre/record_reader.h"

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "issuance/application.h"

#include <algorithm>
#include <set>

namespace koltamga::centre {
namespace {

constexpr std::size_t most_missing = 1000; // named at a time

std::optional<issuance::Entry> entry_from(const db::CentreEntry& stored, std::string body) {
    const auto header = db::parse_entry_header(stored.header);
    const auto kind = header ? issuance::kind_named(header->kind) : std::nullopt;
    if (!kind) {
        return std::nullopt;
    }
    issuance::Entry entry;
    entry.epoch = header->epoch;
    entry.sequence = header->sequence;
    entry.kind = *kind;
    entry.version = static_cast<int>(header->kind_version);
    entry.application = header->application;
    entry.stamp = {header->operator_name, header->time, header->time_source};
    entry.hash = stored.hash;
    entry.body = std::move(body);
    return entry;
}

std::string at(const char* what, std::uint64_t sequence) {
    return std::string(what) + " " + std::to_string(sequence);
}

std::string blob_context(const ApplicationId& application) {
    return "koltamga-blob-1\n" + application.text() + "\nportrait";
}

} // namespace

Result<SecretBytes> RecordReader::subject_key(const StationId& station,
                                              const db::Subject& subject) {
    KOLTAMGA_TRY(const auto wrap, store_.wrap(station, subject));
    return crypto::open_envelope(wrap.value_or(Bytes()), encryption_.key, encryption_.certificate);
}

std::optional<Bytes> RecordReader::open_body(const db::CentreEntry& entry, BytesView sealed,
                                             const SecretBytes& key) const {
    const auto header = db::parse_entry_header(entry.header);
    if (!header || key.size() != crypto::seal_key_octets) {
        return std::nullopt;
    }
    const auto context = db::associated_data(*header);
    auto body = crypto::open(key.view(), sealed, bytes_of(context));
    return body ? std::optional(std::move(body).value()) : std::nullopt;
}

Result<Missing> RecordReader::missing(const StationId& station, const db::Subject& subject,
                                      std::uint64_t through) {
    Missing missing;
    KOLTAMGA_TRY(missing.bodies, store_.missing_bodies(station, subject));
    std::erase_if(missing.bodies, [&](auto sequence) { return sequence > through; });
    missing.bodies.resize(std::min(missing.bodies.size(), most_missing));
    KOLTAMGA_TRY(const auto wrap, store_.wrap(station, subject));
    missing.wrap = !wrap;
    return missing;
}

// A blob whose file is gone or damaged is as good as never sent: the station may still have it.
Result<bool> RecordReader::is_whole(const db::Digest& blob) {
    KOLTAMGA_TRY(const bool held, store_.has_blob(blob));
    const auto content = held ? store_.blob(blob) : Bytes();
    if (content.failed_with(Code::db_blob_gone) || content.failed_with(Code::db_blob_damaged)) {
        return false;
    }
    return content ? Result<bool>(held) : content.failure();
}

Result<RecordState> RecordReader::read(const StationId& station, const ApplicationId& application,
                                       std::span<const db::Digest> blobs, std::uint64_t through) {
    KOLTAMGA_TRY(auto entries, store_.entries_of(station, application));
    std::erase_if(entries, [&](const auto& entry) { return entry.sequence > through; });
    if (entries.empty()) {
        return RecordState(RecordRefused{"no-entries"});
    }
    KOLTAMGA_TRY(auto lacking, missing(station, application, through));
    for (const auto& blob : blobs) {
        KOLTAMGA_TRY(const bool whole, is_whole(blob));
        if (!whole) {
            lacking.blobs.push_back(blob);
        }
    }
    if (!lacking.nothing()) {
        return RecordState(std::move(lacking));
    }
    return opened(station, application, entries, blobs);
}

Result<RecordState> RecordReader::opened(const StationId& station, const ApplicationId& application,
                                         const std::vector<db::CentreEntry>& entries,
                                         std::span<const db::Digest> blobs) {
    const auto key = subject_key(station, application);
    if (!key) {
        return RecordState(RecordRefused{"wrap-not-opened"});
    }
    std::vector<issuance::Entry> read;
    for (const auto& stored : entries) {
        KOLTAMGA_TRY(auto entry, opened_entry(station, stored, *key));
        if (const auto* refused = std::get_if<RecordRefused>(&entry)) {
            return RecordState(*refused);
        }
        read.push_back(std::get<issuance::Entry>(std::move(entry)));
    }
    const auto folded = issuance::fold(read);
    if (!folded) {
        return RecordState(RecordRefused{"not-a-record " + folded.failure().detail});
    }
    std::set<db::Digest> held(blobs.begin(), blobs.end());
    if (folded->portrait && !folded->erased) {
        KOLTAMGA_TRY(const auto portrait, check_portrait(application, *folded->portrait, *key));
        if (const auto* name = std::get_if<db::Digest>(&portrait)) {
            held.insert(*name);
        } else {
            return std::get<RecordState>(portrait);
        }
    }
    return RecordState(
        RecordVerified{entries.back().sequence, entries.back().hash, {held.begin(), held.end()}});
}

Result<std::variant<issuance::Entry, RecordRefused>>
RecordReader::opened_entry(const StationId& station, const db::CentreEntry& stored,
                           const SecretBytes& key) {
    using Outcome = std::variant<issuance::Entry, RecordRefused>;
    std::string body;
    if (stored.body_hash) {
        KOLTAMGA_TRY(const auto sealed, store_.body(station, stored.sequence));
        const auto plain = open_body(stored, sealed.value_or(Bytes()), key);
        if (!plain) {
            return Outcome(RecordRefused{at("body-not-opened", stored.sequence)});
        }
        body = text_of(*plain);
    }
    auto entry = entry_from(stored, std::move(body));
    if (!entry) {
        return Outcome(RecordRefused{at("kind-unknown", stored.sequence)});
    }
    return Outcome(std::move(*entry));
}

// The picture must be here, open under the application's key and be the one the entry names.
Result<std::variant<db::Digest, RecordState>>
RecordReader::check_portrait(const ApplicationId& application,
                             const issuance::PortraitRecorded& portrait, const SecretBytes& key) {
    using Outcome = std::variant<db::Digest, RecordState>;
    const auto name = db::digest_from_hex(portrait.blob);
    if (!name) {
        return Outcome(RecordState(RecordRefused{"portrait-name"}));
    }
    KOLTAMGA_TRY(const bool whole, is_whole(*name));
    if (!whole) {
        return Outcome(RecordState(Missing{false, {}, {*name}}));
    }
    KOLTAMGA_TRY(const auto sealed, store_.blob(*name));
    const auto context = blob_context(application);
    const auto picture = crypto::open(key.view(), sealed, bytes_of(context));
    if (!picture || crypto::sha256(*picture) != portrait.sha256) {
        return Outcome(RecordState(RecordRefused{"portrait-not-opened"}));
    }
    return Outcome(*name);
}

} // namespace koltamga::centre
