package io.meshinfra.resource;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that shall be so on a node, checked and complete.
 *
 * @param fingerprint digest of the whole spec: it changes exactly when git moved
 */
public record Resource<S>(
    ResourceId id, ResourceType<S> type, S spec, Terms terms, String fingerprint) {

  /**
   * What stands beside the kind in a manifest.
   *
   * @param after explicit order
   * @param guard asks for commit-confirm even where the kind would not
   * @param position {@code file:line:column} of the manifest entry
   * @param prune what becomes of it when it leaves the catalog; empty when nobody says it for this
   *     resource
   * @param semaphores that a run takes which changes it
   * @param hold why it is only looked at or healed for now; empty when its mode alone decides
   * @param when where it is wanted at all; empty for everywhere
   */
  public record Terms(
      Mode mode,
      boolean guard,
      Set<ResourceId> after,
      String position,
      Optional<Prune> prune,
      Set<String> semaphores,
      Optional<String> hold,
      Optional<Condition> when) {
    public Terms {
      after = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(after));
      semaphores = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(semaphores));
    }

    public Terms(
        Mode mode,
        boolean guard,
        Set<ResourceId> after,
        String position,
        Optional<Prune> prune,
        Set<String> semaphores,
        Optional<String> hold) {
      this(mode, guard, after, position, prune, semaphores, hold, Optional.empty());
    }

    public Terms(
        Mode mode, boolean guard, Set<ResourceId> after, String position, Optional<Prune> prune) {
      this(mode, guard, after, position, prune, Set.of(), Optional.empty());
    }

    public Terms(Mode mode, boolean guard, Set<ResourceId> after, String position) {
      this(mode, guard, after, position, Optional.empty());
    }

    /** Reported and not changed until somebody decides. */
    public Terms held(String why) {
      return with(Mode.OBSERVE, Optional.of(why));
    }

    /** Healed, and nothing new until somebody else has gone first. */
    Terms onlyHealed(String why) {
      return with(Mode.HEAL, Optional.of(why));
    }

    public Terms inMode(Mode other) {
      return with(other, hold);
    }

    private Terms with(Mode other, Optional<String> why) {
      return new Terms(other, guard, after, position, prune, semaphores, why, when);
    }

    /** The same, where the condition wants it. */
    public Terms onlyWhen(Optional<Condition> condition) {
      return new Terms(mode, guard, after, position, prune, semaphores, hold, condition);
    }
  }

  public static <S> Resource<S> of(ResourceType<S> type, S spec, Terms terms) {
    ResourceId id = new ResourceId(type.kind().name(), type.kind().naming().apply(spec));
    return new Resource<>(id, type, spec, terms, Fingerprint.of(id, spec));
  }

  /** Whether it is wanted on such a machine. */
  public Condition.Answer on(Facts facts) {
    return terms.when().map(condition -> condition.on(facts)).orElse(Condition.Answer.WANTED);
  }

  /** The same, healed at most, and why. */
  Resource<S> onlyHealed(String why) {
    return terms.mode() == Mode.ENFORCE
        ? new Resource<>(id, type, spec, terms.onlyHealed(why), fingerprint)
        : this;
  }
}
