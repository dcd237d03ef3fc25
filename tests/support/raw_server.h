// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
namespace juno::test {

// A loopback TCP server that says exactly the bytes a test wants, wrong ones too. It reads each HTTP request to its end
// (Content-Length only) and hands it to `answer` on a thread of the connection.
class RawServer {
 public:
  // One accepted connection, as seen by `answer`.
  class Peer {
   public:
    explicit Peer(int socket, const std::atomic<bool>& stopping) : socket_(socket), stopping_(stopping) {}
    void say(std::string_view bytes) const;                       // ignores a peer that has gone
    void say(int status, std::string_view body, std::string_view headers = "") const;  // a complete answer
    void reset() const;                                            // closes with RST
    void wait_for_hang_up() const;                                 // until the client or the test ends
    bool gone(int wait_ms) const;                                  // waits; true once the client or the test has ended
   private:
    int socket_;
    const std::atomic<bool>& stopping_;
  };
  struct Request {
    std::string head;  // request line and headers
    std::string body;
    int connection = 0;  // 0, 1, … in the order accepted
  };
  // Returns true to keep the connection for another request.
  using Answer = std::function<bool(const Request& request, const Peer& peer)>;

  explicit RawServer(Answer answer);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::vector<Request> requests() const;  // so far

 private:
  void accept_all();
  void serve(int socket, int connection);

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Request> requests_;
  std::vector<int> sockets_;
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace juno::test
