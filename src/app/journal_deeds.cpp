#include "app/journal_deeds.h"

#include "app/out_path.h"
#include "base/file.h"
#include "crypto/cms.h"
#include "db/journal_export.h"
#include "db/key_ring.h"

namespace koltamga::app {
namespace {

Result<db::Anchors> anchors_of(const Station& station) {
    db::Anchors anchors;
    anchors.journal_keys = {station.journal_key().public_key().spki()};
    KOLTAMGA_TRY(const auto signers, station.receipt_signers_ever());
    for (const auto& signer : signers) {
        anchors.centre_certificates.push_back(signer.der());
    }
    return anchors;
}

Result<db::SignedHead> signed_head(db::StationOutbox& outbox) {
    KOLTAMGA_TRY(const auto head, outbox.sign_head());
    KOLTAMGA_TRY(const auto parsed, db::parse_head(head.text));
    return db::SignedHead{parsed, head.signature};
}

} // namespace

Result<db::Verified> verify_journal(const Station& station, const db::KeyRing* keys) {
    KOLTAMGA_TRY(const auto anchors, anchors_of(station));
    KOLTAMGA_TRY(auto connection, station.database().connect());
    return db::verify_journal(connection, station.data(), anchors, keys);
}

Done require_export_file(const Options& options, const std::filesystem::path& out) {
    auto rule = out_rule(options);
    rule.existing = Existing::kept;
    return require_good_out_file(out, rule);
}

Result<Exported> export_journal(const Station& station, const db::Session& session,
                                const std::filesystem::path& out) {
    KOLTAMGA_TRY(const auto at, station.stamp(session.name));
    KOLTAMGA_TRY(auto connection, station.database().connect());
    KOLTAMGA_CHECK(db::note_export(connection, session, at));
    KOLTAMGA_TRY(const auto outbox, station.outbox());
    KOLTAMGA_TRY(const auto head, signed_head(*outbox));
    KOLTAMGA_TRY(const auto covered, outbox->acknowledged());
    KOLTAMGA_TRY(const auto text,
                 db::export_text(connection, station.database().station(), session, head));
    const auto signed_text =
        crypto::sign_cms(bytes_of(text), station.journal_key(), station.certificates().journal,
                         station.clock().now());
    KOLTAMGA_CHECK(write_file(out, signed_text));
    return Exported{std::filesystem::absolute(out).string(), head.head, covered};
}

} // namespace koltamga::app
