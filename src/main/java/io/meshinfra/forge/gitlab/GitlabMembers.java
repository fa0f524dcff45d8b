package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Login;
import io.meshinfra.forge.Members;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.Optional;

/** Who may write to a project on GitLab. */
record GitlabMembers(Wire<GitlabApi> wire, String project) implements Members {
  private static final Purpose PURPOSE =
      new Purpose("ask who may write", "the scope \"api\" and the role Reporter or more");

  /** The least role that may push. */
  private static final long DEVELOPER = 30;

  @Override
  public Answer<Boolean> mayWrite(String login) {
    if (!Login.isOne(login)) {
      return Answer.of(false);
    }
    return user(login).then(user -> user.map(this::mayWrite).orElse(Answer.of(false)));
  }

  private Answer<Optional<Long>> user(String login) {
    return wire.ask(
        PURPOSE,
        (api, ask) -> api.users(ask, login),
        found ->
            found.elements().stream()
                .filter(user -> user.text("username").equalsIgnoreCase(login))
                .map(user -> user.number("id"))
                .findFirst());
  }

  private Answer<Boolean> mayWrite(long user) {
    return wire.askIfThere(
            PURPOSE, (api, ask) -> api.member(ask, project, user), GitlabMembers::isWriter)
        .map(member -> member.orElse(false));
  }

  private static boolean isWriter(Json member) {
    return member.text("state").equals("active") && member.number("access_level") >= DEVELOPER;
  }
}
