package io.meshinfra.policy.condition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a rule looks for in a plan. Pure: it is judged by what it is given and by nothing else. */
public sealed interface Condition
    permits Expressed,
        ForbiddenCommands,
        ForbiddenKinds,
        Freezes,
        LastDoor,
        LongAbsence,
        MaxChanges,
        MaxNodes,
        NeverTogether,
        OpenWindows,
        ProtectedFiles,
        ProtectedPaths,
        ProtectedResources,
        RequiredApprovals,
        SudoersRights {

  /** What a condition looks at, and so where it can be judged at all. */
  enum Concern {
    /** The plan itself: also without a hub, by a catalog alone. */
    CONTENT,
    /** The time of day. */
    TIME,
    /** What goes on on other nodes. */
    OTHERS,
    /** What has been with the node, as only a hub knows it. */
    PAST,
    /** Files of the repository that a commit changes; never a plan. */
    FILES
  }

  Concern concern();

  /** Everything that it found; nothing when all is well. */
  List<Hit> judge(Matter matter);

  /** When a run that begins now must begin nothing more. */
  default Optional<Instant> closes(Instant now) {
    return Optional.empty();
  }
}
