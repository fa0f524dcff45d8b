# shellcheck shell=bash disable=SC2034,SC2153
# One bridge per lab, one veth cable per node. Nodes reach each other and this machine, nothing else.

raise_sysctl() { # raise_sysctl FILE VALUE: never lowers, so it takes nothing from anybody
  local now
  now=$(cat "$1" 2> /dev/null) || return 0
  [ "$now" -ge "$2" ] || echo "$2" > "$1"
}

network_up() {
  # First of all, and never taken away: when the bridge is gone, a client that still tries a node must get an error
  # and not send packets out by the default route.
  ip route replace unreachable "$NET.0.0/16" metric 9999
  if [ ! -e "/sys/class/net/$BRIDGE" ]; then
    ip link add "$BRIDGE" type bridge
  fi
  ip address replace "$HOST_ADDRESS/16" dev "$BRIDGE"
  # this machine never forwards what comes from a node, even if it forwards for others
  echo 0 > "/proc/sys/net/ipv4/conf/$BRIDGE/forwarding"
  ip link set "$BRIDGE" up
  # 128 inotify instances for all of root are used up by about 20 nodes; every systemd takes several
  raise_sysctl /proc/sys/fs/inotify/max_user_instances 8192
  raise_sysctl /proc/sys/net/ipv4/neigh/default/gc_thresh2 2048
  raise_sysctl /proc/sys/net/ipv4/neigh/default/gc_thresh3 4096
}

network_down() {
  local links link
  [ ! -e "/sys/class/net/$BRIDGE" ] || ip link delete "$BRIDGE"
  # Cables disappear with their nodes' network namespaces, all together, a moment after the last process. That is
  # quicker than to delete hundreds one by one; but a busy kernel takes its time.
  for _ in $(seq 20); do
    links=$(compgen -G "/sys/class/net/$LINK*") || return 0
    sleep 0.05
  done
  for link in $links; do echo "link delete ${link##*/}"; done | ip -force -batch - 2> /dev/null || true
}

address_of() { # address_of INDEX: n1 has x.y.0.3
  echo "$NET.$(($1 / 250)).$(($1 % 250 + 2))"
}

node_cut() {
  touch "$NODES/$1/cut"   # a cable that is out stays out over a reboot
  set_cable "$1" down
}

node_heal() {
  rm -f "$NODES/$1/cut"
  set_cable "$1" up
}

set_cable() {
  local link
  link=$LINK$(node_index "$1")
  [ ! -e "/sys/class/net/$link" ] || ip link set "$link" "$2"
}
