package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys with which a user may log in. */
@Doc(
    value =
        "The keys that let somebody log in as a user. The file and its folder are made as that"
            + " user, never followed through links as root.",
    example =
        """
        authorizedKeys: {user: deploy, keys: ["ssh-ed25519 AAAA... ann@laptop"]}
        """)
public record AuthorizedKeysSpec(
    @Doc("login name") @NotNull AccountName user,
    @Doc("one line of a .pub file each, with options in front where they are wanted") @NotNull
        List<AuthorizedKey> keys,
    @Doc(
            value = "whether other keys are removed; false: only these have to be there",
            byDefault = "true")
        Boolean exclusive,
    @Doc(
            "file to use in place of .ssh/authorized_keys in the home of the user; root owns it,"
                + " and all folders above it must be root's, as /etc/ssh/keys/NAME. Only with"
                + " exclusive: true")
        Optional<AbsolutePath> path) {
  public AuthorizedKeysSpec {
    keys = List.copyOf(keys);
    exclusive = exclusive == null || exclusive;
    if (!exclusive && keys.isEmpty()) {
      throw new IllegalArgumentException("without exclusive, there must be at least one key");
    }
    if (!exclusive && path.isPresent()) {
      throw new IllegalArgumentException("a path of its own goes with exclusive: true only");
    }
    Set<String> seen = new HashSet<>();
    for (AuthorizedKey key : keys) {
      if (!seen.add(key.key())) {
        throw new IllegalArgumentException("the same key stands here twice: " + key);
      }
    }
  }

  String resourceName() {
    return path.map(file -> user + ":" + file).orElse(user.value());
  }

  /** The whole file. */
  String text() {
    StringBuilder text = new StringBuilder("# Kept by mesh-infra: changes made here are undone.\n");
    keys.forEach(key -> text.append(key).append('\n'));
    return text.toString();
  }
}
