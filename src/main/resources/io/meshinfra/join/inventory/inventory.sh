# Tells what somebody put on this machine by hand; changes nothing. $1 is the login of the hub, which is left out.
# What others than owner and group may not read, for its own mode or that of a folder above it, is only named, never sent.
login=$1
MOST_FILES=500 LARGEST=65536
row() { printf 'inv'; printf '\t%s' "$@"; printf '\n'; }
b64() { printf '%s' "$1" | base64 | tr -d '\n'; }
bounded() { if mesh_has timeout; then timeout 60 "$@"; else "$@"; fi; }

# --- packages that somebody asked for: marked so, no part of the base system, and needed by no other one
packages_apt() {
  initial=/dev/null
  [ -r /var/log/installer/initial-status.gz ] && initial=/var/log/installer/initial-status.gz
  {
    gzip -dc "$initial" 2>/dev/null | sed -n 's/^Package: /base /p'
    dpkg-query -W -f '${Package}\t${Essential}\t${Priority}\t${db:Status-Status}\t${Pre-Depends}, ${Depends}, ${Recommends}\n' |
      sed 's/^/info /'
    apt-mark showmanual | sed 's/:.*//; s/^/manual /'
  } | awk -F'\t' '
    /^base / { base[substr($1, 6)] = 1; next }
    /^manual / { manual[substr($1, 8)] = 1; next }
    /^info / {
      name = substr($1, 6)
      if ($4 != "installed") next
      there[name] = 1
      if ($2 == "yes" || $3 == "required" || $3 == "important" || $3 == "standard") base[name] = 1
      count = split($5, needs, /[,|]/)
      for (i = 1; i <= count; i++) {
        need = needs[i]; sub(/^ */, "", need); sub(/[ :(].*/, "", need)
        if (need != "" && need != name) needed[need] = 1
      }
    }
    END { for (name in manual) if (name in there && !(name in base) && !(name in needed)) print name }' | sort
}
packages_dnf() {
  { bounded dnf -C -q repoquery --userinstalled --qf '%{name}\n' 2>/dev/null || bounded dnf -C -q history userinstalled 2>/dev/null; } |
    grep -Ex '[A-Za-z0-9][A-Za-z0-9+._-]*' | sort -u | while read -r name; do
      case $name in kernel | kernel-* | glibc* | systemd | systemd-* | fedora-release* | filesystem | setup | basesystem) ;; *) echo "$name" ;; esac
    done
}
case $MESH_PM in
  apt) packages=$(packages_apt) ;;
  dnf) packages=$(packages_dnf) ;;
  apk) packages=$(sed 's/[<>=~@].*//; /^!/d' /etc/apk/world | grep -v '^alpine-base$' | sort) ;;
  *) packages= ;;
esac
for name in $packages; do row package "$name"; done

# --- what files of /etc belong to packages, and which of those somebody changed
owned() {
  case $MESH_PM in
    apt) set +f; cat /var/lib/dpkg/info/*.list 2>/dev/null; set -f
      dpkg-query -W -f '${Conffiles}\n' | sed -n 's|^ \(/[^ ]*\) .*|\1|p' ;;
    apk) apk info -aq -L 2>/dev/null | sed 's|^|/|' ;;
  esac
  if mesh_has rpm; then rpm -qal 2>/dev/null; fi
}
changed() {
  case $MESH_PM in
    apt)
      dpkg-query -W -f '${Conffiles}\n' | grep -v obsolete | awk '/^ \// { print $2 "  " $1 }' |
        LC_ALL=C bounded md5sum -c 2>/dev/null | sed -n 's/: FAILED$//p' ;;
    apk) bounded apk audit 2>/dev/null | sed -n 's|^U |/|p' ;;
  esac
  if mesh_has rpm; then bounded rpm -Vac --nodeps --noscripts 2>/dev/null | sed -n 's|^..5.* \(/.*\)|\1|p'; fi
}
# Places of things that the system makes by itself, or that tell who this machine is.
generated() {
  case $1 in
    "/etc/sudoers.d/$login") return 0 ;;
    /etc/passwd* | /etc/shadow* | /etc/group* | /etc/gshadow* | /etc/subuid* | /etc/subgid* | /etc/.pwd.lock | /etc/machine-id | \
    /etc/hostname | /etc/hosts | /etc/resolv.conf | /etc/ld.so.cache | /etc/mtab | /etc/adjtime | /etc/fstab | /etc/timezone | \
    /etc/alternatives/* | /etc/ssl/* | /etc/pki/* | /etc/ca-certificates.conf* | /etc/pam.d/common-* | /etc/.updated | \
    /etc/rc?.d/* | /etc/udev/hwdb.bin | /etc/environment | /etc/shells | /etc/locale.* | /etc/default/locale | \
    /etc/apt/trusted* | /etc/dpkg/* | /etc/network/* | /etc/NetworkManager/system-connections/* | /etc/netplan/* | \
    /etc/ssh/ssh_host_*.pub | /etc/python3/debian_config | /etc/selinux/* | /etc/lvm/* | /etc/mesh-lab-* | /etc/*.pid | /etc/sudoers.d/90-mesh-infra | \
    *.dpkg-* | *.rpmnew | *.rpmsave | *.ucf-* | *~ | */.*.mesh-new | /etc/systemd/system/mesh-guard-*) return 0 ;;
  esac
  return 1
}
# As it was put there by the scripts of a package: a copy of what the package has below /usr/share.
untouched() {
  if [ -r /var/lib/ucf/hashfile ] && grep -Fqx "$(md5sum <"$1" | cut -c1-32)  $1" /var/lib/ucf/hashfile; then return 0; fi
  set +f
  for copy in /usr/share/*/"${1##*/}"; do
    if [ -f "$copy" ] && cmp -s "$copy" "$1"; then set -f; return 0; fi
  done
  set -f
  return 1
}
# Whether others get as far as to it: each folder above lets them through.
reachable() {
  above=$(readlink -f -- "$1" 2>/dev/null)
  [ -n "$above" ] || return 1
  while above=${above%/*} && [ -n "$above" ]; do
    case $(stat -c '%a' -- "$above" 2>/dev/null) in *[1357]) ;; *) return 1 ;; esac
  done
}
file() {
  set -- "$1" "$(stat -c '%a %U %G %s' -- "$1" 2>/dev/null)"
  [ -n "$2" ] && [ ! -L "$1" ] || return 0
  read -r mode owner group size <<END
$2
END
  case ${1##*/} in
    *_key | *.key | *.pem | *.p12 | *.pfx | *.jks | *.keytab | id_* | *.kdbx | *.gpg) row skipped 'looks like a key' "$(b64 "$1")"; return 0 ;;
  esac
  case $1:$mode in
    /etc/sudoers.d/*:440) ;;
    *[4567])
      if ! reachable "$1"; then
        row skipped 'others may not read it (a folder above it keeps them out), so it may hold a secret' "$(b64 "$1")"
        return 0
      fi ;;
    *) row skipped "others may not read it (mode $mode), so it may hold a secret" "$(b64 "$1")"; return 0 ;;
  esac
  if [ "$size" -gt $LARGEST ]; then row skipped "larger than 64 KiB" "$(b64 "$1")"; return 0; fi
  files=$((files + 1))
  if [ $files -gt $MOST_FILES ]; then
    [ $files -gt $((MOST_FILES + 1)) ] || row skipped "more than $MOST_FILES files; this and all after it were not read" "$(b64 "$1")"
    return 0
  fi
  row file "$mode" "$owner" "$group" "$(b64 "$1")" "$(mesh_b64 "$1")"
}
files=0
list=$(
  {
    owned | sed -n 's|^\(/etc/.*\)|owned \1|p'
    changed | sed 's/^/changed /'
    find /etc -xdev -type f -print 2>/dev/null | sed 's/^/there /'
    find /etc -xdev -type d -print 2>/dev/null | sed 's/^/folder /'
  } | awk '
    { word = $1; path = substr($0, length(word) + 2) }
    word == "owned" { owned[path] = 1 }
    word == "changed" { print "file " path; told[path] = 1 }
    word == "there" && !(path in owned) && !(path in told) { print "file " path }
    word == "folder" && !(path in owned) { print "folder " path }' | sort
  find /usr/local/bin /usr/local/sbin -xdev -maxdepth 1 -type f -print 2>/dev/null | sort | sed 's/^/file /'
)
folders=" "
printf '%s\n' "$list" | while read -r what path; do
  [ "$what" = file ] && ! generated "$path" && ! untouched "$path" && file "$path"
done
printf '%s\n' "$list" | while read -r what path; do
  [ "$what" = folder ] && ! generated "$path/" && row folder "$(stat -c '%a' -- "$path")" "$(stat -c '%U' -- "$path")" "$(stat -c '%G' -- "$path")" "$(b64 "$path")"
done
if [ -L /etc/localtime ]; then row timezone "$(b64 "$(readlink /etc/localtime)")"; fi

# --- people
least=$(awk '$1 == "UID_MIN" { print $2 }' /etc/login.defs 2>/dev/null)
awk -F: -v least="${least:-1000}" -v login="$login" '$3 >= least && $3 < 60000 && $1 != login && $1 != "nobody" { print $1 }' /etc/passwd |
  head -n 200 | while read -r name; do
    line=$(awk -F: -v name="$name" '$1 == name { print; exit }' /etc/passwd)
    home=$(printf '%s' "$line" | cut -d: -f6)
    row user "$name" "$(id -u "$name")" "$(id -gn "$name")" "$(b64 "$(printf '%s' "$line" | cut -d: -f5)")" \
      "$(b64 "$home")" "$(b64 "$(printf '%s' "$line" | cut -d: -f7)")" "$(id -Gn "$name")"
    if [ -f "$home/.ssh/authorized_keys" ] && [ "$(wc -c <"$home/.ssh/authorized_keys")" -le $LARGEST ]; then
      row keys "$name" "$(mesh_as "$name" cat -- "$home/.ssh/authorized_keys" 2>/dev/null | base64 | tr -d '\n')"
    fi
  done
awk -F: -v least="${least:-1000}" '$3 >= least && $3 < 60000 { print $1, $3 }' /etc/group | head -n 200 |
  while read -r name gid; do row group "$name" "$gid"; done

# --- services that are not as the presets of the distribution would have them, or that came by hand
if [ "$MESH_INIT" = systemd ]; then
  systemctl list-unit-files --type=service --no-legend --plain 2>/dev/null | head -n 1000 | while read -r unit state preset _; do
    case $unit in mesh-guard-* | *@.service) continue ;; esac
    case $state in enabled | disabled | masked) ;; *) continue ;; esac
    by=-
    fragment=$(systemctl show -p FragmentPath --value "$unit" 2>/dev/null)
    if [ -n "$fragment" ] && [ "$MESH_PM" = apt ]; then
      by=$(dpkg-query -S "$fragment" "${fragment#/usr}" "/usr$fragment" 2>/dev/null | head -n 1 | sed 's/[:,].*//')
    elif [ -n "$fragment" ] && mesh_has rpm; then
      by=$(rpm -qf --qf '%{NAME}\n' "$fragment" 2>/dev/null | grep -Ex '[A-Za-z0-9+._-]+' | head -n 1)
    fi
    # Debian asks no preset: a package says by itself whether its unit is enabled, and that is remembered.
    if [ "$MESH_PM" = apt ]; then
      preset=disabled
      [ -e "/var/lib/systemd/deb-systemd-helper-enabled/$unit.dsh-also" ] && preset=enabled
    fi
    row unit "${unit%.service}" "$state" "${preset:--}" "$(systemctl is-active "$unit" 2>/dev/null)" "${by:--}"
  done
fi
row end
