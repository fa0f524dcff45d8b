# Looks at a machine that shall become a node; changes nothing. $1 is the login that the hub is to have there.
fact() { printf 'fact\t%s\t%s\n' "$1" "$2"; }
login=$1
fact os "$(uname -s)"
fact arch "$(uname -m)"
fact hostname "$(uname -n)"
fact distribution "$MESH_ID"
fact version "$MESH_VERSION"
fact init "$MESH_INIT"
fact packageManager "$MESH_PM"
fact uid "$(id -u)"
fact person "${SUDO_USER:-$(id -un)}"
if grep -qi microsoft /proc/version 2>/dev/null; then fact platform wsl2
elif [ -e /run/systemd/container ] || [ -e /.dockerenv ] || grep -qs container= /proc/1/environ; then fact platform container
elif mesh_has systemd-detect-virt && systemd-detect-virt -q --vm; then fact platform vm
fi
# 8 to 10, 14 and 30 to 32 are machines that people carry (DMTF DSP0134, table 17).
read -r chassis </sys/class/dmi/id/chassis_type 2>/dev/null && case $chassis in
  8 | 9 | 10 | 14 | 30 | 31 | 32) fact portable yes ;;
esac
set +f
for type in /sys/class/power_supply/*/type; do
  [ -r "$type" ] && read -r kind <"$type" && [ "$kind" = Battery ] && fact portable yes
done
set -f
if mesh_has ip; then
  ip -o -4 addr show scope global 2>/dev/null | head -n 64 | while read -r _ name _ address _; do
    fact address "$name ${address%%/*}"
  done
fi
if mesh_has sshd; then
  sshd -T -C "user=$login,host=localhost,addr=127.0.0.1" 2>/dev/null | while read -r key value; do
    case $key in
      port) fact port "$value" ;;
      allowusers | allowgroups | denyusers | denygroups) fact sshd "$key $value" ;;
    esac
  done
fi
for program in useradd adduser sudo visudo sshd flock base64; do
  if mesh_has "$program"; then fact has "$program"; fi
done
if id "$login" >/dev/null 2>&1; then fact login "$(id -u "$login")"; fi
fact end yes
