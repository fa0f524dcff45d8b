package io.meshinfra.join;

import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.desired.edit.FreshYaml;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Reading;
import io.meshinfra.network.intent.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The entry of a new node in the network intent. Pure. */
record IntentEntry(NodeDraft draft) {

  /** The file with the entry; as it was when the node is there already. */
  Content in(String file, Content content) throws FieldEdit.Impossible {
    return switch (IntentReader.read(file, content)) {
      case Reading.Faulty faulty -> content; // its mistakes are told with those of the manifests
      case Reading.Sound(Intent intent) ->
          intent.nodes().containsKey(name())
              ? content
              : FieldEdit.of(file, content)
                  .add(List.of("nodes"), name().value(), fields(intent, content))
                  .content();
    };
  }

  private NodeName name() {
    return draft.wishes().name();
  }

  private Map<String, String> fields(Intent intent, Content content) {
    Map<String, String> fields = new LinkedHashMap<>();
    String prefix = isWrittenWithPrefix(content) ? "/" + intent.mesh().network().length() : "";
    fields.put("internal_ip", address(intent) + prefix);
    fields.put("roles", FreshYaml.list(roles()));
    if (draft.isAlwaysOn()) {
      fields.put("always_on", "true");
    } else if (draft.machine().portable()) {
      fields.put("roaming", "true");
    }
    if (draft.machine().platform() == Machine.Platform.WSL2) {
      fields.put("constraints", "[wsl2]");
    }
    return fields;
  }

  /** Whether the prefix stands behind each address, because the network is written nowhere else. */
  private static boolean isWrittenWithPrefix(Content content) {
    return content
        .text()
        .filter(text -> text.lines().anyMatch(l -> l.matches(".*internal_ip: *[\"']?[0-9.]+/.*")))
        .isPresent();
  }

  private List<String> roles() {
    return Optional.ofNullable(draft.wishes().labels().get("role")).map(List::of).orElse(List.of());
  }

  /** The one that it has in the mesh already, else the lowest that is free. */
  private String address(Intent intent) {
    Subnet network = intent.mesh().network();
    Set<Ipv4> taken =
        intent.nodes().values().stream().map(MeshNode::address).collect(Collectors.toSet());
    Optional<String> own =
        draft
            .meshAddress()
            .filter(text -> {
              Optional<Ipv4> address = parsed(text);
              return address.isPresent()
                  && network.contains(address.get())
                  && !taken.contains(address.get());
            });
    return own.orElseGet(() -> free(network, taken).toString());
  }

  private static Optional<Ipv4> parsed(String text) {
    try {
      return Optional.of(Ipv4.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A full network gives its last address, and the reader of the intent tells that it is taken. */
  private static Ipv4 free(Subnet network, Set<Ipv4> taken) {
    long last = network.last().number() - 1;
    for (long at = network.first().number() + 1; at < last; at++) {
      if (!taken.contains(Ipv4.of(at))) {
        return Ipv4.of(at);
      }
    }
    return Ipv4.of(last);
  }
}
