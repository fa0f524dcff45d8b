package io.meshinfra.reconcile.tailnet;

import io.meshinfra.journal.AuditJournal;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.tailnet.Device;
import io.meshinfra.tailnet.DeviceClient;
import io.meshinfra.tailnet.DeviceMatch;
import io.meshinfra.tailnet.TailnetAnswer.Changed;
import io.meshinfra.tailnet.TailnetAnswer.Later;
import io.meshinfra.tailnet.TailnetAnswer.Refused;
import io.meshinfra.tailnet.TailnetAnswer.Told;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the device of a node that leaves out of the tailnet: by the word of a person, who was told
 * before which one it is, and never another.
 */
public final class TailnetDevices {
  static final String DEED = "tailnet-device-removed";

  private final Optional<DeviceClient> client;
  private final AuditJournal audit;

  /**
   * @param client empty when no credential is configured
   */
  public TailnetDevices(Optional<DeviceClient> client, AuditJournal audit) {
    this.client = client;
    this.audit = audit;
  }

  /**
   * A node as the tailnet knows it.
   *
   * @param address in the tailnet
   */
  public record Leaver(NodeName node, String address) {
    /**
     * An address as it is compared.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String address(String text) {
      return Ipv4.parse(text).toString();
    }
  }

  /** What was seen or done. */
  public sealed interface Answer {
    /**
     * One device is the node.
     *
     * @param words which one, for people
     */
    record Found(String id, String words) implements Answer {}

    /** It was removed. */
    record Removed(String id, String words) implements Answer {}

    /** The tailnet has no such device. */
    record Gone() implements Answer {}

    /** Nothing was changed; says why and how to mend it. */
    record No(String reason) implements Answer {}
  }

  /** Which device is the node; asks Tailscale. */
  public Answer look(Leaver leaver) {
    return matched(leaver, device -> new Answer.Found(device.id(), device.toString()));
  }

  private Answer matched(Leaver leaver, Function<Device, Answer> then) {
    if (client.isEmpty()) {
      return new Answer.No(
          "no credential is configured; mesh.tailscale.api-key or mesh.tailscale.oauth-client-id"
              + " and oauth-client-secret name one, with the scope devices:core");
    }
    return switch (client.get().all()) {
      case Told<List<Device>>(List<Device> devices) ->
          switch (DeviceMatch.of(devices, leaver.address(), leaver.node().value())) {
            case DeviceMatch.One(Device device) -> then.apply(device);
            case DeviceMatch.Gone gone -> new Answer.Gone();
            case DeviceMatch.Unclear(String reason) -> new Answer.No(reason);
          };
      case Refused<List<Device>>(String reason) -> new Answer.No(reason);
      case Changed<List<Device>>(String reason) -> new Answer.No(reason);
      case Later<List<Device>>(String reason, var pause) -> new Answer.No(reason);
    };
  }

  /**
   * Removes it, when it is still the one that the person was told of.
   *
   * @param id of that one
   */
  public synchronized Answer remove(Deed.By by, Leaver leaver, String id) {
    return matched(
        leaver,
        device ->
            device.id().equals(id)
                ? remove(by, leaver, device)
                : new Answer.No(
                    "meanwhile another device is %s: %s".formatted(leaver.node(), device)));
  }

  private Answer remove(Deed.By by, Leaver leaver, Device device) {
    write(by, leaver, Deed.BEGUN, device.toString());
    return switch (client.orElseThrow().remove(device)) {
      case Told<Device> told -> {
        write(by, leaver, Deed.DONE, device.toString());
        yield new Answer.Removed(device.id(), device.toString());
      }
      case Refused<Device>(String reason) -> refused(by, leaver, reason);
      case Changed<Device>(String reason) -> refused(by, leaver, reason);
      case Later<Device>(String reason, var pause) -> refused(by, leaver, reason);
    };
  }

  private Answer refused(Deed.By by, Leaver leaver, String reason) {
    write(by, leaver, "refused", reason);
    return new Answer.No(reason);
  }

  private void write(Deed.By by, Leaver leaver, String outcome, String words) {
    audit.append(
        new Deed(
            by,
            DEED,
            Optional.of(leaver.node()),
            Optional.empty(),
            Optional.empty(),
            outcome,
            words));
  }
}
