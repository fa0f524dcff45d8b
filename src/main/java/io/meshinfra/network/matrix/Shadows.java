package io.meshinfra.network.matrix;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that change nothing: others allow all of it already, or nobody is left to allow it to. */
public final class Shadows {
  /** Between which nodes; many rules are between the same. */
  private record Bundle(Peers from, Peers to) {}

  /** A rule without a limit, and its ports. */
  private record Free(Grant grant, Access opened) {}

  /** Rules and nodes may be compared with others as often; then looking ends. */
  private static final long MOST_WORK = 20_000_000;

  private final Map<Bundle, List<Free>> free = new LinkedHashMap<>();
  private final Map<NodeName, List<Bundle>> reaching = new HashMap<>();
  private final Map<Bundle, List<Bundle>> wider = new HashMap<>();
  private final List<Finding> warnings = new ArrayList<>();
  private long work;

  private Shadows() {}

  /** One warning for each, at the rule. */
  public static List<Finding> of(Intent intent) {
    List<Grant> grants = Grants.written(intent);
    Shadows shadows = new Shadows();
    for (Grant grant : grants) {
      if (grant.rate().isEmpty()) {
        shadows
            .free
            .computeIfAbsent(bundle(grant), key -> new ArrayList<>())
            .add(new Free(grant, Access.of(List.of(grant.opening()))));
      }
    }
    shadows.free.keySet().forEach(shadows::index);
    grants.forEach(shadows::look);
    if (shadows.work > MOST_WORK) {
      shadows.warnings.add(
          intent.at().finding("there are too many rules to tell of each whether others allow it"));
    }
    return List.copyOf(shadows.warnings);
  }

  private void index(Bundle bundle) {
    bundle
        .to()
        .nodes()
        .forEach(node -> reaching.computeIfAbsent(node, key -> new ArrayList<>()).add(bundle));
  }

  private static Bundle bundle(Grant grant) {
    return new Bundle(grant.from(), grant.to());
  }

  private void look(Grant grant) {
    if (!meets(grant)) {
      warn(grant, "the rule %s allows nothing: a node reaches itself anyway%s", "");
      return;
    }
    for (Bundle bundle : wider.computeIfAbsent(bundle(grant), this::wider)) {
      for (Free other : free.get(bundle)) {
        work++;
        if (work > MOST_WORK) {
          return;
        }
        if (!other.grant().name().equals(grant.name())
            && covers(other, grant)
            && comesFirst(other, grant)) {
          warn(grant, told(grant), other.grant().name() + " at " + other.grant().place());
          return;
        }
      }
    }
  }

  private static String told(Grant grant) {
    return grant.rate().isPresent()
        ? "the limit of the rule %s has no effect: %s allows the same without one"
        : "the rule %s changes nothing: %s allows all of it";
  }

  private static boolean meets(Grant grant) {
    Peers from = grant.from();
    Peers to = grant.to();
    boolean onlyItself = from.nodes().size() == 1 && from.nodes().equals(to.nodes());
    return !to.nodes().isEmpty() && (from.outside() || !from.nodes().isEmpty() && !onlyItself);
  }

  /** Those that contain all of it, itself included; none when so many are alike already. */
  private List<Bundle> wider(Bundle bundle) {
    List<Bundle> wider = new ArrayList<>();
    for (Bundle other : reaching.getOrDefault(bundle.to().nodes().first(), List.of())) {
      work += bundle.from().nodes().size() + bundle.to().nodes().size();
      if (work > MOST_WORK) {
        break;
      }
      if (other.from().containsAll(bundle.from()) && other.to().containsAll(bundle.to())) {
        wider.add(other);
      }
    }
    return wider;
  }

  private static boolean covers(Free other, Grant grant) {
    for (Protocol protocol : grant.protocols()) {
      if (!other.opened().of(protocol).frees(grant.ports())) {
        return false;
      }
    }
    return true;
  }

  /** Of two that open the same only the later one is told. */
  private static boolean comesFirst(Free other, Grant grant) {
    boolean same =
        other.grant().from().equals(grant.from())
            && other.grant().to().equals(grant.to())
            && other.opened().equals(Access.of(List.of(grant.opening())));
    return !same
        || Position.parse(other.grant().place()).line() < Position.parse(grant.place()).line();
  }

  private void warn(Grant grant, String message, String other) {
    warnings.add(Position.parse(grant.place()).finding(message.formatted(grant.name(), other)));
  }
}
