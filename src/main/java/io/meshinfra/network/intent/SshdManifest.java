package io.meshinfra.network.intent;

import io.meshinfra.desired.bind.WrittenAs;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who may log in by sshd, as it is written. */
@Doc("Who may log in by sshd and how; in any case by key only.")
record SshdManifest(
    @Doc("Accounts that may log in; everybody with a key, without it. The login of the hub is one.")
        Optional<List<AccountName>> users,
    @Doc(
            value = "Whether root may log in: prohibit-password (by key) or no.",
            byDefault = "prohibit-password")
        @WrittenAs("root_login")
        Optional<RootLogin> rootLogin,
    @Doc(
            value = "What runs sshd: ssh of Debian and Ubuntu, sshd of Fedora and others.",
            byDefault = "ssh")
        Optional<Label> service) {
  static final SshdManifest NOTHING =
      new SshdManifest(Optional.empty(), Optional.empty(), Optional.empty());

  /** More would not fit the line in which sshd wants them. */
  private static final int MOST = 200;

  private static final Label DEBIAN = new Label("ssh");

  SshdManifest {
    users = users.map(List::copyOf);
    if (users.isPresent() && (users.get().isEmpty() || users.get().size() > MOST)) {
      throw new IllegalArgumentException(
          "users has 1 to %d accounts, not %d; leave it out to let in everybody who has a key"
              .formatted(MOST, users.get().size()));
    }
  }

  /** What is not said here, as the other one says it. */
  SshdManifest or(SshdManifest other) {
    return new SshdManifest(
        users.or(other::users), rootLogin.or(other::rootLogin), service.or(other::service));
  }

  SshdSettings settings(Position at) {
    return new SshdSettings(
        at,
        users.map(TreeSet::new),
        rootLogin.orElse(RootLogin.PROHIBIT_PASSWORD),
        service.orElse(DEBIAN));
  }
}
