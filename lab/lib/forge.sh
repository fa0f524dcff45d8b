# shellcheck shell=bash disable=SC2034,SC2153
# A real forge beside the nodes: Pagure in a node of its own, named `forge`, with one project and its people. What people
# know (keys, tokens, passwords, the webhook key) is made here, kept in $STATE/forge, and handed to the node before it starts.

FORGE=forge                               # name and flavour of its node
FORGE_INDEX=0                             # its place in the network: x.y.0.2, before every other node
FORGE_PORT=5000
FORGE_PROJECT=fleet
FORGE_PEOPLE=(owner ada mesh mallory)     # who owns the project, two who may push to it (one is the hub), a stranger
FORGE_TIMEOUT=120                         # seconds until its web pages must answer

forge() { # forge COMMAND...
  local command=${1:-}
  [ $# -eq 0 ] || shift
  case $command in
    up) forge_up ;;
    down) forge_down ;;
    show) need_forge; forge_show "$@" ;;
    token) need_forge; forge_file "${1:-}" token; cat "$REPLY" ;;
    password) need_forge; forge_file "${1:-}" password; cat "$REPLY" ;;
    key) need_forge; forge_file "${1:-}" key; echo "$REPLY" ;;
    hook) need_forge; forge_hook "$@" ;;
    *) die "forge up|down|show|token USER|password USER|key USER|hook URL, and not '$command'" ;;
  esac
}

need_forge() { [ -d "$NODES/$FORGE" ] || die "lab $LAB_ID has no forge; lab forge up"; }

forge_address() { address_of "$FORGE_INDEX"; }
forge_url() { echo "http://$(forge_address):$FORGE_PORT"; }
forge_remote() { echo "ssh://_pagure@$(forge_address)/$FORGE_PROJECT.git"; }

# --- people ----------------------------------------------------------------------------------------------------------

forge_secret() { # forge_secret FILE LENGTH: upper case letters and digits, as Pagure's own tokens
  [ -s "$1" ] || (umask 077; random_text "$2" > "$1.new" && mv "$1.new" "$1")
}

random_text() { # not with head, which would end tr by SIGPIPE
  local text=
  while [ ${#text} -lt "$1" ]; do
    text+=$(dd if=/dev/urandom bs=256 count=1 status=none | LC_ALL=C tr -dc A-Z0-9)
  done
  echo "${text:0:$1}"
}

forge_people() {
  local who
  for who in "${FORGE_PEOPLE[@]}"; do
    mkdir -p "$STATE/forge/$who"
    forge_secret "$STATE/forge/$who/token" 64
    forge_secret "$STATE/forge/$who/password" 20
    if [ ! -s "$STATE/forge/$who/key.pub" ]; then
      rm -f "$STATE/forge/$who/key"
      ssh-keygen -q -t ed25519 -N '' -C "$who@mesh-lab-$LAB_ID" -f "$STATE/forge/$who/key"
    fi
  done
  forge_secret "$STATE/forge/hook-key" 40
}

forge_file() { # forge_file USER WHAT: its path in REPLY
  [[ -n $1 && " ${FORGE_PEOPLE[*]} " == *" $1 "* ]] || die "no user '$1' on the forge; there are: ${FORGE_PEOPLE[*]}"
  REPLY=$STATE/forge/$1/$2
}

# What the node's forge-setup reads. Written before the node starts, since nobody may write below a mounted overlay.
forge_hand_over() {
  local file=$NODES/$FORGE/upper/etc/mesh-lab/forge.json who separator=
  mkdir -p "${file%/*}"
  {
    printf '{"project": "%s", "owner": "%s", "committers": ["%s", "%s"], "hookKey": "%s", "people": {' "$FORGE_PROJECT" \
      "${FORGE_PEOPLE[@]:0:3}" "$(cat "$STATE/forge/hook-key")"
    for who in "${FORGE_PEOPLE[@]}"; do
      printf '%s\n  "%s": {"token": "%s", "password": "%s", "key": "%s"}' "$separator" "$who" \
        "$(cat "$STATE/forge/$who/token")" "$(cat "$STATE/forge/$who/password")" "$(cat "$STATE/forge/$who/key.pub")"
      separator=,
    done
    printf '}}\n'
  } | (umask 077; cat > "$file.new")
  mv "$file.new" "$file"
}

# --- up and down -----------------------------------------------------------------------------------------------------

# Makes what is missing and starts what is down; so it can be repeated, also after one that was killed.
forge_up() {
  local started=$SECONDS lower
  need_programs
  lock
  enter_cgroup
  mkdir -p "$NODES" "$STATE/layers" "$STATE/forge"
  chmod 700 "$STATE" "$STATE/forge"
  rm -rf "$NODES/.new-$FORGE"
  key_up
  network_up
  forge_people
  lower=$(layer_up "$FORGE")
  [ -d "$NODES/$FORGE" ] || node_create "$FORGE" "$FORGE" "$FORGE_INDEX" "$lower"
  node_running "$FORGE" || forge_hand_over
  node_start "$FORGE"
  node_await "$FORGE"
  forge_await
  say "the forge is up after $((SECONDS - started)) s: $(forge_url)/$FORGE_PROJECT, git at $(forge_remote)"
}

forge_answers() {
  local status
  { exec 3<> "/dev/tcp/$(forge_address)/$FORGE_PORT"; } 2> /dev/null || return 1
  printf 'GET /api/0/%s/git/branches HTTP/1.0\r\n\r\n' "$FORGE_PROJECT" >&3
  read -r -t 10 status <&3 && [[ $status == *' 200 '* ]]
}

forge_await() {
  local heard=$SECONDS
  [ ! -e "$NODES/$FORGE/cut" ] || return 0
  until (forge_answers); do
    node_running "$FORGE" || die "the forge's node died: $(tail -n 3 "$NODES/$FORGE/console.log" | paste -sd' ')"
    if [ $((SECONDS - heard)) -gt $FORGE_TIMEOUT ]; then
      node_exec "$FORGE" journalctl --no-pager -n 15 -u 'forge-*' | sed 's/^/  | /' >&2
      die "the forge does not answer within $FORGE_TIMEOUT s"
    fi
    sleep 0.1
  done
}

forge_down() {
  if [ ! -d "$NODES/$FORGE" ] && [ ! -d "$STATE/forge" ]; then
    say "lab $LAB_ID has no forge"
    return
  fi
  lock
  node_kill "$FORGE"
  remove_cgroup "$(node_cgroup "$FORGE")"
  rm -rf "${NODES:?}/$FORGE" "$STATE/forge"
  unlock
  say "the forge is down"
}

# --- tell ------------------------------------------------------------------------------------------------------------

forge_show() {
  local host_key
  host_key=$(cat "$NODES/$FORGE/host-key")
  case "$*" in
    '')
      printf '%-8s %s\n' web "$(forge_url)/$FORGE_PROJECT" git "$(forge_remote)" hostkey "$host_key" people "${FORGE_PEOPLE[*]}"
      ;;
    '-o json')
      printf '{"url": "%s", "project": "%s", "remote": "%s", "address": "%s", "hostAddress": "%s", "hostKey": "%s", "hookKey": "%s"}\n' \
        "$(forge_url)" "$FORGE_PROJECT" "$(forge_remote)" "$(forge_address)" "$HOST_ADDRESS" "$host_key" \
        "$(cat "$STATE/forge/hook-key")"
      ;;
    *) die "forge show [-o json], and not '$*'" ;;
  esac
}

# Deliveries of everything that happens in the project go to URL from now on; none without URL.
forge_hook() { # forge_hook [URL]
  local answer
  answer=$(curl --silent --show-error --max-time 30 --config - --data-urlencode "Web-hooks=${1:-}" \
    "$(forge_url)/api/0/$FORGE_PROJECT/options/update" <<< "header = \"Authorization: token $(cat "$STATE/forge/owner/token")\"") ||
    die 'the forge does not answer'
  [[ $answer == *'"status"'*'"ok"'* ]] || die "the forge does not take the webhook: $answer"
}
