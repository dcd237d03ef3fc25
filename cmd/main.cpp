// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>
#include "cmd/app.h"
#include "cmd/real_system.h"

int main(int argc, char** argv) {
  // Reports build large tables once: memory that was given back to the system is taken again page by page, which costs more
  // than what is done with it.
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
  juno::RealSystem real;
  return juno::run({argv + 1, argv + argc}, real.system());
}
