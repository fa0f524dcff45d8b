package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends each access path of a target to the transport for its kind, in the target's order. Paths of
 * the same kind that follow each other go together.
 */
public final class RoutingTransport implements Transport {
  private final Map<AccessPath.Kind, Transport> routes;

  public RoutingTransport(Map<AccessPath.Kind, Transport> routes) {
    this.routes = new EnumMap<>(AccessPath.Kind.class);
    this.routes.putAll(routes);
  }

  @Override
  public Reply run(Target target, Request request) {
    return each(target, (route, part) -> route.run(part, request));
  }

  @Override
  public Reply runAnew(Target target, Request request) {
    return each(target, (route, part) -> route.runAnew(part, request));
  }

  private Reply each(Target target, BiFunction<Transport, Target, Reply> attempt) {
    List<String> refusals = new ArrayList<>(); // of paths that led in, and no further
    List<NoWayIn> closed = new ArrayList<>();
    boolean refused = false;
    for (Target part : partsByKind(target)) {
      AccessPath first = part.access().getFirst();
      Transport route = routes.get(first.kind());
      if (route == null) {
        closed.add(unused(first));
        continue;
      }
      switch (attempt.apply(route, part)) {
        case Reply.Ended ended -> {
          return ended;
        }
        case Reply.Broken broken -> {
          return broken;
        }
        case Reply.Refused one -> {
          refused = true;
          one.why().ifPresentOrElse(closed::add, () -> refusals.add(one.reason()));
        }
        case Reply.Unreachable unreachable -> closed.add(unreachable.why());
      }
    }
    return refusals.isEmpty()
        ? noWay(target, refused, closed)
        : new Reply.Refused(
            Stream.concat(refusals.stream(), closed.stream().map(NoWayIn::reason))
                .collect(Collectors.joining("; ")));
  }

  private static Reply noWay(Target target, boolean refused, List<NoWayIn> closed) {
    NoWayIn all = closed.stream().reduce(NoWayIn::and).orElseGet(() -> withoutPath(target));
    return refused ? new Reply.Refused(all) : new Reply.Unreachable(all);
  }

  private static NoWayIn withoutPath(Target target) {
    return NoWayIn.of(
        Obstacle.UNUSABLE, target.node() + " has no access path; give it one in spec.access");
  }

  private static NoWayIn unused(AccessPath path) {
    return NoWayIn.of(Obstacle.UNUSABLE, path + ": this hub does not use such paths");
  }

  @Override
  public Knock knock(Target target) {
    List<NoWayIn> closed = new ArrayList<>();
    for (Target part : partsByKind(target)) {
      Transport route = routes.get(part.access().getFirst().kind());
      Knock knock =
          route == null
              ? new Knock.Unanswered(unused(part.access().getFirst()))
              : route.knock(part);
      switch (knock) {
        case Knock.Answered answered -> {
          return answered;
        }
        case Knock.Unanswered unanswered -> closed.add(unanswered.why());
      }
    }
    return new Knock.Unanswered(
        closed.stream().reduce(NoWayIn::and).orElseGet(() -> withoutPath(target)));
  }

  private static List<Target> partsByKind(Target target) {
    List<Target> parts = new ArrayList<>();
    List<AccessPath> same = new ArrayList<>();
    for (AccessPath path : target.access()) {
      if (!same.isEmpty() && same.getLast().kind() != path.kind()) {
        parts.add(over(target, same));
        same.clear();
      }
      same.add(path);
    }
    if (!same.isEmpty()) {
      parts.add(over(target, same));
    }
    return parts;
  }

  private static Target over(Target target, List<AccessPath> access) {
    return new Target(target.node(), access, target.hostKeys(), target.user(), target.become());
  }

  @Override
  public List<ClosedPath> detour(NodeName node) {
    return routes.values().stream().flatMap(route -> route.detour(node).stream()).toList();
  }

  @Override
  public void forget(NodeName node) {
    routes.values().forEach(route -> route.forget(node));
  }

  @Override
  public void close() {
    routes.values().forEach(Transport::close);
  }
}
