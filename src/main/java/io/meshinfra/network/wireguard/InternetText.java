package io.meshinfra.network.wireguard;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of a {@code wg0.conf} by which packets to the internet leave by another node. They may run
 * at any time, and again; each is one command, so that nothing is half there.
 *
 * <p>On a node that goes by another one it is what {@code wg-quick} does for {@code 0.0.0.0/0},
 * with two differences. Answers to whatever came in by another interface leave by that one (a mark
 * of the connection), so that ways in beside the mesh stay. And where the tunnel is down, the rest
 * is unreachable rather than sent in the clear; that stays when the interface goes, until a reboot.
 */
final class InternetText {
  /** Mark of packets that do not go into a tunnel; number of the table that the others go by. */
  static final int MARK = 5152;

  /** What is no internet: private networks, this machine, links, multicast, reserved (RFC 6890). */
  private static final List<String> ELSEWHERE =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final String CLIENT =
      """
      PostUp = nft 'table inet mesh_internet; delete table inet mesh_internet; table inet mesh_internet { chain prerouting { type filter hook prerouting priority mangle; iifname != { "lo", "%i" } fib daddr type local ct direction original ct mark set 5152; iifname != "%i" fib daddr type local meta mark set 5152; ct mark 5152 ct direction reply meta mark set 5152; }; chain output { type route hook output priority mangle; ct mark 5152 ct direction reply meta mark set 5152; }; }'
      PostUp = sysctl -qw net.ipv4.conf.all.src_valid_mark=1 net.ipv4.tcp_fwmark_accept=1 net.ipv4.fwmark_reflect=1
      PostUp = ip -4 route replace default dev %i table 5152
      PostUp = [ -n "$(ip -4 rule show priority 5153)" ] || ip -4 rule add priority 5153 lookup main suppress_prefixlength 0
      PostUp = [ -n "$(ip -4 rule show priority 5154)" ] || ip -4 rule add not fwmark 5152 priority 5154 lookup 5152
      PostUp = [ -n "$(ip -4 rule show priority 5155)" ] || ip -4 rule add not fwmark 5152 priority 5155 unreachable
      PostUp = [ ! -e /proc/net/if_inet6 ] || sysctl -qw net.ipv6.fwmark_reflect=1
      PostUp = [ ! -e /proc/net/if_inet6 ] || [ -n "$(ip -6 rule show priority 5153)" ] || ip -6 rule add priority 5153 lookup main suppress_prefixlength 0
      PostUp = [ ! -e /proc/net/if_inet6 ] || [ -n "$(ip -6 rule show priority 5155)" ] || ip -6 rule add not fwmark 5152 priority 5155 unreachable
      """;

  private InternetText() {}

  static String client() {
    return CLIENT;
  }

  /** Private networks first: what is meant takes the place of one that is the same. */
  static String exit(List<Ipv4> clients, List<Subnet> through, List<Subnet> own) {
    StringBuilder text = new StringBuilder();
    ELSEWHERE.forEach(network ->
        text.append("PostUp = ip -4 route replace unreachable %s table 5149%n".formatted(network)));
    through.forEach(network ->
        text.append("PostUp = ip -4 route replace %s dev %%i table 5149%n".formatted(network)));
    own.forEach(network ->
        text.append("PostUp = ip -4 route replace throw %s table 5149%n".formatted(network)));
    text.append(
        "PostUp = while ip -4 rule del priority 5149 2>/dev/null; do :; done;"
            + " while ip -4 rule del priority 5150 2>/dev/null; do :; done\n");
    clients.forEach(client ->
        text.append(
            "PostUp = ip -4 rule add iif %%i from %1$s priority 5149 lookup 5149; ip -4 rule add iif %%i from %1$s priority 5150 lookup main%n"
                .formatted(client)));
    return text.append(
            """
            PostUp = nft 'table ip mesh_exit; delete table ip mesh_exit; table ip mesh_exit { chain postrouting { type nat hook postrouting priority srcnat; ip saddr { %s } oifname != "%%i" masquerade; }; }'
            PostDown = while ip -4 rule del priority 5149 2>/dev/null; do :; done; while ip -4 rule del priority 5150 2>/dev/null; do :; done; ip -4 route flush table 5149 2>/dev/null || :; nft delete table ip mesh_exit 2>/dev/null || :
            """
                .formatted(clients.stream().map(Ipv4::toString).collect(Collectors.joining(", "))))
        .toString();
  }
}
