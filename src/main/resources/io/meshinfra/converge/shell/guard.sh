# The guard of a run, on its node: puts back what the run did unless the hub comes back in time.
# Usage: sh guard.sh VERB FOLDER, where FOLDER is that of the run and holds lib, guard.what and guard.time.
#   arm     keeps what may have to be put back, hooks into the next boot and starts the timer
#   watch   is the timer; nothing else puts anything back, except boot
#   boot    a reboot ends the time
#   state   tells the hub how it stands;  disarm  also says that all is well, if it is not too late
# Whoever links the file verdict first has decided: confirmed or rolled-back. It is never removed.
MESH_RUN=$2
. "$MESH_RUN/lib"
. "$MESH_RUN/restore"
umask 077
G=$MESH_RUN/guard
id=${MESH_RUN##*/}
[ ! -d /run/systemd/system ] || MESH_INIT=systemd
[ -n "${MESH_INIT:-}" ] || MESH_INIT=sysv

# Seconds that pass also while the node sleeps, and that nobody can set.
now() { read -r up rest </proc/uptime && echo "${up%.*}"; }
is_over() {
  at=$(now)
  [ "$at" -ge "$(cat "$G/deadline")" ] || [ "$at" -lt "$(cat "$G/armed")" ] # or it was rebooted
}
# A link needs no room: all that is written when time is over was made before the run could fill the disk.
decide() { ln "$G/say.$1" "$G/verdict" 2>/dev/null; }
make_ready() {
  echo confirmed >"$G/say.confirmed" && echo rolled-back >"$G/say.rolled-back" \
    && true >"$G/report.new" && true >"$G/problems" && head -c 65536 /dev/zero >"$G/room"
}
verdict() { cat "$G/verdict" 2>/dev/null; }
# Succeeds when the timer runs. Who holds the lock is it, as with the lock of the runner.
is_watched() { [ -e "$G/alive" ] && ! flock -n -s "$G/alive" true; }

launch() {
  if [ "$MESH_INIT" = systemd ]; then
    systemd-run --quiet --collect --unit="mesh-timer-$id" -p KillMode=process -p OOMScoreAdjust=-900 \
      -E "MESH_INIT=$MESH_INIT" sh "$MESH_RUN/guard.sh" watch "$MESH_RUN" 2>/dev/null && return 0
  fi
  apart=setsid
  mesh_has setsid || apart=nohup
  ($apart sh "$MESH_RUN/guard.sh" watch "$MESH_RUN" </dev/null >/dev/null 2>&1 &)
}

# Where the next boot is told: a unit, scripts of the runlevels, or a job of cron.
hooks() {
  echo "/etc/systemd/system/mesh-guard-$id.service"
  echo "/etc/systemd/system/multi-user.target.wants/mesh-guard-$id.service"
  for level in 2 3 4 5; do echo "/etc/rc$level.d/S00mesh-guard-$id"; done
  echo "/etc/local.d/mesh-guard-$id.start"
  echo "/etc/cron.d/mesh-guard-$id"
}
hook() {
  set -- $(hooks)
  if [ "$MESH_INIT" = systemd ]; then
    (umask 022 && mkdir -p "${2%/*}") && cat >"$1" <<UNIT && chmod 644 "$1" && ln -sf "$1" "$2"
[Unit]
Description=mesh-infra: undo what nobody confirmed ($id)
DefaultDependencies=no
RequiresMountsFor=$MESH_RUN
After=local-fs.target systemd-tmpfiles-setup.service
Before=network-pre.target ssh.service sshd.service ssh.socket nftables.service
[Service]
Type=oneshot
ExecStart=/bin/sh $MESH_RUN/guard.sh boot $MESH_RUN
UNIT
    return
  fi
  hooked=
  for file in "$3" "$4" "$5" "$6" "$7"; do
    [ -d "${file%/*}" ] || continue
    printf '#!/bin/sh\nexec sh %s/guard.sh boot %s\n' "$MESH_RUN" "$MESH_RUN" >"$file" && chmod 755 "$file" && hooked=yes
  done
  if [ -z "$hooked" ] && [ -d "${8%/*}" ]; then
    printf '@reboot root sh %s/guard.sh boot %s\n' "$MESH_RUN" "$MESH_RUN" >"$8" && chmod 644 "$8" && hooked=yes
  fi
  [ -n "$hooked" ]
}
unhook() { rm -f -- $(hooks); }

arm() {
  mkdir "$G" || mesh_fail "cannot write below ${MESH_RUN%/*}: is the disk full?"
  start=$(now) || mesh_fail "cannot read /proc/uptime, and without it no time can be kept"
  make_ready && keep || mesh_fail "cannot keep what may have to be put back: is the disk full?"
  hook || echo "no boot hook: neither systemd, runlevels, OpenRC nor cron" >"$G/unhooked"
  echo "$start" >"$G/armed"
  echo $((start + $(cat "$MESH_RUN/guard.time"))) >"$G/deadline"
  sync
  launch
  tries=0
  until [ -e "$G/watching" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || { decide confirmed; clean; mesh_fail "its timer does not start"; }
    sleep 0.05 2>/dev/null || sleep 1
  done
}

# What was kept holds secrets of the machine, so it does not stay longer than it must.
clean() { unhook; rm -rf "$G/was" "$G/was.tar" "$G/room" "$G/report.new"; }

# Who only looks holds the lock for a moment too, so it is tried more than once. A sleep does not hold it: it
# would outlive a timer that was killed, and the hub that looks just then would take the timer for alive.
watch() {
  exec 8>>"$G/alive"
  tries=0
  until flock -n 8; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || exit 0
    sleep 0.1 2>/dev/null || sleep 1
  done
  : >"$G/watching"
  until [ -e "$G/verdict" ] || [ ! -e "$G/deadline" ] || is_over; do sleep 1 8>&-; done
  [ -e "$G/deadline" ] || exit 0 # somebody removed the folder of the run, and with it all that was kept
  roll_back 8>&-
}
roll_back() {
  until decide rolled-back || [ -e "$G/verdict" ]; do
    [ "$1" != boot ] && [ -e "$G/deadline" ] || exit 0
    sleep 1
  done
  [ "$(verdict)" = rolled-back ] || { clean; exit 0; }
  waited=0
  while [ -e "$G/busy" ] && [ $waited -lt 15 ] && [ "$1" != boot ]; do sleep 1; waited=$((waited + 1)); done
  rm -f "$G/room" # for the report, by which services are restarted
  put_back "$1" >>"$G/report.new" 2>"$G/problems"
  printf 'rolled back: %s\n' "$(head -n 20 "$G/report.new" | tr '\n' ';')" >"$MESH_RUN/RolledBack"
  mv "$G/report.new" "$G/done"
  clean
  sync
}

# The timer may have been killed; the hub that looks starts it again, and it goes on where it was.
state() {
  [ -d "$G" ] || { echo 'guard none'; exit 0; }
  case $(verdict) in
    confirmed) echo 'guard confirmed' ;;
    rolled-back)
      if [ -e "$G/done" ]; then
        echo "guard rolled-back $({ head -c 2000 "$G/done"; head -c 1000 "$G/problems"; } | base64 | tr -d '\n')"
      else
        is_watched || launch
        echo 'guard restoring'
      fi
      ;;
    *)
      is_watched || launch
      echo 'guard armed'
      ;;
  esac
  sed -n 's/^/way /p' "$MESH_RUN/guard.ways"
  sed -n 's/^\([0-9]*\) .*/step \1/p' "$MESH_RUN/plan"
}
disarm() {
  if [ -d "$G" ] && [ ! -e "$G/verdict" ] && ! is_over && decide confirmed; then clean; fi
  state
}

case $1 in
  arm) arm ;;
  watch) watch watch ;;
  boot) exec 8>>"$G/alive" && flock -n 8 && roll_back boot 8>&- ;;
  state) state ;;
  disarm) disarm ;;
esac
