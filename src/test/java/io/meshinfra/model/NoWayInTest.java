package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoWayInTest {

  @ParameterizedTest
  @CsvSource({
    "NO_ANSWER NO_ANSWER, HOST_DOWN",
    "NO_NAME NO_ANSWER, HOST_DOWN",
    "NO_NAME NO_ROUTE, PATH_DOWN",
    "NO_ANSWER PORT_CLOSED, SSHD_DOWN",
    "NOT_SSH, SSHD_DOWN",
    "NO_ANSWER OTHER_HOST_KEY, HOST_KEY_CHANGED",
    "LOGIN_REFUSED OTHER_HOST_KEY, HOST_KEY_CHANGED",
    "LOGIN_REFUSED NO_ROUTE, LOGIN_REFUSED",
    "UNUSABLE NO_ANSWER, HOST_DOWN",
    "UNUSABLE, UNUSABLE",
    "NO_ANSWER HUB_STOPS, HUB_STOPS",
    "LINK_LOST, LINK_LOST",
  })
  void shouldTellTheGravest(String obstacles, Cause cause) {
    List<ClosedPath> paths =
        Arrays.stream(obstacles.split(" "))
            .map(word -> new ClosedPath(Obstacle.valueOf(word), word))
            .toList();

    assertEquals(cause, new NoWayIn(paths).cause());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void shouldReadWhatItWrites(Cause cause) {
    assertEquals(cause, Cause.parse(cause.word()));
  }

  @Test
  void shouldTellPathByPath() {
    NoWayIn both =
        NoWayIn.of(Obstacle.NO_NAME, "tailscale: unknown")
            .and(NoWayIn.of(Obstacle.NO_ANSWER, "lan: timed out"));

    assertEquals("tailscale: unknown; lan: timed out", both.reason());
    assertThrows(IllegalArgumentException.class, () -> new NoWayIn(List.of()));
  }
}
