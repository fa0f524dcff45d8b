package io.meshinfra.rollout;

import io.meshinfra.model.NodeName;
import java.util.List;
import java.util.stream.Collectors;

/** Words about nodes, for people; of many nodes only some are named. */
final class Names {
  private static final int MOST = 5;

  private Names() {}

  static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String some(List<NodeName> nodes) {
    String named =
        nodes.stream().limit(MOST).map(NodeName::value).collect(Collectors.joining(", "));
    return nodes.size() <= MOST ? named : named + " and %d more".formatted(nodes.size() - MOST);
  }

  static String withReasons(Progress progress, List<NodeName> nodes) {
    String named =
        nodes.stream()
            .limit(MOST)
            .map(node -> node + " (" + progress.members().get(node).reason() + ")")
            .collect(Collectors.joining(", "));
    return nodes.size() <= MOST ? named : named + " and %d more".formatted(nodes.size() - MOST);
  }

  /** Like {@code a is at work}. */
  static String state(NodeName node, Member member, Condition condition) {
    return switch (member.standing()) {
      case PENDING ->
          switch (condition) {
            case WELL -> node + " has not begun";
            case UNHEALTHY -> node + " is not healthy; mesh suspend leaves it out";
            case UNKNOWN -> node + " was not looked at yet";
            case AWAY -> node + " is away";
            case SUSPENDED -> node + " is suspended";
          };
      case WORKING -> node + " is at work";
      case APPLIED -> node + " has the change, and its health checks are not done";
      case DONE ->
          switch (condition) {
            case UNHEALTHY -> node + " is not healthy any more";
            case UNKNOWN -> node + " was not looked at since the hub began";
            case WELL, AWAY, SUSPENDED -> node + " is done";
          };
      case FAILED -> node + " failed";
      case UNDOING -> node + " goes back";
      case UNDONE -> node + " went back";
    };
  }
}
