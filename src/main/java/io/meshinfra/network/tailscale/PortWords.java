package io.meshinfra.network.tailscale;

import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Permit;
import io.meshinfra.network.matrix.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a grant says in {@code ip}: a protocol with all ports, one, or a range of them. */
final class PortWords {
  private static final Pattern IP =
      Pattern.compile("(tcp|udp):(?:(\\*)|([0-9]{1,5})(?:-([0-9]{1,5}))?)");

  private PortWords() {}

  /**
   * @throws Words.Unknown for any other form that Tailscale may know
   */
  static Map<Protocol, List<Span>> of(List<String> ip, String where) {
    Map<Protocol, List<Span>> ports = new EnumMap<>(Protocol.class);
    for (String word : ip) {
      Matcher parts = IP.matcher(word);
      if (!parts.matches()) {
        throw new Words.Unknown(where, Printable.quote(word) + " is no protocol with its ports");
      }
      boolean all = parts.group(2) != null;
      int first = all ? 0 : Integer.parseInt(parts.group(3));
      int last =
          all ? PortList.LAST : parts.group(4) == null ? first : Integer.parseInt(parts.group(4));
      if (!all && first == 0 || last < first || last > PortList.LAST) {
        throw new Words.Unknown(where, Printable.quote(word) + " has ports that there are not");
      }
      ports
          .computeIfAbsent(
              Protocol.valueOf(parts.group(1).toUpperCase(Locale.ROOT)), key -> new ArrayList<>())
          .add(new Span(first, last, Permit.FREE));
    }
    return ports;
  }
}
