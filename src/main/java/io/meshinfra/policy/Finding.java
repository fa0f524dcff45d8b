package io.meshinfra.policy;

import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import java.util.Optional;

/**
 * What a rule has to say about a plan or a commit.
 *
 * @param rule its id
 * @param what it found
 * @param reason why the rule is there, in the words of whoever wrote it
 * @param place what it is about, when it is about one thing
 * @param consent whose agreement it asks for; present when it asks
 * @param passing whether it goes away by itself: a closed window, another node at work
 */
public record Finding(
    String rule,
    Severity severity,
    String what,
    String reason,
    Optional<Place> place,
    Optional<Consent> consent,
    boolean passing) {

  /**
   * A resource, or a file of the repository.
   *
   * @param position {@code file:line:column} of the manifest, or just a file
   */
  public record Place(Optional<ResourceId> resource, String position) {
    @Override
    public String toString() {
      String line = Printable.line(position);
      return resource.map(id -> Printable.line(id.toString()) + " (" + line + ")").orElse(line);
    }
  }

  public Finding {
    if ((severity == Severity.ASK) != consent.isPresent()) {
      throw new IllegalArgumentException("exactly what asks says whose consent it asks for");
    }
  }

  /** Of a rule that is part of the program. */
  public static Finding refusal(String rule, String what, boolean passing) {
    return new Finding(
        rule, Severity.REFUSE, what, "", Optional.empty(), Optional.empty(), passing);
  }

  /** On one line. */
  @Override
  public String toString() {
    String where = place.map(p -> p + ": ").orElse("");
    return rule + ": " + where + what + (reason.isEmpty() ? "" : " [" + reason + "]");
  }
}
