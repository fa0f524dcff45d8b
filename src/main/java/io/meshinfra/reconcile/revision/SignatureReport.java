package io.meshinfra.reconcile.revision;

import io.meshinfra.model.Revision;
import io.meshinfra.source.signature.CommitSignature;
import java.util.List;
import java.util.Optional;

/**
 * Whether commits are signed as the hub asks; the value behind a status of a pull request.
 *
 * @param commits those that were judged, oldest first
 * @param trouble why nothing could be judged; then nothing passes
 */
public record SignatureReport(List<Judged> commits, Optional<String> trouble) {
  private static final int MOST_TOLD = 10;

  /** The hub asks for no signatures, or there is nothing new. */
  public static final SignatureReport NOTHING_ASKED =
      new SignatureReport(List.of(), Optional.empty());

  public SignatureReport {
    commits = List.copyOf(commits);
  }

  static SignatureReport untold(String reason) {
    return new SignatureReport(List.of(), Optional.of(reason));
  }

  /**
   * One commit.
   *
   * @param subject its first line, made printable
   */
  public record Judged(Revision revision, String subject, CommitSignature signature) {}

  public boolean passes() {
    return trouble.isEmpty() && commits.stream().allMatch(commit -> commit.signature().counts());
  }

  /** Whether there is anything to tell. */
  public boolean isEmpty() {
    return commits.isEmpty() && trouble.isEmpty();
  }

  private List<Judged> findings() {
    return commits.stream().filter(commit -> !commit.signature().counts()).toList();
  }

  /** One line, as for a commit status. */
  public String headline() {
    if (trouble.isPresent()) {
      return "signatures cannot be judged: " + trouble.get();
    }
    String of = commits.size() == 1 ? "1 commit" : commits.size() + " commits";
    return passes()
        ? of + ", all signed by who may"
        : "%d of %s not signed by who may".formatted(findings().size(), of);
  }

  /** All findings, a line each; empty when it passes. */
  public String reasons() {
    StringBuilder out = new StringBuilder();
    trouble.ifPresent(why -> out.append(why).append('\n'));
    List<Judged> findings = findings();
    for (Judged commit : findings.subList(0, Math.min(findings.size(), MOST_TOLD))) {
      out.append(
          "commit %s \"%s\": %s%n"
              .formatted(
                  commit.revision().abbreviated(), commit.subject(), commit.signature().words()));
    }
    if (findings.size() > MOST_TOLD) {
      out.append("and %d more%n".formatted(findings.size() - MOST_TOLD));
    }
    return out.toString();
  }
}
