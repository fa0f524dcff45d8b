package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Login;
import io.meshinfra.forge.Members;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.List;

/**
 * Who may commit to a project on Pagure: its owner, its admins and committers, and members of
 * groups that are one of the latter. A collaborator may push to some branches only and does not
 * count; nor does an admin of the whole server, whom its API does not name.
 */
record PagureMembers(Wire<PagureApi> project, Wire<PagureInstanceApi> instance) implements Members {
  private static final Purpose PURPOSE = new Purpose("ask who may write", "no right for that");

  private record Access(List<String> people, List<String> groups) {
    static Access of(Json project) {
      Json people = project.object("access_users");
      Json groups = project.object("access_groups");
      return new Access(
          joined(people.texts("owner"), people.texts("admin"), people.texts("commit")),
          joined(groups.texts("admin"), groups.texts("commit")));
    }

    @SafeVarargs
    private static List<String> joined(List<String>... lists) {
      return List.of(lists).stream().flatMap(List::stream).toList();
    }
  }

  @Override
  public Answer<Boolean> mayWrite(String login) {
    return project
        .ask(PURPOSE, (api, ask) -> api.project(ask), Access::of)
        .then(access ->
            access.people().contains(login)
                ? Answer.of(true)
                : isInOne(access.groups().stream().filter(Login::isOne).toList(), login));
  }

  private Answer<Boolean> isInOne(List<String> groups, String login) {
    if (groups.isEmpty()) {
      return Answer.of(false);
    }
    return instance
        .askIfThere(
            PURPOSE,
            (api, ask) -> api.group(ask, groups.getFirst()),
            group -> group.texts("members").contains(login))
        .then(in ->
            in.orElse(false) ? Answer.of(true) : isInOne(groups.subList(1, groups.size()), login));
  }
}
