package io.meshinfra.grounding;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks whether the links between the Markdown pages of a repository, and to its files, lead
 * somewhere.
 */
public final class LinkCheck {
  /** Pages of people are smaller; what is larger is not looked at, and that is told. */
  static final int LARGEST_PAGE = 1024 * 1024;

  private static final int MOST_PAGES = 5000;
  private static final int MOST_FINDINGS = 200;
  private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*|//.*");

  private final FileTree tree;
  private final Set<String> files = new HashSet<>();
  private final Map<String, Optional<MarkdownPage>> pages = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private int links;

  private LinkCheck(FileTree tree, Set<String> unread) {
    this.tree = tree;
    this.files.addAll(tree.list(""));
    this.files.addAll(unread);
    Set<String> folders = new HashSet<>();
    for (String file : this.files) {
      for (int end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
        folders.add(file.substring(0, end));
      }
    }
    this.files.addAll(folders);
  }

  /**
   * What was looked at.
   *
   * @param links that stay in the repository
   * @param findings sorted by place, at most so many
   */
  public record Links(int pages, int links, List<Finding> findings) {
    public Links {
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param unread files that are there and cannot be read, like symlinks: one may link to them
   */
  public static Links check(FileTree tree, Set<String> unread) {
    LinkCheck check = new LinkCheck(tree, unread);
    List<String> all = tree.list("").stream().filter(LinkCheck::isPage).limit(MOST_PAGES).toList();
    all.forEach(check::page);
    List<Finding> sorted = check.findings.stream().sorted().limit(MOST_FINDINGS).toList();
    return new Links(all.size(), check.links, sorted);
  }

  private static boolean isPage(String path) {
    return path.endsWith(".md") || path.endsWith(".markdown");
  }

  private void page(String path) {
    parsed(path).ifPresent(page -> page.links().forEach(link -> link(path, link)));
  }

  private Optional<MarkdownPage> parsed(String path) {
    return pages.computeIfAbsent(path, this::parse);
  }

  private Optional<MarkdownPage> parse(String path) {
    try {
      Optional<Content> content = tree.read(path);
      if (content.isPresent() && content.get().size() > LARGEST_PAGE) {
        findings.add(
            new Finding(path, 1, 1, "the page is too large for its links to be looked at"));
        return Optional.empty();
      }
      return content.map(c -> MarkdownPage.of(new String(c.bytes(), StandardCharsets.UTF_8)));
    } catch (UnreadableFile e) {
      findings.add(new Finding(path, 1, 1, e.getMessage()));
      return Optional.empty();
    }
  }

  private void link(String from, MarkdownPage.Link link) {
    String target = link.target();
    if (target.isEmpty() || ELSEWHERE.matcher(target).matches()) {
      return;
    }
    links++;
    int hash = target.indexOf('#');
    String anchor = hash < 0 ? "" : target.substring(hash + 1);
    String path = decoded(hash < 0 ? target : target.substring(0, hash)).replaceFirst("\\?.*", "");
    Optional<String> file = path.isEmpty() ? Optional.of(from) : resolved(from, path);
    if (file.isEmpty()) {
      tell(from, link, "leads out of the repository");
    } else if (!file.get().isEmpty() && !files.contains(file.get())) {
      tell(from, link, "leads nowhere: there is no " + Printable.quote(file.get()));
    } else if (!anchor.isEmpty() && isPage(file.get()) && !hasAnchor(file.get(), anchor)) {
      tell(from, link, "leads to no heading of " + Printable.line(file.get()));
    }
  }

  private void tell(String from, MarkdownPage.Link link, String message) {
    findings.add(
        new Finding(
            from,
            link.line(),
            link.column(),
            "the link " + Printable.quote(link.target()) + " " + message));
  }

  private boolean hasAnchor(String page, String anchor) {
    return parsed(page).map(known -> known.anchors().contains(decoded(anchor))).orElse(true);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // As it is written, then: no file has that name.
    }
  }

  /** The path from the top of the repository; empty when it leads out of it. */
  private static Optional<String> resolved(String from, String path) {
    Deque<String> parts = new ArrayDeque<>();
    if (!path.startsWith("/")) {
      parts.addAll(List.of(from.split("/")));
      parts.removeLast();
    }
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }
}
