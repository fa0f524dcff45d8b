package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address.
 *
 * @param bits as they go over the wire; compared without sign
 */
public record Ipv4(int bits) implements Comparable<Ipv4> {
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern FORM = Pattern.compile(OCTET + ("\\." + OCTET).repeat(3));
  private static final int LARGEST_OCTET = 255;

  public static Ipv4 parse(String text) {
    Matcher octets = FORM.matcher(text);
    int bits = 0;
    boolean fine = octets.matches();
    for (int i = 1; fine && i <= 4; i++) {
      int octet = Integer.parseInt(octets.group(i));
      fine = octet <= LARGEST_OCTET;
      bits = bits << 8 | octet;
    }
    if (!fine) {
      throw new IllegalArgumentException(
          "expected an IPv4 address like 10.0.0.1, found " + Printable.quote(text));
    }
    return new Ipv4(bits);
  }

  /** As a number from 0. */
  public long number() {
    return Integer.toUnsignedLong(bits);
  }

  public static Ipv4 of(long number) {
    return new Ipv4((int) number);
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
  }
}
