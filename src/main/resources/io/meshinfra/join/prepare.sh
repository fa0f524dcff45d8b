# Makes the login of the hub: account, key, rights. Usage: LOGIN KEY RULES FILE, where RULES are lines for sudo or empty.
# Each deed is told when it is done, so that whoever finds it half done knows what is there. May run again.
login=$1 key=$2 rules=$3 file=$4
told() { printf 'did\t%s\n' "$*"; }
kept() { printf 'kept\t%s\n' "$*"; }
warn() { printf 'warning\t%s\n' "$*"; }
die() { printf 'failed\t%s\n' "$*"; exit 0; }

[ "$(id -u)" = 0 ] || die 'only root can make an account: log in as root, or as somebody who may use sudo'
[ "$login" != root ] || die 'the login of the hub is not root'
[ "${SUDO_USER:-root}" != "$login" ] || die "$login is the login that you came in with; the hub gets one of its own"

# --- sudo is checked first: with rules that are broken already nothing is begun
if [ -n "$rules" ]; then
  mesh_has visudo || die 'visudo is missing: install sudo, then run it again'
  [ -d "${file%/*}" ] || die "${file%/*} is missing: install sudo, or make the folder and include it in /etc/sudoers"
  visudo -c >/dev/null 2>&1 ||
    die "the rules of sudo that are there have an error, and nothing was begun: $(visudo -c 2>&1 | grep -v 'parsed OK$' | head -n 1)"
fi

# --- account
if id "$login" >/dev/null 2>&1; then
  [ "$(id -u "$login")" != 0 ] || die "$login is another name for root there; choose another login"
  kept "account $login"
else
  if mesh_has useradd; then useradd --create-home --shell /bin/sh --comment mesh-infra "$login" || die "useradd refused $login"
  elif mesh_has adduser; then adduser -D -s /bin/sh -g mesh-infra "$login" || die "adduser refused $login"
  else die 'there is neither useradd nor adduser'; fi
  # '*' is no password, and unlike '!' it does not lock the account for keys
  printf '%s:*\n' "$login" | chpasswd -e 2>/dev/null || usermod -p '*' "$login" || die "$login got no locked password"
  told "account $login"
fi

# --- key: written as the login itself, so that no link in its home leads root elsewhere
home=$(awk -F: -v name="$login" '$1 == name { print $6 }' /etc/passwd)
[ -n "$home" ] && [ -d "$home" ] || die "the home of $login is missing"
said=$(mesh_as "$login" sh -euc '
  umask 077
  cd -P -- "$1"
  mkdir -p .ssh
  touch .ssh/authorized_keys
  set -- "$1" "$(printf "%s" "$2" | cut -d" " -f1,2)" "$2"
  if grep -Fq -e "$2" .ssh/authorized_keys; then
    echo kept
  else
    if [ -s .ssh/authorized_keys ] && [ -n "$(tail -c 1 .ssh/authorized_keys)" ]; then echo >>.ssh/authorized_keys; fi
    printf "%s\n" "$3" >>.ssh/authorized_keys
    echo did
  fi
  chmod 700 .ssh
  chmod 600 .ssh/authorized_keys
' sh "$home" "$key" 2>/dev/null) || die "the key of the hub could not be written below $home"
printf '%s\tkey of the hub in %s/.ssh/authorized_keys\n' "$said" "$home"

# --- rights: checked alone and with all other files before they count; only this file is ever touched
if [ -n "$rules" ]; then
  new=$(mktemp "${file%/*}/.mesh-infra.XXXXXX") || die "no file could be made in ${file%/*}" # sudo reads no name with a dot
  printf '%s\n' "$rules" >"$new" && chmod 0440 "$new" && chown 0:0 "$new"
  if [ -f "$file" ] && cmp -s "$new" "$file"; then
    rm -f "$new"
    kept "rights in $file"
  else
    visudo -cqf "$new" >/dev/null 2>&1 || { rm -f "$new"; die 'visudo does not accept the rules; none were changed'; }
    old=
    if [ -f "$file" ]; then old=${file%/*}/.mesh-infra.old; cp -p "$file" "$old" || die "$file could not be kept aside"; fi
    mv -f "$new" "$file"
    if ! visudo -cq >/dev/null 2>&1; then
      if [ -n "$old" ]; then mv -f "$old" "$file"; else rm -f "$file"; fi
      die 'with the new rules all of sudo has an error; they were taken back'
    fi
    [ -z "$old" ] || rm -f "$old"
    told "rights in $file"
  fi
else
  if [ -f "$file" ]; then rm -f "$file" && told "took away $file: the catalog needs no rights"; else kept 'no rights as root'; fi
  # What a node remembers is the login's own where root has no part in it.
  if [ ! -d /var/lib/mesh-infra ]; then
    install -d -m 0700 -o "$login" /var/lib/mesh-infra && told '/var/lib/mesh-infra'
  else
    kept '/var/lib/mesh-infra'
  fi
fi
if [ -n "$rules" ] && ! mesh_as "$login" sudo -n -l "$5" "$6" "$7" >/dev/null 2>&1; then
  die "$login may still not become root as the hub does it; a later rule in /etc/sudoers or /etc/sudoers.d says otherwise"
fi
if mesh_has sudo && [ "$8" != any ] && mesh_as "$login" sudo -n -l /bin/sh -c id >/dev/null 2>&1; then
  warn "other rules of sudo let $login do more than these; sudo -l -U $login tells which"
fi
printf 'done\t\n'
