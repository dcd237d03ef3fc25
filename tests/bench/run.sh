#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh BUILD_DIR [--large] [NAME…]: measures juno against floors taken in the same run. `./dev bench` builds
# what it needs (juno, juno_fakes, store_bench, floor) and calls it.
set -eu
build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
JUNO_BUILD=$build exec python3 "$here/bench.py" "$@"
