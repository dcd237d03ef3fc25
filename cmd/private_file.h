// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
namespace juno {

// The whole file; nothing when there is none. Throws Error{config} when it is there and cannot be read.
std::optional<std::string> read_whole_file(const std::string& path);

// Puts a file in place whole or not at all, mode 0600, making its folders (0700). Follows a symbolic link to the real file.
// Throws Error{config}.
void write_private_file(const std::string& path, std::string_view text);

}  // namespace juno
