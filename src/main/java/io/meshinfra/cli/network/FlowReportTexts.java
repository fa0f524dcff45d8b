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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a test of the mesh found, for people and for programs. */
record FlowReportTexts(Shell shell, Format format) {
  /** The others are in what programs get. */
  private static final int MOST_UNTRIED = 8;

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
    return finding.verdict() == Verdict.UNKNOWN && !report.notTried().containsKey(finding.by());
  }

  private String table(FlowReport report, List<FlowFinding> shown) {
    Table table = new Table("FROM", "TO", "MEANT", "RESULT", "MET", "WHY");
    for (List<FlowFinding> alike : together(shown)) {
      FlowFinding one = alike.getFirst();
      table.row(
          one.flow().from().toString(),
          to(alike),
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
    report.untried().stream()
        .limit(MOST_UNTRIED)
        .forEach(what -> out.append("not tried: " + Printable.line(what) + "\n"));
    if (report.untried().size() > MOST_UNTRIED) {
      out.append("not tried: %d more%n".formatted(report.untried().size() - MOST_UNTRIED));
    }
    return out.append(summary(report)).toString();
  }

  /** What nobody can tell of an address from outside is one line, not one for each port. */
  private static Collection<List<FlowFinding>> together(List<FlowFinding> shown) {
    Map<List<Object>, List<FlowFinding>> together = new LinkedHashMap<>();
    for (FlowFinding one : shown) {
      boolean joins = one.flow().from().isOutside() && one.verdict() == Verdict.UNKNOWN;
      List<Object> key =
          joins
              ? List.of(one.flow().from(), one.address(), meant(one), one.met(), one.why())
              : List.of(one.flow());
      together.computeIfAbsent(key, first -> new ArrayList<>()).add(one);
    }
    return together.values();
  }

  private static String to(List<FlowFinding> alike) {
    FlowFinding one = alike.getFirst();
    String address = one.flow().from().isOutside() ? " (" + one.address() + ")" : "";
    return alike.size() == 1
        ? "%s:%d/%s%s".formatted(one.to(), one.port(), one.protocol(), address)
        : "%s: %s%s".formatted(one.to(), Counted.of(alike.size(), "port"), address);
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
                Counted.of(report.tools().size(), "machine"),
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
          .put("from", one.from())
          .put("by", one.by())
          .put("to", one.to().value())
          .put("address", one.address())
          .put("protocol", one.protocol())
          .put("port", one.port())
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
    report.tools().forEach(tools::put);
    ObjectNode notTried = tree.putObject("notTried");
    report.notTried().forEach(notTried::put);
    ArrayNode untried = tree.putArray("untried");
    report.untried().forEach(untried::add);
    return tree.put("leftOutFlows", report.leftOut()).put("leftOutPairs", report.leftPairs());
  }
}
