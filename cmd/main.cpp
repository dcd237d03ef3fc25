// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cstdint>
#include <cstdlib>
#include "cmd/app.h"
#include "cmd/real_system.h"

namespace {

// Reports build large tables once: memory that was given back to the system is taken again page by page, which costs more than
// what is done with it. So it is kept, and the first of it is asked for in large pages where the system has them.
void settle_memory() {
  constexpr int kAhead = 256 << 20, kKept = 256 << 20, kMore = 1 << 20;
  constexpr std::uintptr_t kPage = 4096;
  mallopt(M_MMAP_THRESHOLD, kKept);
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_TOP_PAD, kAhead);
  const auto before = reinterpret_cast<std::uintptr_t>(sbrk(0));
  void* volatile grown = std::malloc(std::size_t{kMore});  // volatile: else the compiler leaves both calls out
  std::free(grown);
  const auto after = reinterpret_cast<std::uintptr_t>(sbrk(0));
  mallopt(M_TOP_PAD, kMore);
  const std::uintptr_t first = (before + kPage - 1) / kPage * kPage;
  if (after > first) madvise(reinterpret_cast<void*>(first), after - first, MADV_HUGEPAGE);  // refused: small pages, as ever
}

}  // namespace

int main(int argc, char** argv) {
  settle_memory();
  juno::RealSystem real;
  return juno::run({argv + 1, argv + argc}, real.system());
}
