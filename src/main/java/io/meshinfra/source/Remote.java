package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/** One conversation with the remote: first where the branch is, then what is missing. */
final class Remote implements AutoCloseable {
  private static final int SHOWN_BRANCHES = 10;
  private static final RefSpec BRANCHES = new RefSpec("refs/heads/*:refs/heads/*");

  private final SourceSettings settings;
  private final RemoteAddress address;
  private final Optional<Secret> token;
  private final Optional<SshWay> ssh;
  private final FailureReason reasons;

  private Remote(
      SourceSettings settings,
      RemoteAddress address,
      Optional<Secret> token,
      Optional<SshWay> ssh) {
    this.settings = settings;
    this.address = address;
    this.token = token;
    this.ssh = ssh;
    this.reasons = new FailureReason(address, token, settings.idleTimeout().toSeconds());
  }

  /** Resolves secrets and reads keys anew each time: they may have been replaced. */
  static Remote open(SourceSettings settings, RemoteAddress address, Secrets secrets)
      throws FetchFailed {
    if (!Repository.isValidRefName(branchRef(settings))) {
      throw new FetchFailed(
          Printable.quote(settings.branch()) + " is not the name of a branch (mesh.source.branch)");
    }
    try {
      return switch (address.way()) {
        case LOCAL -> local(settings, address);
        case SSH ->
            new Remote(settings, address, Optional.empty(), Optional.of(SshWay.of(settings)));
        case HTTP -> new Remote(settings, address, token(settings, secrets), Optional.empty());
      };
    } catch (IllegalArgumentException e) {
      throw new FetchFailed(e.getMessage());
    }
  }

  private static Remote local(SourceSettings settings, RemoteAddress address) throws FetchFailed {
    if (!Files.isDirectory(Path.of(address.uri().getPath()))) {
      throw new FetchFailed("there is no git repository at " + address);
    }
    return new Remote(settings, address, Optional.empty(), Optional.empty());
  }

  private static Optional<Secret> token(SourceSettings settings, Secrets secrets)
      throws FetchFailed {
    if (settings.token().isEmpty()) {
      return Optional.empty();
    }
    return switch (secrets.resolve(settings.token().get())) {
      case Resolution.Resolved resolved -> Optional.of(resolved.secret());
      case Resolution.Unresolvable failed ->
          throw new FetchFailed("the token of the remote: " + failed.reason());
    };
  }

  static String branchRef(SourceSettings settings) {
    return Constants.R_HEADS + settings.branch();
  }

  /** Asks only for the branches: cheap enough for a poll. */
  ObjectId head(Repository clone) throws FetchFailed {
    return soon(() -> ask(clone));
  }

  /** Which of these refs the remote has; the first of them, if any. */
  Optional<String> firstOf(Repository clone, List<String> refs) throws FetchFailed {
    return soon(() -> ask(clone, refs));
  }

  /** With a limit of its own, because the idle limit does not count while SSH shakes hands. */
  private <T> T soon(Callable<T> question) throws FetchFailed {
    try {
      return new Deadline(settings.idleTimeout().multipliedBy(2)).within(question);
    } catch (TimeoutException e) {
      throw failed(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FetchFailed known ? known : failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailed("the fetch was interrupted");
    }
  }

  private ObjectId ask(Repository clone) throws FetchFailed {
    try (Transport transport = open(clone);
        FetchConnection connection = transport.openFetch(List.of(BRANCHES))) {
      Ref ref = connection.getRef(branchRef(settings));
      if (ref == null || ref.getObjectId() == null) {
        throw new FetchFailed(noBranch(connection));
      }
      return ref.getObjectId();
    } catch (NotSupportedException | TransportException | RuntimeException e) {
      throw failed(e);
    }
  }

  private Optional<String> ask(Repository clone, List<String> refs) throws FetchFailed {
    List<RefSpec> asked = refs.stream().map(RefSpec::new).toList();
    try (Transport transport = open(clone);
        FetchConnection connection = transport.openFetch(asked)) {
      return refs.stream().filter(ref -> connection.getRef(ref) != null).findFirst();
    } catch (NotSupportedException | TransportException | RuntimeException e) {
      throw failed(e);
    }
  }

  private String noBranch(FetchConnection connection) {
    String others =
        connection.getRefs().stream()
            .map(Ref::getName)
            .filter(name -> name.startsWith(Constants.R_HEADS))
            .map(name -> Printable.line(name.substring(Constants.R_HEADS.length())))
            .sorted()
            .limit(SHOWN_BRANCHES)
            .collect(Collectors.joining(", "));
    return "the remote "
        + address
        + (others.isEmpty()
            ? " is empty: push a first commit to "
            : " has the branches " + others + ", but no branch ")
        + Printable.quote(settings.branch())
        + (others.isEmpty() ? "" : " (mesh.source.branch)");
  }

  /**
   * Brings the branch into the clone, with what is missing.
   *
   * @throws org.eclipse.jgit.errors.TransportException as it came, when the clone may be at fault
   */
  void fetch(Repository clone, ProgressMonitor progress) throws FetchFailed, TransportException {
    fetch(clone, new RefSpec("+" + branchRef(settings) + ":" + branchRef(settings)), progress);
  }

  /** Brings a ref that is not the branch to a place in the clone. */
  void fetchSide(Repository clone, String ref, String place, ProgressMonitor progress)
      throws FetchFailed, TransportException {
    fetch(clone, new RefSpec("+" + ref + ":" + place), progress);
  }

  /** Brings a single commit, if the remote gives it; no ref of the clone leads to it then. */
  void fetchCommit(Repository clone, ObjectId commit, ProgressMonitor progress)
      throws FetchFailed, TransportException {
    fetch(clone, new RefSpec(commit.name()), progress);
  }

  private void fetch(Repository clone, RefSpec wanted, ProgressMonitor progress)
      throws FetchFailed, TransportException {
    try (Transport transport = open(clone)) {
      transport.fetch(progress, List.of(wanted));
    } catch (TransportException e) {
      if (Damage.isIn(e)) {
        throw e;
      }
      throw failed(e);
    } catch (NotSupportedException | RuntimeException e) {
      throw failed(e);
    }
  }

  /** For one talk; its failures are told by {@link #failed}. */
  Transport open(Repository clone) throws NotSupportedException, TransportException {
    Transport transport = Transport.open(clone, address.uri());
    transport.setTimeout((int) Math.max(1, settings.idleTimeout().toSeconds()));
    transport.setTagOpt(TagOpt.NO_TAGS);
    // Never the process-wide one, which may know of other secrets.
    transport.setCredentialsProvider(null);
    token.ifPresent(t -> transport.setCredentialsProvider(new TokenCredentials(address.uri(), t)));
    ssh.ifPresent(s -> ((SshTransport) transport).setSshSessionFactory(s.sessions()));
    return transport;
  }

  FetchFailed failed(Exception e) {
    String refusal = ssh.map(s -> s.hosts().refusal()).orElse("");
    return new FetchFailed(refusal.isEmpty() ? reasons.of(e) : refusal);
  }

  @Override
  public void close() {
    ssh.ifPresent(SshWay::close);
  }
}
