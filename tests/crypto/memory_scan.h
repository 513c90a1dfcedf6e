// Looking for a secret in this process's own memory, all of it: heap, stacks, locked pages.
#pragma once

#include "base/secret_bytes.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace koltamga::test {

// What is looked for, masked, so that the search does not find itself.
class Needle {
  public:
    explicit Needle(BytesView secret) : masked_(secret.begin(), secret.end()) {
        for (auto& octet : masked_) {
            octet ^= mask;
        }
    }
    // From one that is masked already: its octets were never here.
    static Needle from_masked(Bytes masked) {
        Needle needle{BytesView{}};
        needle.masked_ = std::move(masked);
        return needle;
    }
    const Bytes& masked() const { return masked_; }
    // What is looked for, on purpose: to see that the search finds it.
    SecretBytes plain() const {
        SecretBytes secret(BytesView{masked_});
        for (auto& octet : secret.writable()) {
            octet ^= mask;
        }
        return secret;
    }
    // The same octets backwards: big numbers lie in memory with their least octet first.
    Needle backwards() const {
        Needle other = *this;
        std::ranges::reverse(other.masked_);
        return other;
    }
    std::size_t hits_in(BytesView memory) const {
        std::size_t hits = 0;
        const int first = masked_[0] ^ mask;
        while (memory.size() >= masked_.size()) {
            const void* at = std::memchr(memory.data(), first, memory.size());
            if (at == nullptr) {
                break;
            }
            const auto skipped = static_cast<const std::uint8_t*>(at) - memory.data();
            memory = memory.subspan(static_cast<std::size_t>(skipped));
            hits += matches(memory) ? 1 : 0;
            memory = memory.subspan(1);
        }
        return hits;
    }

  private:
    static constexpr std::uint8_t mask = 0x5a;
    bool matches(BytesView memory) const {
        if (memory.size() < masked_.size()) {
            return false;
        }
        for (std::size_t i = 0; i < masked_.size(); ++i) {
            if (memory[i] != (masked_[i] ^ mask)) {
                return false;
            }
        }
        return true;
    }
    Bytes masked_;
};

struct Region {
    std::uint64_t begin = 0, end = 0;
    bool locked = false;   // never swapped
    bool left_out = false; // of a core
};

// Writable memory. What is larger than a gibibyte is a sanitizer's shadow.
inline std::vector<Region> writable_regions() {
    std::vector<Region> regions;
    bool wanted = false;
    std::ifstream maps("/proc/self/smaps");
    for (std::string line; std::getline(maps, line);) {
        Region region;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &region.begin, &region.end, rights) == 3) {
            wanted =
                rights[0] == 'r' && rights[1] == 'w' && region.end - region.begin < (1ULL << 30U);
            if (wanted) {
                regions.push_back(region);
            }
        } else if (wanted && line.starts_with("VmFlags:")) {
            regions.back().locked = line.find(" lo") != std::string::npos;
            regions.back().left_out = line.find(" dd") != std::string::npos;
        }
    }
    return regions;
}

enum class Where {
    anywhere,
    exposed, // where it might be swapped, or get into a core
};

// The pages of a region that are in memory or in swap: of any other nobody has written an octet,
// and reading it would only make it (proc(5), pagemap: bits 63 and 62).
inline std::vector<Region> pages_in_use(int pagemap, const Region& region) {
    constexpr std::uint64_t in_use = 3ULL << 62U;
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::vector<std::uint64_t> pages((region.end - region.begin) / page);
    const auto size = pages.size() * sizeof pages[0];
    const auto got = ::pread(pagemap, pages.data(), size,
                             static_cast<off_t>(region.begin / page * sizeof pages[0]));
    if (got != static_cast<ssize_t>(size)) {
        return {region};
    }
    std::vector<Region> runs;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto begin = region.begin + i * page;
        if ((pages[i] & in_use) == 0) {
            continue;
        }
        if (!runs.empty() && runs.back().end == begin) {
            runs.back().end += page;
        } else {
            runs.push_back({begin, begin + page, region.locked, region.left_out});
        }
    }
    return runs;
}

// This process's memory. Opened before a program forbids looks into itself, it stays readable.
class OwnMemory {
  public:
    OwnMemory()
        : file_(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC)),
          pagemap_(::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)) {}
    OwnMemory(const OwnMemory&) = delete;
    OwnMemory& operator=(const OwnMemory&) = delete;
    ~OwnMemory() {
        ::close(file_);
        ::close(pagemap_);
    }

    // How often any of the needles stands in memory. Read without a buffer of the library's, which
    // would keep what it saw.
    std::size_t hits(const std::vector<Needle>& needles, Where where = Where::anywhere) const {
        std::size_t hits = 0;
        for (const auto& region : writable_regions()) {
            if (where == Where::exposed && region.locked && region.left_out) {
                continue;
            }
            for (const auto& run : pages_in_use(pagemap_, region)) {
                hits += hits_in(run, needles);
            }
        }
        return hits;
    }

  private:
    std::size_t hits_in(const Region& run, const std::vector<Needle>& needles) const {
        SecretBytes copy(run.end - run.begin);
        const auto got = ::pread(file_, copy.data(), copy.size(), static_cast<off_t>(run.begin));
        const auto read = copy.view().first(got > 0 ? static_cast<std::size_t>(got) : 0);
        std::size_t hits = 0;
        for (const auto& needle : needles) {
            hits += needle.hits_in(read);
        }
        return hits;
    }
    int file_, pagemap_;
};

inline std::size_t hits_in_own_memory(const std::vector<Needle>& needles,
                                      Where where = Where::anywhere) {
    return OwnMemory().hits(needles, where);
}

} // namespace koltamga::test
