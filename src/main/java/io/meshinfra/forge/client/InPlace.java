package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Comments that can be changed in place. */
public final class InPlace {
  private InPlace() {}

  /**
   * Changes a comment; when there is none to change, or not any more, it is written anew.
   *
   * @param known the comment as the hub remembers it; one whose id is no number is another forge's
   * @param change gives nothing when the comment is not there
   */
  public static Answer<Comment> write(
      Optional<Comment.Id> known,
      Function<Comment.Id, Answer<Optional<Comment>>> change,
      Supplier<Answer<Comment>> anew) {
    return known
        .filter(Numbered::isNumber)
        .map(change)
        .orElseGet(() -> Answer.of(Optional.empty()))
        .then(changed -> changed.map(Answer::of).orElseGet(anew));
  }
}
