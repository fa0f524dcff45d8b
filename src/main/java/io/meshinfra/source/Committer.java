package io.meshinfra.source;

import io.meshinfra.model.FileTree.UnreadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/**
 * Who commits, as git finds out: variables first, then the settings of the repository, then those
 * of the user. Of the latter nothing else is read.
 */
record Committer(List<Config> settings, Map<String, String> environment) {
  private static final String USER = "user";

  /**
   * @throws UnreadableFile when commits are signed here: the git command does that
   */
  static Committer of(Repository repository, Map<String, String> environment, Path home)
      throws UnreadableFile, IOException {
    Config own = repository.getConfig();
    Config users = read(home.resolve(".gitconfig"));
    Config xdg = read(home.resolve(".config/git/config"));
    Committer committer = new Committer(List.of(own, users, xdg), environment);
    committer.refuseSigning();
    return committer;
  }

  private static Config read(Path file) throws UnreadableFile, IOException {
    FileBasedConfig config = new FileBasedConfig(file.toFile(), FS.DETECTED);
    try {
      config.load();
      return config;
    } catch (ConfigInvalidException e) {
      throw new UnreadableFile(file + " is no git configuration: " + e.getMessage());
    }
  }

  private void refuseSigning() throws UnreadableFile {
    Optional<String> sign = setting("commit", "gpgsign");
    if (sign.isPresent() && !sign.get().equalsIgnoreCase("false")) {
      throw new UnreadableFile(
          "commits are signed here (commit.gpgsign): leave --message out and run git commit"
              + " with the trailer");
    }
  }

  private Optional<String> setting(String section, String name) {
    return settings.stream()
        .map(config -> Optional.ofNullable(config.getString(section, null, name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  PersonIdent author(Instant now) throws UnreadableFile {
    return person("GIT_AUTHOR_", now);
  }

  PersonIdent committer(Instant now) throws UnreadableFile {
    return person("GIT_COMMITTER_", now);
  }

  private PersonIdent person(String prefix, Instant now) throws UnreadableFile {
    Optional<String> name = given(prefix + "NAME", "name");
    Optional<String> email = given(prefix + "EMAIL", "email");
    if (name.isEmpty() || email.isEmpty()) {
      throw new UnreadableFile(
          "git does not know who commits: git config user.name NAME, git config user.email ADDRESS");
    }
    return new PersonIdent(name.get(), email.get(), now, ZoneOffset.UTC);
  }

  private Optional<String> given(String variable, String name) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .or(() -> setting(USER, name));
  }
}
