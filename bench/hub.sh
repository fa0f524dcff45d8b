# shellcheck shell=bash disable=SC2154
# What is measured with a running hub: from push to converged, and its memory.

hub_pid=
PORT=${BENCH_PORT:-18181}

# Starts the hub by the launcher as users do, on a repository made from $content/fleet.
hub_start() {
  local home=$WORK/hub
  rm -rf "$home" "$WORK/fleet.git" "$WORK/clone"
  mkdir -p -m 700 "$home"
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$WORK/secret"
  git init -q --bare -b main "$WORK/fleet.git"
  git init -q -b main "$WORK/clone"
  cp -r "$content/fleet/." "$WORK/clone/"
  push 'first' > /dev/null
  : > "$WORK/hub.log"
  MESH_HOME=$home MESH_SOURCE_REMOTE=$WORK/fleet.git MESH_SSH_IDENTITIES=$key MESH_WEBHOOK_SECRET=file:$WORK/secret \
    MESH_FORGE_KIND=${2:-} MESH_SOURCE_INTERVAL=${1:-60s} QUARKUS_HTTP_PORT=$PORT QUARKUS_LOG_CONSOLE_FORMAT='%d{yyyy-MM-dd HH:mm:ss.SSS} %s%n' \
    MESH_JAVA_OPTS="${HUB_JAVA_OPTS:-}" "$ROOT/mesh" serve > "$WORK/hub.log" 2>&1 &
  hub_pid=$!
}
hub_stop() {
  [ -z "$hub_pid" ] || { kill "$hub_pid" 2> /dev/null || true; wait "$hub_pid" 2> /dev/null || true; }
  hub_pid=
}

push() { # push MESSAGE: commits all of the clone and pushes; prints when the push had ended, in microseconds
  git -C "$WORK/clone" add -A
  git -C "$WORK/clone" -c user.name=bench -c user.email=bench@example.org -c commit.gpgSign=false commit -qm "$1"
  git -C "$WORK/clone" push -q "$WORK/fleet.git" main
  now
}

webhook() { # as a forge tells of a push; prints the HTTP status
  local body='{"ref":"refs/heads/main"}' signature
  signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$(cat "$WORK/secret")" | sed 's/.*= *//')
  curl -s -o /dev/null -m 10 -w '%{http_code}' -H 'Content-Type: application/json' -H 'X-GitHub-Event: push' \
    -H "X-Hub-Signature-256: sha256=$signature" -d "$body" "http://127.0.0.1:$PORT/api/v1/webhooks/push" || true
}

wait_for() { # wait_for SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    kill -0 "$hub_pid" 2> /dev/null || { tail -n 20 "$WORK/hub.log" >&2; die "the hub died"; }
    [ $SECONDS -lt $end ] || { tail -n 20 "$WORK/hub.log" >&2; die "waited in vain for $what"; }
    sleep 0.05
  done
}
# How many nodes ended a run after line $1 of the hub's log.
ended() { tail -n +"$(($1 + 1))" "$WORK/hub.log" | grep -c 'run-ended' || true; }
all_ended() { [ "$(ended "$1")" -ge "$2" ]; }
log_lines() { wc -l < "$WORK/hub.log"; }

# The end is the hub's own word for it: the time of the last "run-ended ... converged" in its log, which is written after
# the probe that follows the steps.
push_to_converged() { # push_to_converged NUMBER
  local before start last
  echo "changed = push $1" >> "$WORK/clone/files/app-01.conf"
  sed -i "s/^Description=.*/Description=Benchmark daemon, push $1/" "$WORK/clone/bench-01.service" "$WORK/clone/files/bench-01.service" 2> /dev/null || true
  before=$(log_lines)
  start=$(push "push $1")
  webhook > /dev/null
  wait_for 60 "push $1 on all nodes" all_ended "$before" 3
  tail -n +$((before + 1)) "$WORK/hub.log" | grep run-ended | grep -vq ' converged in ' &&
    die "push $1: $(tail -n +$((before + 1)) "$WORK/hub.log" | grep run-ended)"
  last=$(tail -n +$((before + 1)) "$WORK/hub.log" | grep run-ended | tail -n 1 | cut -c1-23)
  row push.webhook 3 "$(ms $(($(date -d "$last" +%s%6N) - start)))" ms
  tail -n +$((before + 1)) "$WORK/hub.log" >> "$WORK/push.log"
}

measure_push() {
  local i
  lab_fresh 82 3
  say "from push to converged on 3 nodes"
  hub_start 60s
  wait_for 300 'the first converge' all_ended 0 3
  [[ $(webhook) == 2* ]] || die "the hub took no webhook: $(webhook)"
  hub_rss 3
  for i in $(seq "$PUSHES"); do push_to_converged "$i"; done
  hub_stop
  lab_gone
}

# --- pull requests ---------------------------------------------------------------------------------------------------

# The report that the hub has pushed about a branch, on a remote without a forge.
tells() { git -C "$WORK/fleet.git" show "mesh/reports:$1/plan.md" 2> /dev/null | grep -q "$2"; }
push_to_comment() { # push_to_comment NODES NUMBER
  local start head
  git -C "$WORK/clone" switch -q -C "branch-$2" main
  echo "changed = branch $2" >> "$WORK/clone/files/app-01.conf"
  git -C "$WORK/clone" -c user.name=bench -c user.email=bench@example.org -c commit.gpgSign=false commit -qam "branch $2"
  head=$(git -C "$WORK/clone" rev-parse --short=10 HEAD)
  git -C "$WORK/clone" push -q "$WORK/fleet.git" "branch-$2"
  start=$(now)
  webhook > /dev/null
  wait_for 60 "the plan of branch-$2" tells "branch-$2" "$head"
  row comment.webhook "$1" "$(ms $(($(now) - start)))" ms
  git -C "$WORK/clone" push -q "$WORK/fleet.git" ":branch-$2"
}

measure_comment() { # measure_comment NODES
  local i
  lab_fresh 86 "$1"
  say "from push to the plan of a pull request on $1 nodes"
  hub_start 60s none
  wait_for 600 'the first converge' all_ended 0 "$1"
  for i in $(seq "$PUSHES"); do push_to_comment "$1" "$i"; done
  hub_stop
  lab_gone
}

# --- memory ----------------------------------------------------------------------------------------------------------

connected() { ss -Htnp state established 2> /dev/null | grep -c "pid=$hub_pid," || true; }
all_connected() { [ "$(connected)" -ge "$1" ]; }

# Resident memory after some rounds of scans, and the most there ever was.
hub_rss() { # hub_rss NODES
  wait_for 300 "$1 connections" all_connected "$1"
  sleep "$SETTLE"
  row memory.hub "$1" "$(awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$hub_pid/status")" MiB
  row memory.hub.most "$1" "$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$hub_pid/status")" MiB
}

measure_memory() { # measure_memory NODES: of a lab whose nodes are in sync, at $content
  say "memory of the hub with $1 nodes"
  sed -i "s/interval: [0-9a-z]*/interval: $INTERVAL/" "$content/fleet/fleet.yaml"
  hub_start 60s
  hub_rss "$1"
  hub_stop
}
