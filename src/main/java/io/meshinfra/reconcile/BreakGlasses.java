package io.meshinfra.reconcile;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.BreakGlass;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Content;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.report.ChangeText;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Work by hand on a node. While somebody is at it the node is suspended; the first pass afterwards
 * only looks, and what was changed meanwhile is held: reported, and not put right, as in mode
 * observe, until git says the same, somebody has put it back, or it is given free.
 */
final class BreakGlasses implements Passes {
  private static final int MOST_NAMED = 10;

  private final Passes usual;
  private final Journal journal;
  private final HubEvents events;
  private final Clock clock;

  BreakGlasses(Passes usual, Journal journal, HubEvents events, Clock clock) {
    this.usual = usual;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
  }

  /** Somebody begins. */
  void open(NodeName node, Optional<Drift> before, String reason, String by, Instant until) {
    Set<String> known =
        before.stream()
            .flatMap(drift -> drift.changes().stream())
            .map(BreakGlasses::digest)
            .collect(Collectors.toSet());
    journal.breakGlass().open(node, reason, by, until, known);
    String seen = before.isPresent() ? "" : "; the node could not be looked at beforehand";
    tell("break-glass-opened", node, "by %s until %s: %s%s".formatted(by, until, reason, seen));
  }

  /** The one that is open on the node, or that nobody has looked at since it ended. */
  Optional<BreakGlass> open(NodeName node) {
    return journal.breakGlass().uncaptured(node);
  }

  /** What is held on the node because somebody changed it. */
  List<BreakGlass.Held> held(NodeName node) {
    return journal.breakGlass().held(node);
  }

  /** Gives all of it free, so that it is put right like other drift. */
  void giveFree(NodeName node, String by) {
    List<ResourceId> all = held(node).stream().map(BreakGlass.Held::resource).toList();
    if (all.isEmpty()) {
      throw new NotNow("nothing that was changed by hand is held on " + node);
    }
    journal.breakGlass().giveFree(node, all, by);
    tell("break-glass-reverted", node, "by " + by + ": " + names(all));
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    NodeName node = work.node();
    Optional<BreakGlass> glass = journal.breakGlass().uncaptured(node);
    if (glass.isPresent()) {
      String why = "%s works on it by hand: %s".formatted(glass.get().by(), glass.get().reason());
      Pass pass =
          usual.reconcile(observing(work, onlyLooking(work), id -> Optional.of(why)), listener);
      pass.found().ifPresent(drift -> capture(glass.get(), drift));
      return pass;
    }
    Map<ResourceId, String> held =
        held(node).stream()
            .collect(Collectors.toMap(BreakGlass.Held::resource, kept -> why(node, kept)));
    if (held.isEmpty()) {
      return usual.reconcile(work, listener);
    }
    Pass pass =
        usual.reconcile(
            observing(work, work.catalog().mode(), id -> Optional.ofNullable(held.get(id))),
            listener);
    pass.remaining().ifPresent(drift -> release(node, held.keySet(), drift));
    return pass;
  }

  private static String why(NodeName node, BreakGlass.Held held) {
    return "changed by hand (%s); adopt it in git, or: mesh break-glass %s --revert"
        .formatted(held.reason(), node);
  }

  /** What the machine moved, and what did not differ like that before. */
  private void capture(BreakGlass glass, Drift drift) {
    List<BreakGlass.Held> changed =
        drift.changes().stream()
            .filter(change -> change.origin() == Origin.CORRECTIVE)
            .filter(change -> !glass.before().contains(digest(change)))
            .map(change ->
                new BreakGlass.Held(
                    change.id(), ChangeText.of(change), glass.reason(), clock.instant()))
            .toList();
    journal.breakGlass().capture(glass, changed);
    tell(
        "break-glass-ended",
        glass.node(),
        changed.isEmpty()
            ? "nothing that mesh looks after was changed"
            : "changed meanwhile, to adopt or revert: "
                + names(changed.stream().map(BreakGlass.Held::resource).toList()));
  }

  private void release(NodeName node, Set<ResourceId> held, Drift left) {
    Set<ResourceId> drifting =
        left.changes().stream().map(ResourceChange::id).collect(Collectors.toSet());
    List<ResourceId> fine = held.stream().filter(id -> !drifting.contains(id)).sorted().toList();
    if (!fine.isEmpty()) {
      journal.breakGlass().settle(node, fine);
      tell("break-glass-settled", node, "as git has it again: " + names(fine));
    }
  }

  /** Mode heal stays what it is: what left the catalog would be forgotten in another. */
  private static Mode onlyLooking(Work work) {
    return work.catalog().mode() == Mode.HEAL ? Mode.HEAL : Mode.OBSERVE;
  }

  private static Work observing(Work work, Mode mode, Function<ResourceId, Optional<String>> held) {
    Catalog catalog = work.catalog();
    List<Resource<?>> all =
        catalog.resources().stream()
            .<Resource<?>>map(
                r -> held.apply(r.id()).<Resource<?>>map(why -> held(r, why)).orElse(r))
            .toList();
    Catalog calm =
        new Catalog(
            catalog.node(),
            catalog.revision(),
            mode,
            all,
            catalog.dependencies(),
            catalog.pruning());
    return new Work(work.target(), calm, work.trigger(), work.insist());
  }

  private static <S> Resource<S> held(Resource<S> resource, String why) {
    return new Resource<>(
        resource.id(),
        resource.type(),
        resource.spec(),
        resource.terms().held(why),
        resource.fingerprint());
  }

  /** The same difference has the same one; its values count. */
  private static String digest(ResourceChange change) {
    String text = change.id() + "\n" + change.change();
    return Content.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String names(Collection<ResourceId> ids) {
    String some =
        ids.stream().limit(MOST_NAMED).map(ResourceId::toString).collect(Collectors.joining(", "));
    int more = ids.size() - MOST_NAMED;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private void tell(String type, NodeName node, String message) {
    events.tell(type, Optional.of(node), Optional.empty(), message);
  }
}
