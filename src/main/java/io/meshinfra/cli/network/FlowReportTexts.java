package io.meshinfra.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.flow.FlowFinding;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.reconcile.flow.FlowReport;
import java.util.List;

/** What a test of the mesh found, for people and for programs. */
record FlowReportTexts(Shell shell, Format format) {
  /**
   * @param all also what is as it shall be
   */
  void print(FlowReport report, boolean all) {
    List<FlowFinding> shown =
        report.findings().stream()
            .filter(one -> all || one.verdict().differs() || told(report, one))
            .toList();
    shell.print(
        format == Format.TABLE ? table(report, shown) : Tree.of(tree(report, shown), format));
  }

  /** What a node that tried nothing did not find out is one line, not one for each flow. */
  private static boolean told(FlowReport report, FlowFinding finding) {
    return finding.verdict() == Verdict.UNKNOWN
        && !report.notTried().containsKey(finding.flow().from());
  }

  private String table(FlowReport report, List<FlowFinding> shown) {
    Table table = new Table("FROM", "TO", "MEANT", "RESULT", "MET", "WHY");
    for (FlowFinding one : shown) {
      table.row(
          one.flow().from().value(),
          "%s:%d/%s".formatted(one.flow().to(), one.flow().port(), one.flow().protocol().word()),
          meant(one),
          one.verdict().word(),
          one.met(),
          one.why());
    }
    StringBuilder out = new StringBuilder();
    if (!table.isEmpty()) {
      out.append(table.text(shell.screen().columns())).append('\n');
    }
    report
        .notTried()
        .forEach(
            (node, why) -> out.append(node + " tried nothing: " + Printable.block(why) + "\n"));
    return out.append(summary(report)).toString();
  }

  private static String meant(FlowFinding one) {
    return switch (one.flow().meant()) {
      case ALLOWED -> "allowed";
      case LIMITED -> "limited";
      case DENIED -> "denied";
    };
  }

  private static String summary(FlowReport report) {
    String counts =
        "%s by %s: %d work as allowed, %d are held as denied; %d leak, %d fail, %d not known%n"
            .formatted(
                Counted.of(report.findings().size(), "flow"),
                Counted.of(report.tools().size(), "node"),
                report.count(Verdict.WORKS),
                report.count(Verdict.HELD),
                report.count(Verdict.LEAKS),
                report.count(Verdict.FAILS),
                report.count(Verdict.UNKNOWN));
    return report.leftOut() + report.leftPairs() == 0
        ? counts
        : counts
            + "left out, since one test is bounded: %s and %s of nodes%n"
                .formatted(
                    Counted.of(report.leftOut(), "flow"), Counted.of(report.leftPairs(), "pair"));
  }

  private static ObjectNode tree(FlowReport report, List<FlowFinding> shown) {
    ObjectNode tree = Tree.mapper().createObjectNode();
    ArrayNode flows = tree.putArray("flows");
    for (FlowFinding one : shown) {
      flows
          .addObject()
          .put("from", one.flow().from().value())
          .put("to", one.flow().to().value())
          .put("address", one.flow().address().toString())
          .put("protocol", one.flow().protocol().word())
          .put("port", one.flow().port())
          .put("meant", meant(one))
          .put("result", one.verdict().word())
          .put("met", one.met())
          .put("why", one.why());
    }
    ObjectNode counts = tree.putObject("counts");
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.word(), report.count(verdict));
    }
    ObjectNode tools = tree.putObject("tools");
    report.tools().forEach((node, tool) -> tools.put(node.value(), tool));
    ObjectNode notTried = tree.putObject("notTried");
    report.notTried().forEach((node, why) -> notTried.put(node.value(), why));
    return tree.put("leftOutFlows", report.leftOut()).put("leftOutPairs", report.leftPairs());
  }
}
