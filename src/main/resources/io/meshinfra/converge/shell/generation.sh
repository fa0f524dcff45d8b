# Closes a run: notes how everything is by now that it replaced, and gives it its number among the
# generations of this node. Removes those that are too many or too old.
# Usage: sh generation.sh FOLDER, under the lock of the node. A run that broke off is closed when the next
# one begins, or when somebody asks for the generations: how things were when it ended, nobody knows.
# The file "generation" of a run: its number, the second since 1970 at which it ended, and which part of the
# generation it is. The file "generation" beside runs/: the last number and the run that has it.
MESH_RUN=$1
# shellcheck source=/dev/null
. "$MESH_RUN/lib"
umask 077
set +f
runs=${MESH_RUN%/*} home=${MESH_RUN%/*/*}
about() { sed -n "s/^$2 //p" "$1/about" 2>/dev/null | head -n 1; }
write() { { cat >"$1.new" && mv -f "$1.new" "$1"; } || { rm -f "$1.new"; return 1; }; } # the disk may be full

# Files in folders of root are looked at in batches, since each process costs the node milliseconds.
one_by_one() { for entry in $batch; do mesh_now "$MESH_RUN/kept/$entry" >"$MESH_RUN/kept/$entry/after"; done; }
note_batch() { # of the paths that are its arguments, for the entries in batch
  stats=$(stat -c '%u %g %a %s' -- "$@" 2>/dev/null) || { one_by_one; return 0; }
  for entry in $batch; do
    read -r user group bits size <&3 || break
    if [ "$size" -le "$MESH_MOST_KEPT" ] && mesh_digest "$1"; then
      printf 'file %s %s %s %s\n' "$user" "$group" "$bits" "$mesh_sum"
    else
      mesh_now "$MESH_RUN/kept/$entry"
    fi >"$MESH_RUN/kept/$entry/after"
    shift
  done 3<<STATS
$stats
STATS
}
note_all() {
  set --
  batch=
  for folder in "$MESH_RUN"/kept/*; do
    [ -d "$folder" ] || continue
    if [ -f "$folder/path" ] && IFS= read -r path <"$folder/path" && [ -f "$path" ] && [ ! -L "$path" ] \
      && mesh_walk "${path%/*}" && [ -z "$mesh_writer$mesh_unsafe" ]; then
      set -- "$@" "$path"
      batch="$batch ${folder##*/}"
    else
      mesh_now "$folder" >"$folder/after"
    fi
    if [ $# -ge 200 ]; then
      note_batch "$@"
      set --
      batch=
    fi
  done
  [ $# -eq 0 ] || note_batch "$@"
}
note_all

# What has done nothing is no generation, nor what only noted reactions that a playbook makes due.
number() {
  case $1 in *.new | *-due) return 0 ;; esac
  if [ -e "$1/generation" ] || [ -e "$1/restored" ] || [ ! -e "$1/about" ]; then return 0; fi
  grep -q '^begin ' "$1/events" 2>/dev/null || return 0
  last=0 run= part=1
  [ ! -e "$home/generation" ] || read -r last run <"$home/generation"
  if [ "$run" = "$(about "$1" run)" ]; then
    part=$(($(grep -l "^$last " "$runs"/*/generation 2>/dev/null | wc -l) + 1))
  else
    last=$((last + 1))
    # No run gets a number that another one may get as well, as when the disk is full.
    printf '%s %s\n' "$last" "$(about "$1" run)" | write "$home/generation" || return 0
  fi
  printf '%s %s %s\n' "$last" "$(stat -c %Y "$1/events")" "$part" | write "$1/generation"
}
# In the order in which they did something: their folders are changed also by who cleans up after them.
# shellcheck disable=SC2045 # names of runs have no blanks
for events in $(ls -tr "$runs"/*/events 2>/dev/null); do number "${events%/events}"; done

keep=$(about "$MESH_RUN" keep) age=$(about "$MESH_RUN" age) now=$(date +%s)
[ ! -e "$home/generation" ] || read -r last run <"$home/generation"
for folder in "$runs"/*; do
  [ -e "$folder/generation" ] && [ "$folder" != "$MESH_RUN" ] || continue
  read -r number at part <"$folder/generation"
  if [ "$number" -le $((last - ${keep:-20})) ]; then
    rm -rf "$folder"
  elif [ "$at" -lt $((now - ${age:-2592000})) ] && [ "$number" -lt "$last" ]; then
    rm -rf "$folder"
  fi
done

# What is left may take so much room together: the oldest go first, all parts of one at once. The last one always
# stays, and so does what a guard may still have to put back.
undecided() { [ -e "$1/guard/deadline" ] && [ ! -e "$1/guard/done" ] && [ "$(cat "$1/guard/verdict" 2>/dev/null)" != confirmed ]; }
# Prints the newest generation with which it is too much, or nothing.
too_much() {
  du -sk "$runs"/* 2>/dev/null | while read -r kib folder; do
    [ -e "$folder/generation" ] || continue
    read -r number at part <"$folder/generation"
    printf '%s %s\n' "$number" "$kib"
  done | sort -rn | {
    sum=0
    while read -r number kib; do
      sum=$((sum + kib))
      [ $sum -le $(($1 * 1024)) ] || { printf '%s\n' "$number"; break; }
    done
  }
}
most=$(about "$MESH_RUN" mebibytes)
cut=
[ -z "$most" ] || cut=$(too_much "$most")
if [ -n "$cut" ]; then
  [ "$cut" -lt "$last" ] || cut=$((last - 1))
  for folder in "$runs"/*; do
    [ -e "$folder/generation" ] && [ "$folder" != "$MESH_RUN" ] || continue
    read -r number at part <"$folder/generation"
    [ "$number" -gt "$cut" ] || undecided "$folder" || rm -rf "$folder"
  done
fi

cmp -s "$MESH_RUN/rollback.sh" "$home/rollback" || { write "$home/rollback" <"$MESH_RUN/rollback.sh" && chmod 0700 "$home/rollback"; }
