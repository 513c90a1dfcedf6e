#include "base/log.h"

#include <atomic>
#include <memory>
#include <typeinfo>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

namespace koltamga::log {
namespace {

constexpr std::size_t largest_file = 2U << 20U;
constexpr std::size_t generations = 3;

std::shared_ptr<spdlog::logger> current() {
    return spdlog::get("koltamga");
}

} // namespace

Fact::Fact(std::string_view name, std::string_view spelled, Spelled /*tag*/)
    : text_(fmt::format("{}={}", name, spelled)) {}
Fact::Fact(std::string_view name, std::int64_t figure)
    : text_(fmt::format("{}={}", name, figure)) {}
Fact::Fact(std::string_view name, Code code) : text_(fmt::format("{}={}", name, name_of(code))) {}

Fact Fact::type(const std::exception& exception) {
    return {"type", typeid(exception).name(), Spelled{}};
}

void open(const std::filesystem::path& file) {
    spdlog::drop("koltamga");
    try {
        const auto logger =
            spdlog::rotating_logger_mt("koltamga", file.string(), largest_file, generations);
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %t %v", spdlog::pattern_time_type::utc);
        logger->flush_on(spdlog::level::info);
        logger->set_error_handler([](const std::string&) {}); // a full disk: the work says so
    } catch (const spdlog::spdlog_ex&) {
        spdlog::drop("koltamga");
    }
}

void event(std::string_view name, std::initializer_list<Fact> facts) {
    const auto logger = current();
    if (!logger) {
        return;
    }
    std::string line(name);
    for (const auto& fact : facts) {
        line += ' ';
        line += fact.text();
    }
    logger->info(line);
}

void failure(std::string_view name, const Failure& failure) {
    event(name, {Fact("code", failure.code)});
}

} // namespace koltamga::log
