#!/usr/bin/env bash
# The main job, seen from the beginning to the end: three real nodes, a git repository, a hub. `lab/demo.sh down` ends it.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

export LAB_ID=${DEMO_LAB_ID:-0}
state=${DEMO_DIR:-/var/lib/mesh-demo}
port=${DEMO_PORT:-8181}
nodes=(hub:apt laptop:dnf wsl:nosystemd)
key=/var/lib/mesh-lab/$LAB_ID/key

export MESH_HOME=$state/hub MESH_HUB=http://127.0.0.1:$port
export MESH_SOURCE_REMOTE=$state/fleet.git MESH_SOURCE_PATH=desired-state MESH_SSH_IDENTITIES=$key
export MESH_WEBHOOK_SECRET=file:$state/webhook-secret QUARKUS_HTTP_PORT=$port

began=$(date +%s%N)
say() { printf '\n\033[1m[%5.1f s] %s\033[0m\n' "$(seconds_since "$began")" "$*"; }
seconds_since() { awk -v a="$1" -v b="$(date +%s%N)" 'BEGIN { printf "%.1f", (b - a) / 1e9 }'; }
die() { printf 'demo: %s\n' "$*" >&2; exit 1; }
fleet_git() { git -C "$state/fleet" -c user.name=demo -c user.email=demo@example.org "$@"; }

down() {
  if [ -s "$state/hub.pid" ]; then
    kill "$(cat "$state/hub.pid")" 2> /dev/null || true
    for _ in $(seq 50); do kill -0 "$(cat "$state/hub.pid")" 2> /dev/null || break; sleep 0.1; done
  fi
  lab/lab down
  rm -rf "$state"
  echo "the demo is gone"
}

# The example fleet with the addresses and host keys of the lab's nodes in place of its own.
make_repository() {
  git init -q --bare -b main "$state/fleet.git"
  git init -q -b main "$state/fleet"
  cp -r desired-state ansible "$state/fleet/"
  local entry name file
  for entry in "${nodes[@]}"; do
    name=${entry%:*} file=$state/fleet/desired-state/nodes/${entry%:*}.yaml
    lab/lab manifests | awk -v name="$name" '$1 == "name:" { found = ($2 == name) } /^---/ { found = 0 }
      found && /^  access:/ { print; on = 1; next } found && on { print } !found { on = 0 }' > "$state/access"
    awk -v access="$state/access" '
      /^  (access|hostKeys|user|become):/ { if (!done) { while ((getline line < access) > 0) print line; done = 1 } skip = 1; next }
      /^  [a-zA-Z]/ { skip = 0 }
      !skip { print }' "$file" > "$file.new"
    mv "$file.new" "$file"
  done
  rm -f "$state/access"
  fleet_git remote add origin "$state/fleet.git"
  tell_the_hub_of_pushes
  fleet_git add -A
  fleet_git commit -qm "The fleet as it begins"
  fleet_git push -q origin main
}

# What a forge does: a signed webhook after each push.
tell_the_hub_of_pushes() {
  (umask 077; head -c 24 /dev/urandom | base64 > "$state/webhook-secret")
  cat > "$state/fleet.git/hooks/post-receive" << HOOK
#!/bin/sh
body='{"ref":"refs/heads/main"}'
signature=\$(printf %s "\$body" | openssl dgst -sha256 -hmac "\$(cat '$state/webhook-secret')" | sed 's/.*= *//')
curl -fsS -m 5 -o /dev/null -X POST -H 'Content-Type: application/json' -H "X-Hub-Signature-256: sha256=\$signature" \\
  -d "\$body" '$MESH_HUB/api/v1/webhooks/push' || echo "the hub was not told; it looks by itself within a minute"
HOOK
  chmod +x "$state/fleet.git/hooks/post-receive"
}

start_hub() {
  mkdir -p -m 700 "$MESH_HOME"
  nohup ./mesh serve > "$state/hub.log" 2>&1 < /dev/null &
  echo $! > "$state/hub.pid"
  for _ in $(seq 300); do
    curl -fsS -m 2 -o /dev/null "$MESH_HUB/q/health/ready" 2> /dev/null && return 0
    kill -0 "$(cat "$state/hub.pid")" 2> /dev/null || { tail -20 "$state/hub.log" >&2; die "the hub did not start; its log is above"; }
    sleep 0.2
  done
  die "the hub is not ready after a minute; see $state/hub.log"
}

# Waits until every node is Synced at a revision, and shows what happens meanwhile.
await_synced() { # await_synced COMMIT
  local table shown=
  for _ in $(seq 600); do
    table=$(./mesh get nodes 2>&1) || true
    if [ "$(grep -c " Synced .*${1:0:10}" <<< "$table")" = ${#nodes[@]} ]; then
      printf '%s\n' "$table"
      return 0
    fi
    if [ "$table" != "$shown" ]; then printf '%s\n\n' "$table"; shown=$table; fi
    sleep 0.3
  done
  die "not all nodes are Synced; see: ./mesh get nodes, ./mesh get events, $state/hub.log"
}

# Time from the end of a push until the last node has ended its pass over that revision, as the hub recorded it.
show_rollout() { # show_rollout COMMIT PUSHED-NANOSECONDS
  local last
  last=$(sed -n 's/^\([0-9T:.+-]*Z\{0,1\}\).*run-ended.*converged.*/\1/p' "$state/hub.log" | tail -1)
  [ -z "$last" ] || awk -v a="$2" -v b="$(date -d "$last" +%s%N)" \
    'BEGIN { printf "push to the last node converged: %.1f s\n", (b - a) / 1e9 }'
}

up() {
  [ "$(id -u)" = 0 ] || die "the lab needs root: sudo make demo"
  if [ -e "$state" ]; then die "a demo is there already ($state); end it with: make demo-down"; fi
  if curl -s -m 1 -o /dev/null "$MESH_HUB"; then die "port $port is in use; choose another: DEMO_PORT=8282 make demo"; fi
  mkdir -p -m 700 "$state"

  say "Three real nodes: Debian with systemd, a Fedora stand-in with dnf, and one without systemd as WSL2 can be"
  lab/lab up --nodes "$(IFS=,; echo "${nodes[*]}")"

  say "A git repository made of desired-state/ and ansible/: $state/fleet"
  make_repository
  ./mesh validate "$state/fleet/desired-state"

  say "The hub starts on it and brings every node to what git says (about twenty changes each, one playbook on hub)"
  start_hub
  await_synced "$(fleet_git rev-parse HEAD)"

  say "git push changes infrastructure: a new line in the configuration of the demo service, which restarts, on all nodes"
  change_the_fleet
  fleet_git --no-pager diff -U0 | tail -n +5
  fleet_git commit -qam "Change the demo service"
  fleet_git push -q origin main
  local pushed
  pushed=$(date +%s%N)
  await_synced "$(fleet_git rev-parse HEAD)"
  show_rollout "$(fleet_git rev-parse HEAD)" "$pushed"

  say "Somebody changes laptop by hand: a file, its mode, a service"
  lab/lab exec laptop sh -c 'echo "welcome, stranger" > /etc/motd; chmod 666 /etc/motd; systemctl stop mesh-demo-svc'
  echo "\$ mesh diff laptop"
  ./mesh diff laptop || true
  local drifted
  drifted=$(date +%s%N)
  echo "\$ mesh reconcile laptop --wait"
  ./mesh reconcile laptop --wait
  printf 'healed in %s s\n\n' "$(seconds_since "$drifted")"
  ./mesh diff laptop

  say "The hub goes on running. Try next:"
  cat << NEXT
  export MESH_HUB=$MESH_HUB MESH_HOME=$MESH_HOME
  ./mesh get nodes                         what the hub knows
  ./mesh get events                        what happened
  ./mesh history laptop                    and what was done about it
  ./mesh lab exec wsl rm /etc/motd         break something ...
  ./mesh reconcile wsl --wait              ... and see it healed (or wait five minutes)
  ./mesh lab cut laptop                    a node goes away ...
  ./mesh lab heal laptop                   ... and comes back
  \$EDITOR $state/fleet/desired-state/profiles/base.yaml
  git -C $state/fleet commit -am "My change" && git -C $state/fleet push origin main
  make demo-down                           end it, leave nothing behind
NEXT
}

change_the_fleet() {
  sed -i 's/^    admin: owner$/    admin: owner\n    demo_greeting: hello from git/' "$state/fleet/desired-state/fleet.yaml"
  printf '# greeting: {{ demo_greeting }}\n' >> "$state/fleet/desired-state/templates/mesh-demo-svc.conf.j2"
}

case ${1:-up} in
  up) up ;;
  down) down ;;
  *) die "demo.sh [up|down]" ;;
esac
