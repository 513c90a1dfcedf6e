#include "app/ctl.h"

#include "base/file.h"
#include "crypto/base64.h"
#include "crypto/key_pair.h"
#include "profile/office_profile.h"
#include "profile/profile_signature.h"

namespace koltamga::app {
namespace {

constexpr std::size_t largest_key = 64 * 1024;

struct Wanted {
    std::filesystem::path file, key;
};

// Checked before it is signed: an agency's signature on a profile no station can read helps nobody.
Done sign(const Wanted& wanted) {
    KOLTAMGA_TRY(const auto text, read_file(wanted.file, profile::largest_profile));
    KOLTAMGA_TRY(const auto parsed,
                 profile::parse_profile(text_of(text), wanted.file.parent_path()));
    KOLTAMGA_TRY(const auto pem, read_secret_file(wanted.key, largest_key));
    KOLTAMGA_TRY(const auto der, crypto::secret_from_pem("PRIVATE KEY", pem.view()));
    KOLTAMGA_TRY(const auto key, crypto::KeyPair::from_pkcs8(der.view()));
    KOLTAMGA_TRY(const auto signed_text, profile::sign_profile(text_of(text), key));
    return write_file(wanted.file, bytes_of(signed_text));
}

} // namespace

void add_profile_commands(LineCommand& line, Ctl& ctl) {
    auto profiles = line.command("profile", "Office profiles");
    profiles.needs_command();
    auto signing = profiles.command("sign", "Sign a profile with the agency's key");
    auto wanted = std::make_shared<Wanted>();
    signing.option("FILE", wanted->file, "Profile (TOML)").required();
    signing.option("--key", wanted->key, "The agency's private key (PEM)").required();
    signing.chosen([&ctl, wanted] {
        ctl.chosen = [wanted](Terminal& terminal) {
            if (const auto done = sign(*wanted); !done) {
                return terminal.failed(done.failure());
            }
            const auto path = std::filesystem::absolute(wanted->file).string();
            terminal.answer({{"profile", path}, {"state", "signed"}}, path);
            return Exit::done;
        };
    });
}

} // namespace koltamga::app
