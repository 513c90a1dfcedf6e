// The station's keys, as far as an operator's password opens them.
//
//     operator's password --Argon2id--> operator's private key --opens--> station data key
//     agency's recovery key ----------------------------------CMS-------> station data key
//     station data key --> each subject's key (an application's, or the station's own)
//                      --> sealed columns, the registration authority's key, drafts
//                      --> look-up keys, one for each column (HKDF)
//     centre's key -------CMS--> each subject's key
//
// Operators have key pairs, so that the data key can be changed for all of them when one is
// disabled: wrapping needs only their public halves.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "base/secret_bytes.h"
#include "db/connection.h"
#include "db/entry_header.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace koltamga::db {

enum class Column { pin, document_number, public_key };
std::string_view name_of(Column column);

// Who an entry or a key is about: an application, or the station ("station").
using Subject = std::optional<ApplicationId>;
std::string name_of(const Subject& subject);

// One key ring may serve several threads; it does not change after it was opened.
class KeyRing {
  public:
    // With the opened data key.
    explicit KeyRing(SecretBytes data_key);

    // HMAC under a key of its own: shows that a row was written by who had the data key.
    Digest authenticate(std::string_view context, std::string_view text) const;

    // The subject's key; db.key-gone when its wrap was destroyed (erased, or released on receipt).
    Result<SecretBytes> subject_key(Connection& connection, const Subject& subject) const;
    // A new random key for the subject, wrapped for station and centre, within a transaction.
    Result<SecretBytes> make_subject_key(Connection& connection, const Subject& subject,
                                         BytesView centre_certificate) const;

    // The keyed hash under which a value stands, in hexadecimal.
    std::string look_up_hash(Column column, std::string_view value) const;

    // A subject's key under the data key, bound to the subject; and back (db.key-wrong).
    Bytes wrap(std::string_view subject, const SecretBytes& key) const;
    Result<SecretBytes> unwrap(std::string_view subject, BytesView wrap) const;

    // Sealed under the data key; `context` is bound in.
    Bytes seal(std::string_view context, BytesView plain) const;
    Result<SecretBytes> open_sealed(std::string_view context, BytesView sealed) const;

    // A secret of the station's (the registration authority's key), kept sealed by name.
    Done keep_secret(Connection& connection, std::string_view name,
                     const SecretBytes& secret) const;
    Result<SecretBytes> secret(Connection& connection, std::string_view name) const;

    // What is typed and not yet a step.
    Done save_draft(Connection& connection, const ApplicationId& application,
                    const SecretBytes& content, Instant now) const;
    Result<std::optional<SecretBytes>> draft(Connection& connection,
                                             const ApplicationId& application) const;
    Done drop_draft(Connection& connection, const ApplicationId& application) const;

    const SecretBytes& data_key() const { return data_key_; }

  private:
    SecretBytes data_key_;
    std::array<SecretBytes, 3> look_up_keys_; // by column
};

} // namespace koltamga::db
