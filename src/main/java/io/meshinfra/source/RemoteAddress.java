package io.meshinfra.source;

import io.meshinfra.model.Printable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/** The address of a remote, checked: one of four ways, and no password in it. */
record RemoteAddress(URIish uri, Way way) {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

  enum Way {
    LOCAL,
    SSH,
    HTTP
  }

  /**
   * @throws IllegalArgumentException with what is wrong and how to mend it, without the password
   */
  static RemoteAddress parse(String text) {
    URIish uri = uri(text);
    if (uri.getPass() != null) {
      throw new IllegalArgumentException(
          "the remote "
              + withoutUserInfo(text)
              + " has a password in it, which would end up in logs; take it out and set"
              + " mesh.source.token=env:NAME or file:/path");
    }
    if (uri.getPath() == null || uri.getPath().isEmpty()) {
      throw new IllegalArgumentException("the remote " + shown(text) + " has no path");
    }
    Way way = way(uri, text);
    return way == Way.LOCAL ? local(uri) : new RemoteAddress(uri, way);
  }

  private static URIish uri(String text) {
    if (text.isBlank() || text.startsWith("-") || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not the address of a git repository: " + shown(text));
    }
    // TRANSPORT::ADDRESS makes git run a program of that name; it would look like HOST:PATH.
    if (text.matches("[A-Za-z0-9+.-]+::.*")) {
      throw refused(text);
    }
    try {
      return new URIish(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not the address of a git repository: " + shown(text), e);
    }
  }

  private static Way way(URIish uri, String text) {
    if (uri.getScheme() == null) {
      return uri.getHost() == null ? Way.LOCAL : Way.SSH;
    }
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "file" -> Way.LOCAL;
      case "ssh" -> Way.SSH;
      case "https", "http" -> Way.HTTP;
      default -> throw refused(text);
    };
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "the remote "
            + shown(text)
            + " is refused: only a path, file:, ssh:, https: and http: are supported");
  }

  /** The process may change its directory never, but messages and markers want one name. */
  private static RemoteAddress local(URIish uri) {
    return new RemoteAddress(
        new URIish().setPath(Path.of(uri.getPath()).toAbsolutePath().normalize().toString()),
        Way.LOCAL);
  }

  private static String shown(String text) {
    return Printable.quote(withoutUserInfo(text));
  }

  /** Messages of libraries may quote addresses; who fetches is nobody's business. */
  static String withoutUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll("");
  }

  /** For messages: printable and without user. */
  @Override
  public String toString() {
    return Printable.line(withoutUserInfo(uri.toString()));
  }
}
