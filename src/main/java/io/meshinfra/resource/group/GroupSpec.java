package io.meshinfra.resource.group;

import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/** A local group. */
@Doc(
    value = "A local group. Its members are told by the accounts: see user.",
    example =
        """
        group: {name: deploy, gid: 1500}
        """)
public record GroupSpec(
    @Doc("name of the group") @NotNull AccountName name,
    @Doc(value = "present or absent", byDefault = "present") Existence state,
    @Doc("number of the group; changing it leaves the files of the old number as they are")
        Optional<Long> gid,
    @Doc(value = "whether a new group gets a number of the system range", byDefault = "false")
        boolean system) {
  /** The largest number, (gid_t) -1, stands for none. */
  private static final long LARGEST_GID = 4_294_967_294L;

  public GroupSpec {
    state = state == null ? Existence.PRESENT : state;
    if (gid.isPresent() && (gid.get() < 0 || gid.get() > LARGEST_GID)) {
      throw new IllegalArgumentException("a gid is 0 to " + LARGEST_GID + ", not " + gid.get());
    }
    boolean root = name.value().equals("root");
    if (root && (state == Existence.ABSENT || gid.orElse(0L) != 0)) {
      throw new IllegalArgumentException("group root stays, and keeps gid 0");
    }
    if (!root && gid.orElse(1L) == 0) {
      throw new IllegalArgumentException("gid 0 is that of group root");
    }
  }
}
