package io.meshinfra.forge.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last answers to what is asked again and again, with the tags by which a forge can say that
 * nothing has changed. That costs it little, and GitHub does not count it.
 */
final class Kept {
  /** As many lists and pull requests as one hub looks at in a round, more or less. */
  private static final int MOST = 64;

  /** A large one is asked for anew; all of them together stay below 32 MB. */
  private static final int LARGEST = 512 << 10;

  private final Map<String, Tagged> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tagged> eldest) {
          return size() > MOST;
        }
      };

  /** An answer and its tag. */
  record Tagged(String tag, Reply reply) {}

  synchronized Optional<Tagged> get(String question) {
    return Optional.ofNullable(answers.get(question));
  }

  synchronized void keep(String question, Reply reply) {
    Optional<String> tag = reply.header("etag").filter(t -> t.length() < 200);
    if (tag.isPresent() && reply.body().length <= LARGEST) {
      answers.put(question, new Tagged(tag.get(), reply));
    } else {
      answers.remove(question);
    }
  }
}
