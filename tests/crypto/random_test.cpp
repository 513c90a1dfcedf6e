// A generator that fails stops the work; it never goes on with less.
#include "crypto/key_pair.h"
#include "crypto/random.h"
#include "crypto/seal.h"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <set>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace koltamga::crypto {
namespace {

constexpr int stopped = 7;

// From here on the kernel gives this process neither getrandom nor any file (/dev/urandom).
bool take_the_kernels_randomness_away() {
    constexpr auto refuse = SECCOMP_RET_ERRNO | static_cast<unsigned>(ENOSYS);
    std::array<sock_filter, 7> program = {{
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 3, 0, SYS_getrandom},
        {BPF_JMP | BPF_JEQ | BPF_K, 2, 0, SYS_openat},
        {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, SYS_open},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
        {BPF_RET | BPF_K, 0, 0, refuse},
        {BPF_RET | BPF_K, 0, 0, refuse},
    }};
    const sock_fprog filter = {static_cast<unsigned short>(program.size()), program.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

// In a child of its own: the exit status says what the work did without randomness.
template <class Work>
[[noreturn]] void without_randomness(const Work& work) {
    if (!take_the_kernels_randomness_away()) {
        ::_exit(2);
    }
    try {
        work();
    } catch (const std::runtime_error&) {
        ::_exit(stopped);
    }
    ::_exit(0);
}

TEST(RandomDeathTest, WithoutTheKernelsRandomnessNothingIsDrawnSealedOrMade) {
    static_cast<void>(random_octets(1)); // seeded here: a fork must not live on that
    const auto exited = testing::ExitedWithCode(stopped);
    EXPECT_EXIT(without_randomness([] { static_cast<void>(random_octets(16)); }), exited, "");
    EXPECT_EXIT(without_randomness([] { static_cast<void>(random_secret(16)); }), exited, "");
    EXPECT_EXIT(without_randomness([] { static_cast<void>(new_id<ApplicationTag>()); }), exited,
                "");
    EXPECT_EXIT(without_randomness([] { static_cast<void>(seal(Bytes(32), {}, {})); }), exited, "");
    EXPECT_EXIT(
        without_randomness([] { static_cast<void>(KeyPair::generate(KeyAlgorithm::ec_p256)); }),
        exited, "");
}

TEST(Random, GivesOctetsThatDiffer) {
    std::set<Bytes> drawn;
    for (int i = 0; i < 100; ++i) {
        drawn.insert(random_octets(16));
        const auto secret = random_secret(16);
        drawn.insert(Bytes(secret.view().begin(), secret.view().end()));
    }
    EXPECT_EQ(drawn.size(), 200U);
    EXPECT_NE(new_id<ApplicationTag>(), new_id<ApplicationTag>());
}

unsigned reseeds_of(EVP_RAND_CTX* generator) {
    unsigned count = 0;
    OSSL_PARAM asked[] = {OSSL_PARAM_construct_uint(OSSL_DRBG_PARAM_RESEED_COUNTER, &count),
                          OSSL_PARAM_construct_end()};
    EXPECT_EQ(EVP_RAND_CTX_get_params(generator, asked), 1);
    return count;
}

void reseed_after(EVP_RAND_CTX* generator, unsigned requests) {
    const OSSL_PARAM wanted[] = {
        OSSL_PARAM_construct_uint(OSSL_DRBG_PARAM_RESEED_REQUESTS, &requests),
        OSSL_PARAM_construct_end()};
    EXPECT_EQ(EVP_RAND_CTX_set_params(generator, wanted), 1);
}

// Its output never stands in the open, as that of the other does in salts and nonces.
TEST(Random, SecretsComeFromAGeneratorOfTheirOwn) {
    static_cast<void>(random_secret(1));
    auto* const of_secrets = RAND_get0_private(nullptr);
    reseed_after(of_secrets, 1); // so that each draw is seen
    const auto drawn_by = [&](const auto& draw) {
        const auto before = reseeds_of(of_secrets);
        for (int i = 0; i < 4; ++i) {
            draw();
        }
        return reseeds_of(of_secrets) - before;
    };
    EXPECT_GT(drawn_by([] { static_cast<void>(random_secret(16)); }), 0U);
    EXPECT_EQ(drawn_by([] { static_cast<void>(random_octets(16)); }), 0U);
    reseed_after(of_secrets, 1U << 16U); // as the library has it
}

} // namespace
} // namespace koltamga::crypto
