package io.meshinfra.model;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * POSIX shell text in which every value from outside is a single-quoted word.
 *
 * <p>The template must be a constant of the source code (Error Prone refuses anything else), and
 * each <code>{}</code> in it is replaced by one quoted argument, each <code>{*}</code> by a
 * collection of quoted arguments. So no name, path or content can ever be executed.
 */
public final class ShellScript {
  public static final ShellScript EMPTY = new ShellScript("");

  private final String text;

  private ShellScript(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Fills the template; the number of arguments must match the number of holes. */
  public static ShellScript of(@CompileTimeConstant final String template, Object... arguments) {
    StringBuilder out = new StringBuilder(template.length() + 64);
    int at = 0;
    int used = 0;
    while (true) {
      int hole = template.indexOf('{', at);
      if (hole < 0) {
        break;
      }
      boolean one = template.startsWith("{}", hole);
      boolean many = template.startsWith("{*}", hole);
      if (one || many) {
        if (used >= arguments.length) {
          throw new IllegalArgumentException("too few arguments for: " + template);
        }
        out.append(template, at, hole).append(one ? one(arguments[used]) : many(arguments[used]));
        used++;
        at = hole + (one ? 2 : 3);
      } else {
        out.append(template, at, hole + 1);
        at = hole + 1;
      }
    }
    if (used != arguments.length) {
      throw new IllegalArgumentException("too many arguments for: " + template);
    }
    return new ShellScript(out.append(template, at, template.length()).toString());
  }

  /** Scripts one after the other, a line each. */
  public static ShellScript lines(List<ShellScript> scripts) {
    StringBuilder out = new StringBuilder();
    for (ShellScript script : scripts) {
      if (!script.text.isEmpty()) {
        out.append(script.text).append(script.text.endsWith("\n") ? "" : "\n");
      }
    }
    return new ShellScript(out.toString());
  }

  public static ShellScript lines(ShellScript... scripts) {
    return lines(List.of(scripts));
  }

  /** This script, then the other, on lines of their own. */
  public ShellScript then(ShellScript next) {
    return lines(this, next);
  }

  /** A here-document: the bytes as base64 on standard input of the command. */
  public static ShellScript withInput(ShellScript command, byte[] input) {
    String lines = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(input);
    return new ShellScript(command.text + " <<'MESH_BASE64'\n" + lines + "\nMESH_BASE64\n");
  }

  /** One word that the shell takes literally. */
  static String quote(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold a NUL character");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static String one(Object argument) {
    return argument instanceof ShellScript script ? quote(script.text) : quote(argument.toString());
  }

  private static String many(Object argument) {
    if (!(argument instanceof Collection<?> words)) {
      throw new IllegalArgumentException("{*} takes a collection");
    }
    return String.join(" ", words.stream().map(w -> quote(w.toString())).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShellScript that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
