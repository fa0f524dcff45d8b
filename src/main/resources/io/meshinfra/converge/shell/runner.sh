# Carries out the steps of one run, one after the other, at most once, whoever watches or not.
# Usage: sh runner.sh FOLDER, where FOLDER holds plan (lines "NUMBER NEEDED,NEEDED LIMIT"), lib and step.NUMBER.
MESH_RUN=$1
export MESH_RUN
event() { printf '%s\n' "$*" >>"$MESH_RUN/events"; }
# Another run may begin as soon as the end is told, so the lock is given back before that.
finish() { rm -f "$MESH_RUN"/step.*; exec 9>&-; event "finished $1"; sync -- "$MESH_RUN/events" 2>/dev/null; exit 0; }

# Who holds the lock "alive" is the runner of this run, also after a reboot and where numbers of
# processes begin anew. Locked before claimed: so a claimed run whose lock is free will not go on.
exec 8>>"$MESH_RUN/alive"
flock -n 8 || exit 0
mkdir "$MESH_RUN/claimed" 2>/dev/null || exit 0 # another starter was faster: it runs only once
printf '%s\n' "$$" >"$MESH_RUN/runner"

# One run at a time on a node. The steps get no copy of the locks, so that a daemon that one of them
# starts does not hold them for ever.
# What the hub leaves here for the day without it, or tidies, holds the lock for a moment: 3 s are waited for it.
exec 9>>"${MESH_RUN%/*/*}/lock"
tries=0
until flock -n 9; do
  tries=$((tries + 1))
  [ $tries -le 30 ] || finish busy
  sleep 0.1 2>/dev/null || { sleep 1; tries=$((tries + 9)); }
done

# A hub that was replaced may wake up with a run in its hand: with a smaller token than was seen nothing is taken.
fence=${MESH_RUN%/*/*}/fence token=$(sed -n 's/^fence //p' "$MESH_RUN/about" | head -n 1) seen=0
if [ -n "$token" ]; then
  [ ! -e "$fence" ] || seen=$(head -c 20 "$fence" 2>/dev/null)
  case $seen in '' | *[!0-9]*) finish 'fenced unreadable' ;; esac
  [ "$token" -ge "$seen" ] || finish "fenced $seen"
  if [ "$token" -gt "$seen" ]; then
    printf '%s\n' "$token" >"$fence.new" && { sync -- "$fence.new" 2>/dev/null || sync; } \
      && mv -f -- "$fence.new" "$fence" || finish 'fenced unwritable'
  fi
fi

# Nor one beside a guard that may still undo what it would rest on. A timer that was killed is started anew.
for armed in "${MESH_RUN%/*}"/*/guard/deadline; do
  other=${armed%/guard/deadline}
  if [ -e "$armed" ] && [ ! -e "$other/guard/done" ] && [ "$(cat "$other/guard/verdict" 2>/dev/null)" != confirmed ]; then
    sh "$other/guard.sh" state "$other" >/dev/null 2>&1 8>&- 9>&-
    finish busy
  fi
done
[ -s "${MESH_RUN%/*/*}/salt" ] || (umask 077; head -c 32 /dev/urandom | base64 >"${MESH_RUN%/*/*}/salt")
mkdir "$MESH_RUN/kept"
sh "$MESH_RUN/rollback.sh" close </dev/null >/dev/null 2>&1 8>&- 9>&-
event started

# Under the guard nothing begins before its timer runs, nor after it has decided.
guarded=
if [ -e "$MESH_RUN/guard.what" ]; then
  guarded=yes
  if said=$(sh "$MESH_RUN/guard.sh" arm "$MESH_RUN" 2>&1 8>&- 9>&-); then
    event "armed $(cat "$MESH_RUN/guard.time")$([ ! -e "$MESH_RUN/guard/unhooked" ] || echo ' unhooked')"
  else
    event "cannot guard the run: $(printf '%s' "$said" | tail -n 1)"
    finish unguarded
  fi
fi
may_begin() {
  [ -n "$guarded" ] || return 0
  : >"$MESH_RUN/guard/busy"
  read -r up rest </proc/uptime
  left=$(($(cat "$MESH_RUN/guard/deadline") - ${up%.*} - 2))
  if [ -e "$MESH_RUN/guard/verdict" ] || [ $left -lt 1 ]; then rm -f "$MESH_RUN/guard/busy"; return 1; fi
  [ "$limit" -le $left ] || limit=$left
}

# A runner that died, as by a reboot, left steps behind that may hold secrets, and will not go on.
# What was claimed and is not locked is over; nobody else is at work, since this run has the lock.
forget_steps() {
  for old in "${MESH_RUN%/*}"/*/claimed; do
    folder=${old%/claimed}
    if [ "$folder" != "$MESH_RUN" ] && [ -e "$folder/alive" ] && flock -n -s "$folder/alive" true; then
      rm -f "$folder"/step.*
      tidy "$folder"
    fi
  done
}

# What was made ready beside a file by a step that was killed, half a file or a secret, say.
tidy() { [ ! -e "$1/beside" ] || (. "$MESH_RUN/lib" && mesh_tidy "$1") </dev/null >/dev/null 2>&1 8>&- 9>&-; }

# Removes old runs but the newest 20 by the node's own clock, and only those that came to their end and
# are no generation; those go by their own rules.
sweep() {
  kept=0
  for old in $(ls -t "${MESH_RUN%/*}"); do
    folder=${MESH_RUN%/*}/$old
    if [ -e "$folder/generation" ] && [ "$folder" != "$MESH_RUN" ]; then continue; fi
    kept=$((kept + 1))
    if [ $kept -le 20 ] || [ "$folder" = "$MESH_RUN" ]; then continue; fi
    case $old:$(tail -n 1 "$folder/events" 2>/dev/null) in
      *.new:* | *:finished*) rm -rf "$folder" ;;
    esac
  done
}

# An old busybox knows no -k, and a still older one another syntax.
if timeout -k 1 5 true 2>/dev/null; then limited='timeout -k 10'
elif timeout 5 true 2>/dev/null; then limited=timeout
elif timeout -t 5 true 2>/dev/null; then limited='timeout -t'
else limited=; fi

# said NUMBER CODE: the end of what a step said. A full disk keeps nothing of it, and that is told then.
said() {
  tail -c 4096 "$MESH_RUN/out.$1"
  if [ "$2" -ne 0 ] && [ ! -s "$MESH_RUN/out.$1" ] && ! head -c 65536 /dev/zero >"$MESH_RUN/room" 2>/dev/null; then
    echo "what it said could not be kept: is the disk full below ${MESH_RUN%/runs/*}?"
  fi
  rm -f "$MESH_RUN/room"
}

status_of() { eval "printf %s \"\${status_$1:-none}\""; }
while read -r number needs limit; do
  status=ready
  IFS=,
  for need in ${needs#-}; do
    case $(status_of "$need") in failed | skipped) status=skipped ;; esac
  done
  unset IFS
  if [ $status = skipped ] || ! may_begin; then
    eval "status_$number=skipped"
    event "skipped $number"
    continue
  fi
  event "begin $number"
  MESH_STEP=$number
  export MESH_STEP
  # shellcheck disable=SC2086 # one word or two
  ${limited:+$limited "$limit"} sh "$MESH_RUN/step.$number" </dev/null >"$MESH_RUN/out.$number" 2>&1 8>&- 9>&-
  code=$?
  [ -z "$guarded" ] || rm -f "$MESH_RUN/guard/busy"
  : >"$MESH_RUN/step.$number" # its content may be secret
  if [ $code -eq 0 ]; then status=done; else status=failed; fi
  if [ $code -eq 124 ]; then printf 'stopped after %s s\n' "$limit" >>"$MESH_RUN/out.$number"; fi
  eval "status_$number=$status"
  event "end $number $code $(said "$number" "$code" | base64 | tr -d '\n')"
done <"$MESH_RUN/plan"
tidy "$MESH_RUN"
forget_steps
# shellcheck disable=SC2086
${limited:+$limited 300} sh "$MESH_RUN/generation.sh" "$MESH_RUN" </dev/null >/dev/null 2>&1 8>&- 9>&-
sweep
finish ok
