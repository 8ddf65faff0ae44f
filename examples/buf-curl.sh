#!/bin/sh
# Sends one of the requests in requests/ to a running mesh, by reflection: no contract is needed.
# Usage: examples/buf-curl.sh greedy | best-of-n | weighted-vote | rebase | tokenize | verify | verify-answer |
#   verify-steps | verify-schema | verify-regex | verify-program | verify-ensemble | compare | health
# METAGEN_PORT_OFFSET as for ./metagen up. BUF names a buf that is already installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
name="${1:-greedy}"
offset="${METAGEN_PORT_OFFSET:-0}"

case "$name" in
greedy) port=9000 method=metagen.v1.OrchestratorService/RunStrategy ;;
best-of-n | weighted-vote | rebase) port=9000 method=metagen.v1.OrchestratorService/StreamStrategy ;;
tokenize) port=9010 method=metagen.v1.GeneratorService/Tokenize ;;
verify | verify-*) port=9020 method=metagen.v1.VerifierService/Verify ;;
compare) port=9020 method=metagen.v1.VerifierService/Compare ;;
health) port=9000 method=grpc.health.v1.Health/Check ;;
*)
  sed -n '2,5s/^# //p' "$0" >&2
  exit 2
  ;;
esac

# shellcheck disable=SC2086 # BUF may be a command with arguments
exec ${BUF:-npx --yes @bufbuild/buf@1.61.0} curl --protocol grpc --http2-prior-knowledge \
  --data "@$here/requests/$name.json" "http://127.0.0.1:$((port + offset))/$method"
