package io.meshinfra.resource;

import io.meshinfra.model.Content;
import io.meshinfra.model.SecretText;
import io.meshinfra.model.ShellScript;
import java.util.List;
import java.util.Optional;

/** One thing to do on a node, complete: nothing is left to choose when it is carried out. */
public sealed interface Action {

  /**
   * Runs shell text as root; a non-zero exit fails the step. Fails at the first failing command
   * ({@code set -e}).
   *
   * @param replaces files that the script changes or removes; kept on the node beforehand
   * @param former what else it changes that can be put back; kept on the node too
   */
  record RunShell(ShellScript script, List<String> replaces, Optional<Former> former)
      implements Action {
    public RunShell {
      replaces = List.copyOf(replaces);
    }
  }

  /**
   * Replaces a file atomically: written beside, synced, given owner, group, mode and label,
   * validated, renamed. Missing settings are taken from the file that is replaced, else root, root
   * and 0644. A symlink at the path is replaced, not followed.
   *
   * @param validate shell text of the user in which {@code %s} is the candidate file; a non-zero
   *     exit leaves the old file in place
   */
  record PutFile(
      String path,
      Content content,
      Optional<String> owner,
      Optional<String> group,
      Optional<String> mode,
      Optional<String> validate)
      implements Action {}

  /**
   * Replaces a file by a text with secrets. A plan has their names only: what the file shall hold
   * is filled in when the step is handed over to the node. What a {@code validate} of it prints is
   * not kept, since it may show lines of the file.
   *
   * @param file without its content, until it is filled in
   * @param stamp of the secrets when the plan was made
   */
  record PutSecret(PutFile file, SecretText text, String stamp) implements Action {

    /** With everything in it, to be sent and thrown away. */
    public PutSecret filled(Content content) {
      PutFile whole =
          new PutFile(
              file.path(), content, file.owner(), file.group(), file.mode(), file.validate());
      return new PutSecret(whole, text, stamp);
    }

    /** Not even the digest of the content. */
    @Override
    public String toString() {
      return "PutSecret[%s, %s, %s]".formatted(file.path(), text, stamp);
    }
  }

  /** Runs a playbook from the repository against the node, from the hub. */
  record RunAnsible(PlaybookRun playbook) implements Action {}

  static Action run(ShellScript script) {
    return new RunShell(script, List.of(), Optional.empty());
  }

  static Action run(ShellScript script, List<String> replaces) {
    return new RunShell(script, replaces, Optional.empty());
  }

  static Action run(ShellScript script, Former former) {
    return new RunShell(script, List.of(), Optional.of(former));
  }
}
