// SPDX-License-Identifier: Apache-2.0
#include "tests/support/raw_server.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <charconv>
#include <stdexcept>
namespace juno::test {
namespace {

std::size_t content_length(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  std::size_t length = 0;
  if (at != head.npos) std::from_chars(head.data() + at + 16, head.data() + head.size(), length);
  return length;
}

bool read_more(int socket, std::string& into) {
  char buffer[16384];
  const ssize_t n = recv(socket, buffer, sizeof buffer, 0);
  if (n <= 0) return false;
  into.append(buffer, static_cast<std::size_t>(n));
  return true;
}

}  // namespace

void RawServer::Peer::say(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t n = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void RawServer::Peer::say(int status, std::string_view body, std::string_view headers) const {
  say("HTTP/1.1 " + std::to_string(status) + " Status\r\n" + std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
      std::string(body));
}

void RawServer::Peer::reset() const {
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

bool RawServer::Peer::gone(int wait_ms) const {
  pollfd waiting{socket_, POLLIN, 0};
  return poll(&waiting, 1, wait_ms) > 0 || stopping_;
}

void RawServer::Peer::wait_for_hang_up() const {
  while (!gone(1000)) {}
}

RawServer::RawServer(Answer answer) : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) || listen(listener_, 64) ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size))
    throw std::runtime_error("cannot listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  close(listener_);
}

std::vector<RawServer::Request> RawServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void RawServer::accept_all() {
  for (int connection = 0;; ++connection) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket, connection] { serve(socket, connection); });
  }
}

void RawServer::serve(int socket, int connection) {
  std::string received;
  for (bool keep = true; keep && !stopping_;) {
    std::size_t end;
    while ((end = received.find("\r\n\r\n")) == received.npos && read_more(socket, received)) {}
    if (end == received.npos) break;
    Request request{received.substr(0, end + 2), "", connection};
    const std::size_t total = end + 4 + content_length(request.head);
    while (received.size() < total && read_more(socket, received)) {}
    if (received.size() < total) break;
    request.body = received.substr(end + 4, total - end - 4);
    received.erase(0, total);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    keep = answer_(request, Peer(socket, stopping_));
  }
  const std::lock_guard lock(mutex_);
  std::erase(sockets_, socket);
  close(socket);
}

}  // namespace juno::test
