package io.meshinfra.resource.symlink;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.Optional;

/** What shall be so about one symbolic link. */
@Doc(
    value = "A symbolic link. What it points to need not be there.",
    example =
        """
        symlink: {path: /etc/localtime, target: ../usr/share/zoneinfo/Europe/Berlin, force: true}
        """)
public record SymlinkSpec(
    @Doc("Where the link is.") @NotNull AbsolutePath path,
    @Doc("What it points to, absolute or relative to the folder of the link.")
        Optional<String> target,
    @Doc(value = "Whether the link shall be there: present or absent.", byDefault = "present")
        Existence state,
    @Doc(value = "Replace a regular file that stands in its place.", byDefault = "false")
        boolean force) {
  /** {@code PATH_MAX} of Linux, less the terminating zero. */
  private static final int LONGEST = 4095;

  public SymlinkSpec {
    state = Objects.requireNonNullElse(state, Existence.PRESENT);
    if (state == Existence.PRESENT && target.isEmpty()) {
      throw new IllegalArgumentException("target is missing: say what the link points to");
    }
    target.ifPresent(SymlinkSpec::check);
  }

  private static void check(String target) {
    if (target.isEmpty() || target.length() > LONGEST) {
      throw new IllegalArgumentException("target has 1 to " + LONGEST + " characters");
    }
    if (target.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "target has control characters or newlines: " + Printable.quote(target));
    }
  }
}
