package io.meshinfra.network;

import io.meshinfra.desired.edit.ManifestEdit;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.network.intent.WireguardKey;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Public keys in the text of an intent. */
public final class WireguardKeys {
  /** What makes the key on a node. */
  public static final ResourceId RESOURCE = new ResourceId("shell", WireguardScripts.KEY);

  private WireguardKeys() {}

  /**
   * The file with these keys; every other character of it stays as it is.
   *
   * @param file path of the intent
   */
  public static ManifestEdit write(
      String file, Content intent, SortedMap<NodeName, WireguardKey> keys) {
    Content written = intent;
    for (Map.Entry<NodeName, WireguardKey> key : keys.entrySet()) {
      SpecValue value =
          new SpecValue.Settings(
              new TreeMap<>(Map.of("public_key", Optional.of(key.getValue().base64()))));
      ManifestEdit edit =
          ManifestEdit.set(
              file, written, List.of("nodes", key.getKey().value()), "wireguard", value);
      switch (edit) {
        case ManifestEdit.Edited edited -> written = edited.content();
        case ManifestEdit.Refused refused -> {
          return new ManifestEdit.Refused(key.getKey() + ": " + refused.reason());
        }
      }
    }
    return new ManifestEdit.Edited(written);
  }
}
