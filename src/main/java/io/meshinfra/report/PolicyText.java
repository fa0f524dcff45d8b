package io.meshinfra.report;

import java.util.List;

/** What policy found, for people: one line for each finding, under the plan. */
public final class PolicyText {
  private PolicyText() {}

  public static String of(List<FindingView> findings) {
    if (findings.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("  policy\n");
    for (FindingView finding : findings) {
      text.append("    %s: %s\n".formatted(finding.severity(), finding.text()));
    }
    return text.toString();
  }
}
