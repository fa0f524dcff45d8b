package io.meshinfra.network;

/** What runs on a node beside {@code wg-quick}; constants, so that no name can get into them. */
final class WireguardScripts {
  /** Name of the resource that makes the key. */
  static final String KEY = "wireguard-key";

  private WireguardScripts() {}

  /** {@code PUBLIC_KEY} is the one of the intent, where it has one. */
  static final String CHECK_KEY =
      """
      key=/etc/wireguard/mesh.key
      command -v wg >/dev/null || { echo 'wg is not there yet'; exit 1; }
      [ -s "$key" ] || { echo 'there is no key yet'; exit 1; }
      [ "$(stat -c %a:%u "$key")" = 600:0 ] || { echo 'others may read the key'; exit 1; }
      public=$(wg pubkey <"$key") || { echo 'mesh.key is no key'; exit 1; }
      [ "${PUBLIC_KEY:-$public}" = "$public" ] || {
        echo "the key here is $public, the intent has $PUBLIC_KEY"
        exit 1
      }
      """;

  /**
   * Makes a key where there is none, under a name that it only gets whole, and never in place of
   * another: with a new one every tunnel of the node would be gone.
   */
  static final String MAKE_KEY =
      """
      key=/etc/wireguard/mesh.key
      umask 077
      mkdir -p /etc/wireguard
      if [ ! -e "$key" ] && [ ! -L "$key" ]; then
        wg genkey >"$key.new"
        sync
        ln "$key.new" "$key"
        rm "$key.new"
      fi
      chmod 600 "$key"
      chown root:root "$key"
      public=$(wg pubkey <"$key") || {
        echo "$key is no key; remove it by hand, and a new one is made" >&2
        exit 1
      }
      [ "${PUBLIC_KEY:-$public}" = "$public" ] || {
        echo "the key here is $public, and the intent has $PUBLIC_KEY; it is left alone." \\
          "If this machine was set up anew: mesh net keys --replace writes the new one" >&2
        exit 1
      }
      """;

  /**
   * Takes over a changed file without cutting tunnels. {@code wg syncconf} forgets the private key
   * when it is given none, so it gets it by a pipe; the hooks can run again at any time.
   */
  static final String RELOAD =
      """
      #!/bin/bash
      # Kept by mesh-infra: takes over /etc/wireguard/wg0.conf without cutting tunnels.
      set -euo pipefail
      name=$1
      config=/etc/wireguard/$name.conf
      export WG_ENDPOINT_RESOLUTION_RETRIES=3
      stripped=$(wg-quick strip "$name")
      wg syncconf "$name" <(
        while IFS= read -r line; do
          printf '%s\\n' "$line"
          [ "$line" != '[Interface]' ] || printf 'PrivateKey = %s\\n' "$(</etc/wireguard/mesh.key)"
        done <<<"$stripped"
      )
      address=$(sed -n 's/^Address = //p' "$config")
      ip -4 address replace "$address" dev "$name"
      ip -4 -o address show dev "$name" | while read -r _ _ _ old _; do
        [ "$old" = "$address" ] || ip -4 address del "$old" dev "$name"
      done
      ip -4 rule del priority 5151 2>/dev/null || :
      ip -4 route flush table 5151 2>/dev/null || :
      ip -4 route flush dev "$name" metric 5151 2>/dev/null || :
      if ! grep -q '^FwMark = ' "$config"; then
        for rule in 5155 5154 5153; do
          ip -4 rule del priority "$rule" 2>/dev/null || :
          ip -6 rule del priority "$rule" 2>/dev/null || :
        done
        ip -4 route flush table 5152 2>/dev/null || :
        nft delete table inet mesh_internet 2>/dev/null || :
      fi
      if ! grep -q '^PostUp = .* table 5149$' "$config"; then
        for rule in 5149 5150; do
          while ip -4 rule del priority "$rule" 2>/dev/null; do :; done
        done
        nft delete table ip mesh_exit 2>/dev/null || :
      fi
      ip -4 route flush table 5149 2>/dev/null || :
      sed -n 's/^PostUp = //p' "$config" | while IFS= read -r hook; do
        eval "${hook//%i/$name}"
      done
      """;

  /** A name that cannot be looked up at boot must not be the end of it. */
  static final String DROP_IN =
      """
      # Kept by mesh-infra.
      [Service]
      ExecReload=
      ExecReload=/bin/bash /etc/wireguard/mesh-reload %i
      Restart=on-failure
      RestartSec=10
      """;

  /**
   * Runs early at boot what needs no tunnel yet: the marks for answers, and the rules by which the
   * rest is unreachable until there is one.
   */
  static final String EARLY =
      """
      #!/bin/bash
      # Kept by mesh-infra: nothing leaves in the clear before the tunnel is up.
      set -euo pipefail
      config=/etc/wireguard/wg0.conf
      if ! grep -q '^FwMark = ' "$config"; then
        exit 0
      fi
      grep -e "^PostUp = nft 'table inet mesh_internet;" \\
        -e '^PostUp = .*sysctl -qw .*fwmark_reflect=1' -e '^PostUp = .* rule add .*priority 515[345] ' "$config" |
        sed 's/^PostUp = //' |
        while IFS= read -r hook; do
          eval "${hook//%i/wg0}"
        done
      """;

  static final String EARLY_UNIT =
      """
      # Kept by mesh-infra.
      [Unit]
      Description=Nothing leaves in the clear before the tunnel to the internet is up
      DefaultDependencies=no
      After=local-fs.target systemd-modules-load.service
      Before=network-pre.target wg-quick@wg0.service
      Wants=network-pre.target
      ConditionPathExists=/etc/wireguard/wg0.conf

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=/bin/bash /etc/wireguard/mesh-internet

      [Install]
      WantedBy=sysinit.target
      """;
}
