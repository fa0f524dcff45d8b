package io.meshinfra.forge.gitea;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Login;
import io.meshinfra.forge.Members;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.Set;

/** Who may write to a repository on Gitea. */
record GiteaMembers(Wire<GiteaApi> wire) implements Members {
  private static final Purpose PURPOSE =
      new Purpose(
          "ask who may write",
          "the scope \"read:repository\" of an administrator of the repository");

  private static final Set<String> WRITERS = Set.of("owner", "admin", "write");

  @Override
  public Answer<Boolean> mayWrite(String login) {
    if (!Login.isOne(login)) {
      return Answer.of(false);
    }
    return wire.askIfThere(
            PURPOSE,
            (api, ask) -> api.permission(ask, login),
            answer -> WRITERS.contains(answer.text("permission")))
        .map(known -> known.orElse(false));
  }
}
