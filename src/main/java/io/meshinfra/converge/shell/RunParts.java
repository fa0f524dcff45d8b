package io.meshinfra.converge.shell;

import io.meshinfra.resource.ProbePrelude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The scripts that every run has on its node, whoever started it. */
public final class RunParts {
  /** What a run is started and followed with, by whoever has the folder of runs. */
  public static final String SESSION = resource("session.sh");

  /** By their names in the folder of a run; a run that was put together by hand needs them too. */
  public static final Map<String, String> FILES = files();

  private RunParts() {}

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("lib", ProbePrelude.functions().text() + resource("lib.sh") + resource("keep.sh"));
    files.put("put.sh", resource("put.sh"));
    files.put("runner.sh", resource("runner.sh"));
    files.put("restore.sh", resource("restore-run.sh"));
    files.put("generation.sh", resource("generation.sh"));
    files.put("rollback.sh", resource("rollback.sh"));
    return Collections.unmodifiableMap(files);
  }

  static String resource(String name) {
    try (InputStream in = RunParts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
