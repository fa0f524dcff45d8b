package io.meshinfra.network.wireguard;

import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a {@code wg0.conf} back; a line that we would not write, or not there, is refused. */
final class WgReader {
  private static final Pattern ADDRESS = Pattern.compile("Address = ([0-9.]+)/([0-9]{1,2})");
  private static final Pattern PORT = Pattern.compile("ListenPort = ([0-9]{1,5})");
  private static final String NO_TABLE = "Table = off";
  private static final String LOAD_KEY = "PostUp = wg set %i private-key /etc/wireguard/mesh.key";
  private static final Pattern ROUTE =
      Pattern.compile("PostUp = ip -4 route replace ([0-9./]+) dev %i metric 5151");
  private static final String FORWARD = "PostUp = sysctl -qw net.ipv4.conf.%i.forwarding=1";
  private static final Pattern PASS =
      Pattern.compile("PostUp = ip -4 route replace ([0-9./]+) dev %i table 5151");
  private static final Pattern OWN =
      Pattern.compile("PostUp = ip -4 route replace throw ([0-9./]+) table 5151");
  private static final List<String> REST_OF_PASSING =
      List.of(
          "PostUp = ip -4 route replace unreachable default table 5151",
          "PostUp = ip -4 rule del priority 5151 2>/dev/null || :; ip -4 rule add iif %i"
              + " priority 5151 lookup 5151",
          "PostDown = ip -4 rule del priority 5151 2>/dev/null || :;"
              + " ip -4 route flush table 5151 2>/dev/null || :");
  private static final String MARK = "FwMark = 5152";
  private static final List<String> NO_INTERNET =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "224.0.0.0/4",
              "240.0.0.0/4")
          .map("PostUp = ip -4 route replace unreachable %s table 5149"::formatted)
          .toList();
  private static final Pattern EXIT_PASS =
      Pattern.compile("PostUp = ip -4 route replace ([0-9./]+) dev %i table 5149");
  private static final Pattern EXIT_OWN =
      Pattern.compile("PostUp = ip -4 route replace throw ([0-9./]+) table 5149");
  private static final String NO_CLIENTS =
      "while ip -4 rule del priority 5149 2>/dev/null; do :; done;"
          + " while ip -4 rule del priority 5150 2>/dev/null; do :; done";
  private static final Pattern CLIENT =
      Pattern.compile(
          "PostUp = ip -4 rule add iif %i from ([0-9.]+) priority 5149 lookup 5149;"
              + " ip -4 rule add iif %i from \\1 priority 5150 lookup main");
  private static final Pattern MASQUERADE =
      Pattern.compile(
          "PostUp = nft 'table ip mesh_exit; delete table ip mesh_exit; table ip mesh_exit"
              + " \\{ chain postrouting \\{ type nat hook postrouting priority srcnat;"
              + " ip saddr \\{ ([0-9., ]+) \\} oifname != \"%i\" masquerade; \\}; \\}'");
  private static final String EXIT_DOWN =
      "PostDown = "
          + NO_CLIENTS
          + "; ip -4 route flush table 5149 2>/dev/null || :;"
          + " nft delete table ip mesh_exit 2>/dev/null || :";

  /** Answers by the way that the question came; the rest into the tunnel, or nowhere. */
  private static final List<String> LEAVING =
      List.of(
          "PostUp = nft 'table inet mesh_internet; delete table inet mesh_internet;"
              + " table inet mesh_internet { chain prerouting { type filter hook prerouting priority"
              + " mangle; iifname != { \"lo\", \"%i\" } fib daddr type local ct direction original"
              + " ct mark set 5152; iifname != \"%i\" fib daddr type local meta mark set 5152;"
              + " ct mark 5152 ct direction reply meta mark set 5152; }; chain output { type route"
              + " hook output priority mangle; ct mark 5152 ct direction reply meta mark set 5152;"
              + " }; }'",
          "PostUp = sysctl -qw net.ipv4.conf.all.src_valid_mark=1 net.ipv4.tcp_fwmark_accept=1"
              + " net.ipv4.fwmark_reflect=1",
          "PostUp = ip -4 route replace default dev %i table 5152",
          once("-4", "5153", "priority 5153 lookup main suppress_prefixlength 0"),
          once("-4", "5154", "not fwmark 5152 priority 5154 lookup 5152"),
          once("-4", "5155", "not fwmark 5152 priority 5155 unreachable"),
          where6("PostUp = sysctl -qw net.ipv6.fwmark_reflect=1"),
          where6(once("-6", "5153", "priority 5153 lookup main suppress_prefixlength 0")),
          where6(once("-6", "5155", "not fwmark 5152 priority 5155 unreachable")));

  private static final Pattern KEY = Pattern.compile("PublicKey = ([A-Za-z0-9+/]{43}=)");
  private static final Pattern ALLOWED = Pattern.compile("AllowedIPs = ([0-9./, ]+)");
  private static final String REST = "0.0.0.0/0";
  private static final Pattern ENDPOINT =
      Pattern.compile("Endpoint = ((?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5})");
  private static final String KEEPALIVE = "PersistentKeepalive = 25";

  private static String once(String family, String priority, String rule) {
    return "PostUp = [ -n \"$(ip %1$s rule show priority %2$s)\" ] || ip %1$s rule add %3$s"
        .formatted(family, priority, rule);
  }

  private static String where6(String hook) {
    return hook.replaceFirst("= ", "= [ ! -e /proc/net/if_inet6 ] || ");
  }

  private final List<String> lines;
  private int next;

  private WgReader(String text) {
    lines = text.lines().toList();
  }

  /** The text says something that we never write. */
  private static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(String message) {
      super(message);
    }
  }

  static WgConfig.Reading read(String text) {
    try {
      return new WgConfig.Reading.Read(new WgReader(text).config());
    } catch (NotUnderstood e) {
      return new WgConfig.Reading.NotUnderstood(e.getMessage());
    } catch (IllegalArgumentException e) {
      return new WgConfig.Reading.NotUnderstood(e.getMessage());
    }
  }

  private WgConfig config() throws NotUnderstood {
    need("[Interface]");
    Matcher address = need(ADDRESS, "an Address");
    int port = Integer.parseInt(need(PORT, "a ListenPort").group(1));
    boolean leaves = take(MARK);
    need(NO_TABLE);
    need(LOAD_KEY);
    List<Subnet> routes = all(ROUTE);
    Optional<WgConfig.Passing> passes = Optional.empty();
    if (take(FORWARD)) {
      passes = Optional.of(new WgConfig.Passing(all(PASS), all(OWN)));
      for (String line : REST_OF_PASSING) {
        need(line);
      }
    }
    Optional<WgConfig.Exit> exit = exit();
    for (String line : leaves ? LEAVING : List.<String>of()) {
      need(line);
    }
    List<WgConfig.Section> peers = new ArrayList<>();
    while (peek().isPresent()) {
      peers.add(peer());
    }
    return new WgConfig(
        Ipv4.parse(address.group(1)),
        prefix(Integer.parseInt(address.group(2))),
        port,
        routes,
        passes,
        exit,
        leaves,
        peers);
  }

  private Optional<WgConfig.Exit> exit() throws NotUnderstood {
    if (!take(NO_INTERNET.getFirst())) {
      return Optional.empty();
    }
    for (String line : NO_INTERNET.subList(1, NO_INTERNET.size())) {
      need(line);
    }
    List<Subnet> tunnels = all(EXIT_PASS);
    List<Subnet> own = all(EXIT_OWN);
    need("PostUp = " + NO_CLIENTS);
    List<Ipv4> clients = new ArrayList<>();
    Optional<Matcher> client = take(CLIENT);
    while (client.isPresent()) {
      clients.add(Ipv4.parse(client.get().group(1)));
      client = take(CLIENT);
    }
    List<Ipv4> masqueraded =
        Stream.of(need(MASQUERADE, "masquerading").group(1).split(", ", -1))
            .map(Ipv4::parse)
            .toList();
    if (!masqueraded.equals(clients)) {
      throw new NotUnderstood(
          "line %d: %s are masqueraded, and %s let out".formatted(next, masqueraded, clients));
    }
    need(EXIT_DOWN);
    return Optional.of(new WgConfig.Exit(clients, tunnels, own));
  }

  private static int prefix(int length) throws NotUnderstood {
    if (length > 32) {
      throw new NotUnderstood("a prefix of %d bits is none".formatted(length));
    }
    return length;
  }

  private WgConfig.Section peer() throws NotUnderstood {
    need("[Peer]");
    int line = next;
    String key = need(KEY, "a PublicKey").group(1);
    List<String> allowed =
        new ArrayList<>(List.of(need(ALLOWED, "AllowedIPs").group(1).split(", ", -1)));
    boolean rest = allowed.remove(REST);
    Optional<String> endpoint = take(ENDPOINT).map(found -> found.group(1));
    return new WgConfig.Section(
        line, key, allowed.stream().map(Subnet::parse).toList(), rest, endpoint, take(KEEPALIVE));
  }

  private List<Subnet> all(Pattern form) {
    List<Subnet> networks = new ArrayList<>();
    Optional<Matcher> found = take(form);
    while (found.isPresent()) {
      networks.add(Subnet.parse(found.get().group(1)));
      found = take(form);
    }
    return networks;
  }

  /** The next line that says anything. */
  private Optional<String> peek() {
    while (next < lines.size() && (lines.get(next).isEmpty() || lines.get(next).startsWith("#"))) {
      next++;
    }
    return next < lines.size() ? Optional.of(lines.get(next)) : Optional.empty();
  }

  private boolean take(String line) {
    boolean here = peek().filter(line::equals).isPresent();
    next += here ? 1 : 0;
    return here;
  }

  private Optional<Matcher> take(Pattern form) {
    Optional<Matcher> found = peek().map(form::matcher).filter(Matcher::matches);
    next += found.isPresent() ? 1 : 0;
    return found;
  }

  private void need(String line) throws NotUnderstood {
    if (!take(line)) {
      throw refused("\"" + line + "\"");
    }
  }

  private Matcher need(Pattern form, String what) throws NotUnderstood {
    return take(form).orElseThrow(() -> refused(what));
  }

  private NotUnderstood refused(String expected) {
    String found = peek().map(Printable::quote).orElse("the end of the file");
    return new NotUnderstood("line %d: expected %s, found %s".formatted(next + 1, expected, found));
  }
}
