# What the hub's end of a run is made of: mesh_store, mesh_launch, mesh_claim, mesh_guard and mesh_follow.
# MESH_RUNS is the folder of all runs, MESH_ID_OF_RUN the name of this one.
MESH_RUN=$MESH_RUNS/$MESH_ID_OF_RUN
export MESH_INIT MESH_PM

mesh_stop() { printf 'cannot %s\n' "$1"; rm -rf "$MESH_RUN.new"; exit 0; }
mesh_folder_of() { mkdir -p "$1" || mesh_stop 'make the folder of the run; is the disk full or read-only?'; }

# Succeeds in a new folder when the run must be stored; mesh_store NAME follows for each file, then mesh_stored.
mesh_unknown() {
  [ ! -e "$MESH_RUN/ready" ] && [ ! -e "$MESH_RUN/claimed" ] || return 1
  mesh_has flock || mesh_stop 'begin: flock is missing on the node; install util-linux'
  rm -rf "$MESH_RUN.new"
  mesh_folder_of "$MESH_RUN.new"
  cd "$MESH_RUN.new" || exit 1
}
mesh_store() { base64 -d >"$1" || mesh_stop 'store the run on the node; is the disk full?'; }
mesh_stored() {
  : >events && : >alive && : >ready && sync -- . 2>/dev/null
  [ -e ready ] || mesh_stop 'store the run on the node; is the disk full?'
  cd / && mv "$MESH_RUN.new" "$MESH_RUN"
}

# Leaves the process tree of the connection, which gets a SIGHUP when the hub hangs up. KillMode:
# what a step left running, like a daemon, goes on when the run is over.
mesh_launch() {
  [ ! -e "$MESH_RUN/claimed" ] || return 0
  if [ "$MESH_INIT" = systemd ]; then
    mesh_as_unit -p KillMode=process -p OOMPolicy=continue || mesh_as_unit -p KillMode=process || mesh_detach
  else
    mesh_detach
  fi
}
mesh_as_unit() {
  systemd-run --quiet --collect --unit="mesh-$MESH_ID_OF_RUN" "$@" \
    -E "MESH_INIT=$MESH_INIT" -E "MESH_PM=$MESH_PM" -E HOME=/root \
    sh "$MESH_RUN/runner.sh" "$MESH_RUN" 2>/dev/null
}
mesh_detach() {
  mesh_apart=setsid
  mesh_has setsid || mesh_apart=nohup
  ($mesh_apart sh "$MESH_RUN/runner.sh" "$MESH_RUN" </dev/null >/dev/null 2>&1 &)
}

# Succeeds when nobody had begun the run: then nobody will, however late a start arrives.
mesh_claim() {
  mkdir "$MESH_RUN/claimed" 2>/dev/null || return 1
  printf 'finished cancelled\n' >>"$MESH_RUN/events"
  echo none
}
mesh_alive() { [ -e "$MESH_RUN/alive" ] && ! flock -n -s "$MESH_RUN/alive" true; }

# mesh_guard VERB: speaks with the guard of the run, if it has one.
mesh_guard() {
  if [ -e "$MESH_RUN/guard.sh" ]; then sh "$MESH_RUN/guard.sh" "$1" "$MESH_RUN"; else echo 'guard none'; fi
}

# Says that no more events will come; a run whose runner never got to its work has done nothing.
mesh_over() {
  (set +f; rm -f "$MESH_RUN"/step.*)
  if [ -e "$MESH_RUN/beside" ]; then # if another run is at work, that one does it
    (. "$MESH_RUN/lib" && exec 9>>"${MESH_RUNS%/*}/lock" && flock -n 9 && mesh_tidy "$MESH_RUN") >/dev/null 2>&1
  fi
  if [ -e "$MESH_RUN/runner" ]; then echo lost; else echo none; fi
  exit 0
}

# Prints the events of the run from the first on, until it is over. A line may come in parts.
mesh_follow() {
  quiet=0 part=
  until [ -e "$MESH_RUN/events" ]; do
    if [ $quiet -ge 10000 ]; then mesh_claim && exit 0; mesh_over; fi
    mesh_nap
  done
  quiet=0 unheard=0
  exec 7<"$MESH_RUN/events"
  while :; do
    mesh_tell
    if [ $unheard -ge 2000 ]; then mesh_look_after; fi
    mesh_nap
  done
}
mesh_tell() {
  while IFS= read -r line <&7; do
    line=$part$line part= quiet=0 unheard=0
    printf '%s\n' "$line"
    case $line in finished*) exit 0 ;; esac
  done
  part=$part$line
}
# Short at first, since most steps are; the limits are in milliseconds.
mesh_nap() {
  if [ $quiet -lt 1000 ] && sleep 0.015 2>/dev/null; then slept=15
  elif sleep 0.05 2>/dev/null; then slept=50
  else sleep 1; slept=1000; fi
  quiet=$((quiet + slept)) unheard=$((unheard + slept))
}
# Tells the hub that the link is there, and finds out whether there is still somebody at work.
mesh_look_after() {
  unheard=0
  printf 'waiting\n'
  if [ -e "$MESH_RUN/claimed" ]; then
    mesh_alive && return 0
    mesh_tell
    mesh_over
  elif [ $quiet -ge 10000 ] && mesh_claim; then # a starter may be slow, but not that slow
    exit 0
  fi
}
