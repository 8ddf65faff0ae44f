#!/bin/sh
# Checks the contract: lint, format and, once a version is released, that it only grows.
# Usage: check-contract.sh <buf binary>. `buf format -w` repairs the format.
set -eu
buf=$1
cd "$(dirname "$0")"
chmod +x "$buf"
"$buf" lint
"$buf" format -d --exit-code
if [ -f released.binpb ]; then
  "$buf" breaking --against released.binpb
fi
