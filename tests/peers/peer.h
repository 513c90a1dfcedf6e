// What every test against a peer needs: a folder for it, and the Java of the JDK.
#pragma once

#include "base/bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace koltamga::peers {

class PeerTest : public testing::Test {
  protected:
    PeerTest();
    ~PeerTest() override;

    std::string put(const std::string& name, BytesView content);
    void compile(const std::string& source);
    std::vector<std::string> java(const std::string& program, const std::string& argument) const;

    std::filesystem::path folder;
};

} // namespace koltamga::peers
