package io.meshinfra.report.review;

/**
 * What a rule has to say about a plan.
 *
 * @param rule its id
 * @param reason for people, hostile: it may name what the pull request names
 */
public record PolicyFinding(String rule, Severity severity, String reason) {

  /** What follows from it; the first is the worst. */
  public enum Severity {
    REFUSE("refuses"),
    ASK("asks for approval"),
    /** It refuses for as long as a window is closed or a freeze goes on. */
    NOT_NOW("lets wait"),
    WARN("warns");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
