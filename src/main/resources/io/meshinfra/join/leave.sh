# Takes away what made a machine a node: rights, what it remembers, account. Usage: LOGIN FILE
# Only an account with the comment mesh-infra goes, which prepare.sh and infra/bootstrap/prepare-node give to those they make.
login=$1 file=$2
line=$(awk -F: -v name="$login" '$1 == name { print; exit }' /etc/passwd 2>/dev/null)
comment=$(printf '%s' "$line" | cut -d: -f5) home=$(printf '%s' "$line" | cut -d: -f6)
told() { printf 'did\t%s\n' "$*"; }
kept() { printf 'kept\t%s\n' "$*"; }
warn() { printf 'warning\t%s\n' "$*"; }
made_by_mesh() { case $comment in mesh-infra | mesh-infra,*) return 0 ;; esac; return 1; }
die() { printf 'failed\t%s\n' "$*"; exit 0; }

[ "$(id -u)" = 0 ] || die 'only root can remove an account: log in as root, or as somebody who may use sudo'
[ "$login" != root ] || die 'root is not removed'
[ "${SUDO_USER:-root}" != "$login" ] || die "$login is the login that you came in with; come as yourself"
if id "$login" >/dev/null 2>&1 && [ "$(id -u "$login")" = 0 ]; then die "$login is another name for root there"; fi

# A run that is at work is not cut off.
if [ -e /var/lib/mesh-infra/lock ] && mesh_has flock && ! flock -n /var/lib/mesh-infra/lock true; then
  die 'a run is at work on the node; wait for its end, then run it again'
fi
set +f
for armed in /var/lib/mesh-infra/runs/*/guard/deadline; do
  run=${armed%/guard/deadline}
  if [ -e "$armed" ] && [ ! -e "$run/guard/done" ] && [ "$(cat "$run/guard/verdict" 2>/dev/null)" != confirmed ]; then
    die "the guard of run ${run##*/} has not decided yet; wait for it, then run it again"
  fi
done
set -f

if [ -f "$file" ]; then
  rm -f "$file" && told "removed $file" || die "$file could not be removed"
else
  kept "no $file"
fi
# Nothing of it would ever change again. A sshd that cannot read its settings would end by a reload.
believed=
for path in /etc/ssh/sshd_config.d/20-mesh-ca.conf /etc/ssh/sshd_config.d/15-mesh-host-ca.conf; do
  [ -f "$path" ] || continue
  believed=1
  rm -f "$path" && told "removed $path" || die "$path could not be removed"
done
# sshd reads the authority at each login. What is revoked goes last: without it sshd as it runs lets nobody in.
if [ -f /etc/ssh/mesh-ca/user-ca.pub ]; then
  rm -f /etc/ssh/mesh-ca/user-ca.pub && told 'removed /etc/ssh/mesh-ca/user-ca.pub' \
    || die '/etc/ssh/mesh-ca/user-ca.pub could not be removed'
fi
if [ -n "$believed" ]; then
  daemon=$(cat /run/sshd.pid 2>/dev/null) || daemon=
  if [ -n "$daemon" ] && [ "$(cat "/proc/$daemon/comm" 2>/dev/null)" = sshd ] && /usr/sbin/sshd -t 2>/dev/null && kill -HUP "$daemon"; then
    told 'reloaded sshd'
    believed=
  else
    kept 'sshd as it runs, and /etc/ssh/mesh-ca: reload it by hand, then that can go'
  fi
fi
if [ -z "$believed" ]; then
  for path in /etc/ssh/mesh-ca /etc/ssh/mesh-host-ca; do
    if [ -d "$path" ] && [ ! -L "$path" ]; then rm -rf "$path" && told "removed $path" || kept "$path"; fi
  done
fi
if [ -d /var/lib/mesh-infra ]; then
  rm -rf /var/lib/mesh-infra && told 'removed /var/lib/mesh-infra' || die '/var/lib/mesh-infra could not be removed'
else
  kept 'no /var/lib/mesh-infra'
fi
if ! id "$login" >/dev/null 2>&1; then
  kept "no account $login"
elif ! made_by_mesh; then
  warn "kept account $login, which mesh did not make; take the key of the hub out of ${home:-its home}/.ssh/authorized_keys"
else
  if mesh_has pkill; then pkill -KILL -u "$login"; fi
  tries=0
  while [ $tries -lt 50 ] && mesh_has pgrep && pgrep -u "$login" >/dev/null; do sleep 0.1; tries=$((tries + 1)); done
  if mesh_has userdel; then userdel -r "$login" >/dev/null 2>&1; else deluser --remove-home "$login" >/dev/null 2>&1; fi
  if id "$login" >/dev/null 2>&1; then die "the account $login could not be removed; does a process of it run?"; fi
  told "removed the account $login and its home"
fi
printf 'done\t\n'
