package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network by its first address and the length of its prefix.
 *
 * @param length in bits, 0 to 32
 */
public record Subnet(Ipv4 first, int length) {
  private static final Pattern FORM = Pattern.compile("([^/]{1,15})/(0|[1-9][0-9]?)");
  private static final int LONGEST = 32;

  public Subnet {
    if (length < 0 || length > LONGEST) {
      throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + length);
    }
    if (!first.equals(masked(first, length))) {
      throw new IllegalArgumentException(
          "%s/%d is an address in a network; the network is %s/%d"
              .formatted(first, length, masked(first, length), length));
    }
  }

  public static Subnet parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a network like 10.0.0.0/24, found " + Printable.quote(text));
    }
    return new Subnet(Ipv4.parse(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** The network that an address is in. */
  static Subnet around(Ipv4 address, int length) {
    return new Subnet(masked(address, length), length);
  }

  public Ipv4 last() {
    return Ipv4.of(first.number() + (1L << LONGEST - length) - 1);
  }

  public boolean contains(Ipv4 address) {
    return first.compareTo(address) <= 0 && address.compareTo(last()) <= 0;
  }

  boolean overlaps(Subnet other) {
    return contains(other.first) || other.contains(first);
  }

  /** Whether a machine can have that address: first and last of a network are nobody's. */
  boolean hasRoomFor(Ipv4 address) {
    return length >= LONGEST - 1 || !address.equals(first) && !address.equals(last());
  }

  private static Ipv4 masked(Ipv4 address, int length) {
    return length <= 0 ? new Ipv4(0) : new Ipv4(address.bits() & -1 << LONGEST - length);
  }

  @Override
  public String toString() {
    return first + "/" + length;
  }
}
