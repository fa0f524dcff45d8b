package io.meshinfra.reconcile.agent;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.session.FleetDifference;
import io.meshinfra.session.Reach;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionTrailers;
import io.meshinfra.source.CommitGraph;
import io.meshinfra.source.CommitGraph.Commit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What all commits of a session reach together, also those that are in force already: a limit holds
 * for the session, not for each push. Commits in a row are compared as one, so that a commit that
 * another one mends need not be valid.
 */
public record SessionReach(CommitGraph graph, FleetsByRevision fleets) {
  private static final int MOST_COMMITS = 5000;
  private static final int MOST_ROWS = 50;

  /** Commits that follow each other directly. */
  private record Row(List<Revision> before, Revision last) {}

  public Reach of(SessionContract contract, Revision head) throws IOException {
    CommitGraph.Range range = graph.range(List.of(contract.base()), head, MOST_COMMITS);
    if (!range.isWhole()) {
      return new Reach.Untold(
          "more than %d commits came since the session began".formatted(MOST_COMMITS));
    }
    List<Row> rows = new ArrayList<>();
    for (Commit commit : range.commits()) {
      if (SessionTrailers.of(commit.message()).ids().contains(contract.id())) {
        add(rows, commit);
      }
    }
    return rows.size() > MOST_ROWS
        ? new Reach.Untold("its commits are scattered over more than %d rows".formatted(MOST_ROWS))
        : reach(rows);
  }

  private void add(List<Row> rows, Commit commit) throws IOException {
    List<Revision> parents = commit.parents();
    if (parents.size() > 1 && graph.changedPaths(commit.revision()).paths().isEmpty()) {
      return; // It only brings both sides together.
    }
    for (int i = 0; i < rows.size(); i++) {
      if (parents.equals(List.of(rows.get(i).last()))) {
        rows.set(i, new Row(rows.get(i).before(), commit.revision()));
        return;
      }
    }
    rows.add(new Row(parents, commit.revision()));
  }

  /**
   * A merge that decided something is compared with every side: rather too much than too little.
   */
  private Reach reach(List<Row> rows) {
    Reach all = Reach.NOTHING;
    for (Row row : rows) {
      for (Revision before : row.before()) {
        all = all.and(between(before, row.last()));
      }
    }
    return all;
  }

  private Reach between(Revision before, Revision after) {
    try {
      return switch (fleets.at(before)) {
        case Loading.Invalid invalid -> invalid(before, invalid);
        case Loading.Loaded earlier ->
            switch (fleets.at(after)) {
              case Loading.Invalid invalid -> invalid(after, invalid);
              case Loading.Loaded later -> difference(earlier.fleet(), later.fleet());
            };
      };
    } catch (UnreadableFile e) {
      return new Reach.Untold(e.getMessage());
    }
  }

  private static Reach difference(Fleet before, Fleet after) {
    return FleetDifference.between(before, after);
  }

  private static Reach invalid(Revision revision, Loading.Invalid invalid) {
    return new Reach.Untold(
        "the manifests of %s have mistakes: %s"
            .formatted(revision.abbreviated(), invalid.findings().getFirst()));
  }
}
