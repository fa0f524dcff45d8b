package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.rollout.Member;
import io.meshinfra.rollout.Phase;
import io.meshinfra.rollout.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to tell about a rollout that has gone on. */
record RolloutNews(String type, Optional<NodeName> node, String message) {

  static RolloutNews begun(Rollout rollout, Progress progress) {
    return new RolloutNews(
        "rollout-begun",
        Optional.empty(),
        "%s brings revision %s to %d nodes in %d waves"
            .formatted(
                rollout.name(),
                progress.revision().abbreviated(),
                progress.members().size(),
                rollout.waveCount()));
  }

  static RolloutNews replaced(Progress former, String by) {
    return new RolloutNews(
        "rollout-replaced",
        Optional.empty(),
        "%s of revision %s, which was %s in wave %d: %s"
            .formatted(
                former.name(),
                former.revision().abbreviated(),
                former.phase().word(),
                former.wave(),
                by));
  }

  static List<RolloutNews> between(Rollout rollout, Progress before, Progress after) {
    List<RolloutNews> news = new ArrayList<>();
    after
        .members()
        .forEach((node, member) -> {
          Member was = before.members().get(node);
          if (was != null && was.standing() != member.standing()) {
            ofNode(rollout, node, member).ifPresent(news::add);
          }
        });
    if (after.phase() != before.phase()) {
      news.add(ofPhase(after));
    } else if (after.wave() > before.wave() && after.phase() == Phase.PROGRESSING) {
      news.add(
          new RolloutNews(
              "rollout-wave",
              Optional.empty(),
              "%s: wave %d of %d (%s) begins"
                  .formatted(
                      rollout.name(),
                      after.wave(),
                      rollout.waveCount(),
                      rollout.waveName(after.wave()))));
    }
    return news;
  }

  private static RolloutNews ofPhase(Progress after) {
    String reason = after.reason().isEmpty() ? "" : ": " + after.reason();
    return new RolloutNews(
        "rollout-" + after.phase().word(),
        Optional.empty(),
        "%s at %s%s".formatted(after.name(), after.revision().abbreviated(), reason));
  }

  private static Optional<RolloutNews> ofNode(Rollout rollout, NodeName node, Member member) {
    return switch (member.standing()) {
      case FAILED ->
          Optional.of(
              new RolloutNews(
                  "rollout-node-failed",
                  Optional.of(node),
                  rollout.name() + ": " + Printable.line(member.reason())));
      case UNDONE ->
          Optional.of(
              new RolloutNews(
                  "rollout-node-undone",
                  Optional.of(node),
                  "%s: back at %s"
                      .formatted(
                          rollout.name(),
                          member.before().map(r -> r.abbreviated()).orElse("what it had"))));
      case DONE ->
          member.changed()
              ? Optional.of(
                  new RolloutNews(
                      "rollout-node-done", Optional.of(node), rollout.name() + ": healthy"))
              : Optional.empty();
      case PENDING, WORKING, APPLIED, UNDOING -> Optional.empty();
    };
  }
}
