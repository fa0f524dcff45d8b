package io.meshinfra.source;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps the git settings of the user and of the system away from the hub: a hub does what its own
 * configuration says, not what somebody's {@code ~/.gitconfig} or {@code GIT_SSH} says.
 */
final class Hermetic extends SystemReader.Delegate {
  private static final Object ONCE = new Object();
  private static boolean installed;

  private Hermetic(SystemReader real) {
    super(real);
  }

  /** For the whole process; JGit knows only one. */
  static void install() {
    synchronized (ONCE) {
      if (!installed) {
        SystemReader.setInstance(new Hermetic(SystemReader.getInstance()));
        // JGit measures the clock of the file system at first use, which takes seconds; not waited
        // for, it uses a cautious guess until it knows.
        FS.FileStoreAttributes.setBackground(true);
        installed = true;
      }
    }
  }

  @Override
  public String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.startsWith("XDG_")
        ? null
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** A configuration without a file. */
  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, new File("/nonexistent/gitconfig"), fs);
    }

    @Override
    public void load() {
      // There is nothing to load.
    }

    @Override
    public void save() {
      // What JGit remembers here is measured again after the next start.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
