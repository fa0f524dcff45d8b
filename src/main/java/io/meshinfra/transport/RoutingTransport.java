package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

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
    List<String> refusals = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Target part : partsByKind(target)) {
      Transport route = routes.get(part.access().getFirst().kind());
      if (route == null) {
        failures.add(part.access().getFirst() + ": this hub does not use such paths");
        continue;
      }
      switch (attempt.apply(route, part)) {
        case Reply.Ended ended -> {
          return ended;
        }
        case Reply.Broken broken -> {
          return broken;
        }
        case Reply.Refused refused -> refusals.add(refused.reason());
        case Reply.Unreachable unreachable -> failures.add(unreachable.reason());
      }
    }
    return noWay(target, refusals, failures);
  }

  private static Reply noWay(Target target, List<String> refusals, List<String> failures) {
    List<String> all = new ArrayList<>(refusals);
    all.addAll(failures);
    if (all.isEmpty()) {
      return new Reply.Unreachable(
          target.node() + " has no access path; give it one in spec.access");
    }
    String reason = String.join("; ", all);
    return refusals.isEmpty() ? new Reply.Unreachable(reason) : new Reply.Refused(reason);
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
  public void forget(NodeName node) {
    routes.values().forEach(route -> route.forget(node));
  }

  @Override
  public void close() {
    routes.values().forEach(Transport::close);
  }
}
