# SPDX-License-Identifier: Apache-2.0
# Most of a compilation is reading the standard library: one precompiled header of it serves all.
set(JUNO_STD_HEADERS <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <filesystem> <fstream> <functional> <map> <memory>
  <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant> <vector>)
