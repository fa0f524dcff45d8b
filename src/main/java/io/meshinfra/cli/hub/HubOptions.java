package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.settings.HubHome;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which hub is asked, and with which token. */
public final class HubOptions {
  static final String USUAL_HUB = "http://127.0.0.1:8181";

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description = "Address of the hub; MESH_HUB is the default, else " + USUAL_HUB + ".")
  private String hub;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File that holds the hub's token; MESH_TOKEN_FILE is the default, else the file token in"
              + " MESH_HOME.")
  private Path tokenFile;

  public HubApi hub(Shell shell) {
    String address =
        Optional.ofNullable(hub).or(() -> shell.variable("MESH_HUB")).orElse(USUAL_HUB);
    Path token =
        Optional.ofNullable(tokenFile)
            .or(() -> shell.variable("MESH_TOKEN_FILE").map(Path::of))
            .orElseGet(() -> home(shell).resolve("token"));
    return new HubApi(new HubClient(address(address), new TokenFile(token)));
  }

  /** Where the hub of this user keeps its things, unless told otherwise. */
  public static Path home(Shell shell) {
    return shell
        .variable("MESH_HOME")
        .map(Path::of)
        .orElseGet(() ->
            HubHome.byDefault(
                shell.environment(), System.getProperty("user.name", ""), shell.home().toString()));
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text.replaceFirst("/+$", ""));
      boolean web = Set.of("http", "https").contains(String.valueOf(address.getScheme()));
      boolean plain =
          address.getHost() != null
              && address.getUserInfo() == null
              && address.getQuery() == null
              && address.getFragment() == null;
      if (web && plain) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new Failure(
        "the address of the hub is like %s, not %s".formatted(USUAL_HUB, Printable.quote(text)));
  }
}
