package io.meshinfra.reconcile.revision;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.revision.SignatureReport.Judged;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.settings.HubSettings.Verify;
import io.meshinfra.source.CommitGraph;
import io.meshinfra.source.CommitGraph.Commit;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.signature.Signers;
import io.meshinfra.source.signature.SignersFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a revision out whose commits nobody signed who may. Who may say the hub's own files and
 * those of the revision in force: a push cannot bring the signer that it is judged by.
 */
public final class SignedCommits implements RevisionCheck {
  /** A branch that moved on by more is looked at by people. */
  private static final int MOST_COMMITS = 5000;

  private final Settings settings;
  private final GitSource source;
  private final Clock clock;

  /**
   * What is asked for.
   *
   * @param files of signers on the hub
   * @param paths of signers in the repository
   */
  public record Settings(Verify verify, List<Path> files, List<String> paths) {
    public Settings {
      files = List.copyOf(files);
      paths = List.copyOf(paths);
    }

    public static Settings of(HubSettings.Source source) {
      return new Settings(
          source.verify(),
          source.signers().orElse(List.of()),
          source.signersPath().orElse(List.of()));
    }
  }

  /**
   * @throws IllegalStateException when signatures are asked for and nobody could give one
   */
  public SignedCommits(Settings settings, GitSource source, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.clock = clock;
    if (settings.verify() == Verify.NONE) {
      return;
    }
    if (settings.files().isEmpty() && settings.paths().isEmpty()) {
      throw new IllegalStateException(
          "mesh.source.verify asks for signatures, and nobody may sign: name a file of allowed"
              + " signers on the hub by mesh.source.signers");
    }
    try {
      ofTheHub();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "mesh.source.verify asks for signatures, and who may sign cannot be told: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Optional<String> refusal(Revision head) {
    if (settings.verify() == Verify.NONE) {
      return Optional.empty();
    }
    Optional<Revision> accepted;
    try {
      accepted = source.accepted();
    } catch (IOException e) {
      return Optional.of("what was accepted last cannot be read: " + e.getMessage());
    }
    if (accepted.isPresent() && accepted.get().equals(head)) {
      return Optional.empty();
    }
    SignatureReport report = judge(accepted, accepted, head);
    return report.passes()
        ? bringsNoSigners(head)
        : Optional.of(report.headline() + ":\n" + report.reasons() + howToGoOn(accepted));
  }

  /**
   * Judges what {@code head} has and {@code base} has not, as for a pull request, by the signers of
   * the revision in force.
   */
  public SignatureReport between(Revision base, Revision head) {
    if (settings.verify() == Verify.NONE) {
      return SignatureReport.NOTHING_ASKED;
    }
    try {
      return judge(Optional.of(base), source.accepted(), head);
    } catch (IOException e) {
      return SignatureReport.untold("what was accepted last cannot be read: " + e.getMessage());
    }
  }

  private SignatureReport judge(
      Optional<Revision> base, Optional<Revision> inForce, Revision head) {
    try {
      Signers signers = ofTheHub();
      if (inForce.isPresent()) {
        signers = signers.and(ofTheRepository(inForce.get()));
      }
      CommitGraph graph = source.commits();
      List<Revision> without = base.map(List::of).orElse(List.of());
      // Of the first revision of all the head vouches for the files, and nobody for what came
      // before.
      boolean headOnly = settings.verify() == Verify.HEAD || base.isEmpty();
      CommitGraph.Range range = graph.range(without, head, headOnly ? 1 : MOST_COMMITS);
      if (!range.isWhole() && !headOnly) {
        return SignatureReport.untold(
            "more than %d commits came at once; push them in parts".formatted(MOST_COMMITS));
      }
      List<Judged> judged = new ArrayList<>();
      for (Commit commit : range.commits()) {
        judged.add(
            new Judged(
                commit.revision(),
                commit.subject(),
                graph.signature(commit.revision(), signers, clock.instant())));
      }
      return new SignatureReport(judged, Optional.empty());
    } catch (IllegalArgumentException e) {
      return SignatureReport.untold("who may sign cannot be told: " + e.getMessage());
    } catch (IOException | UnreadableFile e) {
      return SignatureReport.untold("the commits cannot be read: " + e.getMessage());
    }
  }

  private Signers ofTheHub() {
    Signers all = Signers.NOBODY;
    for (Path file : settings.files()) {
      all = all.and(SignersFile.read(file));
    }
    return all;
  }

  private Signers ofTheRepository(Revision revision) throws UnreadableFile {
    FileTree tree = source.tree(revision, "");
    Signers all = Signers.NOBODY;
    for (String path : settings.paths()) {
      Optional<Content> file = tree.read(path);
      if (file.isPresent()) {
        String where = "%s of %s".formatted(path, revision.abbreviated());
        all = all.and(Signers.parse(text(file.get(), where), where));
      }
    }
    return all;
  }

  private static String text(Content file, String where) {
    if (file.size() > SignersFile.LARGEST) {
      throw new IllegalArgumentException(
          where + " has more than " + SignersFile.LARGEST + " bytes");
    }
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }

  /** The next revision will be judged by what this one says: nobody is to be locked out by it. */
  private Optional<String> bringsNoSigners(Revision head) {
    try {
      return ofTheHub().and(ofTheRepository(head)).isEmpty()
          ? Optional.of(
              "nobody could sign what comes after it: %s is not in it, and mesh.source.signers is"
                      .formatted(String.join(", ", settings.paths()))
                  + " not set")
          : Optional.empty();
    } catch (IllegalArgumentException | UnreadableFile e) {
      return Optional.of("nobody could sign what comes after it: " + e.getMessage());
    }
  }

  private String howToGoOn(Optional<Revision> accepted) {
    String sign =
        accepted.isPresent() && settings.verify() == Verify.EVERY
            ? "git rebase --exec 'git commit --amend --no-edit -S' " + accepted.get().abbreviated()
            : "git commit --amend --no-edit -S";
    return "sign by a key that may (%s; git push --force), or let the key in (%s), then mesh source refresh"
        .formatted(sign, places());
  }

  private String places() {
    List<String> places = new ArrayList<>();
    settings.files().forEach(file -> places.add(file + " on the hub"));
    settings.paths().forEach(path -> places.add(path + " by a signed commit before"));
    return String.join(", or ", places);
  }
}
