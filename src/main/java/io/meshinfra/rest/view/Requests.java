package io.meshinfra.rest.view;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What may be asked. All of it is text until it is checked. */
public final class Requests {
  private Requests() {}

  /** To leave a node alone. */
  public record Suspend(
      @Schema(required = true) Optional<String> reason,
      Optional<String> by,
      @Schema(format = "date-time", description = "when it ends by itself; absent: never")
          Optional<String> until) {}

  /** To agree to a plan. */
  public record Approve(
      @Schema(description = "its hash; absent: the one that waits") Optional<String> plan,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by,
      @Schema(format = "date-time", description = "when it ends; absent: after the usual time")
          Optional<String> until) {
    public static final Approve NOTHING =
        new Approve(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * To undo the last generations of a node.
   *
   * @param force also what somebody has changed since
   */
  public record RollBack(
      @Schema(
              description =
                  "the generation after which it shall be as it was; absent: the last but one")
          Optional<Integer> to,
      boolean force,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by) {
    public static final RollBack NOTHING =
        new RollBack(Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  /** To put back what was changed by hand. */
  public record Revert(
      @Schema(required = true, description = "hash of the plan that was looked at")
          Optional<String> plan,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by) {
    public static final Revert NOTHING =
        new Revert(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * To tell how drift could become intent.
   *
   * @param resources as KIND:NAME; empty for all that drift
   */
  public record Adopt(List<String> resources) {
    public Adopt {
      resources = resources == null ? List.of() : List.copyOf(resources);
    }
  }

  /**
   * To propose a change.
   *
   * @param name what the branch is called below mesh/proposal/
   * @param base commit that the files were edited on
   * @param files whole text by path, or null for a file that goes
   */
  public record Propose(
      Optional<String> name,
      Optional<String> base,
      Optional<String> title,
      Map<String, Optional<String>> files) {
    public Propose {
      Map<String, Optional<String>> all = new TreeMap<>();
      if (files != null) {
        files.forEach((path, text) -> all.put(path, text == null ? Optional.empty() : text));
      }
      files = Collections.unmodifiableMap(all);
    }
  }

  /** To do something that others must be told the reason of. */
  public record ForReason(@Schema(required = true) Optional<String> reason, Optional<String> by) {
    public static final ForReason NOTHING = new ForReason(Optional.empty(), Optional.empty());
  }

  /** To do something in somebody's name. */
  public record OnBehalf(Optional<String> by) {}

  /**
   * To make passes.
   *
   * @param nodes empty for all
   * @param insist tries again what was tried in vain
   */
  public record Reconcile(List<String> nodes, boolean insist) {
    public Reconcile {
      nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }
  }

  /**
   * To give an agent a token.
   *
   * @param nodes that may be reconciled; those of the contract when none is named
   */
  public record IssueToken(
      @Schema(required = true) Optional<String> agent,
      @Schema(description = "whose contract limits it") Optional<String> session,
      @Schema(enumeration = {"read", "reconcile", "login"}) Optional<String> scope,
      List<String> nodes,
      @Schema(required = true, description = "after which time it ends, like 8h; at most 24h")
          Optional<String> expires,
      Optional<String> by) {
    public IssueToken {
      nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }
  }

  /** To make a contract count without a merge. */
  public record IssueSession(
      @Schema(required = true, description = "path of its file, .session/session-NAME.yaml")
          Optional<String> path,
      @Schema(required = true, description = "the file, byte by byte") Optional<String> text,
      Optional<String> by) {}

  /** To get a larger fencing token. */
  public record RaiseToken(
      @Schema(required = true, description = "the largest that a node tells of")
          Optional<String> above,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by) {
    public static final RaiseToken NOTHING =
        new RaiseToken(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** To let commits in that left their contract. */
  public record AcceptScope(
      @Schema(required = true) Optional<String> commit,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by) {}

  /**
   * To get an SSH certificate.
   *
   * @param principals all that the token allows when none is named
   * @param sources networks that it may be used from; everywhere when none is named
   */
  public record IssueCertificate(
      @Schema(required = true, description = "the line of a .pub file") Optional<String> publicKey,
      List<String> principals,
      @Schema(description = "after which time it ends, like 8h; absent: the longest")
          Optional<String> expires,
      List<String> sources,
      Optional<String> by) {
    public static final IssueCertificate NOTHING =
        new IssueCertificate(
            Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty());

    public IssueCertificate {
      principals = principals == null ? List.of() : List.copyOf(principals);
      sources = sources == null ? List.of() : List.copyOf(sources);
    }
  }

  /** To have certificates open nothing any more. */
  public record RevokeCertificates(
      @Schema(required = true, description = "a serial number, or a key id for all of it")
          Optional<String> certificate,
      @Schema(required = true) Optional<String> reason,
      Optional<String> by) {
    public static final RevokeCertificates NOTHING =
        new RevokeCertificates(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
