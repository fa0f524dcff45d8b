package io.meshinfra.report;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One change, attribute by attribute, as plain lines. */
public final class ChangeText {
  private ChangeText() {}

  /** All lines of the change, without its headline. */
  public static String of(ResourceChange change) {
    return String.join("\n", lines(change.change()));
  }

  /** The headline: {@code ~ file:/etc/motd (corrective)}. */
  public static String headline(ResourceChange change) {
    String at =
        change.asApplied().map(revision -> ", as applied at " + revision.abbreviated()).orElse("");
    String left =
        change.left().map(revision -> ", left the catalog at " + revision.abbreviated()).orElse("");
    return "%s %s (%s%s%s)"
        .formatted(sign(change.change()), change.id(), change.origin().word(), at, left);
  }

  static String sign(Change change) {
    return switch (change) {
      case Change.Create create -> "+";
      case Change.Update update -> "~";
      case Change.Delete delete -> "-";
      case Change.Unverifiable unverifiable -> "?";
    };
  }

  static List<String> lines(Change change) {
    return switch (change) {
      case Change.Create create -> created(create.to());
      case Change.Update update -> updated(update);
      case Change.Delete delete -> List.of("is there and shall not be");
      case Change.Unverifiable unverifiable -> List.of(unverifiable.reason());
    };
  }

  private static List<String> created(State state) {
    List<String> lines = new ArrayList<>();
    state.attributes().forEach((name, value) -> lines.add(name + ": " + value.shown()));
    return lines;
  }

  private static List<String> updated(Change.Update update) {
    List<String> lines = new ArrayList<>();
    update
        .differences()
        .forEach((name, difference) -> {
          String from = difference.from().map(Value::shown).orElse("(none)");
          lines.add(name + ": " + from + " -> " + difference.to().shown());
          difference.from().ifPresent(old -> lines.addAll(diff(old, difference.to())));
        });
    return lines;
  }

  /** A unified diff, of texts that may be shown; no lines of anything else. */
  static List<String> diff(Value before, Value after) {
    Optional<String> from = text(before);
    Optional<String> to = text(after);
    return from.isPresent() && to.isPresent() ? UnifiedDiff.of(from.get(), to.get()) : List.of();
  }

  private static Optional<String> text(Value value) {
    return switch (value) {
      case Value.Content content -> content.text();
      case Value.Scalar scalar -> Optional.empty();
      case Value.Items items -> Optional.empty();
    };
  }
}
