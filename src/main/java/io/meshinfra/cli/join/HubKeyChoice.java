package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.join.HubKey;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which public key new nodes get. */
record HubKeyChoice(Shell shell) {
  private static final int LARGEST = 16 * 1024;

  /**
   * @param given a file, or the line itself
   * @throws Failure when there is none, or when it is a private one
   */
  HubKey of(Optional<String> given) {
    String text = given.or(this::besideTheIdentity).orElseThrow(HubKeyChoice::missing);
    try {
      return HubKey.parse(text.contains(" ") ? text : read(Path.of(text)));
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private Optional<String> besideTheIdentity() {
    return shell
        .variable("MESH_SSH_IDENTITIES")
        .map(list -> list.split(",")[0].strip() + ".pub")
        .filter(file -> Files.isReadable(Path.of(file)));
  }

  private static Failure missing() {
    return new Failure(
        "--hub-key is missing: the public key with which the hub logs in, a .pub file or its line;"
            + " ssh-keygen -t ed25519 -N '' -f id_hub makes one");
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new Failure(Printable.quote(file.toString()) + " is too large for a public key");
      }
      String text = Files.readString(file);
      if (text.contains("PRIVATE KEY")) {
        throw new Failure(
            Printable.quote(file.toString()) + " is a private key; name the .pub file beside it");
      }
      return text;
    } catch (IOException e) {
      throw new Failure(
          "the public key of the hub cannot be read: " + Printable.quote(file.toString()));
    }
  }
}
