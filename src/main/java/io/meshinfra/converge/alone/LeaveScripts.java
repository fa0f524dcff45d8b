package io.meshinfra.converge.alone;

import io.meshinfra.converge.shell.RunParts;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbePrelude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the hub sends to leave a catalog on a node, and to take it away. */
final class LeaveScripts {
  private static final String LEAVE = resource("leave.sh");
  private static final String MESH = resource("mesh.sh");

  private LeaveScripts() {}

  static ShellScript leave(LeftCatalog left, List<String> about, String line) {
    Map<String, String> files = new LinkedHashMap<>(RunParts.FILES);
    files.put("session.sh", RunParts.SESSION);
    files.put("mesh.sh", MESH);
    files.put("prelude", ProbePrelude.script().text());
    files.put("about", String.join("\n", about) + "\n");
    files.put("catalog", left.catalog());
    files.put("looks", left.looks());
    files.put("steps", left.steps());
    List<ShellScript> parts = new ArrayList<>();
    parts.add(enter());
    parts.add(ShellScript.of("mesh_begin"));
    files.forEach((name, text) ->
        parts.add(
            ShellScript.withInput(
                ShellScript.of("mesh_store {}", name), text.getBytes(StandardCharsets.UTF_8))));
    parts.add(ShellScript.of("mesh_end {}", line));
    return ShellScript.lines(parts);
  }

  static ShellScript renew(String key, String line) {
    return enter().then(ShellScript.of("mesh_renew {} {}", key, line));
  }

  static ShellScript remove() {
    return enter().then(ShellScript.of("mesh_remove"));
  }

  private static ShellScript enter() {
    return ShellScript.lines(
        ProbePrelude.script(), ShellScript.of("MESH_HOME={}\neval {}", ProbePrelude.HOME, LEAVE));
  }

  private static String resource(String name) {
    try (InputStream in = LeaveScripts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
