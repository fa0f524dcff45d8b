# Carries out the steps of one run, one after the other, at most once, whoever watches or not.
# Usage: sh runner.sh FOLDER, where FOLDER holds plan (lines "NUMBER NEEDED,NEEDED LIMIT"), lib and step.NUMBER.
MESH_RUN=$1
export MESH_RUN
event() { printf '%s\n' "$*" >>"$MESH_RUN/events"; }
finish() { event "finished $1"; sync -- "$MESH_RUN/events" 2>/dev/null; exit 0; }

mkdir "$MESH_RUN/claimed" 2>/dev/null || exit 0 # another starter was faster: it runs only once
read -r boot </proc/sys/kernel/random/boot_id 2>/dev/null
printf '%s %s\n' "$$" "$boot" >"$MESH_RUN/runner.new" && mv -f "$MESH_RUN/runner.new" "$MESH_RUN/runner"

# One run at a time on a node. The steps get no copy of the lock, so that a daemon that one of them
# starts does not hold it for ever.
exec 9>>"${MESH_RUN%/*/*}/lock"
flock -n 9 || finish busy
mkdir "$MESH_RUN/kept"
event started

status_of() { eval "printf %s \"\${status_$1:-none}\""; }
while read -r number needs limit; do
  status=ready
  IFS=,
  for need in ${needs#-}; do
    case $(status_of "$need") in failed | skipped) status=skipped ;; esac
  done
  unset IFS
  if [ $status = skipped ]; then
    eval "status_$number=skipped"
    event "skipped $number"
    continue
  fi
  event "begin $number"
  set -- sh "$MESH_RUN/step.$number"
  if command -v timeout >/dev/null 2>&1; then set -- timeout -k 10 "$limit" "$@"; fi
  "$@" </dev/null >"$MESH_RUN/out.$number" 2>&1 9>&-
  code=$?
  if [ $code -eq 0 ]; then status=done; else status=failed; fi
  if [ $code -eq 124 ]; then printf 'stopped after %s s\n' "$limit" >>"$MESH_RUN/out.$number"; fi
  eval "status_$number=$status"
  event "end $number $code $(tail -c 4096 "$MESH_RUN/out.$number" | base64 | tr -d '\n')"
done <"$MESH_RUN/plan"
finish ok
