package io.meshinfra.support;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node in a folder: scripts run for real with {@code sh} on this machine, and what mesh-infra keeps
 * on a node is kept in the folder. It can lose the link after some lines.
 */
public final class ScratchNode implements Transport {
  private final Path home;
  private final AtomicInteger linesBeforeTheLinkBreaks = new AtomicInteger(Integer.MAX_VALUE);

  public ScratchNode(Path home) {
    this.home = home;
  }

  public static Target target() {
    return new Target(
        new NodeName("scratch"),
        List.of(AccessPath.local()),
        List.of(),
        "root",
        Target.Become.NONE);
  }

  /** The next request loses its connection after as many lines of output. */
  public void breakLinkAfter(int lines) {
    linesBeforeTheLinkBreaks.set(lines);
  }

  @Override
  public Reply run(Target target, Request request) {
    String script =
        "mesh_main() {\n"
            + request.script().text().replace(ProbePrelude.HOME, home.toString())
            + "\n}\nmesh_main </dev/null\nexit\n";
    try {
      Process process = new ProcessBuilder("setsid", "sh").redirectErrorStream(false).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      return follow(process, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply follow(Process process, Request request) throws IOException {
    int left = linesBeforeTheLinkBreaks.getAndSet(Integer.MAX_VALUE);
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (left-- == 0) {
        process.destroyForcibly();
        return new Reply.Broken("the test cut the link");
      }
      request.onLine().accept(line);
    }
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Reply.Ended(process.waitFor(), errors, AccessPath.local());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Broken("interrupted");
    }
  }

  @Override
  public void forget(NodeName node) {}

  @Override
  public void close() {}
}
