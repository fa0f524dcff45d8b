package io.meshinfra.rest.start;

import io.meshinfra.reconcile.settings.HubHome;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code mesh serve}: makes the home of the hub and starts it, or says why it does not start. */
@QuarkusMain
public final class ServeMain {
  private static final int REFUSED = 2;

  private ServeMain() {}

  public static void main(String... arguments) {
    Path home = home(System.getenv());
    try {
      HubHome.make(home);
    } catch (IOException e) {
      refuse(
          "the home of the hub, %s, cannot be made (%s): make it, or name another with MESH_HOME"
              .formatted(home, e));
      return;
    }
    System.setProperty("mesh.home", home.toString());
    Quarkus.run(null, ServeMain::ended, arguments);
  }

  private static Path home(Map<String, String> environment) {
    return Optional.ofNullable(System.getProperty("mesh.home"))
        .or(() -> Optional.ofNullable(environment.get("MESH_HOME")))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(() ->
            HubHome.byDefault(
                environment,
                System.getProperty("user.name", ""),
                System.getProperty("user.home", "/")));
  }

  private static void ended(int code, Throwable reason) {
    if (reason == null) {
      System.exit(code);
    } else {
      refuse(StartFailure.explain(reason));
    }
  }

  private static void refuse(String why) {
    System.err.println("mesh: " + why);
    System.exit(REFUSED);
  }
}
