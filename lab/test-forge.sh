# shellcheck shell=bash disable=SC2153
# The forge's part of test.sh: a real Pagure that people push to, discuss on, and that tells others what happens.

fleet() { git -C "$WORK/fleet" "$@"; }

told() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" < <(lab forge show -o json); }

# Git as one of the people, with the host key that the lab tells.
as() { # as USER CMD...
  local key
  key=$(lab forge key "$1") || return
  shift
  echo "$(told address) $(told hostKey)" > "$WORK/known"
  GIT_SSH_COMMAND="ssh -i $key -o IdentitiesOnly=yes -o UserKnownHostsFile=$WORK/known -o StrictHostKeyChecking=yes" "$@"
}

api() { # api USER PATH [CURL OPTIONS]
  local user=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --max-time 60 --config - "$@" "$(told url)/api/0/$path" \
    <<< "header = \"Authorization: token $(lab forge token "$user")\""
}

commit() { # commit BRANCH FILE: a new commit on a new branch
  fleet switch -qC "$1" main
  echo "$2" > "$WORK/fleet/$2"
  fleet add "$2"
  fleet -c user.name=Owner -c user.email=owner@example.org commit -qm "Add $2"
}

# The first delivery of a topic, when its signature is right.
delivered() { # delivered TOPIC
  local try
  for try in $(seq 100); do
    python3 - "$WORK/deliveries" "$1" "$(told hookKey)" << 'END' && return
import hashlib, hmac, json, sys
path, topic, key = sys.argv[1:]
for line in open(path):
    headers, body = json.loads(line)
    if headers["X-Pagure-Topic"] == topic:
        right = hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()
        sys.exit(headers["X-Pagure-Signature-256"] != right)
sys.exit(1)
END
    sleep 0.1
  done
  echo "nothing of $1 after $try looks"
  return 1
}

listen() { # writes headers and body of every delivery to $WORK/deliveries; a process of this script's group
  : > "$WORK/deliveries"
  python3 - "$(told hostAddress)" 8282 "$WORK/deliveries" << 'END' &
import http.server, json, sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open(sys.argv[3], "a") as file:
            file.write(json.dumps([dict(self.headers), body]) + "\n")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
END
  LISTENER=$!
}

check_people() {
  local who
  for who in owner ada mesh mallory; do
    check "forge: $who is known by the token" prints "\"username\":\"$who\"" api "$who" -/whoami -X POST
  done
  check 'forge: an unknown person is named' prints "no user 'eve'" lab forge token eve
  check 'forge: the owner pushes' as owner git -C "$WORK/fleet" push -q origin main
  commit change b
  check 'forge: ada pushes a branch' as ada git -C "$WORK/fleet" push -q origin change
  check 'forge: mallory cannot push' fails as mallory git -C "$WORK/fleet" push -q origin change:evil
  check 'forge: mallory can fetch' as mallory git -C "$WORK/fleet" fetch -q origin
}

check_pull_request() {
  check 'forge: the webhook is set' lab forge hook "http://$(told hostAddress):8282/hook"
  check 'forge: ada opens a pull request' prints '"id":1' api ada fleet/pull-request/new \
    -d title=Change -d branch_from=change -d branch_to=main
  check 'forge: the delivery arrives, well signed' delivered pull-request.new
  check 'forge: mallory comments' api mallory fleet/pull-request/1/comment -d comment=hello
  check 'forge: that is delivered too' delivered pull-request.comment.added
  check 'forge: mallory cannot merge' fails api mallory fleet/pull-request/1/merge -X POST
  check 'forge: the owner merges' prints merged api owner fleet/pull-request/1/merge -X POST
  check 'forge: the push of the merge is delivered' delivered git.receive
  check 'forge: the merge is in main' prints refs/heads/main as owner git ls-remote "$(told remote)" main
}

check_forge_power() {
  check 'forge: power cut' lab kill forge
  check 'forge: up starts it again' lab forge up
  check 'forge: the pull request is still there' prints '"status":"Merged"' api ada fleet/pull-request/1
  check 'forge: no failed unit' prints running lab exec forge systemctl is-system-running --wait
}

check_forge_crashes() {
  local moment
  for moment in 0.1 0.4 1 3; do
    lab forge up > "$LOG" 2>&1 &
    sleep "$moment"
    kill -KILL $! 2> /dev/null
    wait $! 2> /dev/null
    [ "$moment" != 1 ] || lab kill forge
  done
  check 'forge: up killed four times, then up repairs' lab forge up
  check 'forge: its project is there' api owner fleet
  check 'forge: nodes beside it' lab up --nodes a:apt
  check 'forge: it is no node of the fleet' prints 1 sh -c "'$HERE/lab' manifests | grep -c '^kind: Node$'"
  check 'forge: a node that says it is one is refused' prints 'no flavour' lab up --nodes a:apt,b:forge
  check 'forge: down' lab forge down
  check 'forge: the node beside it is still up' prints up state a
  check 'forge: no key and no token stays' test ! -e "$STATE/forge"
}

check_forge() {
  WORK=$(mktemp -d)
  check 'forge: without one, it says how to get it' prints 'lab forge up' lab forge show
  check 'forge: up' lab forge up
  check 'forge: up again changes nothing' lab forge up
  check 'forge: it is listed' prints up state forge
  git init -q -b main "$WORK/fleet"
  fleet remote add origin "$(told remote)"
  fleet -c user.name=Owner -c user.email=owner@example.org commit -qm 'An empty fleet' --allow-empty
  listen
  check_people
  check_pull_request
  kill "$LISTENER"
  check_forge_power
  check 'forge: down of the whole lab' lab down
  check 'forge: nothing left' leaves_nothing
  check_forge_crashes
  check 'forge: down of the whole lab' lab down
  check 'forge: nothing left' leaves_nothing
  rm -rf "$WORK"
}
