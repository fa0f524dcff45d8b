package io.meshinfra.rest.view;

import io.meshinfra.reconcile.flow.FlowFinding;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.reconcile.flow.FlowReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What nodes met that tried the network intent, by the last test of the hub. */
@Schema(name = "FlowTest")
public record FlowTestView(
    @Schema(description = "whether there was one since the hub was started") boolean tested,
    @Schema(description = "how many flows by their result") Map<String, Long> counts,
    @Schema(description = "those that are not as the intent has them") List<OneFlow> differing) {
  public FlowTestView {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    differing = List.copyOf(differing);
  }

  /** One of them. */
  @Schema(name = "Flow")
  public record OneFlow(
      String from,
      String to,
      @Schema(enumeration = {"tcp", "udp"}) String protocol,
      int port,
      @Schema(enumeration = {"leaks", "fails"}) String result,
      String met,
      String why) {
    static OneFlow of(FlowFinding finding) {
      return new OneFlow(
          finding.from().value(),
          finding.to().value(),
          finding.protocol(),
          finding.port(),
          finding.verdict().word(),
          finding.met(),
          finding.why());
    }
  }

  public static final FlowTestView NONE = new FlowTestView(false, Map.of(), List.of());

  public static FlowTestView of(FlowReport report) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.word(), report.count(verdict));
    }
    return new FlowTestView(
        true,
        counts,
        report.findings().stream()
            .filter(finding -> finding.verdict().differs())
            .map(OneFlow::of)
            .toList());
  }
}
