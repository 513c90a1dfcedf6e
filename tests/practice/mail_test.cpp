// The mail sink, and the client that speaks to it.
#include "base/file.h"
#include "crypto/random.h"
#include "net/smtp_client.h"
#include "practice/mail_session.h"
#include "practice/mail_sink.h"
#include "tests/net/cutting_proxy.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace koltamga::practice {
namespace {

using namespace std::chrono_literals;

std::string answer_to(std::initializer_list<const char*> lines) {
    MailSession session;
    std::string last;
    for (const auto* line : lines) {
        last = session.take(line);
    }
    return last.substr(0, 3);
}

TEST(MailSession, TakesAMessageWithItsEnvelope) {
    MailSession session;
    for (const auto* line : {"EHLO x", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>",
                             "RCPT TO:<c@example.com>", "DATA", "Subject: x", "", "..dot", "."}) {
        session.take(line);
    }
    EXPECT_EQ(session.message(), "Return-Path: <a@example.com>\r\nDelivered-To: b@example.com\r\n"
                                 "Delivered-To: c@example.com\r\nSubject: x\r\n\r\n.dot\r\n");
    EXPECT_EQ(session.message(), std::nullopt);
}

TEST(MailSession, AnswersEachLineAsItShould) {
    EXPECT_EQ(answer_to({"HELO x"}), "250");
    EXPECT_EQ(answer_to({"ehlo x"}), "250");
    EXPECT_EQ(answer_to({"NOOP"}), "250");
    EXPECT_EQ(answer_to({"QUIT"}), "221");
    EXPECT_EQ(answer_to({"MAIL FROM:<>"}), "250");
    EXPECT_EQ(answer_to({"MAIL FROM:a"}), "501");
    EXPECT_EQ(answer_to({"RCPT TO:<>"}), "501");
    EXPECT_EQ(answer_to({"RCPT TO:>a<"}), "501");
    EXPECT_EQ(answer_to({"DATA"}), "503");
    EXPECT_EQ(answer_to({"MAIL FROM:<a>", "RCPT TO:<b>", "RSET", "DATA"}), "503");
    EXPECT_EQ(answer_to({"VRFY root"}), "502");
    EXPECT_EQ(answer_to({""}), "502");
    EXPECT_EQ(answer_to({"EHL"}), "502");
}

TEST(MailSession, KeepsNoEndlessMessage) {
    MailSession session;
    session.take("MAIL FROM:<a>");
    session.take("RCPT TO:<b>");
    session.take("DATA");
    const std::string line(1000, 'x');
    for (std::size_t i = 0; i < MailSession::largest_message / line.size() + 2; ++i) {
        session.take(line);
    }
    EXPECT_EQ(session.take(".").substr(0, 3), "552");
    EXPECT_EQ(session.message(), std::nullopt);
}

class MailTest : public testing::Test {
  protected:
    MailTest()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("mail-" + hex(crypto::random_octets(6)))),
          sink_(folder_) {
        settings_.host = "127.0.0.1";
        settings_.port = sink_.start(0).value();
        settings_.start_tls = false;
        settings_.connect_timeout = 5s;
        settings_.total_timeout = 10s;
    }
    ~MailTest() override {
        sink_.stop();
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }
    std::vector<std::string> messages() const {
        std::vector<std::string> all;
        for (const auto& file : std::filesystem::directory_iterator(folder_)) {
            all.push_back(text_of(read_file(file.path(), 1U << 21U).value()));
        }
        return all;
    }

    std::filesystem::path folder_;
    MailSink sink_;
    net::SmtpSettings settings_;
    net::Mail mail_{"desk@example.com", {"uson@example.com"}, "Subject: code\r\n\r\n.123456\r\n"};
};

TEST_F(MailTest, AMessageBecomesOneFile) {
    ASSERT_TRUE(net::send_mail(settings_, mail_));
    ASSERT_TRUE(net::send_mail(settings_, mail_));
    const auto all = messages();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0], "Return-Path: <desk@example.com>\r\nDelivered-To: uson@example.com\r\n"
                      "Subject: code\r\n\r\n.123456\r\n");
}

TEST_F(MailTest, AnAddressThatWouldSpeakToTheServerIsNotSent) {
    for (const auto* address : {"", "a b", "a\r\nRCPT TO:<c>", "<a>", "a>", "a\n"}) {
        auto mail = mail_;
        mail.to = {address};
        EXPECT_TRUE(net::send_mail(settings_, mail).failed_with(Code::net_address)) << address;
    }
    auto mail = mail_;
    mail.to.clear();
    EXPECT_TRUE(net::send_mail(settings_, mail).failed_with(Code::net_address));
    EXPECT_TRUE(messages().empty());
}

TEST_F(MailTest, GoesInClearToThisMachineOnly) {
    for (const auto* host : {"192.0.2.1", "mail.example.com", "127.0.0.1.example.com"}) {
        settings_.host = host;
        EXPECT_TRUE(net::send_mail(settings_, mail_).failed_with(Code::net_address)) << host;
    }
}

TEST_F(MailTest, AServerWithoutTlsIsNotTalkedToWhenTlsIsWanted) {
    settings_.start_tls = true;
    EXPECT_FALSE(net::send_mail(settings_, mail_));
    EXPECT_TRUE(messages().empty());
}

TEST_F(MailTest, AnotherPortServesWhereTheRememberedOneIsTaken) {
    MailSink second(folder_);
    EXPECT_TRUE(second.start(settings_.port).failed_with(Code::practice_mail_not_listening));
    const auto port = second.start(0);
    ASSERT_TRUE(port);
    settings_.port = *port;
    EXPECT_TRUE(net::send_mail(settings_, mail_));
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(MailTest, AServerThatIsNotThereIsUnreachable) {
    sink_.stop();
    EXPECT_TRUE(net::send_mail(settings_, mail_).failed_with(Code::net_unreachable));
}

TEST_F(MailTest, ASilentServerIsGivenUp) {
    const test::SilentPort silent;
    settings_.port = silent.port();
    settings_.connect_timeout = settings_.total_timeout = 300ms;
    EXPECT_FALSE(net::send_mail(settings_, mail_));
}

} // namespace
} // namespace koltamga::practice
