package io.meshinfra.support;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files held in memory; notes which of them were read. */
public final class MemoryTree implements FileTree {
  private final SortedMap<String, Content> files = new TreeMap<>();
  private final Set<String> read = new TreeSet<>();
  private final SortedMap<String, String> refused = new TreeMap<>();

  public static MemoryTree of(String file, String text) {
    return new MemoryTree().with(file, Content.of(text));
  }

  public static MemoryTree of(Path folder) {
    MemoryTree tree = new MemoryTree();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        tree.with(
            folder.relativize(path).toString().replace('\\', '/'),
            Content.of(Files.readAllBytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  public MemoryTree with(String file, Content content) {
    files.put(file, content);
    return this;
  }

  public MemoryTree with(String file, String text) {
    return with(file, Content.of(text));
  }

  /** Something that is there and is never read. */
  public MemoryTree refusing(String path, String reason) {
    refused.put(path, reason);
    return this;
  }

  @Override
  public SortedMap<String, String> refused() {
    return refused;
  }

  public Set<String> unread() {
    Set<String> unread = new TreeSet<>(files.keySet());
    unread.removeAll(read);
    return unread;
  }

  @Override
  public Revision revision() {
    return new Revision("0".repeat(40));
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return files.keySet().stream().filter(file -> file.startsWith(prefix)).toList();
  }

  @Override
  public Optional<Content> read(String path) {
    read.add(path);
    return Optional.ofNullable(files.get(path));
  }
}
