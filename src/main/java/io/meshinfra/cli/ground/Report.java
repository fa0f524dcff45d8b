package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Tree;
import java.util.ArrayList;
import java.util.List;

/** What several checks found. */
final class Report {
  private record Part(String check, String fine, List<String> findings) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * @param fine what to say when there are no findings
   * @param findings a printable line each
   */
  Report add(String check, String fine, List<?> findings) {
    parts.add(new Part(check, fine, findings.stream().map(Object::toString).toList()));
    return this;
  }

  int findings() {
    return parts.stream().mapToInt(part -> part.findings().size()).sum();
  }

  int code() {
    return findings() == 0 ? ExitCode.FINE : ExitCode.DIFFERENCES;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.findings().isEmpty()) {
        out.append(part.check()).append(": ").append(part.fine()).append('\n');
      } else {
        String count = Counted.of(part.findings().size(), "finding");
        out.append(part.check()).append(": ").append(count).append('\n');
        part.findings().forEach(finding -> out.append("  ").append(finding).append('\n'));
      }
    }
    return out.toString();
  }

  ObjectNode tree() {
    ObjectNode tree = Tree.mapper().createObjectNode().put("findings", findings());
    ArrayNode checks = tree.putArray("checks");
    for (Part part : parts) {
      ObjectNode check = checks.addObject().put("check", part.check()).put("fine", part.fine());
      part.findings().forEach(check.putArray("findings")::add);
    }
    return tree;
  }
}
