package io.meshinfra.reconcile.status;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A drift as the hub keeps it for every node until the next probe: which resources differ and how,
 * but of texts only what a screen can show. Otherwise a thousand nodes, or a hostile one, fill the
 * memory with files.
 */
final class KeptDrift {
  /** Characters of a text that is kept whole; longer ones are told by size and digest. */
  static final int LARGEST_TEXT = 16 * 1024;

  /** Characters of all texts of one node. */
  static final int LARGEST_SUM = 256 * 1024;

  private int left = LARGEST_SUM;

  private KeptDrift() {}

  static Drift of(Drift drift) {
    KeptDrift kept = new KeptDrift();
    return new Drift(
        drift.catalog(),
        drift.facts(),
        drift.probedAt(),
        drift.changes().stream().map(kept::bounded).toList());
  }

  private ResourceChange bounded(ResourceChange change) {
    return new ResourceChange(
        change.resource(),
        bounded(change.change()),
        change.origin(),
        change.asApplied(),
        change.left());
  }

  private Change bounded(Change change) {
    return switch (change) {
      case Change.Create create -> new Change.Create(bounded(create.to()));
      case Change.Update update -> bounded(update);
      case Change.Delete delete -> new Change.Delete(bounded(delete.was()));
      case Change.Unverifiable unverifiable ->
          new Change.Unverifiable(bounded(unverifiable.reason()));
    };
  }

  private State bounded(State state) {
    TreeMap<String, Value> attributes = new TreeMap<>();
    state.attributes().forEach((name, value) -> attributes.put(name, bounded(value)));
    return new State(attributes);
  }

  private Change bounded(Change.Update update) {
    TreeMap<String, Change.Difference> differences = new TreeMap<>();
    update
        .differences()
        .forEach((name, difference) ->
            differences.put(
                name,
                new Change.Difference(
                    difference.from().map(this::bounded), bounded(difference.to()))));
    return new Change.Update(differences);
  }

  private Value bounded(Value value) {
    return switch (value) {
      case Value.Scalar scalar -> new Value.Scalar(bounded(scalar.text()));
      case Value.Items items ->
          new Value.Items(items.items().stream().limit(left).map(this::bounded).toList());
      case Value.Content content ->
          new Value.Content(content.sha256(), content.size(), whole(content.text()));
    };
  }

  /** Half a text would make a wrong diff, so it is all or nothing. */
  private Optional<String> whole(Optional<String> text) {
    return text.filter(t -> t.length() <= Math.min(left, LARGEST_TEXT))
        .map(t -> {
          left -= t.length();
          return t;
        });
  }

  private String bounded(String text) {
    int length = Math.min(text.length(), Math.min(left, LARGEST_TEXT));
    left -= length;
    return length < text.length() ? text.substring(0, length) + "..." : text;
  }
}
