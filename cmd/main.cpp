// SPDX-License-Identifier: Apache-2.0
#include "cmd/app.h"
#include "cmd/real_system.h"

int main(int argc, char** argv) {
  juno::RealSystem real;
  return juno::run({argv + 1, argv + argc}, real.system());
}
