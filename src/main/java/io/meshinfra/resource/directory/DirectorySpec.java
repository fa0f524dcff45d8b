package io.meshinfra.resource.directory;

import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.Owner;
import io.meshinfra.resource.Ownership;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.Optional;

/** What shall be so about one folder. */
@Doc(
    value =
        "A directory with its owner and mode. Missing parents are made with mode 0755 for root;"
            + " what is in the directory is left alone.",
    example =
        """
        directory: {path: /srv/www, owner: www-data, mode: "0750"}
        """)
public record DirectorySpec(
    @Doc("Where the directory is.") @NotNull AbsolutePath path,
    @Doc("Name or number of the owner; left alone when not given.") Optional<Owner> owner,
    @Doc("Name or number of the group; left alone when not given.") Optional<Owner> group,
    @Doc(
            "Permissions in octal and in quotes, like \"0755\"; left alone when not given, 0755"
                + " for a new directory.")
        Optional<FileMode> mode,
    @Doc(value = "Whether the directory shall be there: present or absent.", byDefault = "present")
        Existence state,
    @Doc(
            value =
                "With state absent: delete it with everything in it, not only when it is empty.",
            byDefault = "false")
        boolean recurse) {
  public DirectorySpec {
    state = Objects.requireNonNullElse(state, Existence.PRESENT);
    if (recurse && state == Existence.PRESENT) {
      throw new IllegalArgumentException("recurse goes with state: absent only; remove it");
    }
    if (state == Existence.ABSENT && path.value().equals("/")) {
      throw new IllegalArgumentException("the root directory cannot be absent");
    }
  }

  Ownership ownership() {
    return new Ownership(owner, group, mode);
  }
}
