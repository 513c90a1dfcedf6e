// A real centre on loopback, a station in memory, and a line between them that can break.
#pragma once

#include "centre/service.h"
#include "sync/sender.h"
#include "tests/centre/memory_station.h"
#include "tests/net/cutting_proxy.h"
#include "tests/net/loopback_pki.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace koltamga::test {

class SyncStage : public testing::Test {
  protected:
    SyncStage();
    ~SyncStage() override;

    sync::Settings settings(int port) const;
    sync::Report run() { return run_through(port_); }
    sync::Report run_through(int port);
    // Through the breaking line.
    sync::Report run_cut() { return run_through(line_->port()); }

    std::filesystem::path folder_;
    SystemClock clock_;
    LoopbackPki pki_;
    std::shared_ptr<const net::ClientIdentity> identity_;
    std::optional<crypto::Certificate> receipts_;
    std::unique_ptr<centre::Receiver> receiver_;
    std::unique_ptr<MemoryStation> station_;
    std::unique_ptr<centre::Service> service_;
    std::unique_ptr<serve::Server> server_;
    // What stands between server and service: set by a test before it runs.
    centre::Around around_;
    int port_ = 0;
    std::unique_ptr<CuttingProxy> line_;
};

} // namespace koltamga::test
