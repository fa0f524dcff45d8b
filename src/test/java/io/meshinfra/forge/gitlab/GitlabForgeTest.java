package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGitlab;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GitlabForgeTest extends HttpForgeContract {
  @Override
  protected LittleForge start() {
    return new LittleGitlab();
  }

  @Override
  protected ForgeProvider provider() {
    return new GitlabProvider();
  }
}
