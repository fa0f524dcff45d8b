package io.meshinfra.report.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.markdown.Forges;
import io.meshinfra.report.review.NodeOutcome.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergeCommentTest {
  private static final Revision MERGED = new Revision("a".repeat(40));
  private static final Subject SUBJECT =
      new Subject(
          "demo",
          "main",
          new Revision("b".repeat(40)),
          "main",
          new Revision("c".repeat(40)),
          Instant.parse("2026-03-06T14:02:10Z"));
  private static final FullReport FULL = new FullReport(17, Optional.empty());
  private static final Page PAGE = new Page(65_536, true);

  @Test
  void shouldTellTheOutcomeOfEachNodeAboveThePlan() {
    MergeReport report =
        report(
            node("hub", Ending.CONVERGED, "in 1.2 s"),
            node("laptop", Ending.AWAY, "no route to host"),
            node("wsl", Ending.FAILED, "step 1 file:/etc/motd failed with exit code 1"));

    assertEquals(
        """
        <!-- mesh-infra/plan fleet=demo hub=main -->

        ### mesh: merged as aaaaaaaaaa: 1 converged, 1 failed, 1 away: pending

        As of 2026-03-06 14:02 UTC; told here as it goes on.

        | node | outcome | run |
        |---|---|---|
        | `wsl` | failed: step 1 file:/etc/motd failed with exit code 1 | `20260306-140200-wsl` |
        | `laptop` | away: pending: no route to host | `20260306-140200-laptop` |
        | `hub` | converged: in 1.2 s | `20260306-140200-hub` |

        ---

        ### mesh plan: 3 nodes: 3 change\
        """,
        MergeComment.of(
            report, PAGE, FULL, "<!-- mesh-infra/plan x -->\n\n### mesh plan: 3 nodes: 3 change"));
  }

  @Test
  void shouldReplaceAnEarlierOutcomeAndKeepThePlan() {
    String plan = "<!-- mesh-infra/plan x -->\n\n### mesh plan: 1 node: 1 changes";
    MergeReport pending = report(node("hub", Ending.PENDING, ""));
    MergeReport done = report(node("hub", Ending.CONVERGED, "in 1.2 s"));

    assertEquals(
        MergeComment.of(done, PAGE, FULL, plan),
        MergeComment.of(done, PAGE, FULL, MergeComment.of(pending, PAGE, FULL, plan)));
    assertEquals(
        MergeComment.of(done, PAGE, FULL, ""),
        MergeComment.of(done, PAGE, FULL, MergeComment.of(pending, PAGE, FULL, "")));
  }

  @Test
  void shouldTellAnswersThatThePlanBelowDoesNotTell() {
    Instant before = SUBJECT.at().minusSeconds(3_600);
    Reply early = new Reply("mesh plan", "ada", before, "looked at again");
    Reply late = new Reply("mesh apply hub", "ada", SUBJECT.at(), "applying on hub");
    String plan = "### mesh plan: 1 node\n\n" + Answers.lines(List.of(early)).getFirst();
    MergeReport report =
        new MergeReport(
            SUBJECT,
            MERGED,
            List.of(node("hub", Ending.PENDING, "")),
            List.of(),
            List.of(late, early));
    String text = MergeComment.of(report, PAGE, FULL, plan);

    assertTrue(
        text.contains(
            "**Answers**\n\n"
                + "- `mesh apply hub` by `ada`, 2026-03-06 14:02 UTC: applying on hub\n\n---"),
        text);
    assertTrue(Answers.areNew(report.replies(), text, plan));
    assertFalse(Answers.areNew(report.replies(), text, text));
    assertEquals(text, MergeComment.of(report, PAGE, FULL, text));
  }

  @Test
  void shouldNotCallAnAnswerNewThatDoesNotFit() {
    Reply endless = new Reply("mesh help", "ada", SUBJECT.at(), "x ".repeat(1_000));
    MergeReport report = new MergeReport(SUBJECT, MERGED, List.of(), List.of(), List.of(endless));
    String text = MergeComment.of(report, new Page(Page.SHORTEST, false), FULL, "");

    assertFalse(Answers.areNew(report.replies(), text, ""), text);
  }

  @Test
  void shouldKnowWhenOnlyTheTimeHasChanged() {
    Subject later =
        new Subject(
            "demo", "main", SUBJECT.head(), "main", SUBJECT.target(), SUBJECT.at().plusSeconds(60));
    NodeOutcome away = node("hub", Ending.AWAY, "");
    MergeReport same = new MergeReport(later, MERGED, List.of(away), List.of(), List.of());
    MergeReport other =
        new MergeReport(
            later, MERGED, List.of(node("hub", Ending.IN_SYNC, "")), List.of(), List.of());
    String text = MergeComment.of(report(away), PAGE, FULL, "");

    assertTrue(MergeComment.tellTheSame(text, MergeComment.of(same, PAGE, FULL, text)));
    assertFalse(MergeComment.tellTheSame(text, MergeComment.of(other, PAGE, FULL, text)));
  }

  @Test
  void shouldStayWhereItHasArrived() {
    NodeOutcome converged = node("hub", Ending.CONVERGED, "in 1.2 s");
    NodeOutcome inSync = node("hub", Ending.IN_SYNC, "");
    NodeOutcome failed = node("hub", Ending.FAILED, "step 1");
    NodeOutcome again =
        new NodeOutcome(
            failed.node(), Ending.FAILED, "step 1", Optional.of(new RunId("other-run")));

    assertEquals(converged, converged.then(inSync));
    assertEquals(converged, converged.then(failed), "that is another story");
    assertEquals(inSync, failed.then(inSync));
    assertEquals(failed, failed.then(again), "no news");
  }

  @Test
  void shouldSayWhenThereIsNothingToWaitFor() {
    MergeReport done = report(node("hub", Ending.IN_SYNC, ""), node("wsl", Ending.CONVERGED, ""));

    assertTrue(done.isSettled());
    assertFalse(report(node("hub", Ending.AWAITS_APPROVAL, "")).isSettled());
    assertEquals("merged as aaaaaaaaaa: nothing to change on any node", report().headline());
    assertTrue(MergeComment.of(done, PAGE, FULL, "").contains("As of 2026-03-06 14:02 UTC.\n"));
  }

  @Test
  void shouldGiveThousandNodesThatEndAlikeOneRow() {
    List<NodeOutcome> nodes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      nodes.add(node("n-" + i, Ending.IN_SYNC, ""));
    }
    String text =
        MergeComment.of(
            new MergeReport(SUBJECT, MERGED, nodes, List.of(), List.of()),
            PAGE,
            FULL,
            "x".repeat(65_500));

    assertTrue(text.contains("`n-4` and 995 more | in sync | - |"), text);
    assertFalse(text.contains("xxx"), "a plan that does not fit is left out, never cut");
  }

  @Test
  void shouldFitAndHoldNothingThatActs() {
    List<NodeOutcome> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(node("n-" + i, Ending.FAILED, i + " | `x` @ada <b> [x](y)\n# z"));
    }
    RolloutOutcome rollout =
        new RolloutOutcome("a`b`", "stopped", "1 of 2 (@ada)", "1 failed", "<b> [x](y)\n# z");
    MergeReport report =
        new MergeReport(SUBJECT, MERGED, nodes, Collections.nCopies(20, rollout), List.of());
    for (int longest = Page.SHORTEST; longest < 5_000; longest += 61) {
      String text = MergeComment.of(report, new Page(longest, false), FULL, "");
      assertTrue(text.length() <= longest, text);
      List<String> acting = Forges.read(text).acting();
      assertEquals(1, acting.size(), acting.toString());
    }
  }

  private static NodeOutcome node(String name, Ending ending, String detail) {
    Optional<RunId> run = Optional.of(new RunId("20260306-140200-" + name));
    return new NodeOutcome(new NodeName(name), ending, detail, run);
  }

  private static MergeReport report(NodeOutcome... nodes) {
    return new MergeReport(SUBJECT, MERGED, List.of(nodes), List.of(), List.of());
  }
}
