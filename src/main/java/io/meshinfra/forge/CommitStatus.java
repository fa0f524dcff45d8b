package io.meshinfra.forge;

import java.net.URI;
import java.util.Optional;

/**
 * A word about a commit that forges show beside it and can insist on before a merge.
 *
 * @param context who says it: {@code mesh/plan}, {@code mesh/scope}
 * @param description one line; forges cut long ones, so it is kept under 140 characters
 * @param details where more is to be read
 */
public record CommitStatus(String context, State state, String description, Optional<URI> details) {
  public static final int LONGEST_DESCRIPTION = 140;

  /** What is said. */
  public enum State {
    PENDING,
    SUCCESS,
    FAILURE
  }

  public CommitStatus {
    if (description.length() > LONGEST_DESCRIPTION) {
      description = description.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }
  }
}
