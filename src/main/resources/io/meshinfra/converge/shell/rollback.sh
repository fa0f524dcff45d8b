#!/bin/sh
# Undoes what mesh-infra did to this machine, without its hub. For root.
# Usage: sh /var/lib/mesh-infra/rollback list           generations, the newest first
#        sh /var/lib/mesh-infra/rollback show N         what generation N did, and what of it is kept
#        sh /var/lib/mesh-infra/rollback to N [force]   undoes all generations after N, the newest first
# Each thing is told: "back" is as it was before, "left" is not, and why. With "force" also what somebody
# has changed since is put back. A roll-back is a generation of its own, and can be undone.
# For the hub: report; undo FOLDER N [force], and close, for a run that holds the lock.
home=$(cd -P -- "$(dirname -- "$0")" && pwd) || exit 2
home=${home%/runs/*}
runs=$home/runs tab='	'
umask 077
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
die() { printf '%s\n' "$*" >&2; exit 2; }
number_of() { case $1 in '' | *[!0-9]*) die "a generation has a number, not '$1'; see: sh $0 list" ;; esac; }
about() { sed -n "s/^$2 //p" "$1/about" 2>/dev/null | head -n 1; }

# Folders of one generation, its last part first.
parts() { grep -l "^$1 " "$runs"/*/generation 2>/dev/null | while read -r file; do
  read -r number at part <"$file"
  printf '%s %s\n' "$part" "${file%/generation}"
done | sort -rn | cut -d ' ' -f 2-; }
numbers() { cat "$runs"/*/generation 2>/dev/null | cut -d ' ' -f 1 | sort -rnu; }

# Runs that did something and have no number yet, in the order in which they did it.
unclosed() {
  # shellcheck disable=SC2045 # names of runs have no blanks
  for events in $(ls -tr "$runs"/*/events 2>/dev/null); do
    folder=${events%/events}
    case $folder in *.new | *-due) continue ;; esac
    if [ -e "$folder/generation" ] || [ -e "$folder/restored" ] || [ ! -e "$folder/about" ]; then continue; fi
    ! grep -q '^begin ' "$events" || printf '%s\n' "$folder"
  done
}
close() { for folder in $(unclosed); do timeout 300 sh "$folder/generation.sh" "$folder" </dev/null >/dev/null 2>&1; done; }
# The same when no run is at work: then none of them goes on any more, they broke off, as by a power cut.
close_if_idle() {
  [ -n "$(unclosed)" ] || return 0
  (
    flock -n 9 || exit 0
    close 9>&-
  ) 9>>"$home/lock"
}

# Sets "what" and "how": what an entry of kept/ is, and what became of it. No process for each of many.
look() {
  before= after= what= how=changed
  [ ! -e "$1/before" ] || IFS= read -r before <"$1/before"
  [ ! -e "$1/after" ] || IFS= read -r after <"$1/after"
  if [ -f "$1/path" ]; then IFS= read -r what <"$1/path"
  elif [ -f "$1/service" ]; then IFS= read -r what <"$1/service" && what="service $what"
  else what="packages $(tr '\n' ' ' <"$1/packages")"; fi
  case $before:$after in
    unknown*:*) how='changed, not kept' ;;
    *:) how='changed, broke off' ;;
    absent:absent) how=unchanged ;;
    absent:*) how=made ;;
    *:absent) how=removed ;;
    *) [ "$before" != "$after" ] || how=unchanged ;;
  esac
}
# Steps of which nothing is kept.
bare() {
  sed -n 's/^begin \([0-9][0-9]*\)$/\1/p' "$1/events" | sort -un | while read -r step; do
    cat "$1"/kept/*/step 2>/dev/null | grep -qx "$step" && continue
    title=$(sed -n "s/^$step //p" "$1/titles" 2>/dev/null)
    [ -z "$title" ] || [ -e "$1/undone.${title#generation:}" ] || printf '%s\n' "$title"
  done
}
# KiB on the disk of all its parts.
size_of() { parts "$1" | while read -r folder; do du -sk "$folder" 2>/dev/null; done | {
  sum=0
  while read -r kib folder; do sum=$((sum + kib)); done
  echo $sum
}; }
report() {
  for number in $(numbers); do
    told=
    for folder in $(parts "$number"); do
      read -r n at part <"$folder/generation"
      undone=-
      [ "$(cat "$folder/guard/verdict" 2>/dev/null)" != rolled-back ] || undone=guard
      [ -n "$told" ] || printf 'generation\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$number" "$at" "$(about "$folder" run)" \
        "$(about "$folder" revision)" "$(about "$folder" cause)" "$undone" "$(size_of "$number")"
      told=1
      for entry in "$folder"/kept/*; do
        [ -d "$entry" ] || continue
        look "$entry"
        printf 'kept\t%s\t%s\t%s\n' "$number" "$how" "$what"
      done
      bare "$folder" | while IFS= read -r title; do printf 'kept\t%s\tdone, not kept\t%s\n' "$number" "$title"; done
    done
  done
}
list() {
  report | while IFS=$tab read -r word number at run revision cause undone size; do
    [ "$word" = generation ] || continue
    case $undone in guard) undone=', undone by the guard' ;; *) undone= ;; esac
    when=$(date -u -d "@$at" '+%Y-%m-%dT%H:%M:%SZ' 2>/dev/null) || when=$at
    printf '%-4s %s  %.10s  %s  (%s%s)\n' "$number" "$when" "$revision" "$run" "$cause" "$undone"
  done
}
show() {
  number_of "$1"
  [ -n "$(parts "$1")" ] || die "there is no generation $1; see: sh $0 list"
  report | while IFS=$tab read -r word number how what rest; do
    [ "$word:$number" != "kept:$1" ] || [ "$how" = unchanged ] || printf '%-18s %s\n' "$how" "$what"
  done
}

# Nothing is undone below a generation that stays: it may rest on it.
on_top() {
  run=$(about "$1" run)
  for newer in $(numbers); do
    [ "$newer" -gt "$2" ] || break
    [ "$(about "$(parts "$newer" | head -n 1)" run)" != "$run" ] || continue
    done=
    for mark in "$runs"/*/undone."$newer"; do
      [ ! -e "$mark" ] || [ "$(about "${mark%/*}" run)" != "$run" ] || done=yes
    done
    [ -n "$done" ] || die "generation $newer came meanwhile; ask again, so that it is undone first"
  done
}

# undo FOLDER N [force]: one generation, for the run in FOLDER, which keeps what is replaced by that.
undo() {
  number_of "$2"
  which=unchanged
  [ "${3:-}" != force ] || which=all
  [ -n "$(parts "$2")" ] || die "generation $2 is not on this node any more"
  on_top "$1" "$2"
  for folder in $(parts "$2"); do
    MESH_KEEPER=$1 sh "$folder/restore.sh" "$folder" "$which"
    [ $? -le 1 ] || printf 'left\t%s\tundoing it broke off\n' "${folder##*/}"
  done >"$1/undone.$2"
  grep -v "^same$tab" "$1/undone.$2" | grep -v "^left$tab"
  grep "^left$tab" "$1/undone.$2" && return 1
  return 0
}

to() {
  number_of "$1"
  last=$(numbers | head -n 1)
  [ -n "$last" ] || die 'mesh-infra has no generation here'
  [ "$1" -lt "$last" ] || die "generation $1 is not before the last one, which is $last"
  exec 9>>"$home/lock"
  tries=0 # what the hub leaves here for the day without it holds the lock for a moment too
  until flock -n 9; do
    tries=$((tries + 1))
    [ $tries -lt 10 ] || die 'a run of mesh-infra is at work here; try again when it has ended'
    sleep 1
  done
  for armed in "$runs"/*/guard/deadline; do
    guard=${armed%/deadline}
    if [ -e "$armed" ] && [ ! -e "$guard/done" ] && [ "$(cat "$guard/verdict" 2>/dev/null)" != confirmed ]; then
      die 'the guard of a run has not decided yet and may undo it; try again in a few minutes'
    fi
  done
  close 9>&-
  [ "$(numbers | head -n 1)" = "$last" ] || die "a run that broke off is generation $(numbers | head -n 1) now; see: sh $0 show $(numbers | head -n 1), and try again"
  for number in $(numbers); do
    [ "$number" -le "$1" ] || oldest=$number
  done
  [ "$oldest" -eq $(($1 + 1)) ] || die "generation $(($1 + 1)) is not on this node any more; the oldest to go back to is $((oldest - 1))"
  newest=$(parts "$last" | head -n 1) run=by-hand-$(date +%s)-$$
  mkdir "$runs/$run" "$runs/$run/kept" "$runs/$run/claimed" || exit 2
  for file in lib put.sh restore.sh generation.sh rollback.sh; do cp "$newest/$file" "$runs/$run/$file" || exit 2; done
  printf 'run %s\nrevision %s\ncause rolled back to %s on the node\nkeep 1000\nage 31536000\n' "$run" - "$1" >"$runs/$run/about"
  : >"$runs/$run/alive"
  echo 'begin 1' >"$runs/$run/events"
  code=0
  for number in $(numbers); do
    [ "$number" -gt "$1" ] || break
    undo "$runs/$run" "$number" "${2:-}" 9>&- || code=1
  done
  echo 'finished ok' >>"$runs/$run/events"
  sh "$runs/$run/generation.sh" "$runs/$run" </dev/null 9>&-
  [ "$code" -eq 0 ] || echo "something was left, as told above" >&2
  exit $code
}

case ${1:-} in
  list) close_if_idle; list ;;
  show) close_if_idle; show "${2:-}" ;;
  report) close_if_idle; report ;;
  close) close ;;
  undo) undo "$2" "${3:-}" "${4:-}" ;;
  to) to "${2:-}" "${3:-}" ;;
  *) sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
