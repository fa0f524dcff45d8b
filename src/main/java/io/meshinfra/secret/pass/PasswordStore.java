package io.meshinfra.secret.pass;

import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.program.Ending;
import io.meshinfra.secret.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store of entries that a program shows.
 *
 * @param show arguments in front of the name of the entry
 */
record PasswordStore(Program program, List<String> show) {
  PasswordStore {
    show = List.copyOf(show);
  }

  static Optional<String> complaint(SecretRef ref) {
    return Entry.parse(ref.path()).complaint();
  }

  Resolution resolve(SecretRef ref) {
    Entry entry = Entry.parse(ref.path());
    Optional<String> complaint = entry.complaint();
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    List<String> arguments = new ArrayList<>(show);
    arguments.add(entry.path());
    return switch (program.run(arguments)) {
      case Ending.Said said -> found(entry, said.output());
      case Ending.Failed failed ->
          new Unresolvable(
              "exit code %d of %s: %s".formatted(failed.code(), program.name(), failed.errors()));
      case Ending.Useless useless -> new Unresolvable(useless.reason());
    };
  }

  private static Resolution found(Entry entry, String text) {
    if (Entry.isListing(text)) {
      return new Unresolvable(
          "%s is a folder of the password store; name an entry in it"
              .formatted(Printable.quote(entry.path())));
    }
    Optional<String> part = entry.in(text).filter(value -> !value.isEmpty());
    return part.<Resolution>map(value -> new Resolved(Secret.of(value)))
        .orElseGet(() ->
            new Unresolvable(
                entry
                    .field()
                    .map(field ->
                        "the entry has no line %s with a value".formatted(Printable.quote(field)))
                    .orElse("the first line of the entry, its password, is empty")));
  }
}
