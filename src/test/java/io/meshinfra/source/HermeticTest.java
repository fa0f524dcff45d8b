package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;

class HermeticTest {
  @Test
  void shouldReadNoConfigurationOfTheUserOrTheSystem() throws Exception {
    Hermetic.install();
    SystemReader reader = SystemReader.getInstance();
    assertTrue(reader instanceof Hermetic);
    // What JGit itself remembers of the file system while it runs.
    Set<String> own = Set.of("filesystem");
    assertTrue(own.containsAll(reader.getUserConfig().getSections()));
    assertTrue(own.containsAll(reader.getSystemConfig().getSections()));
  }

  @Test
  void shouldSeeNoVariableThatSteersGit() {
    Hermetic.install();
    assertNull(SystemReader.getInstance().getenv("GIT_SSH"));
    assertNull(SystemReader.getInstance().getenv("XDG_CONFIG_HOME"));
    assertEquals(System.getenv("PATH"), SystemReader.getInstance().getenv("PATH"));
  }
}
