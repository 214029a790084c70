#!/usr/bin/env bash
# A query with curl, then a subscription. curl of most systems speaks no WebSocket, so bash does that part by itself:
# enough of the protocols to show what goes over the wire. Programs take a library, as the other examples do.
#
#   examples/curl.sh [URL] [DELTAS] [SECONDS]
#
# Ends after so many deltas (5) or seconds (30). URL may also stand in FAIRWAY_URL. http only.
set -euo pipefail
export LC_ALL=C # lengths below are of bytes

url=${1:-${FAIRWAY_URL:-http://127.0.0.1:4000/graphql}}
deltas=${2:-5}
seconds=${3:-30}

echo "# The three deployments that lack the most pods, over all clusters"
curl --silent --show-error --fail-with-body "$url" --header 'content-type: application/json' --data @- <<'JSON'
{
  "query": "query ($first: Int!) { deployments(first: $first, orderBy: [{ field: UNAVAILABLE_REPLICAS, direction: DESC }, { field: NAME }]) { totalCount nodes { cluster namespace name replicas unavailableReplicas } clusterErrors { cluster code } } }",
  "variables": { "first": 3 }
}
JSON
echo

# send OPCODE TEXT: one frame. A client has to mask its frames; a mask of zeros leaves the text as it is.
send() {
  local length=${#2} head
  if [ "$length" -lt 126 ]; then
    head=$(printf '\\x%x\\x%02x' $((0x80 | $1)) $((0x80 | length)))
  else
    head=$(printf '\\x%x\\xfe\\x%02x\\x%02x' $((0x80 | $1)) $((length >> 8)) $((length & 255)))
  fi
  printf "$head\\0\\0\\0\\0%s" "$2" >&3
}

# byte: the next byte as a number, in $byte. Ends the script when the time is up.
byte() {
  local left=$((seconds - SECONDS)) character
  [ "$left" -gt 0 ] && IFS= read -r -d '' -n 1 -t "$left" -u 3 character || end
  byte=$(($(printf '%d' "'$character") & 255))
}

# receive: the next whole message, in $message. Long ones come in several frames.
receive() {
  local first length part i
  message=
  while :; do
    byte && first=$byte
    byte && length=$byte
    if [ "$length" -ge 126 ]; then
      local bytes=$((length == 126 ? 2 : 8))
      length=0
      for ((i = 0; i < bytes; i++)); do byte && length=$((length << 8 | byte)); done
    fi
    part=
    if [ "$length" -gt 0 ]; then IFS= read -r -d '' -n "$length" -u 3 part || end; fi
    case $((first & 15)) in
      8) echo "# The gateway closed the connection: ${part:2}" && exit 1 ;;
      9) send 10 "$part" ;;
      *)
        message+=$part
        if [ $((first & 128)) -ne 0 ]; then return; fi
        ;;
    esac
  done
}

end() {
  echo "# $seen deltas"
  exit 0
}

echo "# Deployments as they change"
SECONDS=0
seen=0
address=${url#http://}
authority=${address%%/*}
port=${authority##*:}
[ "$port" != "$authority" ] || port=80
exec 3<>"/dev/tcp/${authority%%:*}/$port"
key=$(head -c 16 /dev/urandom | base64)
printf '%s\r\n' "GET /${address#*/} HTTP/1.1" "Host: $authority" 'Connection: Upgrade' 'Upgrade: websocket' \
  'Sec-WebSocket-Version: 13' "Sec-WebSocket-Key: $key" 'Sec-WebSocket-Protocol: graphql-transport-ws' '' >&3
IFS= read -r -t "$seconds" -u 3 status
case $status in
  *" 101 "*) ;;
  *) echo "# The gateway refused the connection: $status" && exit 1 ;;
esac
while IFS= read -r -t "$seconds" -u 3 header && [ "$header" != $'\r' ]; do :; done

send 1 '{"type":"connection_init"}'
receive # connection_ack
send 1 '{"id":"1","type":"subscribe","payload":{"query":"subscription { deploymentEvents { phase clusters changes { type object { cluster namespace name replicas readyReplicas } } cursor } }"}}'
while [ "$seen" -lt "$deltas" ]; do
  receive
  case $message in
    *'"type":"ping"}') send 1 '{"type":"pong"}' ;;
    *'"type":"next"'*) seen=$((seen + 1)) && echo "$message" ;;
    *) echo "$message" && exit 1 ;;
  esac
done
end
