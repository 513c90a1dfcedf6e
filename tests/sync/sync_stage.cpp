#include "tests/sync/sync_stage.h"

#include "crypto/random.h"

namespace koltamga::test {

SyncStage::SyncStage()
    : folder_(std::filesystem::path(testing::TempDir()) /
              ("sync-" + hex(crypto::random_octets(6)))),
      identity_(pki_.client()) {
    auto keys = receiver_keys();
    receipts_ = keys.receipts.certificate;
    station_ = std::make_unique<MemoryStation>(keys.encryption.certificate);
    receiver_ = centre::Receiver::open(folder_, std::move(keys), clock_).value();
    EXPECT_TRUE(receiver_->add_station(station_->as_station(identity_->certificates.front())));
    service_ = std::make_unique<centre::Service>(*receiver_, nullptr, pki_.root(), clock_);
    server_ = std::make_unique<serve::Server>(pki_.server());
    service_->add_routes(*server_, [this](const auto& request, const auto& handler) {
        return around_ ? around_(request, handler) : handler(request);
    });
    port_ = server_->start().value();
    line_ = std::make_unique<CuttingProxy>(port_);
}

SyncStage::~SyncStage() {
    server_->stop();
    std::error_code none;
    std::filesystem::remove_all(folder_, none);
}

sync::Settings SyncStage::settings(int port) const {
    sync::Settings settings;
    settings.http = pki_.towards(port);
    settings.http.tls.identity = identity_;
    settings.receipt_signers = {*receipts_};
    return settings;
}

sync::Report SyncStage::run_through(int port) {
    const auto line = settings(port);
    auto report = sync::sync_once(*station_, line);
    EXPECT_TRUE(report) << (report ? "" : report.failure().detail);
    return report ? *report : sync::Report{};
}

} // namespace koltamga::test
