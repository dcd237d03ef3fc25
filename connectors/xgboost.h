// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include "core/learn/trees.h"
namespace juno {

// libxgboost, loaded now; null where it is not installed or too old to be used. Neither headers nor library are needed to build.
std::unique_ptr<learn::Trees> load_xgboost();

}  // namespace juno
