package io.meshinfra.report.review;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Discreet;
import io.meshinfra.resource.Resource;
import java.util.TreeMap;

/**
 * Takes the texts out of a change that not everybody on the node may read: a pull request is read
 * by more people than the node is, and what a file holds there need not have come from git.
 */
public final class Discretion {
  /** Not even a digest: whoever can guess the text could try it out. */
  private static final Value NOT_SHOWN = Value.of("(not shown)");

  private Discretion() {}

  static ResourceChange applied(ResourceChange change) {
    return hides(change.resource()) ? withoutTexts(change) : change;
  }

  /** Whether the change rests on a text that must not be written where more people read it. */
  public static boolean keepsBack(ResourceChange change) {
    return hides(change.resource())
        && switch (change.change()) {
          case Change.Create create -> false;
          case Change.Update update -> update.touches("content");
          case Change.Delete delete -> true;
          case Change.Unverifiable unverifiable -> false;
        };
  }

  /** The change with nothing of what files hold, for readers who may see none of it. */
  public static ResourceChange withoutTexts(ResourceChange change) {
    return new ResourceChange(
        change.resource(),
        without(change.change()),
        change.origin(),
        change.asApplied(),
        change.left());
  }

  @SuppressWarnings("unchecked")
  static <S> boolean hides(Resource<S> resource) {
    return resource.type() instanceof Discreet<?> discreet
        && ((Discreet<S>) discreet).hides(resource.spec());
  }

  private static Change without(Change change) {
    return switch (change) {
      case Change.Create create -> new Change.Create(without(create.to()));
      case Change.Update update -> without(update);
      case Change.Delete delete -> new Change.Delete(without(delete.was()));
      case Change.Unverifiable unverifiable -> unverifiable;
    };
  }

  private static Change without(Change.Update update) {
    TreeMap<String, Change.Difference> differences = new TreeMap<>();
    update
        .differences()
        .forEach((name, difference) ->
            differences.put(
                name,
                new Change.Difference(
                    difference.from().map(Discretion::without), without(difference.to()))));
    return new Change.Update(differences);
  }

  private static State without(State state) {
    TreeMap<String, Value> values = new TreeMap<>();
    state.attributes().forEach((name, value) -> values.put(name, without(value)));
    return new State(values);
  }

  private static Value without(Value value) {
    return switch (value) {
      case Value.Content content -> NOT_SHOWN;
      case Value.Scalar scalar -> scalar;
      case Value.Items items -> items;
    };
  }
}
