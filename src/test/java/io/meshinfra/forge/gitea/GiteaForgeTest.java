package io.meshinfra.forge.gitea;

import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGitea;
import io.quarkus.test.junit.QuarkusTest;

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
}
