package io.meshinfra.review;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.report.review.DriftReport.Adopting;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An adoption as a commit and as words. */
final class DriftFiles {
  private DriftFiles() {}

  /** The files of the commit; empty when one of them is no text, which is not pushed then. */
  static Optional<Map<String, Optional<String>>> texts(Adoption adoption) {
    Map<String, Optional<String>> texts = new TreeMap<>();
    for (Map.Entry<String, Content> file : adoption.files().entrySet()) {
      Optional<String> text = text(file.getValue());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.put(file.getKey(), text);
    }
    return Optional.of(texts);
  }

  private static Optional<String> text(Content content) {
    String text = new String(content.bytes(), StandardCharsets.UTF_8);
    return Content.of(text).equals(content) ? Optional.of(text) : Optional.empty();
  }

  /** What the adoption means for each resource of a node. */
  static Map<ResourceId, Adopting> adopting(NodeName node, Adoption adoption) {
    boolean pushed = texts(adoption).isPresent();
    Map<ResourceId, Adopting> all = new HashMap<>();
    adoption.adopted().stream()
        .filter(adopted -> adopted.node().equals(node))
        .forEach(adopted ->
            all.put(
                adopted.id(),
                pushed
                    ? new Adopting.Written(adopted.places(), adopted.note())
                    : new Adopting.Impossible("a file of it is no text")));
    adoption.refused().stream()
        .filter(refused -> refused.node().equals(node))
        .forEach(refused -> all.put(refused.id(), new Adopting.Impossible(refused.reason())));
    return all;
  }
}
