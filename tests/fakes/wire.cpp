// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/wire.h"
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <algorithm>
namespace fakes {

int socket_of_peer(int peer_port, int own_port) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const int most = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 4096));
  for (int fd = 3; fd < most; ++fd) {
    sockaddr_in peer{}, own{};
    socklen_t peer_size = sizeof peer, own_size = sizeof own;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0 || peer.sin_family != AF_INET) continue;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &own_size) != 0) continue;
    if (ntohs(peer.sin_port) == peer_port && ntohs(own.sin_port) == own_port) return fd;
  }
  return -1;
}

void reset_connection(int socket) {
  // Linux: connecting a TCP socket to "no address" drops it with RST.
  sockaddr nowhere{};
  nowhere.sa_family = AF_UNSPEC;
  ::connect(socket, &nowhere, sizeof nowhere);
}

bool peer_is_gone(int socket) {
  pollfd poll{socket, POLLRDHUP, 0};
  return ::poll(&poll, 1, 0) > 0 && (poll.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace fakes
