#!/usr/bin/env bash
# A query with curl, then a subscription, which comes as server-sent events: each line that begins with `data:` is a delta.
# Programs take a library, as the other examples do.
#
#   examples/curl.sh [URL] [DELTAS] [SECONDS]
#
# Ends after so many deltas (5) or seconds (30). URL may also stand in FAIRWAY_URL.
set -euo pipefail

url=${1:-${FAIRWAY_URL:-http://127.0.0.1:4000/graphql}}
deltas=${2:-5}
seconds=${3:-30}

# ask [OPTION...]: posts the operation on standard input.
ask() {
  curl --silent --show-error --fail-with-body "$url" --header 'content-type: application/json' --data @- "$@"
}

echo "# The three deployments that lack the most pods, over all clusters"
ask <<'JSON'
{
  "query": "query ($first: Int!) { deployments(first: $first, orderBy: [{ field: UNAVAILABLE_REPLICAS, direction: DESC }, { field: NAME }]) { totalCount nodes { cluster namespace name replicas unavailableReplicas } clusterErrors { cluster code } } }",
  "variables": { "first": 3 }
}
JSON
echo

echo "# Deployments as they change"
# The operation's end is for the gateway to notice: curl is stopped as soon as enough has come. A stream that is cut goes on
# where it was with `--header "last-event-id: ID"`, of the last `id:` that came.
exec 3< <(
  exec curl --silent --show-error --fail-with-body --no-buffer --max-time "$seconds" "$url" \
    --header 'accept: text/event-stream' --header 'content-type: application/json' --data @- <<'JSON'
{
  "query": "subscription { deploymentEvents { phase clusters changes { type object { cluster namespace name replicas readyReplicas } } cursor } }"
}
JSON
)
stream=$!
trap 'kill "$stream" 2>/dev/null || true' EXIT

seen=0
while [ "$seen" -lt "$deltas" ] && { IFS= read -r -u 3 line || [ -n "$line" ]; }; do
  case $line in
    'data: '*'"errors"'*) echo "${line#data: }" && exit 1 ;;
    'data: '*) seen=$((seen + 1)) && echo "${line#data: }" ;;
    # Not a stream but an error, or nothing of the kind.
    '{'*) echo "$line" && exit 1 ;;
  esac
done
echo "# $seen deltas"
