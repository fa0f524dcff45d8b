package io.meshinfra.probe.link;

import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.LinkPeer.Carriage;
import io.meshinfra.model.Links;
import io.meshinfra.model.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a node says of its mesh. Of WireGuard the forms are those of wg(8), {@code wg show all
 * endpoints|latest-handshakes|allowed-ips}; never {@code dump}, which has the private key in it.
 */
final class LinkAnswers {
  /** Sessions are renewed after 120 s of use and end after 180 s (WireGuard paper, section 6.1). */
  private static final Duration END_OF_SESSION = Duration.ofSeconds(180);

  private static final double NANOS_OF_A_MILLI = 1e6;
  private static final int MOST_PEERS = 5_000;
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_=+.-]{1,15}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern ENDPOINT = Pattern.compile("[0-9a-fA-F.:\\[\\]%a-z]{3,80}");
  private static final Pattern MILLIS = Pattern.compile("time[=<]([0-9]{1,6}(?:\\.[0-9]{1,6})?)");
  private static final Pattern NETWORK = Pattern.compile("[0-9a-fA-F.:]{2,45}/[0-9]{1,3}");

  private final String marker;
  private final Set<String> asked;
  private final Map<String, Duration> latencies = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<LinkPeer> tailscale = new ArrayList<>();
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private long now;
  private boolean ended;

  /**
   * @param asked addresses; what is said of others is not wanted
   */
  LinkAnswers(String marker, Collection<String> asked) {
    this.marker = marker;
    this.asked = Set.copyOf(asked);
  }

  /** One peer of one interface, as its lines come in. */
  private static final class Wire {
    private final String device;
    private String endpoint = "";
    private long handshake;
    private List<String> networks = List.of();

    Wire(String device) {
      this.device = device;
    }
  }

  void line(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length < 2 || !parts[0].equals(marker)) {
      return;
    }
    switch (parts[1] + "/" + parts.length) {
      case "now/3" -> now = SECONDS.matcher(parts[2]).matches() ? Long.parseLong(parts[2]) : 0;
      case "tailscale/3" -> tailscale(parts[2]);
      case "endpoints/5", "latest-handshakes/5", "allowed-ips/5" -> wireguard(parts);
      case "ping/4" -> ping(parts[2], parts[3]);
      case "end/2" -> ended = true;
      default -> {} // not ours
    }
  }

  private void ping(String address, String said) {
    Matcher millis = MILLIS.matcher(said);
    if (asked.contains(address) && millis.matches()) {
      long nanos = Math.round(Double.parseDouble(millis.group(1)) * NANOS_OF_A_MILLI);
      latencies.putIfAbsent(address, Duration.ofNanos(nanos));
    }
  }

  private void tailscale(String base64) {
    try {
      Links links =
          TailscaleStatus.read(
              new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
      tailscale.addAll(links.peers());
      notes.addAll(links.notes());
    } catch (IllegalArgumentException e) {
      notes.add("what tailscale said did not come over whole");
    }
  }

  private void wireguard(String[] parts) {
    boolean known =
        INTERFACE.matcher(parts[2]).matches()
            && KEY.matcher(parts[3]).matches()
            && wires.size() < MOST_PEERS;
    if (!known) {
      return;
    }
    Wire wire = wires.computeIfAbsent(parts[2] + " " + parts[3], key -> new Wire(parts[2]));
    switch (parts[1]) {
      case "endpoints" -> wire.endpoint = ENDPOINT.matcher(parts[4]).matches() ? parts[4] : "";
      case "latest-handshakes" ->
          wire.handshake = SECONDS.matcher(parts[4]).matches() ? Long.parseLong(parts[4]) : 0;
      default ->
          wire.networks =
              Stream.of(parts[4].split(" ")).filter(NETWORK.asMatchPredicate()).toList();
    }
  }

  Links links() {
    List<LinkPeer> peers = new ArrayList<>(tailscale);
    wires.values().forEach(wire -> peers.add(peer(wire)));
    List<String> told = new ArrayList<>(notes);
    if (!ended) {
      told.add("the node did not tell all of it");
    }
    return new Links(peers, told, latencies);
  }

  private LinkPeer peer(Wire wire) {
    Optional<Duration> age =
        wire.handshake == 0 || now == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Math.max(0, now - wire.handshake)));
    Carriage carriage =
        age.map(old -> old.compareTo(END_OF_SESSION) <= 0 ? Carriage.DIRECT : Carriage.IDLE)
            .orElse(Carriage.DOWN);
    return new LinkPeer(
        LinkPeer.Net.WIREGUARD,
        Printable.line(wire.device),
        wire.networks,
        carriage,
        wire.endpoint,
        age);
  }
}
