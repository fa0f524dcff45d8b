package io.meshinfra.forge.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Proposes.Proposal;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What GitHub wants to be sent, and Gitea, whose API was made after it. */
public final class GithubForms {
  private GithubForms() {}

  public record CommentText(String body) {}

  /** A status of a commit. */
  public record NewStatus(
      String state,
      String context,
      String description,
      @JsonProperty("target_url") Optional<String> targetUrl) {
    public static NewStatus of(CommitStatus status) {
      return new NewStatus(
          status.state().name().toLowerCase(Locale.ROOT),
          status.context(),
          status.description(),
          status.details().map(URI::toString));
    }
  }

  public record NewPull(String title, String head, String base, String body) {
    public static NewPull of(Proposal proposal) {
      return new NewPull(proposal.title(), proposal.branch(), proposal.base(), proposal.markdown());
    }
  }

  /** What shall be otherwise about a pull request; the rest stays. */
  public record PullEdit(Optional<String> title, Optional<String> body, Optional<String> state) {
    public static final PullEdit CLOSED =
        new PullEdit(Optional.empty(), Optional.empty(), Optional.of("closed"));

    public static PullEdit retold(Proposal proposal) {
      return new PullEdit(
          Optional.of(proposal.title()), Optional.of(proposal.markdown()), Optional.empty());
    }
  }
}
