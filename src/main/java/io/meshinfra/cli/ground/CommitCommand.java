package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.session.SessionTrailers;
import io.meshinfra.source.WorkingCopy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh ground commit}. */
@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    description =
        "Check what is staged: against the contract of the session, protected paths, the facts and"
            + " the links; write the snapshot anew.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh ground commit                          and commit with the trailer that it prints",
      "  mesh ground commit -m \"Install ripgrep\"     and commit when all is well"
    })
final class CommitCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Place place;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "Which session; the one whose contract is in .session and not over.")
  private String session;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Commit with this message and the trailer, when there are no findings.")
  private String message;

  CommitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (message != null && message.isBlank()) {
      throw new Failure("say in the message what the commit does");
    }
    try (WorkingCopy copy = place.workingCopy()) {
      return call(copy);
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  private int call(WorkingCopy copy) throws UnreadableFile {
    OwnContract own = OwnContract.find(copy, Optional.ofNullable(session), shell.clock().instant());
    WorkingCopy.Staged staged = copy.staged();
    Optional<Loading> manifests = place.load(staged.tree());
    Report report = new Report();
    new StagedScope(copy, own, place).check(staged, manifests, shell.clock().instant(), report);
    new TreeChecks(staged.tree(), manifests).addTo(report);
    SnapshotFile snapshot = new SnapshotFile(copy.root());
    boolean renewed =
        snapshot.write(
            SnapshotFile.text(staged.tree(), manifests, LiveFleet.glanced(hub.hub(shell))));
    Optional<Revision> made = commit(copy, own, report, staged, snapshot);
    tell(report, own, renewed, made);
    return report.code();
  }

  private Optional<Revision> commit(
      WorkingCopy copy,
      OwnContract own,
      Report report,
      WorkingCopy.Staged staged,
      SnapshotFile snapshot)
      throws UnreadableFile {
    if (message == null || report.findings() > 0) {
      return Optional.empty();
    }
    if (staged.paths().paths().isEmpty()) {
      throw new Failure("nothing is staged; git add what belongs into the commit");
    }
    copy.stage(SnapshotFile.PATH, snapshot.bytes());
    return Optional.of(
        copy.commit(
            withTrailer(message, own), shell.environment(), shell.home(), shell.clock().instant()));
  }

  /** Below trailers that are there already, otherwise after a blank line. */
  static String withTrailer(String message, OwnContract own) {
    String line = SessionTrailers.line(own.contract().id());
    String text = message.strip();
    if (SessionTrailers.of(text).ids().contains(own.contract().id())) {
      return text + "\n";
    }
    int blank = text.lastIndexOf("\n\n");
    boolean trailers =
        blank > 0
            && text.substring(blank + 2).lines().allMatch(l -> l.matches("[A-Za-z0-9-]+: .+"));
    return text + (trailers ? "\n" : "\n\n") + line + "\n";
  }

  private void tell(Report report, OwnContract own, boolean renewed, Optional<Revision> made) {
    if (output.format() != Format.TABLE) {
      ObjectNode tree = report.tree();
      tree.put("session", own.contract().id().value());
      tree.put("trailer", SessionTrailers.line(own.contract().id()));
      tree.put("counts", own.counts(hub.hub(shell)));
      made.ifPresent(commit -> tree.put("commit", commit.id()));
      shell.print(Tree.of(tree, output.format()));
      return;
    }
    shell.print(own.headline(shell.clock().instant()) + "\n" + report.text());
    shell.print(
        "snapshot: "
            + SnapshotFile.PATH
            + (renewed ? " was written anew" : " is up to date")
            + (renewed && made.isEmpty() ? "; stage it too" : "")
            + "\n");
    made.ifPresentOrElse(
        commit -> shell.print("committed: " + commit.abbreviated() + "\n"),
        () -> next(report, own));
  }

  private void next(Report report, OwnContract own) {
    if (report.code() != ExitCode.FINE) {
      shell.print("\nThis would be refused. Mend it, or begin a session that allows it.\n");
      return;
    }
    if (!own.counts(hub.hub(shell))) {
      shell.print(
          "\nThe contract does not count yet: people merge it into the branch that the hub follows,"
              + "\nor the operator agrees: mesh session issue "
              + own.contract().id().path()
              + "\n");
    }
    shell.print(
        "\nCommit with this below the message:\n\n  "
            + SessionTrailers.line(own.contract().id())
            + "\n");
  }
}
