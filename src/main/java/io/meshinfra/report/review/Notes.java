package io.meshinfra.report.review;

import io.meshinfra.model.ResourceId;
import io.meshinfra.report.markdown.Markdown;
import io.meshinfra.session.ScopeReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists under the table, one item a line, with the nodes that each is about. */
final class Notes {
  private Notes() {}

  /** The worst first. */
  static List<Markdown> policy(PlanReport.Planned planned, List<Alike> groups) {
    record Item(PolicyFinding finding, Markdown nodes) {}

    List<Item> items = new ArrayList<>();
    planned.findings().forEach(finding -> items.add(new Item(finding, Markdown.of("roll-out"))));
    for (Alike group : groups) {
      group
          .first()
          .gate()
          .ifPresent(gate ->
              gate.findings()
                  .forEach(finding -> items.add(new Item(finding, PlanTable.nodes(group)))));
    }
    return items.stream()
        .sorted(Comparator.comparing(item -> item.finding().severity()))
        .map(item ->
            Markdown.of(
                "- {} {} on {}: {}",
                Markdown.code(item.finding().rule()),
                item.finding().severity().word(),
                item.nodes(),
                item.finding().reason()))
        .toList();
  }

  /** Each commit of an assistant, and in what it left its contract. */
  static List<Markdown> scope(ScopeReport scope) {
    List<Markdown> items = new ArrayList<>();
    scope.trouble().ifPresent(why -> items.add(Markdown.of("- cannot be judged: {}", why)));
    for (ScopeReport.CommitScope commit : scope.commits()) {
      if (commit.findings().isEmpty()) {
        items.add(outcome(commit, "in scope"));
      }
      commit.findings().forEach(finding -> items.add(outcome(commit, finding.toString())));
    }
    for (ScopeReport.SessionScope session : scope.sessions()) {
      Markdown id = Markdown.code(session.contract().id());
      session.findings().forEach(f -> items.add(Markdown.of("- all of {}: {}", id, f.toString())));
    }
    return items;
  }

  /** Each commit that keeps the head out. */
  static List<Markdown> signatures(Signatures signatures) {
    return signatures.findings().stream().map(line -> Markdown.of("- {}", line)).toList();
  }

  private static Markdown outcome(ScopeReport.CommitScope commit, String words) {
    return Markdown.of(
        "- {} of {}: {}",
        Markdown.code(commit.revision().abbreviated()),
        Markdown.code(commit.session()),
        words);
  }

  static List<Markdown> waiting(List<Alike> groups) {
    List<Markdown> items = new ArrayList<>();
    for (Alike group : groups) {
      for (Told told : group.first().changes()) {
        told.waits().ifPresent(why -> items.add(item(group, told.id(), why)));
      }
    }
    return items;
  }

  static List<Markdown> guarded(List<Alike> groups) {
    List<Markdown> items = new ArrayList<>();
    for (Alike group : groups) {
      for (Told told : group.first().changes()) {
        told.guard().ifPresent(how -> items.add(item(group, told.id(), how)));
      }
    }
    return items;
  }

  static List<Markdown> unprobed(List<Alike> groups) {
    List<Markdown> items = new ArrayList<>();
    for (Alike group : groups) {
      group.first().unprobed().forEach(u -> items.add(item(group, u.resource(), u.reason())));
    }
    return items;
  }

  static List<Markdown> leaving(List<Alike> groups) {
    List<Markdown> items = new ArrayList<>();
    for (Alike group : groups) {
      for (ResourceId id : group.first().leaving()) {
        items.add(Markdown.of("- {} {}", PlanTable.nodes(group), Markdown.code(id)));
      }
    }
    return items;
  }

  private static Markdown item(Alike group, ResourceId resource, String why) {
    return Markdown.of("- {} {}: {}", PlanTable.nodes(group), Markdown.code(resource), why);
  }
}
