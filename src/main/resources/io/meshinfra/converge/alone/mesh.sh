#!/bin/sh
# Verifies this machine and puts it right, without the hub of mesh-infra. For root.
# Usage: sh /var/lib/mesh-infra/mesh status   what this machine knows of how it shall be
#        sh /var/lib/mesh-infra/mesh verify   tells what is not so
#        sh /var/lib/mesh-infra/mesh apply    puts that right, as far as it can be done from here
# Ends with 0 when all that can be verified here is as it shall be, with 1 when something is not, and
# with 2 when something could not be looked at or done. What apply replaces is kept, as with every run:
# sh /var/lib/mesh-infra/rollback list
home=$(cd -P -- "$(dirname -- "$0")" && pwd) || exit 2
alone=${MESH_ALONE:-$home/alone} tab='	'
die() { printf '%s\n' "$*" >&2; exit 2; }
if [ ! -e "$alone" ] && [ -e "$alone.old" ]; then mv "$alone.old" "$alone"; fi # the hub died while it replaced it
[ -r "$alone/key" ] || [ "${1:-}" = prove ] || die "nothing to compare with is left here, or you are not root"
# shellcheck source=/dev/null
. "$alone/prelude"
export MESH_INIT MESH_PM
set +f
about() { sed -n "s/^$1 //p" "$alone/about" | head -n 1; }
# Nobody knows what was read from this machine: no control characters for whoever looks at a terminal.
shown() { tr -d '\000-\010\013-\037\177'; }

# What is compared must be one catalog from the first look to the last: the hub may leave another one meanwhile.
key=$(cat "$alone/key" 2>/dev/null)
same() { [ "$(cat "$alone/key" 2>/dev/null)" = "$key" ] || die 'the hub left another catalog here just now; try again'; }

# Tells each resource in a line of fields: what is to be said of it (fine, differs, unknown, skipped), its
# number, how it would be put right, its name, and why. The looks may take ten minutes altogether.
judge() {
  limited=
  if mesh_has timeout; then limited='timeout 600'; fi
  : >>"$alone/unproved"
  $limited sh "$alone/looks" "$alone" </dev/null 2>/dev/null | awk -F '\t' -v OFS='\t' '
    function short(text) { return length(text) == 64 && text !~ /[^0-9a-f]/ ? "sha256 " substr(text, 1, 12) : text }
    function tell(word, i, how, why) {
      if (word == "differs" && how == "nothing") why = why " (not put right here: something else is there)"
      else if (word == "differs" && i in fixed) why = why " (not put right here: " fixed[i] ")"
      print word, i, how, id[i], why
    }
    FILENAME == ARGV[1] {
      if ($1 == "resource") { last = $2; id[$2] = $3 }
      else if ($1 == "skip") skip[$2] = $3
      else if ($1 == "gone") gone[$2] = 1
      else if ($1 == "fixed") fixed[$2] = $3
      else if ($1 == "want") {
        if (!(($2, $3) in wants)) names[$2] = names[$2] $3 "\t"
        wants[$2, $3]++
        wanted[$2, $3] = wanted[$2, $3] $4 "\t"
      }
      next
    }
    FILENAME == ARGV[2] { unproved[$1] = 1; next }
    $1 == "on" { at = $2; next }
    $1 == "off" { looked[$2] = 1; at = 0; next }
    !at { next }
    $1 == "gone" { absent[at] = 1 }
    $1 == "untold" { untold[at] = $2 }
    $1 == "is" && !((at, $2, $3) in seen) {
      seen[at, $2, $3] = 1
      sees[at, $2]++
      read_as[at, $2] = read_as[at, $2] (sees[at, $2] > 1 ? ", " : "") short($3)
    }
    function as_wanted(i, name,   n, k, all) {
      n = split(wanted[i, name], all, "\t") - 1
      for (k = 1; k <= n; k++) if (!((i, name, all[k]) in seen)) return 0
      return sees[i, name] == wants[i, name]
    }
    function want_text(i, name,   n, k, all, text) {
      n = split(wanted[i, name], all, "\t") - 1
      for (k = 1; k <= n; k++) text = text (k > 1 ? ", " : "") short(all[k])
      return text == "" ? "nothing" : text
    }
    function compare(i,   n, k, all, why, other, due, type) {
      n = split(names[i], all, "\t") - 1
      for (k = 1; k <= n; k++) {
        if (as_wanted(i, all[k])) continue
        why = why (why == "" ? "" : "; ") all[k] ": " (read_as[i, all[k]] == "" ? "nothing" : read_as[i, all[k]]) " -> " want_text(i, all[k])
        if (all[k] == "due") due = read_as[i, "due"]
        else if (all[k] == "type") type = read_as[i, "type"]
        else other = "update"
      }
      if (why == "") return tell("fine", i, "-", "")
      if (type == "symbolic link") other = "link"
      else if (type != "") other = "nothing"
      return tell("differs", i, other (other != "" && due != "" ? "," : "") due, why)
    }
    END {
      for (i = 1; i <= last; i++) {
        if (i in skip) tell("skipped", i, "-", skip[i])
        else if (i in unproved) tell("skipped", i, "-", "when this was left here, the machine read it otherwise than the hub")
        else if (!(i in looked)) tell("unknown", i, "-", "it was not looked at to the end")
        else if (i in untold) tell("unknown", i, "-", untold[i])
        else if (i in gone) { if (i in absent) tell("fine", i, "-", ""); else tell("differs", i, "delete", "is there, and shall not be") }
        else if (i in absent) tell("differs", i, "create", "is missing")
        else compare(i)
      }
    }' "$alone/catalog" "$alone/unproved" -
}

# Reads lines of judge: tells what is not fine, then the whole in one line, and ends with the exit code.
summary() {
  awk -F '\t' -v "revision=$(cut -d ' ' -f 2 "$alone/key")" '
    { count[$1]++; all++ }
    $1 == "differs" || $1 == "unknown" || $1 == "skipped" { printf "%-10s %s: %s\n", $1, $4, $5 }
    END {
      printf "%d of %d resources are as they shall be at %.10s", count["fine"], all, revision
      if (count["differs"]) printf ", %d differ", count["differs"]
      if (count["unknown"]) printf ", %d could not be looked at", count["unknown"]
      if (count["skipped"]) printf ", %d cannot be verified here", count["skipped"]
      print ""
      exit count["differs"] ? 1 : count["unknown"] ? 2 : 0
    }'
}
verify() {
  lines=$(judge)
  same
  printf '%s\n' "$lines" | shown | summary
}

# plan LINES: a line for each step, in the order of the catalog: its number, the texts it is made of, the steps
# it needs, its name. What reacts to a step has one too.
plan() {
  printf '%s\n' "$1" | awk -F '\t' -v OFS='\t' '
    FILENAME == ARGV[1] {
      if ($1 == "resource") { last = $2; id[$2] = $3 }
      else if ($1 == "needs") needs[$2] = $3
      else if ($1 == "step") text[$2, $3] = $4
      else if ($1 == "react") { reacts[$2] = reacts[$2] $3 "\t"; reaction[$2, $3] = $4 }
      next
    }
    $1 == "differs" { how[$2] = $3 }
    $1 == "skipped" || $1 == "unknown" { unseen[$2] = 1 }
    function stronger(a, b) { return a == "restart" || b == "restart" ? "restart" : a b == "" ? "" : "reload" }
    function due(i, own,   n, k, on) {
      n = split(reacts[i], on, "\t") - 1
      for (k = 1; k <= n; k++) if (on[k] in planned) own = stronger(own, reaction[i, on[k]])
      return own
    }
    function needed(i,   n, k, all, list) {
      n = split(needs[i], all, ",")
      for (k = 1; k <= n; k++) if (all[k] in planned) list = list (list == "" ? "" : ",") all[k]
      return list == "" ? "-" : list
    }
    END {
      for (i = 1; i <= last; i++) {
        if (i in unseen) continue
        n = split(how[i], word, ",")
        main = own = ""
        for (k = 1; k <= n; k++) if (word[k] == "restart" || word[k] == "reload") own = word[k]; else main = word[k]
        list = main == "" ? "" : text[i, main]
        if (main != "" && list == "") continue
        react = main == "create" || main == "delete" ? "" : due(i, own)
        if (react != "" && text[i, react] != "") list = list (list == "" ? "" : ",") text[i, react]
        if (list == "") continue
        planned[i] = 1
        print i, list, needed(i), id[i]
      }
    }' "$alone/catalog" -
}

# store PLAN: puts the run together as the hub does, with its steps.
store() {
  for file in lib put.sh runner.sh restore.sh generation.sh rollback.sh; do cp "$alone/$file" "$1/$file" || return 1; done
  printf 'run %s\nrevision %s\ncause put right on the node\nkeep %s\nage %s\nmebibytes %s\n' "$run" \
    "$(cut -d ' ' -f 2 "$alone/key")" "$(about keep)" "$(about age)" "$(about mebibytes)" >"$1/about" || return 1
  : >"$1/events" && : >"$1/alive" && : >"$1/ready" || return 1
  mark=$(about mark) limit=$(about limit)
  printf '%s\n' "$2" | while IFS=$tab read -r number texts needs name; do
    printf '%s %s %s\n' "$number" "$needs" "$limit" >>"$1/plan" && printf '%s %s\n' "$number" "$name" >>"$1/titles" || return 1
    for text in $(printf %s "$texts" | tr ',' ' '); do
      awk -v "mark=$mark" -v "text=$text" '
        index($0, mark) == 1 { on = ($0 == mark text); next }
        on' "$alone/steps" >>"$1/step.$number" || return 1
    done
  done
}
apply() {
  [ "$(id -u)" -eq 0 ] || die 'only root can put this machine right'
  mesh_has flock || die 'flock is missing; install util-linux'
  lines=$(judge) steps=
  steps=$(plan "$lines")
  if [ -z "$steps" ]; then
    printf '%s\n' "$lines" | shown | summary
    return
  fi
  run=by-hand-$(date +%s)-$$
  mkdir -p "$home/runs" && mkdir "$home/runs/$run.new" && store "$home/runs/$run.new" "$steps" && (same) \
    && mv "$home/runs/$run.new" "$home/runs/$run" \
    || { rm -rf "$home/runs/$run.new"; die "the run cannot be stored below $home/runs: is the disk full?"; }
  MESH_RUNS=$home/runs MESH_ID_OF_RUN=$run
  # shellcheck source=/dev/null
  . "$alone/session.sh"
  mesh_launch
  told=$(mesh_follow)
  case $told in
    *'finished ok') ;;
    *'finished busy') die 'a run of mesh-infra is at work here, or its guard; try again when it has ended' ;;
    *) echo "the run $run broke off" >&2 ;;
  esac
  printf '%s\n' "$told" | failures
  same
  lines=$(judge)
  printf '%s\n' "$steps" | while IFS=$tab read -r number texts needs name; do
    case "$lines" in *"fine$tab$number$tab"*) printf '%-10s %s\n' 'put right' "$name" ;; esac
  done | shown
  printf '%s\n' "$lines" | shown | summary
}
failures() {
  while read -r word number code text; do
    case $word:$code in
      end:0) ;;
      end:*) printf '%-10s %s: %s\n' failed "$(sed -n "s/^$number //p" "$home/runs/$run/titles")" \
        "$(printf %s "$text" | base64 -d | tail -n 3 | tr '\n' ' ')" ;;
      skipped:*) printf '%-10s %s: a step it needs failed\n' skipped "$(sed -n "s/^$number //p" "$home/runs/$run/titles")" ;;
    esac
  done | shown
}

status() {
  read -r key revision all unproved <"$alone/key"
  at=$(about at)
  when=$(date -u -d "@$at" '+%Y-%m-%dT%H:%M:%SZ' 2>/dev/null) || when=$at
  printf '%s at %s, left here by the hub %s: %s resources\n' "$(about node)" "$revision" "$when" "$all"
  awk -F '\t' '
    FILENAME == ARGV[1] && $1 == "resource" { id[$2] = $3 }
    FILENAME == ARGV[1] && $1 == "skip" { printf "%-14s %s: %s\n", "not verified", id[$2], $3 }
    FILENAME == ARGV[1] && $1 == "fixed" { printf "%-14s %s: %s\n", "only verified", id[$2], $3 }
    FILENAME == ARGV[2] { printf "%-14s %s: the machine read it otherwise than the hub when this was left here\n", "not verified", id[$1] }' \
    "$alone/catalog" "$alone/unproved" | shown
}

case ${1:-} in
  status) status ;;
  verify) verify ;;
  apply) apply ;;
  prove) judge | awk -F '\t' '$1 == "differs" || $1 == "unknown" { print $2 }' ;; # for the hub, when it leaves this
  *) sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
