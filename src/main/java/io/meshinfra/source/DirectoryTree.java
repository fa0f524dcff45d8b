package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The files of a plain directory, for looking at manifests before they are committed. Its revision
 * is a digest over what it holds, told by names, sizes and times: to read all files would take a
 * third of the time of a command, which needs few of them. A file that changes afterwards is not
 * read any more. What {@code .gitignore} names is not part of it: a commit would not have it
 * either.
 */
public final class DirectoryTree extends SourceTree {
  /** More means that the wrong directory was named. */
  private static final long MOST_BYTES = 1L << 30;

  private DirectoryTree(Revision revision, Listing listing) {
    super(revision, listing);
  }

  /**
   * @throws UnreadableFile when it is no directory, or holds too much
   */
  public static DirectoryTree of(Path directory) throws UnreadableFile {
    if (!Files.isDirectory(directory)) {
      throw new UnreadableFile(Printable.quote(directory.toString()) + " is not a directory");
    }
    try {
      Path root = directory.toRealPath();
      Walk walk = new Walk(root, Instant.now());
      Files.walkFileTree(root, walk);
      if (walk.failure != null) {
        throw walk.failure;
      }
      return new DirectoryTree(revision(walk.listing), walk.listing);
    } catch (IOException e) {
      throw new UnreadableFile(
          "the directory "
              + Printable.quote(directory.toString())
              + " cannot be read: "
              + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static Revision revision(Listing listing) {
    StringBuilder all = new StringBuilder();
    listing.files.forEach((path, entry) -> {
      all.append(path).append(entry.executable() ? "\0x\0" : "\0-\0");
      if (entry instanceof PlainFile file) {
        all.append(file.stamp().size()).append('\0').append(file.stamp().writtenAt());
      }
      all.append('\n');
    });
    listing.refused.forEach((path, reason) -> all.append(path).append("\0refused\n"));
    String digest = Content.digest(all.toString().getBytes(StandardCharsets.UTF_8));
    return new Revision("dir-" + digest.substring(0, 12));
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Instant begun;
    private final Listing listing = new Listing();
    private final Ignored ignored = new Ignored();
    private UnreadableFile failure;
    private long bytes;

    Walk(Path root, Instant begun) {
      this.root = root;
      this.begun = begun;
    }

    private String relative(Path path) {
      return root.relativize(path).toString();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(root)) {
        ignored.enter(folder);
        return FileVisitResult.CONTINUE;
      }
      if (TreePath.isHostile(folder.getFileName().toString()) || ignored.covers(folder, true)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      String path = relative(folder);
      if (root.relativize(folder).getNameCount() > TreePath.DEEPEST) {
        listing.refused.put(
            path, Printable.quote(path) + " lies deeper than " + TreePath.DEEPEST + " folders");
        return FileVisitResult.SKIP_SUBTREE;
      }
      ignored.enter(folder);
      return counted();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      ignored.leave();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (TreePath.isHostile(file.getFileName().toString()) || ignored.covers(file, false)) {
        // A work tree made by git has a file of this name.
        return FileVisitResult.CONTINUE;
      }
      String path = relative(file);
      if (attributes.isSymbolicLink()) {
        listing.refused.put(path, symlink(path));
      } else if (!attributes.isRegularFile()) {
        listing.refused.put(
            path, Printable.quote(path) + " is a device, a pipe or a socket, not a file");
      } else {
        add(file, path, attributes);
      }
      return counted();
    }

    private void add(Path file, String path, BasicFileAttributes attributes) {
      long size = attributes.size();
      bytes += size;
      try {
        if (size > LARGEST_FILE) {
          throw tooLarge(path, size);
        }
        listing.files.put(path, PlainFile.seen(file, path, attributes, begun));
      } catch (UnreadableFile e) {
        listing.refused.put(path, e.getMessage());
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (file.equals(root)) {
        failure = new UnreadableFile(Printable.quote(root.toString()) + " cannot be read");
        return FileVisitResult.TERMINATE;
      }
      String path = relative(file);
      listing.refused.put(
          path, Printable.quote(path) + " cannot be read: " + e.getClass().getSimpleName());
      return counted();
    }

    private FileVisitResult counted() {
      try {
        listing.count();
        if (bytes > MOST_BYTES) {
          throw new UnreadableFile(
              "the directory holds more than " + MOST_BYTES + " bytes; choose a smaller one");
        }
        return FileVisitResult.CONTINUE;
      } catch (UnreadableFile e) {
        failure = e;
        return FileVisitResult.TERMINATE;
      }
    }
  }
}
