// A whole application whose certificate comes from a CMP server that others wrote: Bouncy Castle
// with the practice authority's keys in the place of the authority.
#include "tests/journey/office.h"
#include "tests/peers/peer.h"
#include "tests/peers/process.h"

#include <gmock/gmock.h>

#include <regex>

namespace koltamga::peers {
namespace {

using journey::Office;
using journey::read_text;

class Application : public PeerTest {
  protected:
    void openssl(std::vector<std::string> command) {
        command.insert(command.begin(), "openssl");
        const auto ended = journey::run(command);
        ASSERT_EQ(ended.status, 0) << ended.err;
    }
    void take_identity(const std::string& name) {
        const auto kept = (office.practice() / "authority" / name).string();
        openssl({"x509", "-in", kept + ".pem", "-outform", "DER", "-out",
                 (folder / (name + ".der")).string()});
        openssl({"pkcs8", "-topk8", "-nocrypt", "-in", kept + ".key", "-outform", "DER", "-out",
                 (folder / (name + ".key")).string()});
    }
    void take_tls_identity() {
        const auto kept = (office.practice() / "keys" / "tls").string();
        openssl({"pkcs12", "-export", "-in", kept + ".pem", "-inkey", kept + ".key", "-certfile",
                 (office.practice() / "issuing.pem").string(), "-passout", "pass:peer", "-out",
                 (folder / "tls.p12").string()});
    }
    void ask_for_certificates_at(const std::string& port) {
        office.sign_profile(std::regex_replace(read_text(office.profile()),
                                               std::regex("cmp = \"[^\"]*\""),
                                               "cmp = \"https://127.0.0.1:" + port + "/cmp\""));
    }

    Office office;
};

TEST_F(Application, SucceedsAgainstBouncyCastlesServer) {
    compile("CmpPeer.java");
    take_identity("issuing");
    take_identity("responder");
    take_tls_identity();
    Process server(java("CmpPeer", folder.string()));
    const auto ready = server.wait_for("ready ");
    ASSERT_TRUE(ready);
    ask_for_certificates_at(ready->substr(6));
    ASSERT_EQ(office.enrol().status, 0);
    const auto issued = office.issue(journey::grown_up());
    ASSERT_EQ(issued.status, 0) << issued.err << issued.json.dump(2);
    EXPECT_EQ(issued.json.at("state"), "handed-over");
    EXPECT_EQ(issued.json.at("outbox"), "receipted") << issued.json.dump(2);
    EXPECT_EQ(office.certificates("valid"), 0U) << "the practice authority issued none";
    EXPECT_EQ(server.line(), "station's signature verified");
    EXPECT_EQ(server.line(), "possession proved");
    EXPECT_EQ(server.line(), "station's signature verified");
    EXPECT_EQ(server.line(), "confirmed");
    openssl({"verify", "-x509_strict", "-CAfile", (office.practice() / "root.pem").string(),
             "-untrusted", (office.practice() / "issuing.pem").string(),
             (office.out() / "certificate.pem").string()});
}

} // namespace
} // namespace koltamga::peers
