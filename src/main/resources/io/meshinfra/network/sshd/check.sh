new=%s ports='PORTS' login='LOGIN' root='ROOT' only='ONLY' etc=/etc/ssh
fail() { echo "10-mesh.conf would not do what it is for: $1" >&2; exit 1; }
command -v sshd >/dev/null || fail 'there is no sshd here; install the package openssh-server'
[ -f "$etc/sshd_config" ] || fail "$etc/sshd_config is missing; put it back, as the package openssh-server has it"
made= # Ubuntu: systemd takes the ports of its socket from the configuration of sshd
for base in /usr/lib /lib /etc; do
  [ ! -x "$base/systemd/system-generators/sshd-socket-generator" ] || made=1
done
if command -v systemctl >/dev/null && [ -d /run/systemd/system ] && [ -z "$made" ]; then
  for unit in ssh.socket sshd.socket; do
    systemctl -q is-active "$unit" 2>/dev/null || continue
    listens=$(systemctl show -p Listen "$unit")
    for port in $ports; do
      echo "$listens" | grep -q ":$port (Stream)" || fail "$unit listens in place of sshd, and not on port $port; \
let sshd do it: systemctl disable --now $unit && systemctl enable --now ${unit%.socket}.service"
    done
  done
fi
dir=$(mktemp -d) || fail 'no temporary folder could be made; is the disk full?'
made= # Debian's sshd wants that folder, which is there while the service runs
[ -d /run/sshd ] || { mkdir -m 0755 /run/sshd && made=/run/sshd; }
trap 'rm -rf "$dir"; [ -z "$made" ] || rmdir "$made"' EXIT
mkdir "$dir/sshd_config.d"
cp "$etc"/sshd_config.d/*.conf "$dir/sshd_config.d/" 2>/dev/null || :
cp "$new" "$dir/sshd_config.d/10-mesh.conf" || exit 1
sed "s#^\([[:space:]]*[Ii][Nn][Cc][Ll][Uu][Dd][Ee][[:space:]=]\{1,\}\"\{0,1\}\)\($etc/\)\{0,1\}sshd_config\.d/#\1$dir/sshd_config.d/#" \
  "$etc/sshd_config" >"$dir/sshd_config"
grep -q "^[[:space:]]*[Ii].*$dir/sshd_config\.d/\*" "$dir/sshd_config" ||
  fail "$etc/sshd_config does not include it; put in as its first line: Include $etc/sshd_config.d/*.conf"
sshd -t -f "$dir/sshd_config" || fail 'sshd does not take its configuration with it'
for who in root $login $only; do
  seen=$(sshd -T -f "$dir/sshd_config" -C "user=$who,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22") ||
    fail "sshd does not tell what would hold for $who"
  for want in 'passwordauthentication no' 'kbdinteractiveauthentication no' 'permitemptypasswords no' \
    'authenticationmethods publickey' 'pubkeyauthentication yes' "permitrootlogin $root"; do
    echo "$seen" | grep -Eqx "$want" || {
      grep -in "^[[:space:]]*${want%% *}" "$etc/sshd_config" "$etc"/sshd_config.d/*.conf >&2
      fail "for $who '${want%% *}' would be '$(echo "$seen" | sed -n "s/^${want%% *} //p")'; a line before it or in a Match says so, take that out"
    }
  done
done
others=$(awk 'FNR == 1 { inside = 0 } { gsub(/[="]/, " "); $1 = $1; key = tolower($1) }
  key == "match" { inside = 1 } inside && key == "authenticationmethods" { print FILENAME ":" FNR ": " $0 }' \
  "$etc/sshd_config" "$etc"/sshd_config.d/*.conf 2>/dev/null)
[ -z "$others" ] || fail "a Match lets somebody in by other methods; take it out: $others"
if [ -n "$only" ]; then
  for who in $only; do
    echo "$seen" | grep -qxF "allowusers $who" || fail "'$who' would not be among AllowUsers"
  done
  for who in $(echo "$seen" | sed -n 's/^allowusers //p'); do
    case " $only " in *" $who "*) ;; *)
      grep -in '^[[:space:]]*allowusers' "$etc/sshd_config" "$etc"/sshd_config.d/*.conf >&2
      fail "it would let in '$who' too, since AllowUsers add up; take out the other line" ;;
    esac
  done
fi
for port in $ports; do
  echo "$seen" | grep -q "^listenaddress .*:$port\$" ||
    fail "sshd would not listen on port $port; a ListenAddress with a port of its own says so, take that out"
done
