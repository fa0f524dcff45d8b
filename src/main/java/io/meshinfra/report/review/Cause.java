package io.meshinfra.report.review;

/** Why a change is in the plan of a pull request; the first is what the pull request is about. */
public enum Cause {
  PULL_REQUEST("this pull request"),
  DRIFT("drift"),
  PENDING("merged before");

  private final String word;

  Cause(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
