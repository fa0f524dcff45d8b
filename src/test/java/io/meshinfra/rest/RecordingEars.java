package io.meshinfra.rest;

import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequestEvents;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears of pull requests in the tests that enable it. */
@Alternative
@Singleton
public class RecordingEars implements PullRequestEvents {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void pushed() {}

  @Override
  public void changed(PullRequest.Id id) {
    heard.add("changed " + id);
  }

  @Override
  public void commented(PullRequest.Id id) {
    heard.add("commented " + id);
  }

  List<String> heard() {
    return List.copyOf(heard);
  }
}
