package io.meshinfra.reconcile;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** GitLooks at git soon, for all who ask: a burst of messages costs one more look. */
final class GitLooks {
  private static final Logger LOG = Logger.getLogger(GitLooks.class);

  private final Runnable look;
  private final Executor executor;
  private final AtomicBoolean waiting = new AtomicBoolean();

  GitLooks(Runnable look, Executor executor) {
    this.look = look;
    this.executor = executor;
  }

  /**
   * A look that has not begun serves all who ask meanwhile; one that has may have missed a push.
   */
  void soon() {
    if (waiting.compareAndSet(false, true)) {
      executor.execute(() -> {
        waiting.set(false);
        try {
          look.run();
        } catch (RuntimeException e) {
          LOG.error("looking at git after a webhook failed", e);
        }
      });
    }
  }
}
