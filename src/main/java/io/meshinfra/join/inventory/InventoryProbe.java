package io.meshinfra.join.inventory;

import io.meshinfra.model.Printable;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Takes the inventory of a machine; changes nothing there. */
public final class InventoryProbe {
  /** Looking through all packages of a slow machine takes its time. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** 500 files of 64 KiB are 44 MB of text; nobody has that. */
  private static final long LARGEST = 16L * 1024 * 1024;

  private static final ShellScript SCRIPT = script();

  private final Transport transport;

  public InventoryProbe(Transport transport) {
    this.transport = transport;
  }

  /** What came of it. */
  public sealed interface Result {
    record Taken(Inventory inventory) implements Result {}

    record NotTaken(String reason) implements Result {}
  }

  public Result take(Target node) {
    InventoryReader reader = new InventoryReader();
    ShellScript script =
        ProbePrelude.script().then(ShellScript.of("set -- {}", node.user())).then(SCRIPT);
    Request request = new Request(script, LONGEST, LARGEST, reader::line);
    return switch (transport.run(node, request)) {
      case Reply.Unreachable away -> new Result.NotTaken(away.reason());
      case Reply.Refused refused -> new Result.NotTaken(refused.reason());
      case Reply.Broken broken -> new Result.NotTaken(broken.reason());
      case Reply.Ended ended ->
          reader
              .inventory()
              .<Result>map(Result.Taken::new)
              .orElseGet(() ->
                  new Result.NotTaken(
                      "the inventory broke off: " + Printable.line(ended.errors().strip())));
    };
  }

  private static ShellScript script() {
    try (InputStream in = InventoryProbe.class.getResourceAsStream("inventory.sh")) {
      return ShellScript.of("eval {}", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
