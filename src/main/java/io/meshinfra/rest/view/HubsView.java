package io.meshinfra.rest.view;

import io.meshinfra.journal.HubId;
import io.meshinfra.journal.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The hubs on one database. All times are those of the database. */
@Schema(name = "Hubs")
public record HubsView(List<One> hubs) {
  public HubsView {
    hubs = List.copyOf(hubs);
  }

  /** One of them. */
  @Schema(name = "HubSeen")
  public record One(
      @Schema(description = "process and machine") String name,
      @Schema(enumeration = {"in charge", "stands by"}) String standing,
      @Schema(description = "whether this one answers") boolean answers,
      @Schema(description = "fencing token; only of the hub in charge") Optional<Long> token,
      Optional<Instant> takenAt,
      @Schema(description = "when others may take over unless the lease is renewed")
          Optional<Instant> until,
      Instant startedAt,
      Instant seenAt) {
    static One of(HubId.Seen seen, HubId me) {
      return new One(
          seen.hub().name(),
          seen.lease().isPresent() ? "in charge" : "stands by",
          seen.hub().equals(me),
          seen.lease().map(lease -> lease.token().number()),
          seen.lease().map(Lease::takenAt),
          seen.lease().flatMap(Lease::until),
          seen.startedAt(),
          seen.seenAt());
    }
  }

  public static HubsView of(List<HubId.Seen> hubs, HubId me) {
    return new HubsView(hubs.stream().map(seen -> One.of(seen, me)).toList());
  }
}
