package io.meshinfra.tailnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The devices of a tailnet, as github.com/tailscale/tailscale publicapi/device.md and tailnet.md
 * document them: {@code GET /tailnet/{tailnet}/devices} and {@code DELETE /device/{id}}.
 */
public final class DeviceClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Node ids like nABC123CNTRL and the older numbers; nothing that could be another path. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

  private final String tailnet;
  private final Asking asking;

  public DeviceClient(TailnetSite site, Function<SecretRef, Resolution> secrets, Clock clock) {
    this.tailnet = site.path();
    this.asking = new Asking(site, secrets, clock, Faults.About.DEVICES);
  }

  /** All devices, in the order of the answer. */
  public TailnetAnswer<List<Device>> all() {
    return asking
        .ask((wire, token) -> wire.get(tailnet + "/devices", headers(token)))
        .then(reply -> devices(reply.body()));
  }

  /** Removes one; it can come back only by joining anew. */
  public TailnetAnswer<Device> remove(Device device) {
    if (!ID.matcher(device.id()).matches()) {
      return notUnderstood();
    }
    return asking
        .ask((wire, token) -> wire.delete("/api/v2/device/" + device.id(), headers(token)))
        .then(reply -> new TailnetAnswer.Told<>(device));
  }

  private static Map<String, String> headers(Secret token) {
    return Map.of("Authorization", "Bearer " + token.reveal(), "Accept", "application/json");
  }

  /** A list with one device that cannot be understood may hide the one that is looked for. */
  private TailnetAnswer<List<Device>> devices(String body) {
    try {
      JsonNode list = JSON.readTree(body).path("devices");
      List<Device> devices = new ArrayList<>();
      for (JsonNode one : list) {
        String id = one.path("nodeId").asText(one.path("id").asText(""));
        List<String> addresses = new ArrayList<>();
        one.path("addresses").forEach(address -> addresses.add(address.asText("")));
        if (!ID.matcher(id).matches()) {
          return notUnderstood();
        }
        devices.add(
            new Device(
                id, one.path("hostname").asText(""), one.path("name").asText(""), addresses));
      }
      return list.isArray() ? new TailnetAnswer.Told<>(devices) : notUnderstood();
    } catch (JsonProcessingException e) {
      return notUnderstood();
    }
  }

  private <T> TailnetAnswer<T> notUnderstood() {
    return new TailnetAnswer.Refused<>(
        asking.host() + " told its devices in words that cannot be understood");
  }
}
