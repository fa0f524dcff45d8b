package io.meshinfra.review;

import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeLink;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.journal.Journal;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.StayedAway;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.source.RemoteBranches;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The reviews of this hub, from its start to its end; there are none where no forge is named. */
@ApplicationScoped
class RunningReviews implements PullRequestEvents {
  private final ForgeLink link;
  private final Hub hub;
  private final HubSettings settings;
  private final Journal journal;
  private final RemoteBranches branches;
  private final DriftLog driftLog;
  private volatile Optional<Reviews> reviews = Optional.empty();

  RunningReviews(
      ForgeLink link, Hub hub, HubSettings settings, Journal journal, RemoteBranches branches) {
    this.link = link;
    this.hub = hub;
    this.settings = settings;
    this.journal = journal;
    this.branches = branches;
    this.driftLog = new DriftLog(journal.drifts());
  }

  /** After the hub itself, which makes its journal its own. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
    link.connection().ifPresent(connection -> rules());
    begin();
  }

  /**
   * What reviews keep of the journal is read when this hub gets in charge: before, others write.
   */
  private synchronized void begin() {
    if (reviews.isEmpty() && hub.leasing().isInCharge()) {
      reviews = link.connection().map(this::over);
    }
  }

  private Reviews over(Connection connection) {
    HubSettings.Source source = settings.source();
    HubDrift.Folders folders =
        new HubDrift.Folders(source.path().orElse(""), settings.policy().path());
    Reviews.World world =
        new Reviews.World(
            new LiveHub(hub),
            new PolicyJudge(hub.foresight(), hub.previews().fleets()),
            new HubDeeds(hub),
            new HubDrift(hub, branches, folders),
            hub.previews().fleets()::contains,
            hub.leasing()::isInCharge);
    Reviews.Times times = new Reviews.Times(Clock.systemUTC(), Ticker.SYSTEM, new SecureRandom());
    return new Reviews(connection, world, journal, times, rules());
  }

  private ReviewRules rules() {
    HubSettings.Forge forge = settings.forge();
    return new ReviewRules(
        forge.hubName(),
        settings.source().branch(),
        forge.planForeign(),
        forge.interval(),
        forge.planDeadline(),
        forge.hubUrl().map(RunningReviews::address));
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below, as for every other text that is no address
    }
    throw new IllegalStateException(
        "mesh.forge.hub-url is no address; it is like https://hub.example.org");
  }

  @Override
  public void pushed() {
    reviews.ifPresent(Reviews::pushed);
  }

  @Override
  public void changed(PullRequest.Id id) {
    reviews.ifPresent(running -> running.changed(id));
  }

  @Override
  public void commented(PullRequest.Id id) {
    reviews.ifPresent(running -> running.commented(id));
  }

  void ended(@Observes Pass pass) {
    reviews.ifPresentOrElse(running -> running.ended(pass), () -> writtenDown(pass));
  }

  void stayedAway(@Observes StayedAway away) {
    reviews.ifPresent(running -> running.stayedAway(away));
  }

  /** Since when something drifts is of use without pull requests too. */
  private synchronized void writtenDown(Pass pass) {
    hub.fleet().ifPresent(driftLog::follow);
    driftLog.ended(pass);
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void tick() {
    begin();
    reviews.ifPresent(Reviews::tick);
  }

  /** Before the hub, whose journal what is being written still needs. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
    reviews.ifPresent(Reviews::close);
  }
}
