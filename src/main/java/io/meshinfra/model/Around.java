package io.meshinfra.model;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an IPv4 address is in a network, both as a node writes them. */
final class Around {
  private static final int BITS = 32;
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern NETWORK = Pattern.compile("([0-9.]{7,15})(?:/(\\d{1,2}))?");

  private Around() {}

  /** Length of the prefix when the address is in it, else -1; so is whatever is no IPv4. */
  static int length(String network, String address) {
    Matcher parts = NETWORK.matcher(network);
    if (!parts.matches()) {
      return -1;
    }
    int length = parts.group(2) == null ? BITS : Integer.parseInt(parts.group(2));
    OptionalLong first = number(parts.group(1));
    OptionalLong one = number(address);
    if (length > BITS || first.isEmpty() || one.isEmpty()) {
      return -1;
    }
    int rest = BITS - length;
    return first.getAsLong() >> rest == one.getAsLong() >> rest ? length : -1;
  }

  static OptionalLong number(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = 1; i <= parts.groupCount(); i++) {
      int octet = Integer.parseInt(parts.group(i));
      if (octet > 255) {
        return OptionalLong.empty();
      }
      number = number << 8 | octet;
    }
    return OptionalLong.of(number);
  }
}
