package io.meshinfra.network.identity;

import io.meshinfra.model.Content;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.intent.Revocation;
import io.meshinfra.network.intent.SshCa;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Writes a revocation list as OpenSSH reads it: PROTOCOL.krl in its sources, format 1. The same
 * intent gives the same bytes, so the date of making and the version are 0: sshd reads neither.
 */
final class Krl {
  private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final byte CERTIFICATES = 1;
  private static final byte EXPLICIT_KEYS = 2;
  private static final byte SERIALS = 0x20;
  private static final byte KEY_IDS = 0x23;
  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Krl() {}

  static Content of(SshCa ca) {
    return Content.of(new Krl().list(ca));
  }

  private byte[] list(SshCa ca) {
    SortedSet<Long> serials = new TreeSet<>();
    SortedSet<String> ids = new TreeSet<>();
    SortedSet<SshPublicKey> keys = new TreeSet<>();
    for (Revocation one : ca.revoked()) {
      switch (one) {
        case Revocation.Serial(long serial) -> serials.add(serial);
        case Revocation.KeyId(String id) -> ids.add(id);
        case Revocation.Key(SshPublicKey key) -> keys.add(key);
      }
    }
    header();
    if (!serials.isEmpty() || !ids.isEmpty()) {
      section(CERTIFICATES, krl -> krl.certificates(ca.publicKey(), serials, ids));
    }
    if (!keys.isEmpty()) {
      section(EXPLICIT_KEYS, krl -> keys.forEach(key -> krl.string(key.blob())));
    }
    return out.toByteArray();
  }

  private void header() {
    out.writeBytes(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
    number(0); // version
    number(0); // date
    number(0); // flags
    string(NOTHING);
    string("mesh-infra".getBytes(StandardCharsets.US_ASCII));
  }

  private void certificates(SshPublicKey ca, SortedSet<Long> serials, SortedSet<String> ids) {
    string(ca.blob());
    string(NOTHING);
    if (!serials.isEmpty()) {
      section(SERIALS, krl -> serials.forEach(krl::number));
    }
    if (!ids.isEmpty()) {
      section(KEY_IDS, krl -> ids.forEach(id -> krl.string(id.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private void section(byte type, Consumer<Krl> body) {
    Krl inner = new Krl();
    body.accept(inner);
    out.write(type);
    string(inner.out.toByteArray());
  }

  private void number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private void string(byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }
}
