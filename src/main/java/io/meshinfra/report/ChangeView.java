package io.meshinfra.report;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Revision;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change as programs read it: words and texts only, nothing secret.
 *
 * @param resource kind and name, like {@code file:/etc/motd}
 * @param change create, update, delete or unverifiable
 * @param origin intentional or corrective
 * @param asApplied the revision that it was applied from, when it is compared with that
 * @param reason why it could not be told; only for an unverifiable one
 * @param text the same as people read it
 */
public record ChangeView(
    String resource,
    String change,
    String origin,
    Optional<String> asApplied,
    List<AttributeView> attributes,
    Optional<String> reason,
    String text) {
  public ChangeView {
    attributes = List.copyOf(attributes);
  }

  /**
   * One attribute that differs.
   *
   * @param from what it is, absent when there is none
   * @param diff lines of a unified diff; empty when it has no text that may be shown
   */
  public record AttributeView(String name, Optional<String> from, String to, List<String> diff) {
    public AttributeView {
      diff = List.copyOf(diff);
    }
  }

  /** All changes of a drift, in its order. */
  public static List<ChangeView> all(Drift drift) {
    return drift.changes().stream().map(ChangeView::of).toList();
  }

  public static ChangeView of(ResourceChange change) {
    return new ChangeView(
        change.id().toString(),
        change.change().word(),
        change.origin().word(),
        change.asApplied().map(Revision::id),
        attributes(change.change()),
        reason(change.change()),
        ChangeText.of(change));
  }

  private static List<AttributeView> attributes(Change change) {
    return switch (change) {
      case Change.Create create -> created(create.to());
      case Change.Update update -> updated(update);
      case Change.Delete delete -> List.of();
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  private static List<AttributeView> created(State state) {
    List<AttributeView> all = new ArrayList<>();
    state
        .attributes()
        .forEach((name, to) ->
            all.add(new AttributeView(name, Optional.empty(), to.shown(), List.of())));
    return all;
  }

  private static List<AttributeView> updated(Change.Update update) {
    List<AttributeView> all = new ArrayList<>();
    update
        .differences()
        .forEach((name, difference) ->
            all.add(
                new AttributeView(
                    name,
                    difference.from().map(Value::shown),
                    difference.to().shown(),
                    difference
                        .from()
                        .map(from -> ChangeText.diff(from, difference.to()))
                        .orElse(List.of()))));
    return all;
  }

  private static Optional<String> reason(Change change) {
    return switch (change) {
      case Change.Unverifiable unverifiable -> Optional.of(unverifiable.reason());
      case Change.Create create -> Optional.empty();
      case Change.Update update -> Optional.empty();
      case Change.Delete delete -> Optional.empty();
    };
  }
}
