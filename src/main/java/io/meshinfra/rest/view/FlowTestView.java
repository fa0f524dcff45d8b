package io.meshinfra.rest.view;

import io.meshinfra.reconcile.flow.FlowFinding;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.reconcile.flow.FlowReport;
import io.meshinfra.reconcile.flow.FlowWatch;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What nodes met that tried the network intent, by the last test of the hub. */
@Schema(name = "FlowTest")
public record FlowTestView(
    @Schema(description = "whether there was one since the hub was started") boolean tested,
    @Schema(description = "when it had ended") Optional<Instant> at,
    @Schema(description = "how long it took, in milliseconds") Optional<Long> tookMs,
    @Schema(description = "how many flows by their result") Map<String, Long> counts,
    @Schema(description = "those that are not as the intent has them") List<OneFlow> differing,
    @Schema(description = "addresses that nobody tries from outside, and why")
        List<String> untried) {
  public FlowTestView {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    differing = List.copyOf(differing);
    untried = List.copyOf(untried);
  }

  /** One of them. */
  @Schema(name = "Flow")
  public record OneFlow(
      @Schema(description = "a node, or outside") String from,
      @Schema(description = "who tried") String by,
      String to,
      String address,
      @Schema(enumeration = {"tcp", "udp"}) String protocol,
      int port,
      @Schema(enumeration = {"leaks", "fails"}) String result,
      String met,
      String why) {
    static OneFlow of(FlowFinding finding) {
      return new OneFlow(
          finding.from(),
          finding.by(),
          finding.to().value(),
          finding.address(),
          finding.protocol(),
          finding.port(),
          finding.verdict().word(),
          finding.met(),
          finding.why());
    }
  }

  public static final FlowTestView NONE =
      new FlowTestView(false, Optional.empty(), Optional.empty(), Map.of(), List.of(), List.of());

  public static FlowTestView of(FlowWatch.LastTest last) {
    FlowReport report = last.report();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.word(), report.count(verdict));
    }
    return new FlowTestView(
        true,
        Optional.of(last.at()),
        Optional.of(last.took().toMillis()),
        counts,
        report.findings().stream()
            .filter(finding -> finding.verdict().differs())
            .map(OneFlow::of)
            .toList(),
        report.untried());
  }
}
