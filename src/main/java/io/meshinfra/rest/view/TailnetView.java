package io.meshinfra.rest.view;

import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.tailnet.PolicyPut;
import io.meshinfra.reconcile.tailnet.PolicyState;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The policy file of the tailnet beside what follows from the revision in force. */
@Schema(name = "TailnetPolicy")
public record TailnetView(
    @Schema(enumeration = {"off", "nothing", "synced", "older", "edited", "foreign", "unknown"})
        String status,
    Optional<String> revision,
    @Schema(description = "what is amiss and how to mend it; empty: nothing") String reason,
    @Schema(description = "unified diff from the tailnet to git") String difference) {
  public static TailnetView of(PolicyState state) {
    return new TailnetView(
        state.status().word(),
        state.revision().map(Revision::id),
        state.reason(),
        state.difference());
  }

  /** To put the policy file. */
  @Schema(name = "PutTailnetPolicy")
  public record Put(
      Optional<String> by,
      @Schema(description = "true: also what somebody wrote by hand")
          Optional<Boolean> overwriteHandEdits) {
    public static final Put NOTHING = new Put(Optional.empty(), Optional.empty());
  }

  /** What came of it. */
  @Schema(name = "TailnetPolicyPut")
  public record Outcome(
      @Schema(enumeration = {"done", "not-needed", "refused"}) String outcome, String words) {
    public static Outcome of(PolicyPut put) {
      return switch (put) {
        case PolicyPut.Done(String words) -> new Outcome("done", words);
        case PolicyPut.NotNeeded(String reason) -> new Outcome("not-needed", reason);
        case PolicyPut.Refused(String reason) -> new Outcome("refused", reason);
      };
    }
  }
}
