#include "tests/peers/peer.h"

#include "base/file.h"
#include "crypto/random.h"
#include "tests/peers/process.h"

namespace koltamga::peers {
namespace {

constexpr auto jars = "/usr/share/java/bcpkix.jar:/usr/share/java/bcprov.jar:"
                      "/usr/share/java/bcutil.jar";

} // namespace

PeerTest::PeerTest()
    : folder(std::filesystem::path(testing::TempDir()) /
             ("peers-" + hex(crypto::random_octets(6)))) {
    EXPECT_TRUE(make_private_folder(folder));
}

PeerTest::~PeerTest() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

std::string PeerTest::put(const std::string& name, BytesView content) {
    EXPECT_TRUE(write_file(folder / name, content));
    return (folder / name).string();
}

void PeerTest::compile(const std::string& source) {
    Process javac({"javac", "-cp", jars, "-d", folder.string(),
                   std::string(KOLTAMGA_SOURCE_DIR) + "/tests/peers/" + source});
    std::string output;
    ASSERT_EQ(javac.finish(output), 0) << "a JDK and libbcpkix-java are needed\n" << output;
}

std::vector<std::string> PeerTest::java(const std::string& program,
                                        const std::string& argument) const {
    return {"java", "-cp", folder.string() + ":" + jars, program, argument};
}

} // namespace koltamga::peers
