package io.meshinfra.converge.ansible;

import io.meshinfra.converge.ansible.PlaybookEvent.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a playbook did, gathered from its events while it runs; bounded whatever the node says. */
final class Recap {
  /** How OpenSSH says it, on some twenty lines. */
  private static final Pattern OTHER_KEY =
      Pattern.compile(
          "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known");

  private static final int MOST_KEPT = 200;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_MESSAGE = 600;
  private static final int LONGEST_DIFF = 1200;
  private static final int LONGEST_TEXT = 4096;

  private final Consumer<String> progress;
  private final List<PlaybookEvent.Result> changed = new ArrayList<>();
  private final List<PlaybookEvent.Result> failed = new ArrayList<>();
  private Optional<String> unreachable = Optional.empty();
  private int plays;
  private int playsForOthers;
  private int tasks;
  private int ended;
  private boolean complete;

  Recap(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Called from the thread that reads the output. */
  synchronized void add(PlaybookEvent event) {
    switch (event) {
      case PlaybookEvent.Play play -> plays++;
      case PlaybookEvent.NoHosts none -> playsForOthers++;
      case PlaybookEvent.Task task -> {
        tasks += task.facts() ? 0 : 1;
        progress.accept("task " + Shown.line(task.name(), LONGEST_NAME));
      }
      case PlaybookEvent.Result result -> result(result);
      case PlaybookEvent.End end -> complete = true;
    }
  }

  private void result(PlaybookEvent.Result result) {
    switch (result.status()) {
      case CHANGED -> keep(changed, result);
      case FAILED -> keep(failed, result);
      case UNREACHABLE -> unreachable = Optional.of(result.message());
      case OK, IGNORED, SKIPPED -> {}
    }
    if (result.status() != Status.UNREACHABLE) {
      ended++;
    }
    if (result.status() != Status.OK && result.status() != Status.SKIPPED) {
      progress.accept(
          result.status().name().toLowerCase(java.util.Locale.ROOT) + " " + told(result));
    }
  }

  private static void keep(List<PlaybookEvent.Result> list, PlaybookEvent.Result result) {
    if (list.size() < MOST_KEPT) {
      list.add(result);
    }
  }

  private static String told(PlaybookEvent.Result result) {
    String name = Shown.line(result.task(), LONGEST_NAME);
    return result.message().isBlank()
        ? name
        : name + ": " + Shown.line(result.message(), LONGEST_MESSAGE);
  }

  /** Whether nothing happened on the node, so that another way in may be tried. */
  synchronized boolean isUntouched() {
    return ended == 0;
  }

  /** Why the node was not reached, when it was not. */
  synchronized Optional<String> unreachable() {
    return unreachable.map(reason ->
        OTHER_KEY.matcher(reason).find()
            ? "refused, its host key is not one that is pinned in the node's manifest"
            : Shown.line(reason, LONGEST_MESSAGE));
  }

  /** A playbook that does nothing for this node is a mistake of its author; says which. */
  synchronized Optional<String> nothingToDo(List<String> tags) {
    if (plays > 0 && plays == playsForOthers) {
      return Optional.of("no play of it is for this node: write hosts: all");
    }
    if (complete && tasks == 0) {
      return Optional.of(
          tags.isEmpty()
              ? "it has no task for this node"
              : "none of its tasks has a tag of " + Shown.line(tags.toString(), LONGEST_NAME));
    }
    return Optional.empty();
  }

  /** The first failure, when there is one. */
  synchronized Optional<String> failure() {
    return failed.stream().findFirst().map(result -> "task " + told(result));
  }

  /** One entry per task that changed something or would: its name, then its diff if any. */
  synchronized List<String> changes() {
    return changed.stream()
        .map(result -> {
          String name = Shown.line(result.task(), LONGEST_NAME);
          String diff = Shown.block(result.diff(), LONGEST_DIFF);
          return diff.isBlank() ? name : name + "\n" + diff;
        })
        .toList();
  }

  /** For people: why it failed if it did, and what changed; at most 4 KiB. */
  synchronized String text(Optional<String> failure) {
    List<String> lines = new ArrayList<>();
    failure.ifPresent(lines::add);
    failed.stream().skip(1).forEach(result -> lines.add("failed: " + told(result)));
    changed.forEach(result -> lines.add("changed: " + Shown.line(result.task(), LONGEST_NAME)));
    String text = lines.isEmpty() ? "nothing changed" : String.join("\n", lines);
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 3) + "...";
  }
}
