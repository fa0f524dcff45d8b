package io.meshinfra.forge.github;

import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGithub;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GithubForgeTest extends HttpForgeContract {
  @Override
  protected LittleForge start() {
    return new LittleGithub();
  }

  @Override
  protected ForgeProvider provider() {
    return new GithubProvider();
  }
}
