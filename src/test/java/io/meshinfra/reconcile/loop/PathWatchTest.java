package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathWatchTest {
  private static final NodeName A = new NodeName("a");
  private static final ClosedPath TAILSCALE =
      new ClosedPath(Obstacle.NO_ANSWER, "tailscale: timed out");

  private final List<String> told = new ArrayList<>();
  private List<ClosedPath> detour = List.of();
  private final PathWatch watch =
      new PathWatch(node -> detour, (type, node, words) -> told.add(type + " " + words));

  @Test
  void shouldTellOnceThatAPathIsDownAndOnceThatItIsUp() {
    watch.look(A);
    detour = List.of(TAILSCALE);
    watch.look(A);
    watch.look(A);
    detour = List.of();
    watch.look(A);
    watch.look(A);

    assertEquals(
        List.of("path-down tailscale: timed out", "path-up reached over the first path again"),
        told);
  }

  @Test
  void shouldForgetANodeThatLeft() {
    detour = List.of(TAILSCALE);
    watch.look(A);
    watch.forget(A);
    watch.look(A);

    assertEquals(2, told.size());
  }
}
