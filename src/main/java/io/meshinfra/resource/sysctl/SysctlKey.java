package io.meshinfra.resource.sysctl;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/**
 * Name of a kernel setting. As with {@code sysctl}, the first separator decides: in {@code
 * net.ipv4.conf.eth0/100.rp_filter} a slash stands for a dot within a part, in {@code
 * net/ipv4/conf/eth0.100/rp_filter} a dot is just a dot. Kept in the dotted form.
 */
public record SysctlKey(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_:@/-]+(\\.[A-Za-z0-9_:@/-]+)*");

  private static final int LONGEST = 150;

  public SysctlKey {
    value = dotted(value);
    if (value.length() > LONGEST
        || !FORM.matcher(value).matches()
        || value.indexOf('.') < 0
        || hasDotParts(value)) {
      throw new IllegalArgumentException(
          "a kernel setting is written like net.ipv4.ip_forward, not " + Printable.quote(value));
    }
  }

  public static SysctlKey parse(String text) {
    return new SysctlKey(text);
  }

  /** Where the kernel shows it. */
  String path() {
    return "/proc/sys/" + swapped(value);
  }

  /** Where it is kept for the next boot; a slash cannot be in a file name, a plus not in a key. */
  String file() {
    return "/etc/sysctl.d/60-mesh-infra-" + value.replace('/', '+') + ".conf";
  }

  private static String dotted(String key) {
    int slash = key.indexOf('/');
    int dot = key.indexOf('.');
    return slash >= 0 && (dot < 0 || slash < dot) ? swapped(key) : key;
  }

  private static String swapped(String key) {
    return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }

  /** A part that is . or .. on disk leaves /proc/sys. */
  private static boolean hasDotParts(String dotted) {
    String path = "/" + swapped(dotted) + "/";
    return path.contains("/./") || path.contains("/../");
  }

  @Override
  public String toString() {
    return value;
  }
}
