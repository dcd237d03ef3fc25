// SPDX-License-Identifier: Apache-2.0
#pragma once
namespace fakes {

// The socket of this process that is connected to that port of 127.0.0.1; -1 when there is none. The HTTP library hides
// the sockets it serves, and some misbehaviour needs one.
int socket_of_peer(int peer_port, int own_port);
// Ends the connection with RST at once; what the peer has not read yet is lost.
void reset_connection(int socket);
bool peer_is_gone(int socket);

}  // namespace fakes
