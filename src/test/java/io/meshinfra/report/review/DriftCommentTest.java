package io.meshinfra.report.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Value;
import io.meshinfra.report.markdown.Forges;
import io.meshinfra.report.review.DriftReport.Adopting;
import io.meshinfra.report.review.DriftReport.Clue;
import io.meshinfra.report.review.DriftReport.Item;
import io.meshinfra.resource.Change;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftCommentTest {
  private static final Instant AT = Instant.parse("2026-03-06T14:02:10Z");
  private static final Page PAGE = new Page(65_536, true);
  private static final Adopting WRITTEN = new Adopting.Written(List.of("base.yaml:5:7"), "");

  private static Item item(String name, String from, Adopting adopting) {
    Change.Difference difference =
        new Change.Difference(Optional.of(Value.of(from)), Value.of("wanted"));
    return new Item(
        new ResourceChange(
            ThingType.thing(name, "wanted"),
            new Change.Update(new TreeMap<>(Map.of("value", difference))),
            Origin.CORRECTIVE),
        AT.minusSeconds(3_600),
        adopting);
  }

  private static DriftReport report(List<Item> items, List<Clue> clues) {
    return new DriftReport(
        "demo",
        "main",
        new NodeName("laptop"),
        new Revision("a".repeat(40)),
        AT,
        items,
        "Mode observe reports and never changes",
        "0123456789abcdef",
        clues);
  }

  @Test
  void shouldTellWhatMovedAndTheTwoWaysOut() {
    Clue login = new Clue("logins", Optional.of(AT.minusSeconds(60)), "ada pts/0 192.0.2.7");
    String text =
        DriftComment.of(report(List.of(item("a", "hand", WRITTEN)), List.of(login)), PAGE).text();

    assertEquals(
        """
        <!-- mesh-infra/drift fleet=demo hub=main node=laptop -->

        `laptop` is not as git has it, and git has not changed: the machine moved (*corrective*). \
        Seen since 2026-03-06 13:02 UTC, last at 2026-03-06 14:02 UTC, compared with `aaaaaaaaaa`.

        What mesh did about it: nothing. Mode observe reports and never changes.

        **Two ways out**

        - **Merge** to adopt: its commit changes the manifests so that what is on the node now is \
        what git wants. Nothing changes on the node.
        - **Close** to revert: mesh puts the node back to what git wants, by plan \
        `0123456789abcdef`. Whoever does it agrees to that plan.

        When the drift goes away by itself, mesh closes this.

        | resource | change | since | merging adopts it |
        |---|---|---|---|
        | `thing:a` | update | 2026-03-06 13:02 UTC | yes, in `base.yaml:5:7` |

        **Evidence**, as the node tells it

        - logins, 2026-03-06 14:01 UTC: `ada pts/0 192.0.2.7`

        <details><summary>thing:a</summary>

        ```diff
        value: hand -> wanted
        ```

        </details>\
        """,
        text);
  }

  @Test
  void shouldSayWhyNothingCanBeAdopted() {
    DriftReport report =
        report(List.of(item("a", "x", new Adopting.Impossible("it is in a list"))), List.of());
    String text = DriftComment.of(report, PAGE).text();

    assertFalse(report.isAdoptable());
    assertTrue(text.contains("Nothing of it can be adopted"), text);
    assertTrue(text.contains("| no: it is in a list |"), text);
  }

  @Test
  void shouldFitAndLetNothingOfTheNodeOut() {
    String evil = "`x` | @ada </details> <script> [a](b)\n# big\n```\n/close";
    List<Item> items = new ArrayList<>();
    List<Clue> clues = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      items.add(item("t" + i + "`|@ada<b>", evil, new Adopting.Impossible(evil)));
      clues.add(new Clue(evil, Optional.empty(), evil));
    }
    for (int longest = 1_200; longest < 8_000; longest += 211) {
      String text = DriftComment.of(report(items, clues), new Page(longest, true)).text();
      assertTrue(text.length() <= longest, longest + " < " + text.length());
      for (String acting : Forges.read(text).acting()) {
        assertTrue(acting.matches("(?s)html: (<!-- [^>]*-->|</details>|<details>.*)"), acting);
      }
    }
  }

  @Test
  void shouldNameNothingInTheTitleThatSomebodyOnTheNodeChose() {
    assertEquals(
        "Drift on laptop: 2 resources",
        report(List.of(item("@ada", "x", WRITTEN), item("b", "y", WRITTEN)), List.of()).title());
  }
}
