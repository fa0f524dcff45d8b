package io.meshinfra.network.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/** Reads a revocation list back, and refuses whatever has no place in one of ours. */
final class KrlReader {
  private static final long MAGIC = 0x5353484b524c0a00L;

  private final Set<String> revoked = new TreeSet<>();

  private KrlReader() {}

  /**
   * What is revoked, as words: {@code CA serial N}, {@code CA id TEXT}, {@code key BASE64}, where
   * CA is the key of the authority in Base64.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Set<String> read(byte[] bytes) {
    KrlReader reader = new KrlReader();
    try {
      reader.list(ByteBuffer.wrap(bytes));
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("the revocation list is cut off", e);
    }
    return reader.revoked;
  }

  private void list(ByteBuffer in) {
    require(in.getLong() == MAGIC, "it is no revocation list");
    require(in.getInt() == 1, "it has another format");
    in.getLong();
    in.getLong();
    require(in.getLong() == 0, "it has flags");
    require(!part(in).hasRemaining(), "its reserved field is used");
    part(in);
    while (in.hasRemaining()) {
      int type = in.get();
      ByteBuffer section = part(in);
      switch (type) {
        case 1 -> certificates(section);
        case 2 -> keys(section);
        default -> throw new IllegalArgumentException("it has a section " + type);
      }
    }
  }

  private void certificates(ByteBuffer in) {
    String authority = base64(part(in));
    require(!part(in).hasRemaining(), "a reserved field is used");
    while (in.hasRemaining()) {
      int type = in.get();
      ByteBuffer section = part(in);
      switch (type) {
        case 0x20 -> {
          while (section.hasRemaining()) {
            revoked.add("%s serial %d".formatted(authority, section.getLong()));
          }
        }
        case 0x23 -> {
          while (section.hasRemaining()) {
            String id = StandardCharsets.UTF_8.decode(part(section)).toString();
            revoked.add("%s id %s".formatted(authority, id));
          }
        }
        default -> throw new IllegalArgumentException("it has a part " + type);
      }
    }
  }

  private void keys(ByteBuffer in) {
    while (in.hasRemaining()) {
      revoked.add("key " + base64(part(in)));
    }
  }

  private static ByteBuffer part(ByteBuffer in) {
    int length = in.getInt();
    require(length >= 0 && length <= in.remaining(), "it is cut off");
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }

  private static void require(boolean yes, String complaint) {
    if (!yes) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
