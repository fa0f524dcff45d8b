package io.meshinfra.forge.gitea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.FixedSecrets;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGitea;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GiteaForgeTest extends HttpForgeContract {
  @Override
  protected LittleForge start() {
    return new LittleGitea();
  }

  @Override
  protected ForgeProvider provider() {
    return new GiteaProvider();
  }

  @Override
  protected boolean sendsTags() {
    return false;
  }

  @Test
  void shouldReadTwoPagesAndNoMore() {
    for (int i = 0; i < 120; i++) {
      people().open(People.MEMBER, "Pull request " + i);
    }
    List<PullRequest> open = given(connection().forge().open("main"));
    assertEquals(100, open.size());
    assertEquals("Pull request 119", open.getFirst().title());
    assertEquals(2, server().asked().size());
  }

  @Test
  void shouldWantToKnowWhereItIs() {
    ForgeSettings nowhere =
        new ForgeSettings(
            Optional.empty(),
            Optional.of(REPOSITORY),
            Optional.of(FixedSecrets.ref("token")),
            Optional.empty(),
            ForgeSettings.TIMEOUT);
    Answer<?> answer = provider().connect(nowhere, FixedSecrets.of(Map.of()), Clock.systemUTC());
    assertTrue(refusal(answer).contains("mesh.forge.url"));
  }
}
