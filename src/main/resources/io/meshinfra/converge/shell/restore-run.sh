# Puts back what the steps of one run replaced, the last step first.
# Usage: sh restore.sh FOLDER [unchanged], where FOLDER is that of the run, also of one that broke off.
# Prints a line for each thing, its fields divided by tabs: "back WHAT", "same WHAT" when it was like that
# already, or "left WHAT WHY". Ends with 0 when nothing was left, else with 1.
# With "unchanged" it leaves alone what somebody has changed since the run came to its end.
# Whoever calls it holds the lock of the node. With MESH_KEEPER, the folder of another run, what is replaced
# now is kept there; without, the run counts as undone from here on.
MESH_RUN=$1 mesh_which=${2:-all} MESH_KEEPER=${MESH_KEEPER:-}
[ -f "$MESH_RUN/lib" ] || { printf 'left\t%s\tthere is no run there\n' "$MESH_RUN"; exit 1; }
# shellcheck source=/dev/null
. "$MESH_RUN/lib"
set +f
mesh_left=0 mesh_seen= mesh_kept_alone= mesh_services=
MESH_NEWLINE='
'
mesh_tell() {
  printf '%s\t%s' "$1" "$2"
  if [ "$1" = left ]; then
    mesh_left=1
    printf '\t%s' "$(printf %s "$3" | tr '\t\n' '  ' | tr -cd '[:print:]')"
  fi
  echo
}
mesh_quote() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }
mesh_among() { case "$MESH_NEWLINE$1" in *"$MESH_NEWLINE$2$MESH_NEWLINE"*) return 0 ;; esac; return 1; }

# mesh_undo_path ENTRY: one path. Of several steps that changed it, the last one tells whether somebody has
# changed it since, and then none of them is undone.
mesh_undo_path() {
  mesh_path=$(cat "$1/path") mesh_before=$(cat "$1/before" 2>/dev/null) mesh_walked=-
  ! mesh_among "$mesh_kept_alone" "$mesh_path" || return 0
  mesh_is=$(mesh_at "$mesh_path")
  if [ "$mesh_which" = unchanged ] && [ "$mesh_is" != "$mesh_before" ] && ! mesh_among "$mesh_seen" "$mesh_path" \
    && [ -f "$1/after" ] && [ "$mesh_is" != "$(cat "$1/after")" ]; then
    mesh_kept_alone=$mesh_kept_alone$mesh_path$MESH_NEWLINE
    mesh_tell left "$mesh_path" 'it was changed since by somebody else'
    return 0
  fi
  mesh_seen=$mesh_seen$mesh_path$MESH_NEWLINE
  if [ "$mesh_is" = "$mesh_before" ]; then
    mesh_tell same "$mesh_path"
    return 0
  fi
  mesh_why=$(mesh_hands "$1")
  if [ -n "$mesh_why" ]; then mesh_tell left "$mesh_path" "$mesh_why"; return 0; fi
  [ -z "$MESH_KEEPER" ] || (set -e; mesh_keep "$mesh_path") \
    || { mesh_tell left "$mesh_path" 'what is there now cannot be kept; is the disk full?'; return 0; }
  mesh_why=$(set -e; mesh_bring_back "$1" 2>&1) || mesh_why="${mesh_why:-it could not be changed}"
  mesh_walked=-
  if [ "$(mesh_at "$mesh_path")" = "$mesh_before" ] && [ -z "$mesh_lost" ]; then
    mesh_tell back "$mesh_path"
  else
    mesh_tell left "$mesh_path" "${mesh_lost:-${mesh_why:-it is not as it was}}"
  fi
}
# What one could read is not given to another, nor does root write what somebody else has put down.
mesh_hands() {
  [ -f "$1/by" ] || return 0
  mesh_walk "${mesh_path%/*}"
  mesh_by=$(cat "$1/by")
  [ -n "$mesh_unsafe" ] || [ "$mesh_by" = "$mesh_writer" ] || printf 'its folder belonged to %s when it was kept and belongs to %s now; put it back by hand' \
    "${mesh_by:-root}" "${mesh_writer:-root}"
}
mesh_bring_back() {
  mesh_quoted=$(mesh_quote "$mesh_path")
  mesh_was=$1/was
  case $mesh_before in
    absent)
      mesh_change "$mesh_path" "if [ -d $mesh_quoted ] && [ ! -L $mesh_quoted ]; then rmdir -- $mesh_quoted; else rm -f -- $mesh_quoted; fi"
      ;;
    file\ *)
      case $mesh_before in *' large-'*) mesh_fail "its content was not kept: it had more than $((MESH_MOST_KEPT / 1048576)) MiB" ;; esac
      if [ ! -f "$mesh_was" ] || [ -L "$mesh_was" ]; then mesh_fail 'its content was not kept'; fi
      mesh_digest "$mesh_was" && [ "$mesh_sum" = "${mesh_before##* }" ] || mesh_fail 'what was kept of it is not whole'
      # shellcheck disable=SC2086 # its fields
      set -f -- $mesh_before
      case $mesh_path in
        /proc/* | /etc/hostname) # not a file that can be renamed over
          cat "$mesh_was" >"$mesh_path"
          [ "$mesh_path" != /etc/hostname ] || hostname "$(cat "$mesh_path")"
          ;;
        *)
          mesh_walk "${mesh_path%/*}"
          # A user may not give a file of his to any group; the content is what matters then.
          [ -z "$mesh_writer" ] || { set -f -- "$1" "$2" '' "$4"; echo 'its content is back, its group is not'; }
          base64 <"$mesh_was" | mesh_put "$mesh_path" "$2" "$3" "$(printf '%04o' "0$4")" ''
          ;;
      esac
      ;;
    link\ *)
      mesh_target=${mesh_before#link * * }
      # shellcheck disable=SC2086
      set -f -- $mesh_before
      if [ -d "$mesh_path" ] && [ ! -L "$mesh_path" ]; then mesh_fail 'a folder is there now'; fi
      mesh_change "$mesh_path" "ln -sfn -- $(mesh_quote "$mesh_target") $mesh_quoted"
      [ "$(id -u)" -ne 0 ] || [ -n "$mesh_writer" ] || chown -h -- "$2:$3" "$mesh_path"
      ;;
    directory\ *)
      # shellcheck disable=SC2086
      set -f -- $mesh_before
      case $2$3$4 in *[!0-9]*) mesh_fail 'it is not known how the folder was' ;; esac
      mesh_walk "${mesh_path%/*}"
      mesh_owns=
      [ -n "$mesh_writer" ] || mesh_owns="chown -- $2:$3 .;"
      # Inside, since whoever owns it may put a link in its place at any time.
      mesh_change "$mesh_path" "[ -d $mesh_quoted ] || mkdir -m 0700 -- $mesh_quoted
        cd -P -- $mesh_quoted && [ \"\$(stat -c %d:%i .)\" = \"\$(stat -c %d:%i -- $mesh_quoted)\" ] \
          || mesh_fail 'it was swapped meanwhile'
        $mesh_owns chmod -- $(printf '%04o' "0$4") ."
      ;;
    unknown*) mesh_fail "it is not known what was there: ${mesh_before#unknown }" ;;
    '') mesh_fail 'it could not be kept, so that the step did not change it' ;;
    *) mesh_fail 'it was neither a file nor a folder nor a link' ;;
  esac
}

# A folder comes back, but not what was in it.
mesh_lost_with() {
  mesh_lost=
  case $(cat "$1/before" 2>/dev/null) in
    directory\ *) [ -e "$1/empty" ] || [ -d "$(cat "$1/path")" ] || mesh_lost='the folder is there again, but what was in it was not kept' ;;
  esac
}

# mesh_compare ENTRY: sets mesh_was_up, mesh_was_boot, mesh_is_up and mesh_is_boot.
mesh_compare() {
  mesh_name=$(cat "$1/service") mesh_owner=$(cat "$1/user") mesh_react=$(cat "$1/react")
  mesh_is=$(mesh_now "$1") mesh_was_up= mesh_was_boot=
  read -r mesh_word mesh_was_up mesh_was_boot <"$1/before" || return 1
  mesh_is_up=${mesh_is#* } mesh_is_boot=${mesh_is##* }
  mesh_is_up=${mesh_is_up%% *}
  case "$mesh_word ${mesh_is%% *}" in 'service service') return 0 ;; esac
  return 1
}
# mesh_calm_service ENTRY: before its files go: stops and disables what did not run or begin at boot.
mesh_calm_service() {
  mesh_compare "$1" || { mesh_tell left "service $mesh_name" 'it is not known how it was or is'; return 0; }
  mesh_services="$mesh_services $1"
  [ -z "$MESH_KEEPER" ] || mesh_keep_service "$mesh_owner" "$mesh_react" "$mesh_name"
  if [ "$mesh_was_boot:$mesh_is_boot" = off:on ]; then mesh_boot_service off; fi
  if [ "$mesh_was_up:$mesh_is_up" = down:up ]; then mesh_act_on_service stop >/dev/null 2>&1; fi
}
# mesh_wake_service ENTRY: once the files are back: begins, restarts and enables what was there before.
mesh_wake_service() {
  mesh_compare "$1" || mesh_is=unknown
  mesh_act=
  [ "$mesh_was_boot" = "$mesh_is_boot" ] || mesh_boot_service "$mesh_was_boot"
  case $mesh_was_up:$mesh_is_up in
    up:down) mesh_act=start ;;
    up:up) mesh_act=$mesh_react ;;
  esac
  mesh_why=
  [ -z "$mesh_act" ] || mesh_why=$(mesh_act_on_service "$mesh_act" 2>&1)
  if [ "$(mesh_now "$1")" = "$(cat "$1/before")" ]; then
    mesh_tell back "service $mesh_name"
  else
    mesh_tell left "service $mesh_name" "it is $(mesh_now "$1" | cut -d ' ' -f 2-) and was $mesh_was_up $mesh_was_boot $mesh_why"
  fi
}
mesh_act_on_service() {
  if [ -d /run/systemd/system ]; then
    case $1 in
      reload) mesh_systemctl "$mesh_owner" reload-or-restart -- "$mesh_name" ;;
      stop) mesh_systemctl "$mesh_owner" stop -- "$mesh_name" ;;
      *)
        mesh_systemctl "$mesh_owner" reset-failed -- "$mesh_name" 2>/dev/null
        mesh_systemctl "$mesh_owner" "$1" -- "$mesh_name"
        ;;
    esac
  else
    mesh_initd "$mesh_name" "$1" || { [ "$1" = reload ] && mesh_initd "$mesh_name" restart; }
  fi
}
mesh_boot_service() {
  if [ -d /run/systemd/system ]; then
    if [ "$mesh_is_boot" = masked ]; then mesh_systemctl "$mesh_owner" unmask -- "$mesh_name"; fi
    case $1 in
      on) mesh_systemctl "$mesh_owner" enable -- "$mesh_name" ;;
      off) mesh_systemctl "$mesh_owner" disable -- "$mesh_name" ;;
      masked) mesh_systemctl "$mesh_owner" mask -- "$mesh_name" ;;
    esac
  elif mesh_has update-rc.d; then
    if [ "$1" = on ]; then
      update-rc.d "$mesh_name" defaults && update-rc.d "$mesh_name" enable
    else
      update-rc.d "$mesh_name" disable
    fi
  elif mesh_has chkconfig; then
    chkconfig "$mesh_name" "$1"
  elif [ "$1" = on ]; then
    rc-update add "$mesh_name" default
  else
    rc-update del "$mesh_name" default
  fi >/dev/null 2>&1 </dev/null
}

# mesh_undo_packages ENTRY: removes what the step installed, and nothing else with it. What it removed or
# upgraded would have to be fetched, and is told.
mesh_undo_packages() {
  MESH_PM=$(cat "$1/manager") mesh_is=$(mesh_now "$1")
  # shellcheck disable=SC2046
  for mesh_was in $(cat "$1/before"); do
    [ "$mesh_was" != packages ] || continue
    mesh_name=${mesh_was%%=*} mesh_version=${mesh_was#*=}
    case "$mesh_is " in
      *" $mesh_was "*) mesh_tell same "package $mesh_name" ;;
      *) if [ -n "$mesh_version" ]; then
        mesh_tell left "package $mesh_name" "it was $mesh_version; packages are not fetched to put them back, install it by hand"
      else
        [ -z "$MESH_KEEPER" ] || mesh_keep_packages "$mesh_name"
        if mesh_why=$(mesh_remove_package "$mesh_name" 2>&1); then mesh_tell back "package $mesh_name"; else
          mesh_tell left "package $mesh_name" "$mesh_why"
        fi
      fi ;;
    esac
  done
}
mesh_remove_package() {
  case $MESH_PM in
    apt)
      mesh_all=$(apt-get -s remove -- "$1" | sed -n 's/^Remv \([^ ]*\).*/\1/p')
      [ "$mesh_all" = "${1%%:*}" ] || [ "$mesh_all" = "$1" ] || mesh_fail "it would not go alone, but with" $mesh_all
      DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -y -q remove -- "$1" >/dev/null </dev/null
      ;;
    dnf) rpm -e --test -- "$1" && timeout 300 rpm -e -- "$1" ;;
    apk) timeout 300 apk del "$1" >/dev/null && ! apk info -e "$1" >/dev/null ;;
    *) mesh_fail 'the node has none of apt, dnf and apk' ;;
  esac
}

mesh_pass() {
  for mesh_number in $(ls "$MESH_RUN/kept" 2>/dev/null | sort -rn); do
    mesh_entry=$MESH_RUN/kept/$mesh_number
    if [ -f "$mesh_entry/path" ]; then
      mesh_lost_with "$mesh_entry"
      mesh_undo_path "$mesh_entry"
    elif [ -f "$mesh_entry/service" ]; then
      mesh_calm_service "$mesh_entry"
    elif [ -f "$mesh_entry/packages" ]; then
      mesh_undo_packages "$mesh_entry"
    fi
  done
}
# Steps that began and kept nothing: a command, a checkout, an account in a directory service.
mesh_bare() {
  sed -n 's/^begin \([0-9][0-9]*\)$/\1/p' "$MESH_RUN/events" 2>/dev/null | sort -un | while read -r mesh_number; do
    cat "$MESH_RUN"/kept/*/step 2>/dev/null | grep -qx "$mesh_number" && continue
    mesh_title=$(sed -n "s/^$mesh_number //p" "$MESH_RUN/titles" 2>/dev/null)
    # Undoing a generation keeps all that it replaces, which may be nothing.
    [ -e "$MESH_RUN/undone.${mesh_title#generation:}" ] || printf '%s\n' "$mesh_title"
  done
}
mesh_pass
if [ -n "$mesh_services" ] && [ -d /run/systemd/system ]; then mesh_systemctl '' daemon-reload >/dev/null 2>&1; fi
for mesh_entry in $mesh_services; do mesh_wake_service "$mesh_entry"; done
mesh_steps=$(mesh_bare)
while IFS= read -r mesh_line; do
  [ -z "$mesh_line" ] || mesh_tell left "$mesh_line" 'the node keeps nothing of what it did'
done <<MESH_STEPS
$mesh_steps
MESH_STEPS
[ -n "$MESH_KEEPER" ] || : >"$MESH_RUN/restored"
exit $mesh_left
