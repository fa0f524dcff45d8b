package io.meshinfra.report.review;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.Content;
import io.meshinfra.network.NetworkChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that is told about one head of a pull request. */
public record PlanReport(Subject subject, Body body, Commits commits, List<Reply> replies) {
  public PlanReport {
    replies = List.copyOf(replies);
  }

  /** What came of looking at the head. */
  public sealed interface Body {}

  /**
   * It is valid, and this is what it would do.
   *
   * @param nodes that it changes, that drift, or that could not be seen, by name
   * @param untouched how many other nodes the fleet has
   * @param findings of rules about the roll-out as a whole
   * @param network who may reach whom otherwise than before
   */
  public record Planned(
      List<NodePlan> nodes, int untouched, List<PolicyFinding> findings, NetworkChange network)
      implements Body {
    public Planned {
      nodes = List.copyOf(nodes);
      findings = List.copyOf(findings);
    }

    public long count(Gate.Ruling ruling) {
      return nodes.stream().filter(node -> node.isRuled(ruling)).count();
    }

    /** Whether merging it would do anything that policy forbids. */
    public boolean isRefused() {
      return count(Gate.Ruling.REFUSED) > 0
          || findings.stream().anyMatch(f -> f.severity() == PolicyFinding.Severity.REFUSE);
    }

    /** One digest over the plans of all nodes; absent when there is no plan at all. */
    public Optional<String> hash() {
      String all =
          nodes.stream()
              .flatMap(node -> node.gate().stream().map(g -> node.node() + " " + g.hash() + "\n"))
              .sorted()
              .collect(Collectors.joining());
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(Content.digest(all.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
    }
  }

  /**
   * It has mistakes and could never come into force.
   *
   * @param total how many there are, those that are not listed included
   */
  public record Invalid(List<Finding> mistakes, int total) implements Body {
    public Invalid {
      mistakes = List.copyOf(mistakes);
    }
  }

  /** There is no plan, and this is why. */
  public record NotPlanned(String reason) implements Body {}
}
