# shellcheck shell=bash
# The package repository: served to the nodes by a process on this machine.

repository_up() {
  local directory python=/usr/bin/python3
  populated "$CGROUP/repo" && return
  directory=$("$HERE/repo.sh" 9>&-)
  [ -x "$python" ] || python=python3
  mkdir -p "$CGROUP/repo"
  (
    echo "$BASHPID" > "$CGROUP/repo/cgroup.procs"
    cd "$directory" || exit
    exec setsid "$python" "$HERE/serve.py" "$HOST_ADDRESS" "$REPO_PORT" "$directory"
  ) < /dev/null > "$STATE/repository.log" 2>&1 9>&- &
  for _ in $(seq 100); do
    (exec 3<> "/dev/tcp/$HOST_ADDRESS/$REPO_PORT") 2> /dev/null && return
    sleep 0.05
  done
  die "the package repository does not answer: $(tail -n 1 "$STATE/repository.log")"
}
