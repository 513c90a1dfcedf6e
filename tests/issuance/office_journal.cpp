// The office's journal: in memory, and folding what it is given.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance::office {
namespace {

bool trusted(const std::string& time_source) {
    return time_source != "doubtful";
}

} // namespace

Application MemoryJournal::folded(const ApplicationId& application) const {
    auto& [read, it] = folded_[application.text()];
    for (; read < entries_.size(); ++read) {
        if (entries_[read].application == application) {
            EXPECT_TRUE(apply(it, entries_[read])) << "what was appended once always folds";
        }
    }
    return it;
}

void MemoryJournal::restore_to(std::size_t entries) {
    entries_.resize(entries);
    folded_.clear();
    ++epoch_;
}

Result<std::vector<Entry>> MemoryJournal::append(std::span<const EntryDraft> drafts,
                                                 const Stamp& stamp) {
    const std::string what(drafts.empty() ? "nothing" : name_of(drafts.front().kind));
    if (boundaries_.pass("before append of " + what)) {
        return failed(Code::db_full);
    }
    std::vector<Entry> fresh;
    std::optional<Application> application;
    for (const auto& one : drafts) {
        Entry entry{epoch_,
                    entries_.size() + fresh.size() + 1,
                    one.kind,
                    version_of(one.kind),
                    one.application,
                    stamp,
                    {},
                    one.body};
        if (!application) {
            application = folded(*one.application);
        }
        KOLTAMGA_CHECK(apply(*application, entry));
        fresh.push_back(std::move(entry));
    }
    entries_.insert(entries_.end(), fresh.begin(), fresh.end());
    // Committed, and the process never learns: only a kill can do that to us.
    if (boundaries_.pass("after append of " + what)) {
        return fresh;
    }
    return fresh;
}

Result<std::vector<Entry>> MemoryJournal::entries_of(const ApplicationId& application) {
    std::vector<Entry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found),
                         [&](const Entry& entry) { return entry.application == application; });
    return found;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications() {
    std::vector<ApplicationId> ids;
    for (const auto& entry : entries_) {
        if (std::ranges::find(ids, *entry.application) == ids.end()) {
            ids.insert(ids.begin(), *entry.application);
        }
    }
    return ids;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications_of_person(std::string_view pin) {
    KOLTAMGA_TRY(auto ids, applications());
    std::erase_if(ids, [&](const auto& id) {
        const auto it = folded(id);
        return !it.identity || it.identity->identity.pin != pin;
    });
    return ids;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications_with_key(const Digest& spki) {
    KOLTAMGA_TRY(auto ids, applications());
    std::erase_if(ids, [&](const auto& id) {
        const auto it = folded(id);
        return !it.key || it.key->fingerprint != spki;
    });
    return ids;
}

Result<std::optional<Instant>> MemoryJournal::last_time() {
    std::optional<Instant> last;
    for (const auto& entry : entries_) {
        if (trusted(std::string(to_text(entry.stamp.time_source))) &&
            (!last || *last < entry.stamp.time)) {
            last = entry.stamp.time;
        }
    }
    return last;
}

Result<std::string> MemoryJournal::put_blob(const ApplicationId& application, std::string_view use,
                                            BytesView content) {
    if (boundaries_.pass("before blob")) {
        return failed(Code::db_blob_not_written);
    }
    const auto name =
        hex(samples::digest(octets(application.text() + std::string(use) + text_of(content))));
    blobs_.insert_or_assign(
        name, Blob{application, std::string(use), Bytes(content.begin(), content.end())});
    if (boundaries_.pass("after blob")) {
        return failed(Code::db_blob_not_written);
    }
    return name;
}

Result<Bytes> MemoryJournal::blob(const ApplicationId& application, std::string_view use,
                                  const std::string& name) {
    const auto found = blobs_.find(name);
    if (found == blobs_.end()) {
        return failed(Code::db_blob_gone);
    }
    const auto& blob = found->second;
    return blob.application == application && blob.use == use ? Result(blob.content)
                                                              : failed(Code::db_blob_damaged);
}

Done MemoryJournal::destroy_blob(const ApplicationId& application, const std::string& name) {
    if (boundaries_.pass("before destroying the key package")) {
        return failed(Code::db_blob_not_written);
    }
    const auto found = blobs_.find(name);
    if (found != blobs_.end() && found->second.application == application) {
        blobs_.erase(found);
    }
    boundaries_.pass("after destroying the key package");
    return {};
}

std::vector<Entry> MemoryJournal::of_kind(const ApplicationId& application, Kind kind) const {
    std::vector<Entry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found), [&](const Entry& entry) {
        return entry.application == application && entry.kind == kind;
    });
    return found;
}

} // namespace koltamga::issuance::office
