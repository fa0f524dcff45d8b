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
  private static final Pattern KEY = Pattern.compile("PublicKey = ([A-Za-z0-9+/]{43}=)");
  private static final Pattern ALLOWED = Pattern.compile("AllowedIPs = ([0-9./, ]+)");
  private static final Pattern ENDPOINT =
      Pattern.compile("Endpoint = ((?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5})");
  private static final String KEEPALIVE = "PersistentKeepalive = 25";

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
        peers);
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
    List<Subnet> allowed =
        Stream.of(need(ALLOWED, "AllowedIPs").group(1).split(", ", -1)).map(Subnet::parse).toList();
    Optional<String> endpoint = take(ENDPOINT).map(found -> found.group(1));
    return new WgConfig.Section(line, key, allowed, endpoint, take(KEEPALIVE));
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
