package io.meshinfra.probe.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.LinkPeer.Carriage;
import io.meshinfra.model.Links;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code tailscale status --json}; the fields are those of {@code ipnstate.Status} and {@code
 * ipnstate.PeerStatus} in the source of Tailscale. What is missing or of another form is not
 * guessed.
 */
final class TailscaleStatus {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_PEERS = 5_000;
  private static final int MOST_ADDRESSES = 8;

  private TailscaleStatus() {}

  static Links read(String text) {
    try {
      JsonNode status = JSON.readTree(text);
      JsonNode state = status.path("BackendState");
      if (!state.isTextual()) {
        return note("tailscale status --json has no BackendState");
      }
      if (!state.textValue().equals("Running")) {
        return note("tailscale is " + Printable.line(state.textValue()));
      }
      List<LinkPeer> peers = new ArrayList<>();
      status.path("Peer").valueStream().limit(MOST_PEERS).forEach(peer -> peers.add(peer(peer)));
      return new Links(peers, List.of());
    } catch (JsonProcessingException e) {
      return note("what tailscale status --json said cannot be read");
    }
  }

  private static Links note(String words) {
    return new Links(List.of(), List.of(words));
  }

  private static LinkPeer peer(JsonNode peer) {
    List<String> networks = new ArrayList<>();
    peer.path("TailscaleIPs")
        .valueStream()
        .filter(JsonNode::isTextual)
        .limit(MOST_ADDRESSES)
        .forEach(address -> networks.add(Printable.line(address.textValue())));
    String endpoint = text(peer, "CurAddr");
    String relay = text(peer, "Relay");
    Carriage carriage = carriage(peer, endpoint, relay);
    return new LinkPeer(
        LinkPeer.Net.TAILSCALE,
        text(peer, "DNSName").isEmpty() ? text(peer, "HostName") : text(peer, "DNSName"),
        networks,
        carriage,
        switch (carriage) {
          case DIRECT -> endpoint;
          case RELAYED -> relay.isEmpty() ? text(peer, "PeerRelay") : "DERP " + relay;
          case IDLE, DOWN -> "";
        },
        Optional.empty());
  }

  /** As {@code tailscale status} tells it to people: a peer without traffic has no way yet. */
  private static Carriage carriage(JsonNode peer, String endpoint, String relay) {
    if (!peer.path("Online").asBoolean(false)) {
      return Carriage.DOWN;
    }
    if (!peer.path("Active").asBoolean(false)) {
      return Carriage.IDLE;
    }
    boolean relayed = !relay.isEmpty() || !text(peer, "PeerRelay").isEmpty();
    return endpoint.isEmpty() ? relayed ? Carriage.RELAYED : Carriage.IDLE : Carriage.DIRECT;
  }

  private static String text(JsonNode peer, String field) {
    JsonNode value = peer.path(field);
    return value.isTextual() ? Printable.line(value.textValue()) : "";
  }
}
