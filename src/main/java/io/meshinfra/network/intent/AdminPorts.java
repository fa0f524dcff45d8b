package io.meshinfra.network.intent;

import java.util.List;
import java.util.stream.IntStream;

/** Ports by which machines are administered: nobody's business outside of the mesh. */
public final class AdminPorts {
  private static final int VNC = 5900;
  private static final int SCREENS = 10;

  /** One for each service: ssh, telnet, Docker, RDP, the hub's own API, VNC. */
  public static final List<Integer> ONE_EACH = List.of(22, 23, 2375, 2376, 3389, 8181, VNC);

  /** The same with all screens of VNC. */
  public static final List<Integer> ALL =
      IntStream.concat(
              ONE_EACH.stream().mapToInt(Integer::intValue),
              IntStream.range(VNC + 1, VNC + SCREENS))
          .sorted()
          .boxed()
          .toList();

  private AdminPorts() {}
}
