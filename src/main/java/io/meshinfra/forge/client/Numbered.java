package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import java.util.function.Function;

/** Ids on forges that count; an id of another forge, kept from before, is refused. */
public final class Numbered {
  private Numbered() {}

  public static <T> Answer<T> with(PullRequest.Id id, Function<Long, Answer<T>> next) {
    return isNumber(id.value())
        ? next.apply(Long.parseLong(id.value()))
        : new Answer.Refused<>("there is no pull request " + id + ": here they have numbers");
  }

  /** Whether this can be a comment here. */
  public static boolean isNumber(Comment.Id id) {
    return isNumber(id.value());
  }

  private static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]{0,17}");
  }
}
